"""Is this paper real? By its code, and by the bytes of its file."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.tests.factories import make_user
from articles.tests.pages import text_of
from partnerships import issuing, verify_views, verifying
from partnerships.models import Certificate, Participant
from partnerships.tests.factories import make_line, make_training
from partnerships.tests.proofs import at, issue, make_counted, make_signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PDF = b"%PDF-1.7 bukti tayang uji"


@pytest.fixture(autouse=True)
def english(settings, monkeypatch):
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: PDF)


@pytest.fixture
def paper():
    agreement = make_signed(title="Judul rahasia", value=987_654_321)
    partner = agreement.parties.get(order=2).organization
    partner.name = "Pemkab Sungai Kepah"
    partner.save()
    line = make_line(agreement, title="Butir rahasia", unit_price=1_234_567)
    make_counted(line=line, headline="Berita rahasia")
    make_counted(line=line, when=at(3, 12))
    return issue(agreement, with_values=True)


def send(client, path, content=PDF, name="berkas"):
    return client.post(path, {name: SimpleUploadedFile("bukti.pdf", content)})


def test_a_real_paper_shows_the_few_facts_that_prove_it_and_no_more(client, paper):
    response = client.get(paper.get_absolute_url())
    text = text_of(response)
    assert response.status_code == 200
    for shown in (
        "This paper is real", str(paper), "Pemkab Sungai Kepah", "2 stories", "1 March 2025",
        "31 March 2025", paper.facts_sha256[:12],
    ):  # fmt: skip
        assert shown in text
    assert paper.facts_sha256[:13] not in text
    for secret in ("rahasia", "987", "1234567", paper.issued_by.username):
        assert secret not in text.split("<main")[1]


def test_a_revoked_paper_says_so_and_neither_reason_nor_content(client, paper):
    issuing.revoke(paper, by=make_user("head"), reason="Alasan rahasia")
    text = text_of(client.get(paper.get_absolute_url()))
    assert "This paper was revoked" in text
    assert "is real" not in text
    assert "rahasia" not in text


def test_the_same_file_is_recognised_with_and_without_its_code(client, paper):
    for path in ("/verifikasi/", paper.get_absolute_url()):
        text = text_of(send(client, path))
        assert "exactly the file that we issued" in text
        assert str(paper) in text


def test_the_file_of_a_revoked_paper_is_ours_and_proves_nothing(client, paper):
    issuing.revoke(paper, by=make_user("head"), reason="Keliru.")
    text = text_of(send(client, "/verifikasi/"))
    assert "exactly the file that we issued" in text
    assert "verdict--real" not in text
    assert "no longer proves anything" in text


def test_a_changed_file_is_told_from_the_real_paper_of_its_code(client, paper):
    text = text_of(send(client, paper.get_absolute_url(), PDF + b" "))
    assert "this is not the file that we issued" in text
    assert str(paper) in text


def test_another_file_is_not_ours(client, paper):
    text = text_of(send(client, "/verifikasi/", b"%PDF-1.7 lain"))
    assert "not the file of a paper that we issued" in text
    assert str(paper) not in text


def test_the_file_of_another_paper_is_not_taken_for_that_of_the_code(client, paper, monkeypatch):
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7 kedua")
    agreement = make_signed()
    make_line(agreement)
    second = issue(agreement, first=date(2025, 4, 1), last=date(2025, 4, 2))
    text = text_of(send(client, second.get_absolute_url()))
    assert f"another paper: {paper}" in text


def test_a_certificate_cannot_be_compared_and_the_page_says_so(client):
    training = make_training()
    person = Participant.objects.create(training=training, name="Siti")
    facts = {
        "number": "001/SERT/UJI/XI/2026", "name": "Siti", "training": "x", "topic": "x",
        "hours": 2, "first": "2026-11-02", "last": "2026-11-03", "day": "2026-11-05",
        "bureau": "Biro Uji",
    }  # fmt: skip
    certificate = Certificate.objects.create(
        participant=person, year=2026, number=1, facts=facts, issued_by=training.owner
    )
    text = text_of(send(client, certificate.get_absolute_url()))
    assert "files cannot be compared" in text
    assert "This certificate is real" in text


@pytest.mark.parametrize("content", [None, b""], ids=["no file", "an empty one"])
def test_without_a_file_the_page_asks_for_it(client, content):
    response = client.post("/verifikasi/") if content is None else send(client, "/verifikasi/", b"")
    assert response.status_code == 200
    assert "Choose the file first" in text_of(response)


def test_a_file_of_a_field_that_nobody_asked_for_is_no_file(client):
    assert "Choose the file first" in text_of(send(client, "/verifikasi/", name="lain"))


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "while it comes"])
def test_a_file_that_is_too_large_is_refused(client, declared, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST", 1000 if declared else 20_000)
    monkeypatch.setattr(verifying, "SLACK", 10 if declared else 1_000_000)
    response = send(client, "/verifikasi/", b"x" * 90_000)
    assert response.status_code == 413


def test_nothing_of_what_is_sent_is_kept(client, paper, monkeypatch):
    """The file is hashed in pieces as it comes: no temporary file, no copy in memory."""
    kept = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *a, **k: kept.append("file"))
    pieces = []
    real = verifying.HashOnly.receive_data_chunk

    def counted(self, raw_data, start):
        pieces.append(len(raw_data))
        return real(self, raw_data, start)

    monkeypatch.setattr(verifying.HashOnly, "receive_data_chunk", counted)
    send(client, "/verifikasi/", b"x" * 3_000_000)
    assert kept == []
    assert sum(pieces) == 3_000_000
    assert max(pieces) < 100_000


def test_an_answer_to_a_file_sets_no_cookie_and_is_kept_by_nobody(client, paper):
    response = send(client, "/verifikasi/")
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_files_are_counted_by_line_and_codes_are_not(client, paper, monkeypatch):
    monkeypatch.setattr(verify_views, "FILES_PER_HOUR", 2)
    codes = [send(client, "/verifikasi/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_a_signed_in_visitor_is_nobody_here(client, paper):
    client.force_login(make_user("head"))
    response = client.post("/verifikasi/", {"berkas": io.BytesIO(PDF)})
    assert "exactly the file" in text_of(response)
    assert "Vary" not in response or "Cookie" not in response["Vary"]
