"""Rows as a file: what is written is read again, and nothing in it runs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from partnerships import sheets
from partnerships.sheets import Column

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://jahat.example","klik")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]


def book_of(columns, rows, **options):
    written = sheets.write("uji", columns, rows, **options)
    with written.file as file:
        return written, load_workbook(BytesIO(file.read()))


def cell_of(kind, value):
    _written, book = book_of([Column("x", lambda row: row, kind)], [value])
    return book.worksheets[0]["A2"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_would_run_stays_text_even_when_the_file_is_saved_as_csv(attack):
    cell = cell_of("text", attack)
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value.startswith("'")
    assert cell.hyperlink is None


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_heading_and_a_fact_that_would_run_stay_text_too(attack):
    columns = [Column(attack, lambda row: row)]
    _written, book = book_of(columns, ["a"], facts=[(attack, attack)])
    first, second = book.worksheets
    assert first["A1"].data_type == second["A2"].data_type == second["B2"].data_type == "s"


def test_nothing_in_the_file_links_anywhere():
    written = sheets.write("uji", [Column("x", lambda row: row)], ["https://antara.example/"])
    with written.file as file:
        book = load_workbook(BytesIO(file.read()))
    assert book.worksheets[0]["A2"].hyperlink is None


def test_an_encoded_equals_sign_is_not_decoded_by_the_reader():
    value = sheets.plain("_x003D_1+1")
    assert value == "_x005F_x003D_1+1"


def test_letters_that_no_sheet_may_hold_are_left_out():
    assert sheets.plain("Batu\x00 Bara\x1f \ud800") == "Batu Bara ?"


def test_a_text_longer_than_a_cell_is_cut():
    assert len(cell_of("text", "a" * 40_000).value) == sheets.LONGEST


@pytest.mark.parametrize("text", ["198206142006042007", "+628110000003", "0811", "1/PKS/2026"])
def test_numbers_that_are_names_stay_text_as_they_are(text):
    cell = cell_of("text", text)
    assert (cell.value, cell.data_type) == (text, "s")


def test_numbers_days_and_moments_keep_their_types(settings):
    assert cell_of("number", 7).value == 7
    assert cell_of("money", Decimal("96000000.00")).value == 96_000_000
    assert cell_of("percent", 0.25).value == 0.25
    assert cell_of("day", date(2022, 6, 28)).value == datetime(2022, 6, 28)
    moment = cell_of("moment", datetime(2022, 6, 28, 10, 51, tzinfo=UTC))
    assert moment.value == datetime(2022, 6, 28, 17, 51)  # as the bureau's clock showed it
    assert moment.is_date


def test_nothing_is_an_empty_cell():
    assert cell_of("money", None).value is None
    assert cell_of("text", "").value is None


def test_the_headings_stay_in_sight_and_the_columns_have_widths():
    columns = [
        Column("nama", lambda row: row, width=40),
        Column("kapan", lambda row: None, "moment"),
    ]
    _written, book = book_of(columns, ["a", "b"])
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Nama", "Kapan (WIB)"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == 40


def test_a_file_that_is_cut_says_so_on_both_sheets():
    written, book = book_of([Column("x", lambda row: row, "number")], range(5), most=3)
    first, second = book.worksheets
    assert (written.rows, written.cut) == (3, True)
    cells = [row[0].value for row in first.iter_rows(min_row=2)]
    assert cells[:3] == [0, 1, 2]
    assert len(cells) == 4
    assert cells[3] == second.cell(second.max_row, 2).value
    assert "3" in cells[3]


def test_a_file_that_holds_all_rows_does_not_say_that_it_is_cut():
    written, book = book_of([Column("x", lambda row: row, "number")], range(3), most=3)
    assert (written.rows, written.cut) == (3, False)
    assert book.worksheets[0].max_row == 4


def test_no_more_than_one_row_beyond_the_most_is_read():
    read = []
    rows = (read.append(n) or n for n in range(1000))
    sheets.write("uji", [Column("x", lambda row: row, "number")], rows, most=3).file.close()
    assert read == [0, 1, 2, 3]


def test_a_title_that_no_sheet_may_have_is_mended():
    written = sheets.write("a/b:c*?[x]" * 9, [Column("x", lambda row: row)], ["a"])
    with written.file as file:
        assert len(load_workbook(BytesIO(file.read())).sheetnames[0]) <= 31
