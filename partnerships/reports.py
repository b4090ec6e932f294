"""What the desk's home says of the partnerships: plain rows, constant queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from partnerships.models import Activity, Agreement, Party
from partnerships.steps import due_words

ENDING = (90, 60, 30, 7)
LONG = 12
S = Agreement.State
PIPELINE = (S.EXPLORING, S.OFFERED, S.DRAFTING, S.REVIEW, S.SIGNATURE)
ALIVE = (*PIPELINE, S.IN_FORCE, S.SUSPENDED)


@dataclass(frozen=True)
class Step:
    """One next step. `due`: “3 days late”, “today”, “in 5 days”."""

    pk: int
    text: str
    organization: str
    owner: str
    mine: bool
    on: date
    due: str
    late: bool


@dataclass(frozen=True)
class AgreementRow:
    pk: int
    title: str
    partners: str
    state: str
    state_label: str
    owner: str
    ends_on: date  # with the amendments
    days: int  # until the last day


def step_rows(activities, user, today=None, limit=LONG, *, as_of=None):
    """The open steps among `activities`, the most urgent first; `as_of`: as on a past day."""
    today = as_of or today or timezone.localdate()
    rows = activities.open_steps(as_of).select_related("organization", "owner")[:limit]
    return [
        Step(
            pk=row.pk,
            text=row.next_step,
            organization=str(row.organization),
            owner=str(row.owner),
            mine=row.owner_id == user.pk,
            on=row.next_step_on,
            due=due_words(row.next_step_on, today),
            late=row.next_step_on < today,
        )
        for row in rows
    ]


def open_counts(user, today=None):
    """{"mine", "mine_late", "late"}: open next steps, in one query."""
    late = Q(next_step_on__lt=today or timezone.localdate())
    mine = Q(owner=user)
    return Activity.objects.open_steps().aggregate(
        mine=Count("pk", filter=mine),
        mine_late=Count("pk", filter=mine & late),
        late=Count("pk", filter=late),
    )


def state_counts(agreements, states=ALIVE):
    """[(state, label, number)] in the order of an agreement's life, zeros included."""
    found = dict(agreements.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, found.get(state.value, 0)) for state in states]


def ending_counts(agreements, today=None):
    """[(days, number)]: how many end within so many days, the longest span first. One query."""
    today = today or timezone.localdate()
    spans = {
        f"within_{days}": Count("pk", filter=Q(term_ends_on__lte=today + timedelta(days=days)))
        for days in ENDING
    }
    found = agreements.running(today).order_by().aggregate(**spans)
    return [(days, found[f"within_{days}"]) for days in ENDING]


def ending_rows(agreements, days=90, today=None, limit=LONG):
    today = today or timezone.localdate()
    found = agreements.ending_within(days, today).order_by("term_ends_on", "pk")
    return _rows(found, today, limit)


def _rows(agreements, today, limit):
    parties = Party.objects.exclude(organization__kind="own").select_related("organization")
    found = agreements.select_related("owner").prefetch_related(
        Prefetch("parties", parties, to_attr="partners")
    )
    return [
        AgreementRow(
            pk=row.pk,
            title=row.title,
            partners=", ".join(str(party.organization) for party in row.partners),
            state=row.state,
            state_label=row.get_state_display(),
            owner=str(row.owner),
            ends_on=row.term_ends_on,
            days=(row.term_ends_on - today).days,
        )
        for row in found[:limit]
    ]
