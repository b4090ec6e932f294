"""A feed as iCalendar (RFC 5545), so that an event that changes replaces itself.

What a feed said last of each event is kept as a hash: docs/decisions/0022 says why this is sound.
Nothing is written while nothing changes.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.calendar_events import Event, window, words
from partnerships.models import CalendarEvent

REFRESH = timedelta(hours=6)
CANCELLED_FOR = timedelta(days=60)  # how long a feed says that an event is no more
FORGOTTEN = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Dated:
    """An event with what its history says. `event` None: it is no more."""

    uid: str
    event: Event | None
    sequence: int
    changed_at: datetime
    starts: str


def response_for(feed, name):
    with translation.override(settings.LANGUAGE_CODE):
        content = printed(feed.name, dated(feed))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- what changed ----------------------------------------------------------------------------


def dated(feed, now=None):
    """[Dated] of all that the feed says now, events that went a while ago included."""
    now = now or timezone.now()
    events = {event.uid: event for event in feed.events()}
    known = _known(feed)
    if _differs(events, known, now):
        with transaction.atomic():
            # Two fetches at once: the second waits here, and reads what the first wrote.
            # What is said is read again too: it may be older than what the first one saw.
            type(feed.link).objects.select_for_update().get(pk=feed.link.pk)
            events = {event.uid: event for event in feed.events()}
            known = _write(feed, events, _known(feed), now)
    rows = [row for row in known.values() if row.uid in events or _still_told(row, now)]
    return [
        Dated(row.uid, events.get(row.uid), row.sequence, row.changed_at, row.starts)
        for row in sorted(rows, key=lambda row: row.uid)
    ]


def digest_of(event):
    """Of all that a calendar is told: what is not in it can change without a new SEQUENCE."""
    text = "\x1f".join(map(str, (_iso(event.starts), *vars(event).values())))
    return hashlib.sha256(text.encode()).hexdigest()


def _known(feed):
    return {row.uid: row for row in CalendarEvent.objects.filter(feed=feed.key)}


def _differs(events, known, now):
    if _gone(events, known, now):
        return True
    return any(
        uid not in known or known[uid].is_gone or known[uid].digest != digest_of(event)
        for uid, event in events.items()
    )


def _gone(events, known, now):
    """Rows whose event is no more. What only grew older than the window is still what it was."""
    first, last = (day.isoformat() for day in window(timezone.localdate(now)))
    return [
        row
        for uid, row in known.items()
        if uid not in events and not row.is_gone and first < row.starts[:10] < last
    ]


def _write(feed, events, known, now):
    new, changed = [], []
    for uid, event in events.items():
        values = {"digest": digest_of(event), "starts": _iso(event.starts), "is_gone": False}
        row = known.get(uid)
        if row is None:
            row = CalendarEvent(feed=feed.key, uid=uid, changed_at=now, **values)
            new.append(row)
        elif row.is_gone or row.digest != values["digest"]:
            _next(row, now, **values)
            changed.append(row)
    for row in _gone(events, known, now):
        _next(row, now, is_gone=True)
        changed.append(row)
    CalendarEvent.objects.bulk_create(new, batch_size=500)
    fields = ["digest", "starts", "is_gone", "sequence", "changed_at"]
    CalendarEvent.objects.bulk_update(changed, fields, batch_size=100)
    return known | {row.uid: row for row in new}


def _next(row, now, **values):
    row.sequence, row.changed_at = row.sequence + 1, now
    for name, value in values.items():
        setattr(row, name, value)


def _still_told(row, now):
    return row.is_gone and row.changed_at > now - CANCELLED_FOR


def _iso(starts):
    if isinstance(starts, datetime):
        return starts.astimezone(UTC).isoformat(timespec="seconds")
    return starts.isoformat()


def prune():
    """A job: forget events that lie two years back, in every feed. Returns how many rows."""
    limit = timezone.localdate() - FORGOTTEN
    return CalendarEvent.objects.filter(starts__lt=limit.isoformat()).delete()[0]


# --- the text --------------------------------------------------------------------------------


def printed(name, rows):
    """The bytes of the calendar: icalendar folds and escapes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//Newsroom//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words(name))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for row in rows:
        calendar.add_component(_component(row))
    return calendar.to_ical()


def _component(row):
    event = row.event
    found = icalendar.Event()
    found.add("uid", f"{row.uid}@{urlsplit(settings.SITE_URL).hostname}")
    found.add("sequence", row.sequence)
    # The same while nothing changes: the time of the fetch would make every event a new one.
    found.add("dtstamp", row.changed_at.astimezone(UTC))
    found.add("last-modified", row.changed_at.astimezone(UTC))
    starts = event.starts if event else _parsed(row.starts)
    found.add("dtstart", starts.astimezone(UTC) if isinstance(starts, datetime) else starts)
    found.add("status", "CONFIRMED" if event and not event.cancelled else "CANCELLED")
    found.add("summary", event.summary if event else _("Cancelled"))
    if not isinstance(starts, datetime):
        found.add("dtend", starts + timedelta(days=1))
        found.add("transp", "TRANSPARENT")  # a day of the term keeps nobody busy
    elif event:
        found.add("dtend", event.ends.astimezone(UTC))
    for field in ("description", "location", "url"):
        if event and getattr(event, field):
            found.add(field, getattr(event, field))
    return found


def _parsed(starts):
    return datetime.fromisoformat(starts) if "T" in starts else date.fromisoformat(starts)
