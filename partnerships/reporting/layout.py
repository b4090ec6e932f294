"""A report as parts: tables and texts that the PDF sets and the sheet writes, from one source."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.dates import bureau_time, long_time
from partnerships import sheets
from partnerships.typeset import breakable_all, days, long_day, page_frame, rupiah

# What stands to the right in its column.
FIGURES = ("number", "decimal", "money", "percent")


@dataclass(frozen=True)
class Col:
    """`value`: a key of the row, or a function of it; `kind`: one of sheets.FORMATS.

    A list is one line each on paper. `width`: the share of the page, beside the other columns.
    `optional`: left out where no row has anything in it.
    """

    heading: str
    value: Callable | str
    kind: str = "text"
    width: float = 1
    optional: bool = False

    def of(self, row):
        return typed(self.kind, self.value(row) if callable(self.value) else row[self.value])


@dataclass(frozen=True)
class Table:
    """`band`: (heading, note) of the group in which a row stands; rows come in their groups."""

    title: str
    columns: list
    rows: list
    empty: str = ""  # said in place of a table without rows
    note: str = ""
    band: Callable | None = None
    band_heading: str = ""  # of the column that the groups are in a sheet
    narrow: bool = False  # a few figures need no whole page's width

    def shown(self):
        """The columns that have something to say."""
        return [
            column
            for column in self.columns
            if not column.optional or any(column.of(row) for row in self.rows)
        ]


@dataclass(frozen=True)
class Text:
    """Paragraphs of any length; `about`: [(name, value)] above them; `group` is a sheet's cell."""

    title: str
    text: list
    about: list = field(default_factory=list)
    group: str = ""


@dataclass(frozen=True)
class Report:
    heading: str
    about: list  # [(name, value)]: what the whole paper is about
    parts: list  # of Table and Text
    flipped: bool = False  # the long side of the page lies at the bottom
    note: str = ""  # a sentence that must not be missed


def typed(kind, value):
    """A value of the facts as the sheet's cell holds it, or None."""
    if value is None or value == "":
        return None
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "moment":
        return datetime.fromisoformat(value)
    if kind == "money":
        return Decimal(value)
    return value


def said(kind, value):
    """A cell's value as the paper says it, in the active language."""
    if value is None:
        return ""
    if kind == "day":
        return held_together(long_day(value))
    if kind == "moment":
        return held_together(dateformat.format(bureau_time(value), "j F Y H:i"))
    if kind == "money":
        return rupiah(value)
    if kind == "percent":
        return f"{number_format(100 * value, 0)}%"
    if kind == "decimal":
        return number_format(value, 1)
    if kind == "number":
        return counted(value)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def counted(number):
    return number_format(number, force_grouping=True)


def day_words(iso):
    """“28 Juni 2022”, or "" where there is no day."""
    return long_day(date.fromisoformat(iso)) if iso else ""


def span_words(first, last):
    """“1–30 November 2026”, or as much of both days (in ISO form) as differs."""
    return held_together(days(date.fromisoformat(first), date.fromisoformat(last)))


def held_together(text):
    """No line ends between the number of a day and its month."""
    return re.sub(r"(\d) (?=[^\W\d])", "\\1\u00a0", text)


def words(paper, report):
    """What papers/report.typ sets: words alone, no value is left to it."""
    frame = page_frame(paper, heading=report.heading)
    return frame | breakable_all(
        {
            "flipped": report.flipped,
            "notice": str(report.note),
            "about": [[str(name), str(value)] for name, value in report.about],
            "parts": [_part(part) for part in report.parts],
        }
    )


def _part(part):
    if isinstance(part, Text):
        about = [[str(name), str(value)] for name, value in part.about]
        return {"kind": "text", "title": part.title, "about": about, "text": part.text}
    columns = part.shown()
    groups = groupby(part.rows, key=part.band or (lambda row: ("", "")))
    return {
        "kind": "table",
        "title": part.title,
        "note": part.note,
        "empty": "" if part.rows else str(part.empty or _("Nothing.")),
        "narrow": part.narrow,
        "columns": [
            {
                "heading": capfirst(str(column.heading)),
                "width": column.width,
                "side": "right" if column.kind in FIGURES else "left",
            }
            for column in columns
        ],
        "groups": [
            {
                "title": str(title),
                "note": str(note),
                "rows": [[said(c.kind, c.of(row)) for c in columns] for row in rows],
            }
            for (title, note), rows in groups
        ],
    }


def sheet(paper, report):
    """The same as sheets.Written: a sheet for each table, the texts one together."""
    tables = [_sheet_table(part) for part in report.parts if isinstance(part, Table)]
    texts = [part for part in report.parts if isinstance(part, Text)]
    if texts:
        tables.append(sheets.Table(_("Texts"), _text_columns(texts), texts))
    facts = [
        (_("List"), report.heading),
        (_("Number"), str(paper)),
        (_("Issued"), long_time(paper.issued_at)),
        (_("Code"), paper.code),
        *report.about,
        *([(_("Note"), report.note)] if report.note else []),
    ]
    return sheets.write_tables(tables, facts=facts)


def _sheet_table(part):
    columns = [
        sheets.Column(column.heading, _cell_of(column), column.kind, width=_wide(column))
        for column in part.shown()
    ]
    if part.band:
        columns.insert(0, sheets.Column(part.band_heading, lambda r: part.band(r)[0], width=50))
    return sheets.Table(part.title, columns, part.rows)


def _cell_of(column):
    def value(row):
        found = column.of(row)
        return "; ".join(map(str, found)) if isinstance(found, list) else found

    return value


def _wide(column):
    return max(sheets.WIDTHS.get(column.kind, 11), round(14 * column.width))


def _text_columns(texts):
    names = list(dict.fromkeys(name for part in texts for name, _value in part.about))
    return [
        sheets.Column(_("title"), lambda part: part.group or part.title, width=50),
        *[
            sheets.Column(name, lambda part, name=name: dict(part.about).get(name), width=24)
            for name in names
        ],
        sheets.Column(_("text"), lambda part: "\n".join(part.text), width=90),
    ]
