"""The printed certificate: what stands on it, and that nothing typed is more than text."""

import io

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from pypdf import PdfReader

from articles.tests.factories import make_user
from partnerships import certificates
from partnerships.certificate_pdf import pdf, pdf_of
from partnerships.models import Certificate
from partnerships.tests.factories import make_held
from partnerships.typeset import qr_rows

FACTS = {
    "number": "012/SERT/ANTARA-SUMUT/XI/2026",
    "name": "Siti Aminah Br. Sinaga, S.Sos.",
    "nip": "198001152005011002",
    "office": "Dinas Komunikasi dan Informatika Kabupaten Batu Bara",
    "training": "Pelatihan Menulis Berita bagi ASN",
    "topic": "Menulis siaran pers",
    "organization": "Pemerintah Kabupaten Batu Bara",
    "hours": 6.5,
    "first": "2026-11-20",
    "last": "2026-11-21",
    "place": "Limapuluh",
    "day": "2026-11-23",
    "city": "Medan",
    "bureau": "ANTARA Sumatera Utara",
    "signer": "Rina Siregar",
    "signer_title": "Kepala Biro",
}


def paper(revoked=False, **facts):
    return Certificate(
        year=2026,
        number=12,
        facts={**FACTS, **facts},
        issued_at=timezone.now(),
        revoked_at=timezone.now() if revoked else None,
    )


def read(content):
    return PdfReader(io.BytesIO(content))


def text_of(content):
    """All words, one space between them: lines break where the layout says."""
    pages = [page.extract_text() for page in read(content).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def test_the_page_says_who_what_when_where_and_how_to_check():
    certificate = paper()
    text = text_of(pdf(certificate))
    for fact in (
        FACTS["number"], FACTS["name"], "NIP 19800115 200501 1 002", FACTS["office"],
        FACTS["training"], FACTS["topic"], FACTS["organization"], "20–21 November 2026",
        "Limapuluh", "6,5", "Medan, 23 November 2026", "Rina Siregar", "Kepala Biro",
        f"/verifikasi/{certificate.code}/", certificate.code,
    ):  # fmt: skip
        assert fact in text


@pytest.mark.parametrize(("hours", "said"), [(10.0, "10"), (6.5, "6,5"), (0.75, "0,8")])
def test_the_length_is_said_as_people_write_it(hours, said):
    assert f"Limapuluh, {said} jam" in text_of(pdf(paper(hours=hours)))


def test_the_paper_speaks_the_bureaus_language_whoever_asks():
    with translation.override("en"):
        text = text_of(pdf(paper(day="2026-08-17")))
    assert "Medan, 17 Agustus 2026" in text


def test_the_file_is_tagged_and_names_its_title_and_language():
    found = read(pdf(paper()))
    root = found.trailer["/Root"]
    assert FACTS["number"] in found.metadata.title
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id", True)


def test_the_page_is_a4_lying():
    (page,) = read(pdf(paper())).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_several_certificates_are_one_file_of_a_page_each():
    papers = [paper(name=f"Peserta {n}") for n in range(3)]
    pages = read(pdf_of(papers)).pages
    assert [f"Peserta {n}" in page.extract_text() for n, page in enumerate(pages)] == [True] * 3


@pytest.mark.parametrize("revoked", [True, False])
def test_across_a_revoked_one_stands_that_it_is(revoked):
    with translation.override("id"):
        word = gettext("REVOKED")
    assert (word in text_of(pdf(paper(revoked=revoked)))) is revoked


@pytest.mark.parametrize(
    "attack",
    [
        '#panic("x")', "*tebal* _miring_ $x^2$", "= Judul", "`kode` <label> @rujukan",
        '#read("/etc/passwd")', "#sys.inputs", "// komentar /* dan */", '"] #let x = [',
        "<script>alert(1)</script> &amp;", "\\u{41} \\#", "- butir", "שלום", "😀",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["name", "training"])
def test_whatever_was_typed_comes_out_as_text(field, attack):
    content = pdf(paper(**{field: f"Awal {attack} akhir"}))
    text = text_of(content)
    assert len(read(content).pages) == 1
    assert "Awal" in text
    assert "akhir" in text
    if attack.isascii():
        assert f"Awal {attack} akhir" in text


@pytest.mark.parametrize("letter", ["W", "Wali kota "], ids=["one word", "words"])
def test_the_longest_names_and_titles_stay_on_their_page(letter):
    long = {"name": 120, "training": 200, "topic": 200, "office": 160, "organization": 160}
    facts = {field: (letter * most)[:most] for field, most in long.items()}
    certificate = paper(place=(letter * 160)[:160], signer=(letter * 60)[:60], **facts)
    content = pdf(certificate)
    assert len(read(content).pages) == 1
    text = text_of(content).replace(" ", "")
    assert certificate.code in text
    assert facts["name"].replace(" ", "") in text


def test_the_code_leads_to_the_page_that_checks_it():
    rows = qr_rows("https://news.example.org/verifikasi/ABCDEFGHJKLMNPQR/")
    assert len({len(row) for row in rows} | {len(rows)}) == 1
    assert set("".join(rows)) == {"0", "1"}


def test_a_paper_whose_holder_was_taken_out_names_nobody(db, roles):
    held, officer = make_held(), make_user("officer")
    (certificate,) = certificates.issue(held, by=officer)
    person = held.participants.get()
    name = person.name
    person.anonymise()
    text = text_of(pdf(Certificate.objects.get(pk=certificate.pk)))
    assert name not in text
    assert str(certificate) in text
