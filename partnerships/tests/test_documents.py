"""Papers of an agreement: what is taken, how it is kept, and who gets it back."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.tests.factories import make_user
from partnerships import documents
from partnerships.models import DocumentVersion
from partnerships.tests.factories import make_agreement

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nisi dokumen"


def pdf(name="naskah.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def office(part):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(part, "isi")
    return file.getvalue()


@pytest.fixture
def version(roles):
    return documents.add(
        make_agreement("in_force"), pdf(), kind="scan", title="Naskah", shared=False,
        by=make_user("officer"),
    )  # fmt: skip


def download(version):
    keys = [version.document.agreement_id, version.pk]
    return reverse("admin:partnerships_agreement_document", args=keys)


def upload(client, agreement, file, **values):
    data = {"kind": "draft", "title": "Konsep", **values}
    data = {f"document-{name}": value for name, value in data.items()} | {"document-file": file}
    return client.post(
        reverse("admin:partnerships_agreement_document_add", args=[agreement.pk]), data
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0 foto", "jpg"),
        (b"\x89PNG\r\n\x1a\n gambar", "png"),
        (office("word/document.xml"), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (office("catatan.txt"), ""),
        (b"PK\x03\x04 rusak", ""),
        (b"<script>alert(1)</script>", ""),
    ],
)
def test_the_kind_is_told_by_the_content(content, kind):
    assert documents.kind_of(SimpleUploadedFile("nama.pdf", content)) == kind


def test_an_officer_uploads_a_paper_and_a_new_version_of_it(sign_in, client):
    officer, agreement = sign_in("officer"), make_agreement("drafting")
    assert upload(client, agreement, pdf()).status_code == 302
    first = DocumentVersion.objects.get()
    upload(client, agreement, pdf(content=PDF + b" baru"), of=first.document_id)
    second = DocumentVersion.objects.get(number=2)
    assert second.document == first.document
    assert (first.by, first.size) == (officer, len(PDF))
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert second.sha256 == hashlib.sha256(PDF + b" baru").hexdigest()


@pytest.mark.parametrize(("role", "state"), [("editor", "drafting"), ("officer", "cancelled")])
def test_nobody_else_keeps_a_paper_and_nobody_on_a_cancelled_agreement(roles, role, state):
    agreement, by = make_agreement(state), make_user(role)
    with pytest.raises(PermissionDenied):
        documents.add(agreement, pdf(), kind="draft", title="Konsep", shared=False, by=by)
    assert not agreement.documents.exists()


def test_the_stored_name_tells_nothing_and_the_label_is_made_safe(version):
    kept = documents.add_version(
        version.document, pdf('../../PKS "rahasia"\r\nBupati.exe'), by=version.by
    )
    assert "rahasia" not in kept.file.name.lower()
    assert kept.name.endswith(".pdf")
    assert not set(kept.name) & set('/\\"\r\n')


def test_a_file_of_another_kind_is_refused_and_the_words_are_kept(sign_in, client):
    sign_in("officer")
    response = upload(client, make_agreement("drafting"), pdf(content=b"MZ"), title="Konsep lima")
    assert response.status_code == 422
    assert "Konsep lima" in response.content.decode()
    assert not DocumentVersion.objects.exists()


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 5)
    with pytest.raises(documents.NotAccepted):
        documents.check(pdf())


@pytest.mark.parametrize("role", ["officer", "head", "auditor"])
def test_those_who_see_attachments_get_the_file_as_an_attachment(sign_in, client, version, role):
    sign_in(role)
    response = client.get(download(version))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("role", ["editor", "reporter"])
def test_editors_and_reporters_do_not_get_it(sign_in, client, version, role):
    sign_in(role)
    assert client.get(download(version)).status_code == 403


def test_the_file_is_gone_the_moment_the_role_is_lost(sign_in, client, version):
    officer = sign_in("officer")
    assert client.get(download(version)).status_code == 200
    officer.groups.clear()
    assert client.get(download(version)).status_code in (403, 404)


def test_a_version_is_found_through_its_own_agreement_only(sign_in, client, version):
    sign_in("officer")
    keys = [make_agreement("in_force").pk, version.pk]
    url = reverse("admin:partnerships_agreement_document", args=keys)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_only_who_keeps_the_file_uploads(sign_in, client, role):
    sign_in(role)
    assert upload(client, make_agreement("drafting"), pdf()).status_code == 403


def test_the_page_hides_the_papers_from_an_editor(sign_in, client, version):
    url = reverse("admin:partnerships_agreement_change", args=[version.document.agreement_id])
    sign_in("editor")
    assert version.sha256 not in client.get(url).content.decode()
    sign_in("auditor")
    assert version.sha256 in client.get(url).content.decode()
