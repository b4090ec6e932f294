"""What one calendar month was to bring, and what it brought."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class MonthOfLine:
    kind: str
    due: int
    used: int

    @property
    def missing(self):
        return max(0, self.due - self.used)


def month_of(total, day):
    """[MonthOfLine] of the lines of an AgreementUsage, for the month in which its `day` lies.

    Due of a line by the month is what its month asks, with what was carried over. Of any other
    it is the month's share of the days, as the planned line of its drawing says.
    """
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = []
    for line in total.lines:
        if line.counted and line.starts_on and line.ends_on:
            used = sum(pieces for on, pieces in line.days if first <= on <= last)
            rows.append(MonthOfLine(line.line.kind, _due(line, first, last), used))
    return rows


def _due(line, first, last):
    now = line.current if not line.terms.quota_total else None
    if now and line.line.period == "month":
        return now.due
    begin, end, quota = (now.first, now.last, now.due) if now else _whole(line)
    days = (min(end, last) - max(begin, first)).days + 1
    if days <= 0:
        return 0
    # Halves up, and never by way of a float.
    return int(Fraction(quota * days, (end - begin).days + 1) + Fraction(1, 2))


def _whole(line) -> tuple[date, date, int]:
    return line.starts_on, line.ends_on, line.quota
