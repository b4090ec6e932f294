"""Months of a promise: what was due in each, and what came. Small enough for a partner's page."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.drawings.figure import (
    WHOLE,
    Cell,
    Drawing,
    Legend,
    Table,
    anchor,
    grouped,
    link,
    month_name,
    percent,
    place,
)

PLOT, HEAD, FOOT = 88, 20, 34
LONGEST = 60  # months that are drawn: the newest; the table has all
WIDEST = 10  # per cent: a bar alone is still a bar
LETTERS = 18  # pixels that a number needs
ROOMY, NARROW = 12, 8  # columns that take their own words: on a wide screen, on a phone


@dataclass(frozen=True)
class MonthProgress:
    """`month`: any day of it. `due` may be nought, as may `delivered`."""

    month: date
    due: int
    delivered: int
    url: str = ""


@dataclass(frozen=True)
class _Column:
    row: MonthProgress
    url: str
    words: str
    delivered: str
    slot_left: str
    slot_width: str
    left: str
    width: str
    middle: str
    anchor: str
    top: str
    height: str
    due_at: str
    due_left: str
    due_right: str
    name: str
    year: str
    number_top: str
    is_met: bool
    is_marked: bool
    on_wide: bool  # no room for its name on a phone
    number_on_wide: bool


@dataclass(frozen=True)
class _Picture:
    columns: tuple
    height: int
    head: int
    plot: int
    base: int


def progress_months(rows, *, title=""):
    """`rows`: [MonthProgress], drawn in the order of the months."""
    rows = sorted(rows, key=lambda row: row.month)
    shown = rows[-LONGEST:]
    return Drawing(
        kind="progress",
        title=title or _("Month by month"),
        summary=_summary(rows),
        reading=_("A bar for each month says what came; the line across it says what was due."),
        table=Table(
            head=(
                _("Month"),
                pgettext("of a promise", "Due"),
                pgettext("of a promise", "Delivered"),
            ),
            rows=tuple(
                (
                    Cell(date_format(row.month, "F Y"), link(row.url)),
                    Cell(grouped(row.due), "", True),
                    Cell(grouped(row.delivered), "", True),
                )
                for row in rows
            ),
        ),
        picture=_picture(shown) if shown else None,
        legend=(
            Legend("met", _("delivered as due")),
            Legend("unmet", _("less than due")),
            Legend("due", pgettext("of a promise", "due")),
        ),
        has_links=any(link(row.url) for row in shown),
    )


def _picture(rows):
    top = max(1, *(max(row.due, row.delivered) for row in rows))
    slot, every = WHOLE / len(rows), -(-len(rows) // ROOMY)
    columns, year = [], None
    for number, row in enumerate(rows):
        is_marked = number % every == 0
        told = row.month.year if is_marked else year
        columns.append(
            _column(
                row, number * slot, slot, top,
                year="" if told == year else str(told),
                is_marked=is_marked,
                on_wide=number // every % 2 == 1 and -(-len(rows) // every) > NARROW,
                numbered=len(rows),
            )
        )  # fmt: skip
        year = told
    return _Picture(tuple(columns), HEAD + PLOT + FOOT, HEAD, PLOT, HEAD + PLOT)


def _column(row, left, slot, top, *, year, is_marked, on_wide, numbered):
    height = PLOT * row.delivered / top
    due, middle = PLOT * row.due / top, left + slot / 2
    gap = max(slot * 0.3, slot - WIDEST)
    # The number stands on its bar, or on the line of what was due where that is in its way.
    over = due if height < due < height + LETTERS else height
    return _Column(
        row=row,
        url=link(row.url),
        words=_("%(month)s: %(delivered)s of %(due)s")
        % {
            "month": date_format(row.month, "F Y"),
            "delivered": grouped(row.delivered),
            "due": grouped(row.due),
        },
        delivered=grouped(row.delivered) if numbered <= ROOMY * 2 else "",
        slot_left=percent(left),
        slot_width=percent(slot),
        left=percent(left + gap / 2),
        width=percent(slot - gap),
        middle=percent(middle),
        anchor=anchor(middle, edge=3),
        top=place(HEAD + PLOT - max(height, 1)),
        height=place(max(height, 1)),
        due_at=place(HEAD + PLOT - due) if row.due else "",
        due_left=percent(left + gap / 6),
        due_right=percent(left + slot - gap / 6),
        name=month_name(row.month),
        year=year,
        number_top=place(HEAD + PLOT - over - 5),
        is_met=row.delivered >= row.due,
        is_marked=is_marked,
        on_wide=on_wide,
        number_on_wide=numbered > ROOMY,
    )


def _summary(rows):
    if not rows:
        return _("There are no months to show yet.")
    return _("%(delivered)s delivered of %(due)s that were due.") % {
        "delivered": grouped(sum(row.delivered for row in rows)),
        "due": grouped(sum(row.due for row in rows)),
    }
