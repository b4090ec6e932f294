"""The desk's side of papers: choose days, see what a proof will hold, issue, hand out, revoke."""

from datetime import date

import pytest
from django.urls import reverse

from articles import workflow
from articles.tests.factories import make_user
from articles.tests.pages import text_of
from partnerships import issuing, paper_requests
from partnerships.models import Paper, PaperRequest
from partnerships.proof import pages
from partnerships.tests.factories import make_agreement, make_line
from partnerships.tests.proofs import at, issue, make_counted, make_signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAYS = {"first": "2025-03-01", "last": "2025-03-31"}


@pytest.fixture(autouse=True)
def english(settings, client, monkeypatch):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7 uji")


@pytest.fixture
def agreement():
    signed = make_signed()
    line = make_line(signed, title="Berita pesisir", unit_price=750_000)
    make_counted(line=line)
    make_counted(line=line, when=at(3, 12))
    return signed


def address(name, agreement, *args):
    return reverse(f"admin:partnerships_agreement_{name}", args=[agreement.pk, *args])


def file_of(client, agreement):
    return text_of(client.get(address("change", agreement)))


def made():
    """What was asked for, once a worker has made it."""
    paper_requests.make_due()
    return PaperRequest.objects.get(state="done")


def test_the_page_shows_what_a_proof_of_these_days_will_hold(client, sign_in, agreement):
    sign_in("officer")
    text = text_of(client.get(address("paper_issue", agreement), DAYS))
    for shown in ("2 stories", "Berita pesisir", "2 of 10", "/BT/", "Issue</button>"):
        assert shown in text
    assert not Paper.objects.exists()


def test_without_days_the_page_offers_the_usual_ones(client, sign_in, agreement):
    sign_in("officer")
    text = text_of(client.get(address("paper_issue", agreement)))
    assert "?first=2025-01-01&amp;last=2025-12-31" in text


def test_the_page_begins_on_the_day_after_the_last_proof(client, sign_in, agreement):
    sign_in("officer")
    issue(agreement)  # of March
    asked = client.get(address("paper_issue", agreement)).context["asked"]
    assert asked.cleaned_data["first"] == date(2025, 4, 1)


def test_days_that_cannot_be_read_are_told_and_no_number_is_shown(client, sign_in, agreement):
    sign_in("officer")
    text = text_of(client.get(address("paper_issue", agreement), {"first": "x", "last": ""}))
    assert "This field is required." in text or "valid date" in text
    issue(agreement)
    refused = text_of(client.get(address("paper_issue", agreement), DAYS))
    assert "covers" in refused
    assert "Number 002" not in refused


def test_everything_that_stands_in_the_way_is_told_at_once(client, sign_in, agreement):
    sign_in("officer")
    issue(agreement)
    days = {"first": "2024-03-01", "last": "2030-03-31"}
    text = text_of(client.get(address("paper_issue", agreement), days))
    for sentence in ("has not come yet", "choose days within it", "covers"):
        assert sentence in text
    assert "Issue</button>" not in text


def test_the_officer_issues_and_finds_the_paper_on_the_agreements_page(client, sign_in, agreement):
    officer = sign_in("officer")
    response = client.post(address("paper_issue", agreement), DAYS)
    assert response.status_code == 302
    assert response["Location"] == reverse("admin:paper_request", args=[made().pk])
    paper = Paper.objects.get()
    assert (paper.issued_by, paper.first_day, paper.shared) == (officer, date(2025, 3, 1), True)
    assert not paper.facts["with_values"]
    assert str(paper) in file_of(client, agreement)


def test_prices_are_printed_where_they_are_asked_for(client, sign_in, agreement):
    sign_in("officer")
    client.post(address("paper_issue", agreement), {**DAYS, "with_values": "on"})
    made()
    assert Paper.objects.get().facts["prices"][0]["amount"] == "1500000.00"


def test_pictures_of_the_pages_are_drawn_where_they_are_asked_for(
    client, sign_in, agreement, monkeypatch
):
    monkeypatch.setattr(pages, "browser", lambda: "/bin/false")
    sign_in("officer")
    client.post(address("paper_issue", agreement), {**DAYS, "with_pages": "on"})
    made()
    assert Paper.objects.get().facts["pages"] == "none"  # tried, and nothing came of it


def test_a_proof_that_was_issued_meanwhile_is_refused_with_its_reason(client, sign_in, agreement):
    sign_in("officer")
    paper = issue(agreement)
    response = client.post(address("paper_issue", agreement), DAYS)
    assert response.status_code == 422
    assert str(paper) in text_of(response)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"first": "x", "last": "2025-03-01"}])
def test_days_that_are_none_are_refused(data, client, sign_in, agreement):
    sign_in("officer")
    assert client.post(address("paper_issue", agreement), data).status_code == 422
    assert client.get(address("paper_issue", agreement), data).status_code == 200
    assert not Paper.objects.exists()


def test_an_unsigned_agreement_says_why_it_has_no_proof(client, sign_in):
    sign_in("officer")
    draft = make_agreement("drafting")
    make_line(draft)
    text = text_of(client.get(address("paper_issue", draft)))
    assert "not signed yet" in text
    assert "Issue</button>" not in text


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-1.7 uji"), ("xlsx", b"PK")])
def test_a_paper_is_handed_out_as_it_was_issued(form, begins, client, sign_in, agreement):
    sign_in("auditor")
    paper = issue(agreement)
    response = client.get(address("paper", agreement, paper.pk, form))
    assert b"".join(response.streaming_content).startswith(begins)
    name = f"bukti-tayang-001-{paper.year}.{form}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]


def test_no_other_form_and_no_paper_of_another_agreement_is_handed_out(client, sign_in, agreement):
    sign_in("head")
    paper, other = issue(agreement), make_signed()
    assert client.get(address("paper", agreement, paper.pk, "docx")).status_code == 404
    assert client.get(address("paper", other, paper.pk, "pdf")).status_code == 404
    assert client.get(address("paper_revoke", other, paper.pk)).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("officer", 302), ("head", 200)])
def test_a_paper_that_shows_a_protected_child_is_the_heads_alone(
    role, status, client, sign_in, agreement
):
    sign_in(role)
    paper = issue(agreement)
    story = agreement.deliverables.get().claims.first().article
    workflow.retract(
        story, by=make_user("head"), note="Kami cabut.", ground="child", hides_identity=True
    )
    response = client.get(address("paper", agreement, paper.pk, "pdf"), follow=False)
    assert response.status_code == status
    if status == 302:
        assert "protect a child" in file_of(client, agreement)


def test_the_head_revokes_with_a_reason(client, sign_in, agreement):
    sign_in("head")
    paper = issue(agreement)
    page = address("paper_revoke", agreement, paper.pk)
    assert str(paper) in text_of(client.get(page))
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "Kurang satu berita."}).status_code == 302
    text = file_of(client, agreement)
    assert "Kurang satu berita." in text
    assert page not in text
    assert client.post(page, {"reason": "Lagi."}).status_code == 422


def test_the_partner_is_let_to_a_paper_and_kept_from_it(client, sign_in, agreement):
    sign_in("officer")
    paper = issue(agreement)
    page = address("paper_share", agreement, paper.pk)
    client.post(page, {"undo": ""})
    assert not Paper.objects.get().shared
    client.post(page)
    assert Paper.objects.get().shared


def test_a_proof_with_prices_is_not_shared_and_cannot_be(client, sign_in, agreement):
    sign_in("officer")
    paper = issue(agreement, with_values=True)
    assert not paper.shared
    page = address("paper_share", agreement, paper.pk)
    assert page not in file_of(client, agreement)
    assert client.post(page).status_code == 404
    assert not Paper.objects.get().shared


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_editorial_roles_see_no_papers(role, client, sign_in, agreement):
    sign_in(role)
    paper = issue(agreement)
    assert str(paper) not in file_of(client, agreement)
    for name in ("paper_issue", "paper", "paper_revoke", "paper_share"):
        args = {"paper_issue": [], "paper": [paper.pk, "pdf"]}.get(name, [paper.pk])
        method = client.post if name != "paper" else client.get
        assert method(address(name, agreement, *args), DAYS).status_code == 403
    assert (Paper.objects.count(), Paper.objects.get().shared) == (1, True)


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_only_the_head_revokes_and_an_auditor_issues_nothing(role, client, sign_in, agreement):
    sign_in(role)
    paper = issue(agreement)
    response = client.post(address("paper_revoke", agreement, paper.pk), {"reason": "Saya mau."})
    assert response.status_code == 403
    assert Paper.objects.get().revoked_at is None
    if role == "auditor":
        april = {"first": "2025-04-01", "last": "2025-04-30"}
        assert client.post(address("paper_issue", agreement), april).status_code == 403
        assert client.post(address("paper_share", agreement, paper.pk)).status_code == 403


def test_a_revoked_proof_is_offered_to_no_partner(client, sign_in, agreement):
    user = sign_in("head")
    paper = issuing.revoke(issue(agreement), by=user, reason="Nama keliru.")
    share = address("paper_share", agreement, paper.pk)
    assert share not in client.get(address("change", agreement)).content.decode()
    assert client.post(share).status_code == 404


@pytest.mark.parametrize("papers", [1, 3])
def test_the_page_costs_the_same_for_one_paper_and_for_three(
    papers, client, sign_in, agreement, django_assert_num_queries
):
    sign_in("head")
    for month in range(1, papers + 1):
        issue(agreement, first=date(2025, month, 1), last=date(2025, month, 2))
    client.get(address("change", agreement))
    with django_assert_num_queries(30):
        client.get(address("change", agreement))


@pytest.mark.parametrize("stories", [1, 3])
def test_the_preview_costs_the_same_for_one_story_and_for_three(
    stories, client, sign_in, django_assert_num_queries
):
    sign_in("officer")
    signed = make_signed()
    line = make_line(signed)
    for day in range(1, stories + 1):
        make_counted(line=line, when=at(3, day))
    client.get(address("paper_issue", signed), DAYS)
    with django_assert_num_queries(19):
        client.get(address("paper_issue", signed), DAYS)
