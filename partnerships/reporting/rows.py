"""Parts that the facts of several papers share."""

from datetime import timedelta

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from partnerships.models import Activity, Party, StateChange
from partnerships.people import one_line
from partnerships.querysets import ENDING
from partnerships.reporting.layout import day_words
from partnerships.usage import end_of


def with_parties(agreements):
    """Prefetch what parties_of() and partners_of() read. Two queries, however many rows."""
    parties = Party.objects.select_related("organization")
    return agreements.prefetch_related(Prefetch("parties", parties))


def parties_of(agreement):
    """[{"name", "number", "own"}] in the order of the text."""
    return [
        {
            "name": one_line(party.organization.name),
            "number": one_line(party.number),
            "own": party.organization.kind == "own",
        }
        for party in agreement.parties.all()
    ]


def partners_of(agreement):
    """The names of the other side, in full."""
    return [row["name"] for row in parties_of(agreement) if not row["own"]]


def states_on(agreements, day):
    """{pk: (state, moment since when)} at the end of `day`, for agreements made until then.

    One query. What no move tells of is in the state in which it was made.
    """
    end = end_of(day)
    since, later = {}, {}
    changes = StateChange.objects.filter(agreement__in=[row.pk for row in agreements])
    for pk, was, to, at in changes.order_by("at", "id").values_list(
        "agreement", "from_state", "to_state", "at"
    ):
        if was == to:
            continue  # An amendment was signed: the state is as old as it was.
        if at < end:
            since[pk] = (to, at)
        else:
            later.setdefault(pk, was)
    return {
        row.pk: since.get(row.pk) or (later.get(row.pk, row.state), row.created_at)
        for row in agreements
        if row.created_at < end
    }


def phase_on(agreement, ends_on, day):
    """As AgreementQuerySet.with_phase() says of a signed agreement, by the terms of that day."""
    if agreement.terminated_on and agreement.terminated_on <= day:
        return "ended"
    if agreement.starts_on > day:
        return "not_started"
    if ends_on < day:
        return "ended"
    return "ending" if ends_on <= day + ENDING else "running"


def next_steps(agreements, day):
    """{pk: {"text", "on", "late"}}: the most urgent step that was open on `day`. One query."""
    end = end_of(day)
    open_then = Activity.objects.filter(
        Q(next_step_done_at__isnull=True) | Q(next_step_done_at__gte=end),
        next_step_on__isnull=False,
        at__lt=end,
        agreement__in=[row.pk for row in agreements],
    )
    found = {}
    for pk, text, on in open_then.order_by("-next_step_on", "-id").values_list(
        "agreement", "next_step", "next_step_on"
    ):
        found[pk] = {"text": one_line(text), "on": on.isoformat(), "late": on < day}
    return found


def step_words(row):
    """The next step of a row of facts, its day above it."""
    step = row["step"]
    if not step:
        return _("none")
    day = day_words(step["on"])
    return [_("%(day)s, overdue") % {"day": day} if step["late"] else day, step["text"]]


def paragraphs(text):
    """The lines of a text that somebody wrote, the empty ones left out."""
    return [line for line in map(one_line, text.splitlines()) if line]


def iso(value):
    return value.isoformat() if value else ""


def money(value):
    """As text that loses nothing, or "" where there is none."""
    return "" if value is None else f"{value:.2f}"


def days_between(first, last):
    return (last - first) // timedelta(days=1)
