"""A report as parts: tables and texts that the PDF sets and the sheet writes, from one source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships import sheets
from partnerships.money import rupiah

# What stands to the right in its column.
FIGURES = ("number", "decimal", "money", "percent")


@dataclass(frozen=True)
class Col:
    """`value` takes a row of the facts, or names its key; `kind` is one of sheets.FORMATS.

    `width`: its share of the page's, beside those of the other columns.
    """

    heading: str
    value: Callable | str
    kind: str = "text"
    width: float = 1

    def of(self, row):
        found = self.value(row) if callable(self.value) else row[self.value]
        return typed(self.kind, found)


@dataclass(frozen=True)
class Table:
    """`band`: gives the words of the row that a group stands under; in a sheet, its first cell."""

    title: str
    columns: list
    rows: list
    empty: str = ""  # said in place of a table without rows
    note: str = ""
    band: Callable | None = None
    band_heading: str = ""


@dataclass(frozen=True)
class Text:
    """Words of any length under a heading; `about`: [(name, value)] above them."""

    title: str
    text: str
    about: list = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    title: str
    about: list  # [(name, value)]: what the whole paper is about
    parts: list  # of Table and Text
    subtitle: str = ""
    flipped: bool = False  # the long side of the page lies at the bottom
    personal: bool = False


def typed(kind, value):
    """A value of the facts as the sheet's cell holds it, or None."""
    if value is None or value == "":
        return None
    if kind == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    if kind == "moment" and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind == "money":
        return Decimal(value)
    return value


def said(kind, value):
    """A cell's value as the paper says it, in the active language."""
    if value is None:
        return ""
    if kind == "day":
        return day_words(value)
    if kind == "moment":
        return dateformat.format(bureau_time(value), "j F Y H:i")
    if kind == "money":
        return rupiah(value)
    if kind == "percent":
        return f"{number_format(100 * value, 0)}%"
    if kind in FIGURES:
        return number_format(value, 1 if kind == "decimal" else None, force_grouping=True)
    return str(value)


def day_words(day):
    """“28 Juni 2022”. `day`: a date or its ISO form; "" for none."""
    if not day:
        return ""
    return dateformat.format(date.fromisoformat(day) if isinstance(day, str) else day, "j F Y")


def span_words(first, last):
    """“1–30 November 2026”, or as much of both days as differs."""
    first, last = (date.fromisoformat(day) for day in (first, last))
    if first == last:
        return day_words(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def count_words(number):
    return number_format(number, force_grouping=True)


def typst_part(part):
    """One part as the template reads it: words alone, no value is left to it."""
    if isinstance(part, Text):
        about = [[str(name), str(value)] for name, value in part.about]
        return {"kind": "text", "title": str(part.title), "about": about, "text": part.text}
    return {
        "kind": "table",
        "title": str(part.title),
        "note": str(part.note),
        "empty": str(part.empty or _("Nothing.")),
        "columns": [
            {
                "heading": str(column.heading),
                "width": column.width,
                "right": column.kind in FIGURES,
            }
            for column in part.columns
        ],
        "rows": list(_typst_rows(part)),
    }


def _typst_rows(table):
    band = None
    for row in table.rows:
        if table.band and (words := str(table.band(row))) != band:
            band = words
            yield {"band": words}
        yield {"cells": [said(column.kind, column.of(row)) for column in table.columns]}


def sheet_tables(report):
    """[(title, [sheets.Column], rows)]: each table a sheet of its own, the texts one together."""
    found = []
    for part in report.parts:
        if isinstance(part, Table):
            columns = [_sheet_column(column) for column in part.columns]
            if part.band:
                columns.insert(0, sheets.Column(part.band_heading, part.band, width=50))
            found.append((part.title, columns, part.rows))
    texts = [part for part in report.parts if isinstance(part, Text)]
    if texts:
        found.append((_("Texts"), _text_columns(texts), texts))
    return found


def _sheet_column(column):
    wide = max(sheets.WIDTHS.get(column.kind, 11), round(14 * column.width))
    return sheets.Column(column.heading, column.of, column.kind, width=wide)


def _text_columns(texts):
    names = list(dict.fromkeys(name for part in texts for name, _value in part.about))
    return [
        sheets.Column(_("title"), lambda part: part.title, width=50),
        *[
            sheets.Column(name, lambda part, name=name: dict(part.about).get(name), width=24)
            for name in names
        ],
        sheets.Column(_("text"), lambda part: part.text, width=90),
    ]
