"""The head's week in figures: what the Monday mail says, as plain rows and constant queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnerships import alerts, reports
from partnerships.alert_kinds import Kind
from partnerships.models import Agreement
from partnerships.usage import usage_totals

S = Agreement.State


@dataclass(frozen=True)
class MonthLine:
    """A line with a quota for each month: what is due in this one, and what counts of it."""

    title: str
    line: str
    used: int
    due: int


@dataclass(frozen=True)
class Digest:
    pipeline: list  # [(label, number)] in the order of an agreement's life
    ending: list  # [(days, number)]
    due: dict  # {kind: [alerts.Due]}
    month: date  # its first day
    delivered: int  # stories that the ledger counts since then
    short: list  # of MonthLine: those that lack something still
    month_used: int
    month_due: int

    def of(self, *kinds):
        return [row for kind in kinds for row in self.due.get(kind, [])]


def digest(today=None):
    """The Digest as of `today`."""
    today = today or timezone.localdate()
    found = {}
    for row in alerts.said_once(alerts.due(today, kinds=set(Kind) - {Kind.USED})):
        found.setdefault(row.kind, []).append(row)
    month = today.replace(day=1)
    running = list(Agreement.objects.running(today).defer("scope"))
    now = usage_totals(running, as_of=today)
    before = usage_totals(running, as_of=month - timedelta(days=1))
    lines = list(_month_lines(running, now))
    return Digest(
        pipeline=[(label, n) for _s, label, n in reports.state_counts(Agreement.objects.all())],
        ending=_ending(running, today),
        due=found,
        month=month,
        delivered=sum(now[pk].used - before[pk].used for pk in now),
        short=[row for row in lines if row.used < row.due],
        month_used=sum(min(row.used, row.due) for row in lines),
        month_due=sum(row.due for row in lines),
    )


def _ending(running, today):
    """[(days, number)]: how many end within so many days, as the amendments say."""
    left = [(agreement.term_ends_on - today).days for agreement in running]
    return [(days, sum(each <= days for each in left)) for days in reports.ENDING]


def _month_lines(running, totals):
    for agreement in running:
        for usage in totals[agreement.pk].lines:
            period = usage.current if usage.line.period == "month" else None
            if usage.takes_stories and period:
                yield MonthLine(agreement.title, usage.line.title, period.used, period.due)
