"""Calendars: whose they are, what stands in them, and what ends them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from articles import private_links
from articles.tests.factories import make_user
from partnerships import calendar_events, calendar_links
from partnerships.calendar_events import for_partner, for_user
from partnerships.models import Activity, Agreement, CalendarLink
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_organization,
    make_partner_link,
    make_session,
    make_training,
)
from partnerships.tests.test_races import all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)


@pytest.fixture
def officer():
    return make_user("officer")


def address_of(user, scope="all"):
    _link, token = calendar_links.make(user, scope)
    return f"/kalender/{token}.ics"


def make_step(by, days=3, **values):
    return Activity.objects.create(
        organization=make_organization(),
        kind="call",
        summary="Telepon.",
        owner=by,
        **{
            "next_step": "Kirim penawaran",
            "next_step_on": timezone.localdate() + timedelta(days=days),
            **values,
        },
    )


def starts_of(events):
    return {event.uid: event.starts for event in events}


# The address


def test_only_the_hash_of_a_token_is_stored_and_a_new_one_closes_the_old(officer):
    old, new = address_of(officer), address_of(officer)
    own = address_of(officer, "own")
    client = Client()
    assert [client.get(path).status_code for path in (old, new, own)] == [404, 200, 200]
    rows = str(list(CalendarLink.objects.values()))
    assert all(path[10:-4] not in rows for path in (old, new, own))


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_nobody_else_has_a_calendar(role):
    with pytest.raises(PermissionDenied):
        calendar_links.make(make_user(role), "all")


def test_no_other_scope_is_made(officer):
    with pytest.raises(PermissionDenied):
        calendar_links.make(officer, "everybody")


@pytest.mark.parametrize(
    "end",
    [
        lambda user: user.groups.clear(),
        lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
        lambda user: type(user).objects.filter(pk=user.pk).update(is_staff=False),
        lambda user: calendar_links.revoke(user, "all"),
    ],
    ids=["role lost", "account closed", "not staff", "closed by hand"],
)
def test_a_calendar_ends_with_its_right(end, client, officer):
    path = address_of(officer)
    assert client.get(path).status_code == 200
    end(officer)
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store, private")


def test_a_calendar_is_kept_nowhere_and_counted(client, officer, monkeypatch):
    real = private_links.within
    monkeypatch.setattr(private_links, "within", lambda key, limit: real(key, limit - 599))
    path = address_of(officer)
    answer = client.get(path)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert client.get(path).status_code == 429


def test_when_it_was_fetched_is_noted_for_its_user(client, officer):
    path = address_of(officer)
    client.head(path)
    assert CalendarLink.objects.get().fetched_at is None
    client.get(path)
    first = CalendarLink.objects.get().fetched_at
    client.get(path)
    assert CalendarLink.objects.get().fetched_at == first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_one_address_of_a_scope_is_open_however_many_are_made_at_once(
    guarded, officer, monkeypatch
):
    if not guarded:
        # The guard off: nobody closes what somebody else has made. The database refuses.
        monkeypatch.setattr(calendar_links, "revoke", lambda user, scope: None)
    made = all_at_once(lambda n: calendar_links.make(officer, "all"))
    assert (made == 8) is guarded
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1


# What stands in it


def test_a_term_stands_with_its_days_and_alerts_by_the_amended_end(officer):
    today = timezone.localdate()
    agreement = make_agreement("in_force", title="PKS Uji", ends_on=today + 100 * DAY)
    end = today + 200 * DAY
    make_amendment(agreement, today, ends_on=end.isoformat())
    uid = f"agreement-{agreement.pk}"
    assert starts_of(for_user(officer, own=False)) == {
        f"{uid}-start": agreement.starts_on,
        f"{uid}-end": end,
        **{f"{uid}-alert-{days}": end - days * DAY for days in (90, 60, 30, 7)},
    }


@pytest.mark.parametrize("state", ["exploring", "review", "signature", "cancelled"])
def test_what_is_not_signed_has_no_term_yet(state, officer):
    make_agreement(state)
    assert for_user(officer, own=False) == []


def test_a_signed_successor_silences_the_alerts(officer):
    old = make_agreement("in_force")
    new = make_agreement("signature", renews=old)

    def alerts():
        events = for_user(officer, own=False)
        return [event for event in events if event.uid.startswith(f"agreement-{old.pk}-alert")]

    assert len(alerts()) == 4
    Agreement.objects.filter(pk=new.pk).update(state="in_force", signed_on=old.signed_on)
    assert alerts() == []


def test_a_terminated_agreement_ends_on_that_day_without_alerts(officer):
    today = timezone.localdate()
    agreement = make_agreement("terminated")
    uid = f"agreement-{agreement.pk}"
    assert starts_of(for_user(officer, own=False)) == {
        f"{uid}-start": agreement.starts_on, f"{uid}-end": today,
    }  # fmt: skip


def test_sessions_stand_with_their_hours_and_place_and_cancelled_ones_say_so(officer):
    training = make_training(title="Menulis", sessions=[])
    kept = make_session(training, days=2, topic="Teras", place="Aula")
    called_off = make_session(training, days=3, topic="Judul")
    type(called_off).objects.filter(pk=called_off.pk).update(
        cancelled_at=timezone.now(), cancel_reason="Hujan"
    )
    first, second = for_user(officer, own=False)
    assert (first.uid, first.starts, first.ends, first.location, first.cancelled) == (
        f"session-{kept.pk}", kept.starts_at, kept.ends_at, "Aula", False,
    )  # fmt: skip
    assert (first.summary, second.cancelled) == ("Menulis: Teras", True)


def test_a_next_step_stands_until_it_is_done(officer):
    step = make_step(officer)
    [event] = for_user(officer, own=True)
    assert (event.uid, event.starts, event.summary) == (
        f"step-{step.pk}", step.next_step_on, "Kirim penawaran",
    )  # fmt: skip
    Activity.objects.update(next_step_done_at=timezone.now())
    assert for_user(officer, own=True) == []


def test_the_own_calendar_leaves_out_what_others_look_after(officer):
    other = make_user("officer")
    mine = make_agreement("in_force", owner=officer)
    make_agreement("in_force", owner=other)
    speaking = make_session(make_training(owner=other, sessions=[]), days=1)
    speaking.speakers.create(user=officer)
    make_session(make_training(owner=other, sessions=[]), days=1)
    step = make_step(officer)
    make_step(other)
    found = {event.uid.rsplit("-", 2)[0] for event in for_user(officer, own=True)}
    kinds = {uid.split("-")[0] for uid in found}
    assert kinds == {"agreement", "session", "step"}
    uids = {event.uid for event in for_user(officer, own=True)}
    assert {uid for uid in uids if uid.startswith("session")} == {f"session-{speaking.pk}"}
    assert {uid for uid in uids if uid.startswith("step")} == {f"step-{step.pk}"}
    assert all(uid.split("-")[1] == str(mine.pk) for uid in uids if uid.startswith("agreement"))


def test_a_calendar_reaches_a_year_back_and_three_ahead(officer):
    for days in (-366, -365, 3 * 365, 3 * 365 + 1):
        make_step(officer, days, next_step=f"{days}")
    assert [event.summary for event in for_user(officer, own=True)] == ["-365", "1095"]


def test_a_partner_gets_the_end_of_its_term_and_its_trainings_alone(officer):
    agreement = make_agreement("in_force", owner=officer)
    session = make_session(make_training(agreement=agreement, sessions=[]), days=4)
    make_session(make_training(sessions=[]), days=4)
    make_agreement("in_force")
    make_step(officer, agreement=agreement, next_step="Rahasia")
    events = for_partner(agreement.pk)
    assert [event.uid for event in events] == [
        f"partner-agreement-{agreement.pk}-end", f"partner-session-{session.pk}",
    ]  # fmt: skip
    assert not any(event.url for event in events)


def test_a_partners_calendar_opens_with_its_link(client):
    agreement = make_agreement("in_force", title="PKS Kalender")
    _link, path = make_partner_link(agreement)
    answer = client.get(f"{path}kalender.ics")
    assert "PKS Kalender" in answer.content.decode().replace("\r\n ", "")
    assert answer["Cache-Control"] == "no-store, private"
    assert client.get(f"{path}kalender.ics").content == answer.content


@pytest.mark.parametrize("rows", [1, 3])
def test_a_fetch_costs_the_same_for_one_row_of_each_and_for_three(
    rows, client, officer, django_assert_num_queries
):
    for _number in range(rows):
        make_agreement("in_force", owner=officer)
        make_session(make_training(owner=officer, sessions=[]), days=1)
        make_step(officer)
    path = address_of(officer, "own")
    client.get(path)
    with django_assert_num_queries(8):
        client.get(path)


def test_words_stand_on_one_line_and_are_cut():
    assert calendar_events.words("a\r\nBEGIN:VEVENT\x0b‮b") == "a BEGIN:VEVENT b"
    assert calendar_events.words("x" * 10_000) == "x" * 199 + "…"
