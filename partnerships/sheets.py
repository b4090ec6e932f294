"""Rows as an XLSX file: typed cells, and nothing in them that a spreadsheet would run.

Knows no request, no model and no permission: whoever calls chooses the columns and the rows.
"""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from articles.dates import bureau_time

MOST_ROWS = 20_000
LONGEST = 32_000  # Excel holds 32,767 letters in a cell
FORMATS = {
    "text": "@",  # NIP and telephone too: as numbers they lose their digits
    "number": "0",
    "decimal": "0.0",
    "money": "#,##0",
    "percent": "0%",
    "day": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
WIDTHS = {"text": 24, "day": 12, "moment": 17, "money": 16}
# What a spreadsheet takes for the beginning of a formula, also after the file was saved as CSV.
RUNS = tuple("=+-@\t\r＝＋－＠")
PHONE = re.compile(r"\+\d{6,15}")
# In this format “_x003D_” stands for “=”: what somebody typed so must not be read so.
ENCODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Column:
    """`value` takes a row and gives what its `kind` (a key of FORMATS) holds, or None."""

    heading: str
    value: Callable
    kind: str = "text"
    width: int = 0


@dataclass(frozen=True)
class Table:
    """One sheet of a file that holds several."""

    title: str
    columns: list
    rows: list


@dataclass(frozen=True)
class Written:
    file: object  # open for reading, at its beginning
    rows: int
    cut: bool  # there were more rows than one file takes


def plain(value):
    """`value` as text that stays text in every spreadsheet."""
    text = str(value).encode("utf-8", "replace").decode()[:LONGEST]
    if text.lstrip(" \xa0\n").startswith(RUNS) and not PHONE.fullmatch(text):
        text = f"'{text}"
    return ENCODED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))


def write(title, columns, rows, *, facts=(), most=None):
    """Write `rows` (any iterable, read once) in `columns`; returns Written.

    `facts`: (name, value) for a second sheet, which tells what the file holds. At most `most` rows
    (MOST_ROWS) are taken; the file says so where there were more.
    """
    book = Workbook(write_only=True)
    count, cut = _add_table(book, title, columns, rows, most or MOST_ROWS)
    told = [*facts, (_("Rows"), _cut_words(most or MOST_ROWS) if cut else str(count))]
    _add_facts(book, [(_("List"), title), *told])
    return _saved(book, count, cut)


def write_tables(tables, *, facts=()):
    """Write each Table as a sheet of one file, and `facts` as the last; returns Written."""
    book = Workbook(write_only=True)
    results = [_add_table(book, t.title, t.columns, t.rows, MOST_ROWS) for t in tables]
    _add_facts(book, facts)
    return _saved(book, sum(count for count, _cut in results), any(cut for _n, cut in results))


def _add_table(book, title, columns, rows, most):
    """A sheet with these rows; returns (how many were written, whether there were more)."""
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width or WIDTHS.get(column.kind, 11)
    sheet.append([_heading(sheet, column) for column in columns])
    rows, count = iter(rows), 0
    for row in islice(rows, most):
        sheet.append([_cell(sheet, column.kind, column.value(row)) for column in columns])
        count += 1
    cut = next(rows, None) is not None
    if cut:
        sheet.append([_cell(sheet, "text", _cut_words(most))])
    if count:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    return count, cut


def _saved(book, count, cut):
    # On the disk: a large file may not stand in the memory of a process that serves others too.
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    book.save(file)
    file.seek(0)
    return Written(file, count, cut)


def _add_facts(book, facts):
    sheet = book.create_sheet(_sheet_name(_("About this file")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 70
    for name, value in facts:
        cells = [_cell(sheet, "text", name), _cell(sheet, "text", value)]
        cells[0].font = Font(bold=True)
        sheet.append(cells)


def _cut_words(most):
    return _("Cut after %(most)d rows: narrow the list, then export again.") % {"most": most}


def _sheet_name(title):
    return re.sub(r"[\[\]:*?/\\']", " ", str(title))[:31].strip() or "1"


def _heading(sheet, column):
    words = capfirst(str(column.heading))
    if column.kind == "moment":
        words = f"{words} ({settings.BUREAU_ZONE_NAME})"
    cell = _cell(sheet, "text", words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet, kind, value):
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet)
    if kind == "text":
        cell.value = plain(value)
        cell.data_type = "s"  # openpyxl itself takes a text that begins with “=” for a formula
    elif kind == "moment":
        cell.value = bureau_time(value).replace(tzinfo=None, microsecond=0)
    else:
        cell.value = value
    cell.number_format = FORMATS[kind]
    return cell
