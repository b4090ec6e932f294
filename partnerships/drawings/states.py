"""How many agreements stand in each state: a bar for each, in the order of an agreement's life."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.drawings.figure import (
    Cell,
    Drawing,
    Table,
    Words,
    cut,
    grouped,
    link,
    percent,
    share,
    shortened,
)

ROW = 44
ROW_WITH_NOTE = 60
LABEL = 34  # characters that are shown; the table has all
NOTE = 46, 80  # on a phone, on a wide screen
ONE_LINE = 43  # characters of label, number and note that a phone's line takes


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    url: str
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class _Shape:
    bar: Bar
    label: str
    note: Words
    number: str
    url: str
    words: str
    width: str
    top: int


@dataclass(frozen=True)
class _Picture:
    shapes: tuple
    height: int
    row: int
    notes_below: bool


def pipeline(rows):
    """`rows`: [Bar], drawn in their order."""
    rows = list(rows)
    largest = max((row.number for row in rows), default=0)
    below = any(_length(row) > ONE_LINE for row in rows)
    height = ROW_WITH_NOTE if below else ROW
    shapes = tuple(
        _Shape(
            bar=row,
            label=shortened(row.label, LABEL),
            note=cut(row.note, *NOTE),
            number=grouped(row.number),
            url=link(row.url),
            words=_words(row),
            width=percent(share(row.number, largest)),
            top=place_in * height,
        )
        for place_in, row in enumerate(rows)
    )
    return Drawing(
        kind="pipeline",
        title=_("Agreements by state"),
        summary=_summary(rows),
        reading=_("A bar for each state, in the order of an agreement's life. Each is a link."),
        table=Table(
            head=(_("State"), _("Agreements"), _("Note")),
            rows=tuple(
                (
                    Cell(row.label, link(row.url)),
                    Cell(grouped(row.number), "", True),
                    Cell(row.note),
                )
                for row in rows
            ),
        ),
        picture=_Picture(shapes, len(rows) * height, height, below) if rows else None,
        has_links=any(shape.url for shape in shapes),
    )


def _length(row):
    return len(row.label) + len(grouped(row.number)) + len(row.note) + 2


def _words(row):
    words = f"{row.label}: {grouped(row.number)}"
    return f"{words} ({row.note})" if row.note else words


def _summary(rows):
    total = sum(row.number for row in rows)
    if not total:
        return _("There is no agreement to count.")
    most = max(rows, key=lambda row: row.number)
    return _("%(total)s in all; most of them: %(label)s (%(number)s).") % {
        "total": grouped(total),
        "label": most.label,
        "number": grouped(most.number),
    }
