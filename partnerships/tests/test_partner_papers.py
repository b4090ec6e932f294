"""What a partner downloads from its page: shared documents, issued papers, and nothing beside."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.tests.factories import make_article, make_user
from partnerships import documents, partner_links
from partnerships.models import PartnerOpening
from partnerships.tests.factories import (
    make_agreement,
    make_document,
    make_paper,
    make_partner_link,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def agreement():
    return make_agreement("in_force")


def test_a_shared_document_is_handed_out_as_an_attachment_and_noted(client, agreement):
    version = make_document(agreement, "Naskah bertanda tangan", content=b"%PDF-1.4 naskah")
    _link, path = make_partner_link(agreement)
    answer = client.get(f"{path}dokumen/{version.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 naskah"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    row = PartnerOpening.objects.get()
    assert row.what == "document"
    assert "Naskah bertanda tangan" in row.name


def test_a_document_opens_only_where_it_is_shared_of_this_agreement_and_the_newest(
    client, agreement
):
    old = make_document(agreement, "Naskah")
    new = make_document(agreement, "Naskah")
    internal = make_document(agreement, "Hitungan", shared=False)
    others = make_document(make_agreement("in_force"), "Lain")
    _link, path = make_partner_link(agreement)
    found = {
        name: client.get(f"{path}dokumen/{version.pk}/").status_code
        for name, version in [("old", old), ("new", new), ("in", internal), ("other", others)]
    }
    assert found == {"old": 404, "new": 200, "in": 404, "other": 404}


def test_a_document_that_is_not_shared_any_more_closes_at_once(client, agreement):
    version = make_document(agreement)
    _link, path = make_partner_link(agreement)
    documents.share(version.document, by=agreement.owner, shared=False)
    assert client.get(f"{path}dokumen/{version.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["", "kalender.ics", "dokumen/{}/", "surat/{}/"])
def test_a_closed_link_opens_nothing_behind_it(address, client, agreement):
    version, paper = make_document(agreement), make_paper(agreement)
    link, path = make_partner_link(agreement)
    address = address.format(version.pk if "dokumen" in address else paper.pk)
    assert client.get(path + address).status_code == 200
    partner_links.revoke(link, by=agreement.owner)
    assert client.get(path + address).status_code == 410


def test_an_issued_paper_is_handed_out_with_its_sheet(client, agreement):
    paper = make_paper(agreement)
    _link, path = make_partner_link(agreement)
    answer = client.get(f"{path}surat/{paper.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 bukti"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"{path}surat/{paper.pk}/lembar/").status_code == 404  # it has none
    text = client.get(path).content.decode()
    assert paper.facts["number"] in text
    assert "XLSX" not in text


def test_a_paper_opens_only_where_it_is_shared_in_force_and_of_this_agreement(client, agreement):
    by = agreement.owner
    gone = {"revoked_at": timezone.now(), "revoked_by": by, "revoke_reason": "Keliru"}
    refused = [
        make_paper(agreement, shared=False),
        make_paper(agreement, **gone),
        make_paper(agreement, "evaluation"),
        make_paper(make_agreement("in_force")),
    ]
    _link, path = make_partner_link(agreement)
    assert [client.get(f"{path}surat/{row.pk}/").status_code for row in refused] == [404] * 4


def test_a_paper_that_shows_what_protects_a_child_now_says_why_it_is_not_handed_out(
    client, agreement
):
    story = make_article("published", headline="Anak Siti Aminah menang")
    facts = {"number": "7", "stories": [{"id": story.pk, "hidden": False}]}
    paper = make_paper(agreement, facts=facts)
    _link, path = make_partner_link(agreement)
    assert client.get(f"{path}surat/{paper.pk}/").status_code == 200
    workflow.retract(
        story, by=make_user("head"), note="Keliru.", ground="child", hides_identity=True
    )
    answer = client.get(f"{path}surat/{paper.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store, private")
    assert "Siti" not in answer.content.decode()


def test_the_desk_shares_a_document_and_takes_it_back(client, agreement):
    version = make_document(agreement, shared=False)
    client.force_login(agreement.owner)
    agreement.owner.groups.set(make_user("officer").groups.all())
    address = reverse(
        "admin:partnerships_agreement_document_share", args=[agreement.pk, version.document_id]
    )
    client.post(address)
    version.document.refresh_from_db()
    assert version.document.shared
    client.post(address, {"undo": "1"})
    version.document.refresh_from_db()
    assert not version.document.shared
