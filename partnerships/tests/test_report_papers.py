"""The reports as files: every fact is read back from PDF and sheet, and nothing typed is more."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from pypdf import PdfReader

from articles.tests.factories import make_user
from partnerships import certificates, issuing
from partnerships.models import Paper, Suspension
from partnerships.tests.factories import make_held, make_line, make_organization
from partnerships.tests.proofs import pdf_text, sheet_cells, squeezed
from partnerships.tests.reports import (
    DAY,
    KINDS,
    SPAN,
    at,
    book,
    evaluated,
    everything,
    issue,
    moved,
    published,
    signed,
    step,
    trained,
)

pytestmark = pytest.mark.django_db
ATTACKS = [
    '#panic("x")',
    "*tebal* _miring_ $x^2$",
    "= Judul",
    '#read("/etc/passwd") #sys.inputs',
    '"] #let x = [',
    "`kode` <label> @rujukan // komentar /* dan */",
    "<script>alert(1)</script> &amp;",
    '=HYPERLINK("http://x.example")',
    "@SUM(1+1)|cmd",
    "\\u{41} \\# {{ 7 }} %(number)s",
    "שלום עולם",
    "Rapat 😀 pagi",
    "W" * 200,
    "Panjang sekali " * 700,
]
RTL, EMOJI = 10, 11


@pytest.fixture(autouse=True)
def _officer_reads_english(roles):
    """The papers speak the bureau's language whoever asks for them."""
    with translation.override("en"):
        yield


def has(paper, *words):
    text = pdf_text(paper)
    assert [word for word in words if squeezed(word) not in text] == []


# --- golden --------------------------------------------------------------------------------------


def test_the_register_says_parties_numbers_terms_and_values():
    partner = make_organization(name="Pemerintah Kabupaten Batu Bara")
    agreement = signed(
        title="PKS Pemberitaan Batu Bara", partner=partner, value=1_250_000,
        starts_on=date(2022, 6, 28), signed_on=date(2022, 6, 28),
    )  # fmt: skip
    agreement.parties.filter(organization=partner).update(number="100.3.7.1/107/2022")
    paper = issue("register", **KINDS["register"])
    assert str(paper) == "001/REG/ANTARA-SUMUT/XII/2025"
    has(
        paper, "REGISTER KESEPAKATAN", "Nomor: 001/REG/ANTARA-SUMUT/XII/2025",
        "Per tanggal 30 Juni 2025", "Kesepakatan ditandatangani 1", "PKS Pemberitaan Batu Bara",
        "Pemerintah Kabupaten Batu Bara: 100.3.7.1/107/2022", "28 Juni 2022", "31 Desember 2025",
        "Rp1.250.000", "Berlaku", paper.code, f"/verifikasi/{paper.code}/", paper.facts_sha256,
    )  # fmt: skip
    heading, row = sheet_cells(paper)["Kesepakatan"]
    cells = dict(zip(heading, row, strict=True))
    assert cells["Judul"] == "PKS Pemberitaan Batu Bara"
    assert cells["Tanggal tanda tangan"] == datetime(2022, 6, 28)
    assert cells["Nilai"] == Decimal(1_250_000)
    assert "Pemerintah Kabupaten Batu Bara: 100.3.7.1/107/2022" in cells["Para pihak dan nomornya"]


def test_a_register_without_values_has_none_in_either_file():
    signed(value=1_250_000)
    paper = issue("register", as_of=DAY)
    assert "Rp" not in pdf_text(paper)
    assert "Nilai" not in sheet_cells(paper)["Kesepakatan"][0]


def test_what_ends_says_days_left_successor_and_next_step():
    agreement = signed(title="PKS Medan", ends_on=date(2025, 7, 30))
    make_line(agreement, quota_total=12)
    signed("drafting", title="PKS Medan Lanjutan", renews=agreement)
    step(agreement, "Kirim rancangan", date(2025, 6, 20))
    signed(title="PKS Binjai", ends_on=date(2025, 9, 28))
    paper = issue("ending", as_of=DAY, days=90)
    has(
        paper, "001/JT/ANTARA-SUMUT/XII/2025", "Berakhir dalam 90 hari", "30 Juli 2025",
        "PKS Medan Lanjutan penyusunan", "20 Juni 2025, terlambat Kirim rancangan",
        "Tanpa pengganti 1",
    )  # fmt: skip
    rows = sheet_cells(paper)["Kesepakatan"]
    assert [row[1] for row in rows[1:]] == [30, 90]
    assert rows[1][5] == 12


def test_the_pipeline_says_days_in_state_by_state():
    waiting = signed("signature", title="PKS Binjai", created_at=at(3, 1))
    moved(waiting, "approve", "review", "signature", at(6, 13))
    step(waiting, "Tanyakan nomor", date(2025, 7, 1))
    paper = issue("pipeline", as_of=DAY)
    has(
        paper, "001/PROSES/ANTARA-SUMUT/XII/2025", "Menunggu tanda tangan", "PKS Binjai",
        "13 Juni 2025", "1 Juli 2025 Tanyakan nomor",
    )  # fmt: skip
    cells = sheet_cells(paper)
    assert cells["Menurut status"][5] == ["menunggu tanda tangan", 1, 17, 17]
    state, agreement = cells["Kesepakatan"][1][:2]
    assert state == "Menunggu tanda tangan"
    assert agreement.startswith("PKS Binjai; ")


def test_a_months_fulfilment_says_due_delivered_carried_missing_and_pace():
    agreement = signed(title="PKS Asahan", starts_on=date(2025, 5, 1), signed_on=date(2025, 5, 1))
    line = make_line(
        agreement, title="Berita daerah", quota_period=4, period="month", carry_over="next"
    )
    published(line, at(5, 5))
    published(line, at(6, 9))
    Suspension.objects.create(
        agreement=agreement, from_day=date(2025, 6, 20), until_day=date(2025, 6, 22)
    )
    paper = issue("fulfilment", month=date(2025, 6, 1))
    has(
        paper, "001/LAPBUL/ANTARA-SUMUT/XII/2025", "Bulan 1–30 Juni 2025", "PKS Asahan",
        "masa berlaku 1 Mei – 31 Desember 2025", "4 per bulan", "tertinggal",
        "ditangguhkan 20 Juni 2025 sampai 22 Juni 2025", "Tertinggal 1",
    )  # fmt: skip
    heading, row = sheet_cells(paper)["Menurut kesepakatan dan butir"]
    cells = dict(zip(heading, row, strict=True))
    names = ("Wajib", "Pindahan", "Realisasi", "Kurang", "Lebih", "Bulan ini")
    assert [cells[name] for name in names] == [7, 3, 1, 6, 0, 1]
    assert cells["Kesepakatan"] == "PKS Asahan"


def test_the_recap_says_who_was_there_and_the_database_keeps_no_name():
    training = trained(["Siti Aminah"])
    person = training.participants.get()
    person.nip = "198001152005011002"
    person.save()
    head = make_user("head")
    (certificate,) = certificates.issue(training, by=head)
    paper = issue("training", by=head, training=training)
    has(
        paper, "/REKAP/ANTARA-SUMUT/", "Data pribadi (UU 27/2022)", "Siti Aminah",
        "NIP", "19800115 200501 1 002", "H = hadir", "100%", "50", "75", str(certificate),
        "“Siti Aminah”", "kenaikan, bagi yang mengikuti kedua tes",
    )  # fmt: skip
    cells = sheet_cells(paper)
    row = cells["Peserta dan kehadiran"][1]
    assert row[1:3] == ["Siti Aminah", "19800115 200501 1 002"]
    assert row[-4:] == [1, 50, 75, str(certificate)]
    kept = Paper.objects.get(pk=paper.pk)
    assert "Aminah" not in str(kept.facts["people"])
    assert "19800115" not in str(kept.facts)
    assert kept.facts_sha256 == issuing.facts_sha256(kept.facts)


def test_the_marks_of_many_sessions_stand_in_tables_of_their_own():
    training = make_held(sessions=40)
    paper = issue("training", training=training)
    has(paper, "Kehadiran, sesi 1 sampai 16", "Kehadiran, sesi 33 sampai 40", "100%")
    cells = sheet_cells(paper)["Kehadiran, sesi 33 sampai 40"]
    assert cells[0][2:] == [str(n) for n in range(33, 41)]
    assert cells[1][2:] == ["H"] * 8


def test_an_evaluation_stands_with_its_paragraphs():
    agreement = signed(title="PKS Dairi")
    evaluated(agreement, date(2025, 6, 1), DAY, "Berjalan lancar.\n\nPerlu lebih banyak foto.")
    paper = issue("evaluation", **SPAN, agreement=agreement)
    has(
        paper, "001/EVAL/ANTARA-SUMUT/XII/2025", "Rentang waktu 1–30 Juni 2025", "PKS Dairi",
        "Berjalan lancar.", "Perlu lebih banyak foto.", str(agreement.owner),
    )  # fmt: skip
    assert paper.agreement == agreement
    cell = sheet_cells(paper)["Naskah"][1][-1]
    assert cell == "Berjalan lancar.\nPerlu lebih banyak foto."


def test_the_audit_log_says_when_who_what_and_why():
    agreement = signed(title="PKS Karo")
    moved(agreement, "suspend", "in_force", "suspended", at(6, 5, 14), "Anggaran dibekukan")
    line = make_line(agreement, title="Berita")
    story = published(line, at(6, 9), headline="Panen jeruk")
    paper = issue("audit", **SPAN)
    has(
        paper, "001/AUDIT/ANTARA-SUMUT/XII/2025", "5 Juni 2025 14:00", "PKS Karo", "Tangguhkan",
        "ditangguhkan", "Anggaran dibekukan", "Panen jeruk", f"berita {story.pk}",
    )  # fmt: skip
    heading, row = sheet_cells(paper)["Perpindahan status kesepakatan"]
    assert heading[0] == "Waktu (WIB)"
    assert row[0] == datetime(2025, 6, 5, 14)


def test_an_empty_paper_says_that_there_is_nothing():
    has(issue("ending", as_of=DAY, days=90), "Tidak ada kesepakatan yang berakhir")


# --- attacks -------------------------------------------------------------------------------------


def check_text(paper, texts):
    """Every one of `texts` is in PDF and sheet, as text; no cell is a formula."""
    whole = pdf_text(paper)
    missing = [
        text[:60]
        for n, text in enumerate(texts)
        if n not in (RTL, EMOJI) and squeezed(text[:60]) not in whole
    ]
    assert missing == []
    cells = [cell for sheet in book(paper) for row in sheet.rows for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    words = squeezed(" ".join(str(cell.value) for cell in cells))
    assert [text for text in texts if squeezed(text.strip()[:60]) not in words] == []


def test_whatever_was_typed_comes_out_as_text():
    for n, text in enumerate(ATTACKS, 1):
        everything(text, n)
    head = make_user("head")
    for kind, params in KINDS.items():
        check_text(issue(kind, by=head, **params), ATTACKS)


def test_whatever_was_typed_of_a_training_comes_out_as_text():
    check_text(issue("training", training=trained(ATTACKS)), ATTACKS)


def test_the_files_are_tagged_and_name_title_and_language():
    signed()
    paper = issue("register", as_of=DAY)
    with paper.pdf.open("rb") as file:
        found = PdfReader(io.BytesIO(file.read()))
        root = found.trailer["/Root"]
        assert str(paper) in found.metadata.title
        assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id", True)
        assert b"pdfaid" in root["/Metadata"].get_data()
        (page,) = found.pages
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
