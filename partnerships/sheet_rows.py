"""People from a sheet: pasted text or an XLSX file becomes rows of name, NIP and office.

Nothing is checked or stored here; partnerships/training.py says what may be on the list.
"""

import csv
import io
import re
import zipfile
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships.people import bare_nip, one_line
from partnerships.refusals import RowsNotAllowed, TrainingNotAllowed

MOST_TEXT = 200_000
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 500
# More than a list may hold, so that a list which is too long is seen to be too long.
MOST_RECORDS, MOST_COLUMNS = 2000, 30
HEADINGS = {
    "name": {"nama", "nama lengkap", "nama peserta", "peserta", "name", "full name", "participant"},
    "nip": {"nip", "nip baru", "nomor induk pegawai", "employee number"},
    "office": {
        "instansi", "asal instansi", "opd", "unit kerja", "satuan kerja", "satker", "kantor",
        "dinas", "dinas/instansi", "perangkat daerah", "office", "organization", "institution",
    },
}  # fmt: skip
ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE | re.ASCII)


class Row(NamedTuple):
    name: str
    nip: str
    office: str
    number: int | None = None  # as the sheet counts; None: the place in the list


def parse_rows(text):
    """[Row] of text pasted from a sheet: cells apart by tabs, semicolons or commas.

    A heading in Indonesian or English says the order of the columns; without one it is name,
    NIP, office. Raises TrainingNotAllowed where the text cannot be read.
    """
    if len(text) > MOST_TEXT:
        raise TrainingNotAllowed([("rows", _("That is too much text for one list of people."))])
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    try:
        records.extend(enumerate(reader, 1))
    except csv.Error:
        sentence = _("A quotation mark in this row has no partner.")
        raise RowsNotAllowed([(len(records) + 1, "name", sentence)]) from None
    return _rows(records, split_names=delimiter == ",")


def read_rows(file):
    """[Row] of the first sheet of an XLSX file; of a formula, the value it was saved with.

    Raises TrainingNotAllowed for what is no such file, or too large a one.
    """
    from openpyxl import load_workbook

    _check_file(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # The size that the file states of itself may be anything.
        sheet.reset_dimensions()
        values = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        records = [(n, [_text(v) for v in row]) for n, row in _first(values)]
        book.close()
    except Exception:  # noqa: BLE001 -- a broken or hostile file fails in any way it likes
        raise TrainingNotAllowed([("file", _unreadable())]) from None
    return _rows(records)


def is_rounded(nip):
    """Whether a sheet showed the NIP as a number, 1.98001E+17: its last digits are lost."""
    return bool(ROUNDED.fullmatch(nip.replace(" ", "")))


def _first(values):
    return enumerate(islice(values, MOST_RECORDS), 1)


def _unreadable():
    return _("This is no Excel file (xlsx) that can be read. Save it again, or paste the rows.")


def _check_file(file):
    if file.size > LARGEST_FILE:
        raise TrainingNotAllowed([("file", _("The file is larger than 2 MB."))])
    try:
        with zipfile.ZipFile(file) as parts:
            found = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise TrainingNotAllowed([("file", _unreadable())]) from None
    finally:
        file.seek(0)
    # zipfile stops reading a part at the size stated here, so that the statement binds.
    if len(found) > MOST_PARTS or sum(part.file_size for part in found) > LARGEST_UNPACKED:
        raise TrainingNotAllowed([("file", _("The file holds too much; paste the rows instead."))])


def _text(value):
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A sheet keeps fifteen digits of a number: a NIP stored as one has lost its end.
        return f"{value:.5E}" if abs(value) >= 10**15 else f"{value:.15g}"
    return str(value)


def _delimiter(text):
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in "\t;" if mark in first), ",")


def _rows(records, *, split_names=False):
    records = [(number, [one_line(cell) for cell in cells]) for number, cells in records]
    records = [(number, cells) for number, cells in records if any(cells)]
    if not records:
        return []
    if order := _heading(records[0][1]):
        records = records[1:]
    else:
        records = _without_counter(records)
        order = {"name": 0, "nip": 1, "office": 2}
        if split_names:
            records = [(number, _joined(cells)) for number, cells in records]
    return [Row(*(_cell(cells, order.get(k)) for k in HEADINGS), n) for n, cells in records]


def _cell(cells, place):
    return cells[place] if place is not None and place < len(cells) else ""


def _heading(cells):
    """{column: place} where the row is a heading that names at least the people."""
    found = {}
    for place, cell in enumerate(cells):
        words = cell.casefold().strip(" .:*")
        for column, known in HEADINGS.items():
            if words in known:
                found.setdefault(column, place)
    return found if "name" in found else None


def _without_counter(records):
    """Leave out a first column that only counts: 1, 2, 3."""
    counts = all(len(c) > 1 and re.fullmatch(r"\d{1,4}\.?", c[0]) for _number, c in records)
    return [(number, cells[1:]) for number, cells in records] if counts else records


def _joined(cells):
    """“Siti Aminah, S.Sos., 1980…, Dinas A, B” apart by commas: the NIP tells what is what."""
    if len(cells) <= 3:
        return cells
    for place, cell in enumerate(cells):
        if re.fullmatch(r"\d{18}", bare_nip(cell)) or is_rounded(cell):
            return [", ".join(cells[:place]), cell, ", ".join(cells[place + 1 :])]
    return cells
