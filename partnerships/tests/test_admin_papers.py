"""The small forms of the agreement's page: obligations, evaluations, amendments, claims."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_article, make_user
from partnerships import ledger
from partnerships.models import Claim
from partnerships.tests.factories import make_agreement, make_line

pytestmark = pytest.mark.django_db


def page(agreement):
    return reverse("admin:partnerships_agreement_change", args=[agreement.pk])


def small(name, agreement, *keys):
    return reverse(f"admin:partnerships_agreement_{name}", args=[agreement.pk, *keys])


def test_an_obligation_is_added_done_and_undone(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("in_force")
    sent = {"obligation-side": "ours", "obligation-text": "Kirim laporan"}
    assert client.post(small("obligation_add", agreement), sent).status_code == 302
    row = agreement.obligations.get()
    client.post(small("obligation", agreement, row.pk))
    row.refresh_from_db()
    assert row.done_on == timezone.localdate()
    client.post(small("obligation", agreement, row.pk), {"undo": "1"})
    row.refresh_from_db()
    assert row.done_on is None


def test_an_evaluation_with_days_in_the_wrong_order_is_shown_again(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("in_force")
    sent = {
        "evaluation-from_day": "2026-02-01",
        "evaluation-until_day": "2026-01-01",
        "evaluation-text": "Berjalan baik",
    }
    response = client.post(small("evaluation_add", agreement), sent)
    assert response.status_code == 422
    assert "Berjalan baik" in response.content.decode()


@pytest.mark.parametrize("role", ["editor", "auditor"])
@pytest.mark.parametrize("name", ["obligation_add", "evaluation_add", "amendment_add"])
def test_who_only_reads_the_file_adds_nothing_to_it(sign_in, client, role, name):
    sign_in(role)
    assert client.post(small(name, make_agreement("in_force")), {}).status_code == 403


def test_an_amendment_is_drafted_by_the_officer_and_signed_by_the_head(sign_in, client):
    sign_in("officer")
    agreement, today = make_agreement("in_force"), timezone.localdate()
    line = make_line(agreement)
    sent = {
        "title": "Adendum I",
        "effective_on": today.isoformat(),
        f"number_{agreement.parties.first().pk}": "2/ADD",
        "changes-TOTAL_FORMS": 1,
        "changes-INITIAL_FORMS": 0,
        "changes-0-term": "quota_total",
        "changes-0-deliverable": line.pk,
        "changes-0-new_value": "25",
    }
    assert client.post(small("amendment_add", agreement), sent).status_code == 302
    amendment = agreement.amendments.get()
    sign = small("amendment_sign", agreement, amendment.pk)
    assert client.post(sign, {"signed_on": today.isoformat()}).status_code == 403
    sign_in("head")
    assert client.post(sign, {"signed_on": today.isoformat()}).status_code == 302
    yesterday = (today - timedelta(days=1)).isoformat()
    now = client.get(page(agreement)).context["terms"].lines[line.pk].quota_total
    then = client.get(page(agreement), {"as_of": yesterday}).context["terms"].lines[line.pk]
    assert (now, then.quota_total) == (25, 10)
    assert client.post(small("amendment", agreement, amendment.pk), sent).status_code == 302
    assert agreement.amendments.get().changes.count() == 1


@pytest.mark.parametrize("term", ["ends_on", "quota_total"])
def test_an_amendment_that_changes_one_term_twice_is_shown_again(sign_in, client, term):
    sign_in("officer")
    agreement = make_agreement("in_force")
    line = make_line(agreement)
    sent = {
        "title": "Adendum 1",
        "effective_on": agreement.ends_on.isoformat(),
        "changes-TOTAL_FORMS": 2,
        "changes-INITIAL_FORMS": 0,
    }
    for row in range(2):
        sent |= {
            f"changes-{row}-term": term,
            f"changes-{row}-deliverable": "" if term == "ends_on" else line.pk,
            f"changes-{row}-new_value": "2031-01-31" if term == "ends_on" else "25",
        }
    response = client.post(small("amendment_add", agreement), sent)
    assert response.status_code == 422
    first, second = response.context["changes"].forms
    assert not first.errors
    assert list(second.errors) == ["term"]
    assert not agreement.amendments.exists()


def test_a_new_row_may_not_repeat_a_saved_change(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("in_force")
    draft = agreement.amendments.create(title="Adendum 1", effective_on=agreement.ends_on)
    saved = draft.changes.create(term="ends_on", new_value="2031-01-31")
    sent = {
        "title": draft.title,
        "effective_on": draft.effective_on.isoformat(),
        "changes-TOTAL_FORMS": 2,
        "changes-INITIAL_FORMS": 1,
        "changes-0-id": saved.pk,
        "changes-0-term": saved.term,
        "changes-0-new_value": saved.new_value,
        "changes-1-term": saved.term,
        "changes-1-new_value": "2032-01-31",
    }
    response = client.post(small("amendment", agreement, draft.pk), sent)
    assert response.status_code == 422
    assert list(response.context["changes"].forms[1].errors) == ["term"]


def test_an_amendment_refuses_a_value_that_is_none(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("in_force")
    sent = {
        "title": "Adendum I",
        "effective_on": "2026-01-01",
        "changes-TOTAL_FORMS": 1,
        "changes-INITIAL_FORMS": 0,
        "changes-0-term": "ends_on",
        "changes-0-new_value": "akhir tahun",
    }
    response = client.post(small("amendment_add", agreement), sent)
    assert response.status_code == 422
    assert "akhir tahun" in response.content.decode()


# Claims on the page.


def proposed(agreement):
    return ledger.propose(make_article("published"), make_line(agreement), by=make_user("reporter"))


def test_an_editor_accepts_a_proposal_and_the_head_reverses_it(sign_in, client):
    agreement = make_agreement("in_force")
    sign_in("editor")
    row = proposed(agreement)
    assert client.post(small("claim", agreement, row.pk, "accept")).status_code == 302
    accepted = Claim.objects.get(entry="accept")
    reverse_it = small("claim", agreement, accepted.pk, "reverse")
    assert client.post(reverse_it, {"note": "Salah butir"}).status_code == 403
    sign_in("head")
    client.post(reverse_it, {"note": "Salah butir"})
    assert Claim.objects.get(entry="reverse").reverses == accepted


def test_a_decision_without_its_reason_is_refused_in_words(sign_in, client):
    agreement = make_agreement("in_force")
    sign_in("editor")
    row = proposed(agreement)
    response = client.post(small("claim", agreement, row.pk, "decline"), follow=True)
    assert not Claim.objects.filter(entry="decline").exists()
    assert list(response.context["messages"])


def test_an_officer_decides_no_claim(sign_in, client):
    agreement = make_agreement("in_force")
    sign_in("officer")
    row = proposed(agreement)
    assert client.post(small("claim", agreement, row.pk, "accept")).status_code == 403
