"""An agreement's stories as one course: what is due by each day, what came, and what is missing.

All of it is worked out from usage.usage_totals(); nothing here asks the database.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from partnerships.drawings import MonthProgress, burn_down
from partnerships.models import Deliverable

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """What a line lacks in one period, or in all. `is_over`: the time for it has passed."""

    line: Deliverable
    first: date
    last: date
    number: int
    is_over: bool
    is_whole: bool  # of the whole term, not of one of its periods


def drawing_of(agreement, total, *, title):
    """The burn-down of an agreement's stories as of the day of `total`, an AgreementUsage.

    None before the signing, and without lines that stories fulfil.
    """
    lines = _of_stories(total)
    if not agreement.is_signed or not lines:
        return None
    first, last = lines[0].starts_on, lines[0].ends_on
    if agreement.terminated_on and agreement.terminated_on <= lines[0].as_of:
        last = max(first, agreement.terminated_on - DAY)  # from that day on nothing counts
    return burn_down(
        title=title,
        starts_on=first,
        ends_on=last,
        quota=sum(line.quota for line in lines),
        deliveries=deliveries(lines),
        today=lines[0].as_of,
        planned=[(day, due) for day, due in plan(lines, last)],
    )


def deliveries(lines):
    """[(day, pieces)] in order. What a line has beyond its quota does not hide what another lacks:
    it is counted from the day on which all are complete, and not before.
    """
    found, beyond, full_on = [], [], []
    for line in lines:
        used = 0
        for day, pieces in line.days:
            within = max(0, min(pieces, line.quota - used))
            used += pieces
            found.append((day, within))
            beyond.append((day, pieces - within))
            if within and used >= line.quota:
                full_on.append(day)
    if len(full_on) == sum(1 for line in lines if line.quota):
        complete = max(full_on, default=date.min)
        found += [(max(day, complete), pieces) for day, pieces in beyond]
    return sorted((day, pieces) for day, pieces in found if pieces)


def plan(lines, last):
    """[(day, due by its end in all)] at each bend of the planned line, until `last`."""
    bends = {last} | {end for line in lines for _first, end, _due in _steps(line) if end <= last}
    return [(day, round(sum(_due_by(line, day) for line in lines), 3)) for day in sorted(bends)]


def months(total):
    """[MonthProgress] of the months that have begun: what was due of all lines, and what came.

    For progress_months(). Due is what the planned line gains in the month, in whole stories.
    """
    lines = _of_stories(total)
    if not lines:
        return []
    first, last = lines[0].starts_on, min(lines[0].ends_on, lines[0].as_of)
    found, had = [], 0
    while first <= last:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        due = round(sum(_due_by(line, following - DAY) for line in lines))
        came = sum(
            pieces for line in lines for day, pieces in line.days if first <= day < following
        )
        found.append(MonthProgress(first, due - had, came))
        first, had = following, due
    return found


def gaps(total):
    """[Gap] of the lines that stories fulfil, line by line, the oldest first.

    Where what is missing is carried over, the period that runs holds it all; else each period
    that begun has its own.
    """
    found = []
    for line in _of_stories(total):
        periods = line.periods
        if line.line.carry_over != Deliverable.CarryOver.NONE:
            periods = periods[-1:]
        of_periods = [
            Gap(line.line, each.first, each.last, each.missing, each.last < line.as_of, False)
            for each in periods
            if each.missing
        ]
        if not line.periods or line.terms.quota_total:
            over = line.ends_on < line.as_of
            whole = Gap(line.line, line.starts_on, line.ends_on, line.missing, over, True)
            of_periods += [whole] if line.missing else []
        found += of_periods
    return found


def _of_stories(total):
    return [row for row in total.lines if row.takes_stories and row.starts_on and row.ends_on]


def _steps(line):
    """((first, last, quota), ...) between the bends of one line's plan."""
    if line.terms.quota_total or not line.promises:
        return ((line.starts_on, line.ends_on, line.quota),)
    return line.promises


def _due_by(line, day):
    due = 0
    for first, last, quota in _steps(line):
        passed = min(max((day - first).days + 1, 0), (last - first).days + 1)
        due += quota * passed / ((last - first).days + 1)
    return due
