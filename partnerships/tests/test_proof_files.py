"""The proof as it is handed out: every fact in PDF and sheet, and what was typed only as text."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from articles import workflow
from articles.models import Correction, Credit, DailyViews
from articles.tests.factories import make_article, make_user
from partnerships import ledger
from partnerships.proof.trial import trial
from partnerships.tests.factories import (
    make_claim,
    make_line,
    make_participant,
    make_session,
    make_training,
)
from partnerships.tests.proofs import (
    at,
    issue,
    make_counted,
    make_picture,
    make_signed,
    make_story,
    pdf_text,
    sheet_cells,
    squeezed,
)
from partnerships.typeset import BREAK, breakable, compile_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
APRIL = {"first": date(2025, 4, 1), "last": date(2025, 4, 30)}


@pytest.fixture
def full():
    """(paper, facts that it must show) of a proof with all that a proof can have."""
    agreement = make_signed(title="PKS Pemberitaan Pesisir Sungai Kepah")
    partner = agreement.parties.get(order=2)
    partner.organization.name = "Pemerintah Kabupaten Sungai Kepah"
    partner.organization.save()
    line = make_line(
        agreement, title="Berita pesisir", quota_total=None, quota_period=3, period="month",
        carry_over="next", unit_price=750_000,
    )  # fmt: skip
    story, _line = make_counted(
        line=line, when=at(3, 10, 17, 51), headline="Panen kepiting bakau naik dua kali lipat",
        disclosure="Kerja sama dengan Pemkab Sungai Kepah.", lead_photo=make_picture(
            credit="ANTARA/Rina Siregar"
        ),
        body="<p>Nelayan di muara memanen kepiting bakau lebih banyak.</p>",
        credits=[{"role": Credit.Role.WRITER, "name": "Tigor Panjaitan"},
                 {"role": Credit.Role.EDITOR, "name": "Dewi Koto"}],
    )  # fmt: skip
    DailyViews.objects.create(article=story, day=date(2025, 3, 11), count=12_345)
    Correction.objects.create(
        article=story, kind="correction", text="Angka panen semula tertulis keliru.",
        by=story.created_by, at=at(3, 11, 8, 5),
    )  # fmt: skip
    gone, _line = make_counted(line=line, when=at(3, 12), headline="Kabar yang dicabut")
    workflow.retract(gone, by=make_user("head"), note="Sumber keliru.", ground="error")
    training = make_training(agreement=agreement, sessions=[], title="Pelatihan Kominfo")
    people = [make_participant(training), make_participant(training)]
    session = make_session(
        training, starts_at=at(3, 14, 9), ends_at=at(3, 14, 9) + timedelta(hours=6.5),
        topic="Menulis siaran pers", place="Lima Puluh", present=people,
    )  # fmt: skip
    make_claim(make_line(agreement, kind="training", title="Sesi pelatihan"), session, at=at(3, 15))
    paper = issue(agreement, with_values=True)
    numbers = [party.number for party in agreement.parties.all()]
    return paper, [
        str(paper), paper.code, f"/verifikasi/{paper.code}/", *numbers,
        "PKS Pemberitaan Pesisir Sungai Kepah", "Pemerintah Kabupaten Sungai Kepah",
        "1–31 Maret 2025", "1 Januari – 31 Desember 2025",
        "Panen kepiting bakau naik dua kali lipat", story.get_absolute_url(),
        "Senin, 10 Maret 2025 17:51 WIB", story.section.name, "Tigor Panjaitan", "Dewi Koto",
        "Kerja sama dengan Pemkab Sungai Kepah.", "Nelayan di muara memanen", "12.345",
        story.versions.get().sha256, "Angka panen semula tertulis keliru.",
        "Selasa, 11 Maret 2025 08:05 WIB", "Kabar yang dicabut", "Sumber keliru.",
        "Pelatihan Kominfo", "Menulis siaran pers", "Lima Puluh", "6,5", "Berita pesisir",
        "Sesi pelatihan", "Rp750.000", "Maret 2025", paper.facts_sha256, "ANTARA/Rina Siregar",
    ]  # fmt: skip


def test_every_fact_stands_in_a_pdf_that_can_be_kept_and_read_aloud(full):
    paper, facts = full
    text = pdf_text(paper)
    assert [fact for fact in facts if squeezed(fact) not in text] == []
    with paper.pdf.open("rb") as file:
        found = PdfReader(io.BytesIO(file.read()))
    root = found.trailer["/Root"]
    notes = root["/Metadata"].get_object().get_data().decode()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id", True)
    assert str(paper) in found.metadata.title
    assert "pdfaid" in notes
    assert "pdfuaid" in notes


def test_every_fact_stands_in_the_sheet_as_what_it_is(full):
    paper, _facts = full
    with translation.override("id"):
        sheets = sheet_cells(paper)
    names = list(sheets)
    stories, summary, sessions = (sheets[name] for name in names[:3])
    first = dict(zip(stories[0], stories[1], strict=True))
    values = list(first.values())
    story = paper.facts["stories"][0]
    assert values[:3] == [1, "Panen kepiting bakau naik dua kali lipat", story["url"]]
    assert str(values[3]) == "2025-03-10 17:51:00"
    assert 12_345 in values
    assert story["sha256"] in values
    assert "Tigor Panjaitan" in str(values)
    assert len(stories) == 3
    assert [row[0] for row in summary[1:]] == ["Berita pesisir", "Sesi pelatihan", "Sesi pelatihan"]
    # Quota 3, carried 3 from February, due 6, one of it here.
    assert summary[1][2:7] == [3, 3, 6, 1, 1]
    assert "Menulis siaran pers" in sessions[1]
    assert 6.5 in sessions[1]
    assert [str(paper) in str(sheets[name]) for name in names[-1:]] == [True]
    assert [row[-1] for row in sheets[names[3]][1:]] == [750_000]


def test_the_bureaus_language_is_that_of_the_paper_whoever_issues_it():
    agreement = make_signed()
    make_counted(agreement)
    with translation.override("en"):
        paper = issue(agreement)
    assert "Senin,10Maret2025" in pdf_text(paper)


def test_adjustments_stand_in_pdf_and_sheet():
    agreement = make_signed()
    line = make_line(agreement)
    make_counted(line=line)
    first = issue(agreement)
    ledger.accept(make_story(at(3, 8), headline="Diterima susulan"), line, by=make_user("head"))
    second = issue(agreement, **APRIL)
    for fact in ("Diterima susulan", str(first), "8 Mar 2025"):
        assert squeezed(fact) in pdf_text(second)
    assert "Diterima susulan" in str(sheet_cells(second))


# --- attacks -----------------------------------------------------------------------------------

ATTACKS = [
    '#panic("x")', "*tebal* _miring_ $x^2$", "= Judul", "`kode` <label> @rujukan",
    '#read("/etc/passwd")', "#sys.inputs", "// komentar /* dan */", '"] #let x = [',
    "<script>alert(1)</script> &amp;", "\\u{41} \\#", "- butir", "#import \"base.typ\": *",
    "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@SUM(1)", "%s %(n)s {0}",
]  # fmt: skip


def attacked(attack):
    """A proof with `attack` in every text that somebody types."""
    agreement = make_signed(title=f"Awal {attack} akhir"[:200])
    partner = agreement.parties.get(order=2)
    partner.number = f"Nomor {attack} akhir"[:120]
    partner.save()
    partner.organization.name = f"Instansi {attack} akhir"[:160]
    partner.organization.save()
    line = make_line(agreement, title=f"Butir {attack} akhir"[:160])
    photo = make_picture(alt=f"Foto {attack}"[:250], credit=f"Kredit {attack} akhir"[:120])
    story, _line = make_counted(
        line=line, headline=f"Judul {attack} akhir"[:200], lead_photo=photo,
        disclosure=f"Label {attack} akhir"[:200],
        credits=[{"role": "writer", "name": f"Nama {attack} akhir"[:80]}],
    )  # fmt: skip
    Correction.objects.create(
        article=story, kind="correction", text=f"Ralat {attack} akhir"[:2000], by=story.created_by
    )
    training = make_training(agreement=agreement, sessions=[], title=f"Latih {attack} akhir"[:200])
    session = make_session(
        training, starts_at=at(3, 14, 9), ends_at=at(3, 14, 12),
        topic=f"Topik {attack} akhir"[:200], place=f"Tempat {attack} akhir"[:160],
    )  # fmt: skip
    make_claim(make_line(agreement, kind="training"), session, at=at(3, 15))
    return issue(agreement)


FIELDS = ["Awal", "Nomor", "Instansi", "Butir", "Kredit", "Judul", "Label", "Nama", "Ralat",
          "Latih", "Topik", "Tempat"]  # fmt: skip


def test_whatever_was_typed_anywhere_comes_out_as_text():
    attack = " ".join(ATTACKS[:6])[:60]
    text = pdf_text(attacked(attack))
    missing = [f for f in FIELDS if squeezed(f"{f} {attack} akhir") not in text]
    assert missing == []


def test_no_typed_text_is_read_as_markup():
    """The template alone: what it is given is set as it is, as a name, a value and a line."""
    rows = [[attack, [f"nilai {attack}", f"baris {attack}"]] for attack in ATTACKS]
    text = squeezed(text_of(compile_pdf("proof.typ", frame_of(facts=rows), timestamp=at(3, 1))))
    said = [f"{before}{attack}" for attack in ATTACKS for before in ("", "nilai ", "baris ")]
    assert [each for each in said if squeezed(each) not in text] == []


def test_nothing_that_was_typed_is_a_formula_in_the_sheet():
    paper = attacked("=HYPERLINK(1)")
    make_formula = [
        cell
        for rows in sheet_cells(paper).values()
        for row in rows
        for cell in row
        if isinstance(cell, str) and cell.startswith(("=", "+", "@", "-"))
    ]
    assert make_formula == []
    with paper.sheet.open("rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert {c.data_type for sheet in book for row in sheet.rows for c in row} <= {"s", "n", "d"}


@pytest.mark.parametrize(
    "nasty",
    ["\u202eterbalik\u202c שלום عربي nol\x01lebar\u200b", "😀👨\u200d👩 新聞", "W" * 10_000],
    ids=["right to left", "no letters for it", "long word"],
)
def test_odd_letters_break_neither_the_paper_nor_the_sheet(nasty):
    paper = attacked(nasty)
    text = pdf_text(paper)
    assert paper.code in text
    assert all(field in text for field in FIELDS)
    assert "\u202e" not in str(paper.facts)


def test_long_titles_stay_within_the_margins():
    agreement = make_signed(title="Kerja sama " * 18)
    make_counted(agreement, headline=("Judul yang panjang sekali " * 8)[:200])
    make_counted(agreement, headline="W" * 200)
    paper = issue(agreement)
    with paper.pdf.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        rights = []
        for page in pages:
            page.extract_text(
                visitor_text=lambda text, cm, tm, font, size: rights.append((text, cm[4] + tm[4]))
            )
    # 595 points wide, less the margin of 20 mm: no run of letters begins beyond it.
    assert max(x for text, x in rights if text.strip()) < 595 - 56


# --- the template's parts ----------------------------------------------------------------------


WORDS = (
    "title author lang bureau bureau-facts heading number footer page dated signer signer-title "
    "url check code-label code hash-label hash qr-alt summary-heading prices-heading "
    "stories-heading no-stories pages-note sessions-heading adjustments-heading adjustments-note "
    "rules-heading"
)


def frame_of(**values):
    """Data for papers/proof.typ without a story."""
    table = {"columns": [{"heading": "K", "width": 1, "side": "left"}], "rows": []}
    return {
        **dict.fromkeys(WORDS.split(), "x"),
        "lang": "id", "url": "https://example.org/", "qr": ["10", "01"], "facts": [],
        "summary": table, "prices": None, "stories": [], "sessions": table, "adjustments": table,
        "rules": ["Aturan."], **values,
    }  # fmt: skip


def text_of(content):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_same_facts_give_the_same_file():
    data = frame_of()
    assert compile_pdf("proof.typ", data, timestamp=at(3, 1)) == compile_pdf(
        "proof.typ", data, timestamp=at(3, 1)
    )


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("pendek", "pendek"),
        ("https://example.org/berita/12/panen-kepiting/", None),
        ("W" * 40, BREAK.join("W" * 40)),
    ],
)
def test_long_words_may_break_and_say_the_same(word, broken):
    found = breakable(f"a {word} b")
    assert found.replace(BREAK, "") == f"a {word} b"
    if broken is not None:
        assert found == f"a {broken} b"
    else:
        assert f"panen-{BREAK}kepiting" in found


# --- size and time -----------------------------------------------------------------------------


def test_a_hundred_stories_with_pictures_are_one_small_file(capsys):
    by = make_user("head")
    for n in range(4):
        make_article("published", lead_photo=make_picture(), headline=f"Berita {n}")
    made = trial(100, by=by)
    assert (made.stories, made.pictures) == (100, 100)
    assert made.bytes < 10_000_000
    assert made.cpu < 20  # 1.1 s on a small machine; this bound only meets what runs away
    call_command("time_proof", stories=3)
    assert "3 stories with 3 pictures" in capsys.readouterr().out
