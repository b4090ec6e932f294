"""What stands in a calendar: terms, their alerts, sessions of trainings, next steps, as plain rows.

The same event has the same `uid` for ever, and the same words in every feed of its kind: what a
feed says depends on the data alone, never on who asks.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.http import absolute
from partnerships.models import Activity, Agreement, Party, Session, Speaker, Training
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.reports import ENDING

PAST, AHEAD = timedelta(days=365), timedelta(days=3 * 365)
LONGEST_WORDS, LONGEST_TEXT = 200, 500
S = Agreement.State


@dataclass(frozen=True)
class Event:
    """`starts`: a day, or a moment; then `ends` is one too. `uid`: without the host."""

    uid: str
    starts: date | datetime
    summary: str
    ends: datetime | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def window(today):
    """(first, last) day of what a calendar says: a year back, three ahead."""
    return today - PAST, today + AHEAD


def for_user(user, *, own):
    """[Event] of what `user` may read; `own`: only what the user looks after. Five queries."""
    today = timezone.localdate()
    agreements = Agreement.objects.visible_to(user)
    sessions = Session.objects.filter(training__in=Training.objects.visible_to(user))
    steps = Activity.objects.filter(next_step_done_at__isnull=True)
    if own:
        agreements = agreements.filter(owner=user)
        speaks = Speaker.objects.filter(user=user).values("session")
        sessions = sessions.filter(Q(training__owner=user) | Q(pk__in=speaks))
        steps = steps.filter(owner=user)
    if not user.has_perm("partnerships.view_activity"):
        steps = steps.none()
    return [
        *_term_events(agreements, today),
        *_session_events(sessions, today),
        *_step_events(steps, today),
    ]


def for_partner(pk):
    """[Event] of one agreement for its partner: the end of the term, trainings. Three queries."""
    today = timezone.localdate()
    agreements = Agreement.objects.filter(pk=pk)
    sessions = Session.objects.filter(training__agreement=pk)
    ends = [
        event
        for event in _term_events(agreements, today, prefix="partner-", linked=False)
        if event.uid.endswith("-end")
    ]
    return [*ends, *_session_events(sessions, today, prefix="partner-", linked=False)]


# --- terms -----------------------------------------------------------------------------------


def _term_events(agreements, today, *, prefix="", linked=True):
    """First and last days, and the days on which the desk is told that the end comes near."""
    first, last = window(today)
    others = Party.objects.exclude(organization__kind="own").select_related("organization")
    rows = (
        agreements.filter(state__in=SIGNED)
        .with_end(today)
        # An alert lies up to ninety days before the end: in the window with it or before it.
        .filter(starts_on__lte=last, term_ends_on__gte=first)
        .select_related("renewed_by")
        .prefetch_related(Prefetch("parties", others, to_attr="partners"))
        .order_by("pk")
    )
    events = []
    for row in rows:
        events += _of_term(row, f"{prefix}agreement-{row.pk}", linked)
    return [event for event in events if first <= event.starts <= last]


def _of_term(agreement, uid, linked):
    title = words(agreement.title)
    common = {
        "description": words(", ".join(str(p.organization) for p in agreement.partners)),
        "url": _desk("agreement", agreement.pk) if linked else "",
    }
    ends_on = agreement.term_ends_on
    begins = Event(
        f"{uid}-start", agreement.starts_on, _("Begins: %(title)s") % {"title": title}, **common
    )
    if agreement.terminated_on:
        summary = _("Terminated: %(title)s") % {"title": title}
        return [begins, Event(f"{uid}-end", agreement.terminated_on, summary, **common)]
    summary = _("Last day: %(title)s") % {"title": title}
    events = [begins, Event(f"{uid}-end", ends_on, summary, **common)]
    successor = getattr(agreement, "renewed_by", None)
    if agreement.state in (S.IN_FORCE, S.SUSPENDED) and not (successor and successor.is_signed):
        for days in ENDING:
            summary = _("%(days)s days left: %(title)s") % {"days": days, "title": title}
            day = ends_on - timedelta(days=days)
            events.append(Event(f"{uid}-alert-{days}", day, summary, **common))
    return events


# --- trainings -------------------------------------------------------------------------------


def _session_events(sessions, today, *, prefix="", linked=True):
    first, last = window(today)
    rows = (
        sessions.filter(starts_at__date__gte=first, starts_at__date__lte=last)
        .select_related("training__organization")
        .order_by("pk")
    )
    return [
        Event(
            uid=f"{prefix}session-{row.pk}",
            starts=row.starts_at,
            ends=row.ends_at,
            summary=words(_session_words(row)),
            description=words(row.training.organization.name),
            location=words(row.place),
            url=_desk("training", row.training_id) if linked else "",
            cancelled=row.cancelled_at is not None,
        )
        for row in rows
    ]


def _session_words(session):
    if session.topic == session.training.title:
        return session.topic
    return f"{session.training.title}: {session.topic}"


# --- next steps ------------------------------------------------------------------------------


def _step_events(activities, today):
    first, last = window(today)
    rows = (
        activities.filter(next_step_on__range=(first, last))
        .select_related("organization")
        .order_by("pk")
    )
    return [
        Event(
            uid=f"step-{row.pk}",
            starts=row.next_step_on,
            summary=words(row.next_step),
            description=words(str(row.organization)),
            url=_desk("activity", row.pk),
        )
        for row in rows
    ]


def words(text, longest=LONGEST_WORDS):
    """`text` on one line, cut where no calendar shows more."""
    text = one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _desk(model, pk):
    return absolute(reverse(f"admin:partnerships_{model}_change", args=[pk]))
