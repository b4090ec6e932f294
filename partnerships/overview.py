"""“Kerja sama” in one look: the agreements as they stand on a day, as plain rows.

Everything here is counted from one Standing, which five queries read whatever there is; the
queries of the lists (querysets.py, admin/agreement_filters.py) count the same.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse

from articles.dates import bureau_time
from partnerships import lifecycle, usage
from partnerships.models import Agreement, Party
from partnerships.months import month_of
from partnerships.querysets import NEEDS, PIPELINE
from partnerships.scope import Scope
from partnerships.standing import as_they_stood

S = Agreement.State
STAGES = (*map(S, PIPELINE), S.IN_FORCE, S.SUSPENDED)
ENDING = (90, 60, 30, 7)
# What a row shows and what the counting asks of its agreement; the rest stays in the database.
READ = (
    "title", "state", "starts_on", "ends_on", "signed_on", "terminated_on", "value",
    "counts_before_signing", "created_at", "owner__username", "owner__byline",
    "owner__first_name", "owner__last_name",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One agreement. `days`: in its state; `left`: until its last day, None without one."""

    pk: int
    url: str  # of its page, as of the same day
    title: str
    partners: str
    owner: str
    state: str
    state_label: str
    phase: str
    days: int
    starts_on: date | None
    ends_on: date | None
    left: int | None


@dataclass(frozen=True)
class Stage:
    state: str
    label: str
    number: int
    days: int  # on average, of those that are in it


@dataclass(frozen=True)
class Behind:
    row: Row
    used: int
    quota: int
    percent: int
    weekly: float  # stories a week that it needs to finish in time


@dataclass(frozen=True)
class Service:
    """What a month was to bring of one kind. `short`: how many agreements still miss some."""

    kind: str
    label: str
    due: int
    used: int
    short: int


class Standing:
    """The agreements of `scope` that `user` may read, as they stood; read once, asked often."""

    def __init__(self, user, scope: Scope):
        self.scope = scope
        found = scope.agreements(Agreement.objects.visible_to(user)).with_needs(scope.day)
        found = found.select_related("owner").only(*READ).order_by("since", "pk")
        self.agreements = as_they_stood(found)
        self.partners, self.regions = self._parties()

    def _parties(self):
        """({agreement: [name]}, {region: {agreement}}) of those that are not our own side."""
        names, regions = defaultdict(list), defaultdict(set)
        rows = Party.objects.exclude(organization__kind="own").order_by("order", "id")
        rows = rows.filter(agreement__in=[each.pk for each in self.agreements])
        there = Coalesce("organization__region", "organization__parent__region")
        for agreement, short, name, region in rows.values_list(
            "agreement", "organization__short_name", "organization__name", there
        ):
            names[agreement].append(short or name)
            if region:
                regions[region].add(agreement)
        return names, regions

    def usage(self):
        """{agreement: AgreementUsage} of those at work. Three queries, the first time."""
        if not hasattr(self, "_usage"):
            self._usage = usage.usage_totals(self.at_work(), as_of=self.scope.day)
        return self._usage

    def at_work(self):
        return [each for each in self.agreements if is_at_work(each)]

    def row(self, agreement):
        day = self.scope.day
        page = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
        return Row(
            pk=agreement.pk,
            url=f"{page}?as_of={day}" if self.scope.is_past else page,
            title=agreement.title,
            partners=", ".join(self.partners[agreement.pk]),
            owner=str(agreement.owner),
            state=agreement.state,
            state_label=S(agreement.state).label,
            phase=agreement.phase,
            days=days_since(agreement.since, day),
            starts_on=agreement.starts_on,
            ends_on=agreement.term_ends_on,
            left=(agreement.term_ends_on - day).days if agreement.term_ends_on else None,
        )


def is_at_work(agreement):
    return agreement.state == S.IN_FORCE and agreement.phase in ("running", "ending")


def days_since(moment, day):
    return max(0, (day - bureau_time(moment).date()).days)


def stages(standing):
    """[Stage] in the order of an agreement's life, empty ones included."""
    found = defaultdict(list)
    for each in standing.agreements:
        found[each.state].append(days_since(each.since, standing.scope.day))
    return [
        Stage(state.value, state.label, len(found[state]), _average(found[state]))
        for state in STAGES
    ]


def _average(numbers):
    return round(sum(numbers) / len(numbers)) if numbers else 0


def needs(standing):
    """{name of NEEDS: how many agreements need it}"""
    return {
        name: sum(getattr(each, f"needs_{name}") for each in standing.agreements) for name in NEEDS
    }


def stuck(standing, limit):
    """[Row] of those that wait longest in one state before the signing."""
    rows = [each for each in standing.agreements if each.state in PIPELINE]
    return [standing.row(each) for each in rows[:limit]]  # `since` is their order


def decisions(standing, limit):
    """[(Row, Move)]: what the head decides next, within each kind what waits longest first.

    Drafts come first: they wait for nobody else. Signatures are collected by others, and a term
    that is over is closed once its report is there.
    """
    order = {S.REVIEW: 0, S.SIGNATURE: 1, S.IN_FORCE: 2}
    rows = [each for each in standing.agreements if each.needs_decision]
    rows.sort(key=lambda each: order[each.state])
    return [(standing.row(each), lifecycle.next_move(each)) for each in rows[:limit]]


def ending(standing):
    """{days: how many end within them}, the longest span first."""
    left = [standing.row(each).left for each in standing.at_work()]
    return {days: sum(each <= days for each in left) for days in ENDING}


def ending_rows(standing, limit):
    rows = [standing.row(each) for each in standing.at_work()]
    rows = [row for row in rows if row.left <= ENDING[0]]
    return sorted(rows, key=lambda row: (row.left, row.pk))[:limit]


def behind(standing, limit):
    """(how many are behind, [Behind] with those first that need the most each week)."""
    totals = standing.usage()
    rows = [
        (totals[each.pk], each)
        for each in standing.at_work()
        if totals[each.pk].pace and totals[each.pk].pace.verdict == "behind"
    ]
    rows.sort(key=lambda pair: (-pair[0].pace.needed_per_week, pair[1].pk))
    shown = [
        Behind(standing.row(each), total.used, total.quota, min(total.percent, 100),
               total.pace.needed_per_week)
        for total, each in rows[:limit]
    ]  # fmt: skip
    return len(rows), shown


def month(standing):
    """([Service] of the month of the day, how many agreements are short, how many have it all)."""
    due, used, short = Counter(), Counter(), defaultdict(set)
    full, day = 0, standing.scope.day
    for pk, total in standing.usage().items():
        rows = month_of(total, day)
        for row in rows:
            due[row.kind] += row.due
            used[row.kind] += row.used
            if row.missing:
                short[row.kind].add(pk)
        full += any(row.due for row in rows) and not any(row.missing for row in rows)
    labels = dict(usage.Deliverable.Kind.choices)
    services = [
        Service(kind, labels[kind], due[kind], used[kind], len(short[kind]))
        for kind in usage.COUNTED_KINDS
        if due[kind] or used[kind]
    ]
    return services, len(set().union(*short.values())), full


def terms_rows(standing, limit):
    """[Row] for a calendar of a year: those at work, and what comes; the next to end first."""
    rows = [
        standing.row(each)
        for each in standing.agreements
        if each.state in (S.IN_FORCE, S.SUSPENDED) and each.phase != "ended"
    ]
    return sorted(rows, key=lambda row: (row.ends_on, row.pk))[:limit]


def in_regions(standing):
    """{region: how many agreements at work have a partner there}"""
    working = {each.pk for each in standing.at_work()}
    return {region: len(found & working) for region, found in standing.regions.items()}
