"""People from a sheet: what is read, and what is said of a row that cannot be taken."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from partnerships import sheet_rows
from partnerships.refusals import RowsNotAllowed, TrainingNotAllowed
from partnerships.sheet_rows import parse_rows, read_rows

NIP = "198001152005011002"
SITI = ("Siti Aminah", NIP, "Dinas Kominfo")


def people(rows):
    return [row[:3] for row in rows]


def workbook(*rows, change=None):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(out)
    return SimpleUploadedFile("peserta.xlsx", out.getvalue())


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_cells_lie_apart_by_tabs_semicolons_or_commas(mark):
    assert people(parse_rows(mark.join(SITI))) == [SITI]


def test_a_quoted_cell_may_hold_the_mark_between_cells():
    assert people(parse_rows(f'"Siti Aminah, S.Sos.",{NIP},"Dinas ""A"", B"')) == [
        ("Siti Aminah, S.Sos.", NIP, 'Dinas "A", B')
    ]


def test_apart_by_commas_the_nip_tells_the_name_from_the_office():
    text = f"Siti Aminah, S.Sos., {NIP}, Dinas Kominfo, Batu Bara"
    assert people(parse_rows(text)) == [("Siti Aminah, S.Sos.", NIP, "Dinas Kominfo, Batu Bara")]


@pytest.mark.parametrize(
    "heading",
    ["Nama\tNIP\tInstansi", "NAMA LENGKAP:\tNip\tUnit Kerja", "Name\tNIP\tOffice"],
)
def test_a_heading_is_no_person(heading):
    assert people(parse_rows(f"{heading}\n" + "\t".join(SITI))) == [SITI]


def test_a_heading_says_the_order_of_the_columns_and_others_are_left_out():
    text = f"No\tOPD\tJabatan\tNama\tNIP\n1\tDinas Kominfo\tKepala\tSiti Aminah\t{NIP}"
    assert people(parse_rows(text)) == [SITI]


def test_a_first_column_that_counts_is_left_out():
    text = "\n".join("\t".join((f"{n}.", *SITI)) for n in (1, 2))
    assert people(parse_rows(text)) == [SITI, SITI]


def test_blank_lines_are_skipped_and_rows_keep_the_sheets_numbers():
    rows = parse_rows("Nama\tNIP\n\nSiti\t\n\t\t\r\nBudi\t\n")
    assert [(row.name, row.number) for row in rows] == [("Siti", 3), ("Budi", 5)]


def test_nothing_is_nobody():
    assert parse_rows(" \n\t\n") == []


def test_signs_that_only_steer_are_left_out():
    assert parse_rows("Siti\u202e\u0000 \u200bAminah")[0].name == "Siti Aminah"


def test_a_quotation_mark_without_a_partner_is_named_with_its_row():
    with pytest.raises(RowsNotAllowed) as refusal:
        parse_rows('Siti\t\tDinas\n"Budi\t\tDinas\nAni\t\tDinas')
    assert [row[:2] for row in refusal.value.rows] == [(2, "name")]


def test_too_much_text_is_refused():
    with pytest.raises(TrainingNotAllowed):
        parse_rows("x" * (sheet_rows.MOST_TEXT + 1))


def test_a_workbook_is_read_like_pasted_text():
    file = workbook(("Nama", "NIP", "OPD"), SITI, (None, None, None), ("Budi", "", "Dinas"))
    assert read_rows(file) == [(*SITI, 2), ("Budi", "", "Dinas", 4)]


def test_a_nip_that_a_workbook_keeps_as_a_number_reads_as_rounded():
    (row,) = read_rows(workbook(("Siti", int(NIP), "Dinas")))
    assert sheet_rows.is_rounded(row.nip)


def test_a_formula_is_never_worked_out():
    (row,) = read_rows(workbook(("Siti", "", '=HYPERLINK("http://x.example", "Dinas")')))
    assert row[:3] == ("Siti", "", "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"Nama;NIP"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(TrainingNotAllowed) as refusal:
        read_rows(SimpleUploadedFile("peserta.xlsx", content))
    assert [field for field, _sentence in refusal.value.problems] == ["file"]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(monkeypatch):
    monkeypatch.setattr(sheet_rows, "LARGEST_UNPACKED", 1000)
    with pytest.raises(TrainingNotAllowed):
        read_rows(workbook(SITI))


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(sheet_rows, "LARGEST_FILE", 100)
    with pytest.raises(TrainingNotAllowed):
        read_rows(workbook(SITI))


def test_a_workbook_whose_parts_ask_for_other_files_is_refused():
    out, plain = io.BytesIO(), workbook(SITI)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + text.replace(
                    b"Siti", b"&a;"
                )
            new.writestr(name, text)
    file = SimpleUploadedFile("peserta.xlsx", out.getvalue())
    with pytest.raises(TrainingNotAllowed):
        read_rows(file)
