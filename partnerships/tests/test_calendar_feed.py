"""A feed in time: when the SEQUENCE of an event rises, how it is taken away; and its text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import calendar_feed, calendar_links, lifecycle
from partnerships.calendar_events import Event
from partnerships.calendar_feed import dated, printed, prune
from partnerships.calendar_links import Feed
from partnerships.models import CalendarEvent, CalendarLink
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_partner_link,
    make_session,
    make_training,
)
from partnerships.tests.test_races import all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)
NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
ONE = Event("step-1", date(2026, 12, 10), "Kirim penawaran")
SESSION = Event(
    "session-1", datetime(2026, 12, 5, 2, 0, tzinfo=UTC), "Menulis",
    ends=datetime(2026, 12, 5, 4, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def said():
    """`said(event, …)` fetches a feed that says these now; the clock goes on a day each time."""
    user = make_user("officer")
    link = CalendarLink.objects.create(user=user, scope="all", token_sha256="x")
    moment = NOW

    def fetch(*events, days=1):
        nonlocal moment
        moment += days * DAY
        feed = Feed("user-1-all", "Kalender", lambda: list(events), link)
        return {row.uid: row for row in dated(feed, moment)}

    with time_machine.travel(NOW, tick=False):
        yield fetch


def parsed(content):
    """{uid: VEVENT}, read back from the bytes by the library."""
    calendar = icalendar.Calendar.from_ical(content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


# History


def test_nothing_rises_and_nothing_is_written_while_nothing_changes(
    said, django_assert_num_queries
):
    first = said(ONE, SESSION)
    with django_assert_num_queries(1):
        again = said(ONE, SESSION)
    assert first == again
    assert {row.sequence for row in first.values()} == {0}


@pytest.mark.parametrize(
    "change",
    [
        {"starts": date(2026, 12, 11)}, {"summary": "Lain"}, {"description": "Lain"},
        {"location": "Aula"}, {"url": "https://a.example/"}, {"cancelled": True},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_changed_event_rises_by_one_and_its_neighbour_does_not(change, said):
    before = said(ONE, SESSION)
    after = said(replace(ONE, **change), SESSION)
    assert (after["step-1"].sequence, after["session-1"]) == (1, before["session-1"])
    assert after["step-1"].changed_at == before["step-1"].changed_at + DAY


def test_what_is_changed_back_rises_again(said):
    other = replace(ONE, summary="Lain")
    assert [said(each)["step-1"].sequence for each in (ONE, other, ONE, ONE)] == [0, 1, 2, 2]


def test_an_event_that_is_no_more_is_taken_away_for_a_while(said):
    said(ONE, SESSION)
    gone = said(SESSION)["step-1"]
    assert (gone.event, gone.sequence, gone.starts) == (None, 1, "2026-12-10")
    assert said(SESSION)["step-1"] == gone
    assert "step-1" not in said(SESSION, days=61)


def test_an_event_that_comes_back_goes_on_where_it_was(said):
    said(ONE)
    said()
    assert said(ONE)["step-1"].sequence == 2


def test_an_event_that_only_grew_old_is_not_called_off(said):
    old = replace(ONE, starts=date(2025, 12, 5))
    said(old, days=0)
    assert said(days=30) == {}
    row = CalendarEvent.objects.get()
    assert (row.is_gone, row.sequence) == (False, 0)


def test_feeds_have_histories_of_their_own(said):
    said(ONE)
    link = CalendarLink.objects.get()
    other = Feed("user-1-own", "Lain", list, link)
    assert dated(other, NOW) == []
    assert said(ONE)["step-1"].sequence == 0


def test_a_new_address_goes_on_with_the_history_of_the_old(client):
    officer = make_user("officer")
    agreement = make_agreement("in_force", owner=officer)
    uid = f"agreement-{agreement.pk}-end"

    def fetched():
        _link, token = calendar_links.make(officer, "own")
        return parsed(client.get(f"/kalender/{token}.ics").content)[uid]["sequence"]

    assert fetched() == 0
    make_amendment(agreement, timezone.localdate(), ends_on=(agreement.ends_on + DAY).isoformat())
    assert fetched() == 1
    assert fetched() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_change_rises_once_however_many_fetch_it_at_once(guarded, monkeypatch):
    link = CalendarLink.objects.create(user=make_user("officer"), scope="all", token_sha256="x")
    dated(Feed("user-1-all", "", lambda: [ONE], link), NOW)
    feed = Feed("user-1-all", "", lambda: [replace(ONE, summary="Lain")], link)
    if not guarded:
        # The guard off: everybody writes what they knew before the lock, one after the other.
        known = iter([calendar_feed._known(feed) for _ in range(16)])
        monkeypatch.setattr(calendar_feed, "_known", lambda feed: next(known))
        real = calendar_feed._next

        def one_more(row, now, **values):
            row.sequence = CalendarEvent.objects.get(uid=row.uid).sequence
            real(row, now, **values)

        monkeypatch.setattr(calendar_feed, "_next", one_more)
    all_at_once(lambda n: dated(feed, NOW))
    assert (CalendarEvent.objects.get().sequence == 1) is guarded


def test_events_of_two_years_ago_are_forgotten(said):
    said(replace(ONE, starts=date(2026, 1, 5)), SESSION)
    assert prune() == 0
    with time_machine.travel(NOW + 720 * DAY):
        assert prune() == 1
    assert CalendarEvent.objects.get().uid == "session-1"


def test_a_terminated_agreement_moves_its_end_and_takes_its_alerts_away(client):
    officer, head = make_user("officer"), make_user("head")
    agreement = make_agreement("in_force", owner=officer)
    _link, token = calendar_links.make(officer, "own")
    client.get(f"/kalender/{token}.ics")
    lifecycle.move("terminate", agreement, by=head, note="Alasan.")
    events = parsed(client.get(f"/kalender/{token}.ics").content)
    uid = f"agreement-{agreement.pk}"
    assert events[f"{uid}-end"].start == timezone.localdate()
    assert {name: str(event["status"]) for name, event in events.items()} == {
        f"{uid}-start": "CONFIRMED",
        f"{uid}-end": "CONFIRMED",
        **{f"{uid}-alert-{days}": "CANCELLED" for days in (90, 60, 30, 7)},
    }
    assert events[f"{uid}-alert-90"]["sequence"] == 1
    assert agreement.title not in events[f"{uid}-alert-90"].to_ical().decode()


# The text


def text_of(*events, changed_at=NOW):
    rows = [
        calendar_feed.Dated(event.uid, event, 3, changed_at, calendar_feed._iso(event.starts))
        for event in events
    ]
    return printed("Kalender", rows)


def test_a_day_is_printed_as_a_day_and_a_session_as_moments():
    text = text_of(ONE, SESSION).decode()
    for line in (
        "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "DTSTART;VALUE=DATE:20261210",
        "DTEND;VALUE=DATE:20261211", "TRANSP:TRANSPARENT", "DTSTART:20261205T020000Z",
        "DTEND:20261205T040000Z", "UID:session-1@127.0.0.1", "SEQUENCE:3",
        "DTSTAMP:20261201T030000Z", "LAST-MODIFIED:20261201T030000Z", "STATUS:CONFIRMED",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in f"\r\n{text}", line


@pytest.mark.parametrize(
    "attack",
    [
        "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x", "a\nATTENDEE:mailto:x@y.id", "a;b,c\\d:e\"f",
        "\\n\\,\\;", "\U0001f600" * 60, "é" * 10_000, "a\x00b\x0bc\x1b\u2028d\u202ee", " \t ",
        "=HYPERLINK(1)", "DTSTART:20200101",
    ],
    ids=str.__len__,
)  # fmt: skip
def test_what_was_typed_is_one_value_on_folded_lines(attack):
    from partnerships.calendar_events import words

    event = replace(
        SESSION, summary=words(attack), description=words(attack), location=words(attack)
    )
    content = text_of(event, ONE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    found = parsed(content)
    assert set(found) == {"session-1", "step-1"}
    for name in ("summary", "description", "location"):
        assert str(found["session-1"].get(name, "")) == words(attack)
    assert len(icalendar.Calendar.from_ical(content).subcomponents) == 2


def test_attacks_in_every_field_leave_the_feed_whole(client):
    officer = make_user("officer")
    attack = "Uji;,\\ \U0001f600\r\nEND:VCALENDAR\r\n" + "x" * 100
    agreement = make_agreement("in_force", owner=officer, title=attack)
    training = make_training(agreement=agreement, title=attack, sessions=[])
    session = make_session(training, topic=attack, place=attack, days=1)
    _link, path = make_partner_link(agreement)
    _made, token = calendar_links.make(officer, "all")
    for address in (f"/kalender/{token}.ics", f"{path}kalender.ics"):
        events = parsed(client.get(address).content)
        uid = next(name for name in events if name.endswith(f"session-{session.pk}"))
        assert str(events[uid]["location"]).startswith("Uji;,\\ \U0001f600 END:VCALENDAR x")


def test_the_calendar_speaks_the_bureaus_language(client):
    officer = make_user("officer")
    agreement = make_agreement("in_force", owner=officer, title="PKS Uji")
    _link, token = calendar_links.make(officer, "own")
    events = parsed(client.get(f"/kalender/{token}.ics").content)
    assert str(events[f"agreement-{agreement.pk}-end"]["summary"]) == "Hari terakhir: PKS Uji"
