"""The pages of the moves of an agreement: who gets them, what they say, what they refuse."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships import lifecycle
from partnerships.tests.factories import make_agreement

pytestmark = pytest.mark.django_db


def url(agreement, name):
    return reverse("admin:partnerships_agreement_move", args=[agreement.pk, name])


def test_the_page_lists_all_that_is_missing_with_links_to_the_fields(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("drafting", starts_on=None, ends_on=None)
    page = client.get(url(agreement, "review")).content.decode()
    file = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    for anchor in ("documents", "id_starts_on", "id_ends_on", "deliverables"):
        assert f'href="{file}#{anchor}"' in page


def test_a_refused_move_keeps_the_note_and_gives_every_reason(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("drafting", starts_on=None, ends_on=None)
    response = client.post(url(agreement, "review"), {"note": "Mohon diperiksa segera"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Mohon diperiksa segera" in page
    for _field, sentence in lifecycle.missing_for("review", agreement):
        assert str(sentence) in page
    agreement.refresh_from_db()
    assert agreement.state == "drafting"


def test_looking_at_the_page_moves_nothing(sign_in, client):
    sign_in("head")
    agreement = make_agreement("in_force")
    assert client.get(url(agreement, "suspend")).status_code == 200
    agreement.refresh_from_db()
    assert agreement.state == "in_force"


def test_the_head_suspends_from_a_day_with_a_reason(sign_in, client):
    head = sign_in("head")
    agreement, day = make_agreement("in_force"), timezone.localdate()
    data = {"note": "Anggaran ditinjau", "day": day.isoformat()}
    assert client.post(url(agreement, "suspend"), data).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "suspended"
    assert agreement.suspensions.get().from_day == day
    assert agreement.state_changes.get().by == head


def test_a_move_that_needs_a_reason_says_so_at_its_field(sign_in, client):
    sign_in("head")
    agreement = make_agreement("review")
    response = client.post(url(agreement, "redraft"), {"note": "  "})
    assert response.status_code == 422
    assert response.context["form"].errors["note"]


@pytest.mark.parametrize("role", ["officer", "editor", "auditor"])
def test_the_heads_moves_are_the_heads(sign_in, client, role):
    sign_in(role)
    agreement = make_agreement("review")
    assert client.get(url(agreement, "approve")).status_code == 403
    assert client.post(url(agreement, "approve")).status_code == 403
    agreement.refresh_from_db()
    assert agreement.state == "review"


def test_who_may_not_see_the_agreement_finds_no_page(sign_in, client):
    sign_in("reporter")
    assert client.get(url(make_agreement("drafting"), "review")).status_code == 404


def test_an_unknown_move_is_no_page(sign_in, client):
    sign_in("head")
    assert client.get(url(make_agreement("drafting"), "sign-it-all")).status_code == 404


def test_a_move_of_another_state_leads_back_and_says_why(sign_in, client):
    sign_in("head")
    response = client.get(url(make_agreement("drafting"), "suspend"), follow=True)
    assert response.redirect_chain
    said = str(next(iter(response.context["messages"])))
    assert str(lifecycle.S.DRAFTING.label) in said
