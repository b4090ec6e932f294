"""The partnerships' part of the desk's home: what waits for the officer and for the head."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.roles import LABELS
from partnerships.tests.factories import make_agreement, make_organization
from partnerships.tests.test_steps import make_activity

pytestmark = pytest.mark.django_db
HOME = "/admin/"
WHOLE = f"{HOME}?all=1"  # with the parts that a page asks for later
DAY = timedelta(days=1)
KEYS = {
    "officer": {"pipeline", "ending", "ending_counts", "step_counts"},
    "head": {"needs", "for_head", "behind", "ending", "ending_figures", "late_steps"},
}


def shown(client):
    return client.get(WHOLE).context


def fill(me, today):
    """Agreements in every state, some that end soon; steps of mine and of others."""
    for state in (
        "exploring", "offered", "drafting", "review", "review", "signature", "in_force",
        "suspended", "terminated", "completed", "cancelled",
    ):  # fmt: skip
        make_agreement(state)
    for days in (5, 20, 50, 80):
        make_agreement("in_force", title=f"Habis {days}", ends_on=today + days * DAY)
    make_agreement("in_force", ends_on=today - DAY)
    make_activity(owner=me, next_step="Lambat", next_step_on=today - DAY)
    make_activity(owner=me, next_step="Kini", next_step_on=today)
    make_activity(next_step="Orang lain", next_step_on=today - 2 * DAY)
    make_activity(owner=me, next_step_on=today, next_step_done_at=timezone.now())


def test_every_count_of_the_officer_is_what_its_link_shows(client, sign_in):
    fill(sign_in("officer"), timezone.localdate())
    context = shown(client)
    counts = [*context["pipeline"], *context["ending_counts"], *context["step_counts"].values()]
    assert [count.number for count in context["pipeline"]] == [1, 1, 1, 2, 1, 6, 1]
    assert [count.number for count in context["ending_counts"]] == [4, 3, 2, 1]
    for count in counts:
        assert client.get(count.url).context["cl"].result_count == count.number, count


def test_every_count_of_the_head_is_what_its_link_shows(client, sign_in):
    fill(sign_in("head"), timezone.localdate())
    context = shown(client)
    needs = {figure.label: figure.number for figure in context["needs"]}
    assert list(needs.values())[0] == 4, "signature, twice review, and one whose term is over"
    assert [figure.number for figure in context["ending_figures"]] == [4, 3, 2, 1]
    for figure in [*context["needs"], *context["ending_figures"], context["late"]]:
        assert client.get(figure.url).context["cl"].result_count == figure.number, figure


def test_an_officer_sees_own_steps_the_overdue_first(client, sign_in):
    fill(sign_in("officer"), timezone.localdate())
    steps = shown(client)["steps"]
    assert [(step.text, step.late) for step in steps] == [("Lambat", True), ("Kini", False)]


def test_the_head_sees_what_waits_for_a_decision_and_whose_steps_are_late(client, sign_in):
    fill(sign_in("head"), timezone.localdate())
    context = shown(client)
    decisions = [(row.state, move.name) for row, move in context["for_head"]]
    assert decisions == [
        ("review", "approve"), ("review", "approve"), ("signature", "confirm"),
        ("in_force", "complete"),
    ]  # fmt: skip
    assert [step.text for step in context["late_steps"]] == ["Orang lain", "Lambat"]


def test_what_ends_within_90_days_stands_with_its_partner_and_the_next_first(client, sign_in):
    sign_in("officer")
    today = timezone.localdate()
    partner = make_organization(name="Pemkab Batu Bara")
    make_agreement("in_force", ends_on=today + 91 * DAY)
    make_agreement("in_force", title="Kedua", ends_on=today + 90 * DAY, partner=partner)
    make_agreement("in_force", title="Pertama", ends_on=today)
    rows = shown(client)["ending"]
    assert [(row.title, row.days) for row in rows] == [("Pertama", 0), ("Kedua", 90)]
    assert rows[1].partners == "Pemkab Batu Bara"


@pytest.mark.parametrize("role", LABELS)
def test_only_officer_and_head_get_this_part(role, client, sign_in):
    sign_in(role)
    make_activity(next_step="Rahasia langkah", next_step_on=timezone.localdate() - DAY)
    page = client.get(WHOLE)
    found = {key for key in set().union(*KEYS.values()) if key in page.context}
    assert found == KEYS.get(role, set())
    assert ("Rahasia langkah" in page.content.decode()) is (role == "head")


@pytest.mark.parametrize("role", ["officer", "head"])
def test_home_costs_the_same_for_one_of_each_and_for_three(role, client, sign_in):
    me, today = sign_in(role), timezone.localdate()

    def cost():
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(WHOLE).status_code == 200
        return len(queries)

    fill(me, today)
    one = cost()
    fill(me, today)
    fill(me, today)
    assert cost() == one
