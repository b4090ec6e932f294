"""What is used of a line: counted from the ledger each time, as of any day.

The seven rules are DESIGN.md's “Counting”. A row counts when it is accepted and not reversed, its
story was public, and the calendar day of first publication (in the bureau's zone) lies in the
term, not before the signing unless the text says so, and on no suspended day. A session counts in
the same way on the day on which it began, once it is over. “As of a day” is what the ledger said
at the end of that day, for stories published and sessions held until then.

A right of reply never counts by itself: it stands under its story as an entry of its own
(articles.models.Correction), and only stories are claimed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.dates import end_of
from articles.moments import BureauDay
from partnerships.models import Claim, Deliverable, Suspension
from partnerships.terms import LineTerms, apply_changes, signed_changes

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Kinds that a story can fulfil, and those that the ledger counts at all: no claim says what the
# others deliver.
STORY_KINDS = ("news", "advertorial", "photo")
COUNTED_KINDS = (*STORY_KINDS, "training")
# Pace: within ten points of the elapsed share, or within one story, is on pace. After the end
# nothing is left to tolerate.
TOLERANCE = 0.10


@dataclass(frozen=True)
class PeriodUsage:
    """One calendar month, quarter or year of a line, in full: part months are not prorated."""

    first: date  # of the part that lies in the term
    last: date
    quota: int
    carried: int  # from before, by the line's rule: above nought missing, below it surplus
    used: int

    @property
    def due(self):
        return max(0, self.quota + self.carried)

    @property
    def missing(self):
        return max(0, self.due - self.used)

    @property
    def surplus(self):
        return max(0, self.used - self.due)


@dataclass(frozen=True)
class LineUsage:
    line: Deliverable
    terms: LineTerms  # as of the day
    used: int
    quota: int  # over the whole term: the quota in all, else the sum of its periods
    periods: tuple  # of PeriodUsage: those that had begun; empty for a line without periods
    as_of: date
    starts_on: date | None
    ends_on: date | None
    days: tuple = ()  # ((day, pieces), ...): what `used` adds up, in the order of the days
    promises: tuple = ()  # ((first, last, quota), ...) of all its periods, those to come too

    @property
    def takes_stories(self):
        return self.line.kind in STORY_KINDS

    @property
    def counted(self):
        """Whether the ledger says what is delivered: stories, or trainings."""
        return self.line.kind in COUNTED_KINDS

    @property
    def missing(self):
        return max(0, self.quota - self.used)

    @property
    def surplus(self):
        return max(0, self.used - self.quota)

    @property
    def percent(self):
        return round(100 * self.used / self.quota) if self.quota else 0

    @property
    def current(self):
        """The period in which the day lies, or None."""
        return next((p for p in self.periods if p.first <= self.as_of <= p.last), None)


@dataclass(frozen=True)
class Pace:
    elapsed: float  # share of the time, 0 to 1
    delivered: float  # share of what is promised in that time, 0 to 1
    needed_per_week: float  # stories a week that finish it in time; 0 when done or over
    verdict: str  # behind, on_pace or ahead
    by_period: bool = False  # measured in the period that runs, for some line at least


@dataclass(frozen=True)
class AgreementUsage:
    lines: list  # of LineUsage
    pace: Pace | None

    @property
    def used(self):
        return sum(line.used for line in self.lines if line.takes_stories)

    @property
    def quota(self):
        return sum(line.quota for line in self.lines if line.takes_stories)

    @property
    def percent(self):
        return round(100 * self.used / self.quota) if self.quota else 0


def usage(agreement, *, as_of=None):
    """[LineUsage] of each line, in their order. Three queries, however many claims."""
    return usage_totals([agreement], as_of=as_of)[agreement.pk].lines


def pace(agreement, *, as_of=None):
    """The Pace of all lines that stories fulfil, or None without such lines or without a term."""
    return usage_totals([agreement], as_of=as_of)[agreement.pk].pace


def usage_totals(agreements, *, as_of=None):
    """{pk: AgreementUsage} for a list of agreements. Three queries for all of them."""
    agreements = list(agreements)
    as_of = as_of or timezone.localdate()
    keys = [agreement.pk for agreement in agreements]
    lines, changes, counts = {}, signed_changes(keys), _counts(keys, as_of)
    promised = Deliverable.objects.filter(agreement__in=keys).select_related("organization")
    for line in promised.order_by("agreement", "id"):
        lines.setdefault(line.agreement_id, []).append(line)
    return {
        agreement.pk: _of_agreement(
            agreement, lines.get(agreement.pk, []), changes.get(agreement.pk, ()), counts, as_of
        )
        for agreement in agreements
    }


def usage_from(agreement, counts, *, as_of):
    """[LineUsage] as usage() gives them, of `counts` ({pk of the line: {day: pieces}}) that the
    caller has read: then rows and sums cannot tell two stories. Two queries.
    """
    lines = Deliverable.objects.filter(agreement=agreement).select_related("organization")
    changes = signed_changes([agreement.pk]).get(agreement.pk, ())
    return _of_agreement(agreement, list(lines.order_by("id")), changes, counts, as_of).lines


def pace_of(lines):
    """The Pace of these LineUsage rows together, or None where there is nothing to pace.

    A line with a quota in all is measured over the term, one with a quota per period in the
    period that runs. One line's surplus does not hide what another lacks. A suspension does not
    stop the clock: the quota is not cut by it either.
    """
    target = expected = done = weekly = 0
    by_period = False
    for line in lines:
        if not line.counted or not line.starts_on or not line.ends_on:
            continue
        now = line.current if not line.terms.quota_total else None
        by_period = by_period or bool(now)
        first, last = (now.first, now.last) if now else (line.starts_on, line.ends_on)
        due, used = (now.due, now.used) if now else (line.quota, line.used)
        target += due
        expected += due * _elapsed(first, last, line.as_of)
        done += min(used, due)
        days_left = (last - max(line.as_of, first - DAY)).days
        weekly += max(0, due - used) * 7 / max(days_left, 7) if days_left > 0 else 0
    if not target:
        return None
    elapsed, delivered = expected / target, done / target
    slack = max(TOLERANCE, 1 / target) if elapsed < 1 else 0
    verdict = "on_pace"
    if delivered < elapsed - slack:
        verdict = "behind"
    elif delivered > elapsed + slack:
        verdict = "ahead"
    return Pace(elapsed, delivered, weekly, verdict, by_period)


def _elapsed(first, last, day):
    """Share of the days from `first` to `last`, both in, that are over before `day` ends."""
    passed = (min(day, last) - first).days + 1
    return max(0, passed) / ((last - first).days + 1)


def counted_claims(agreements, as_of):
    """The accepted rows that count as of that day, each with its `day`; suspended days left out.

    That the day lies in the term is another question: day_counts().
    """
    end = end_of(as_of)
    suspended = Suspension.objects.on(OuterRef("day")).filter(
        agreement=OuterRef("deliverable__agreement")
    )
    rows = Claim.objects.filter(
        Q(reversed_by__isnull=True) | Q(reversed_by__at__gte=end),
        _published_by(end) | _held_by(end),
        deliverable__agreement__in=agreements,
        entry=Claim.Entry.ACCEPT,
        at__lt=end,
    )
    day = BureauDay(Coalesce("article__first_published_at", "session__starts_at"))
    return rows.annotate(day=day).filter(~Exists(suspended)).order_by()


def _counts(agreements, as_of):
    """{pk of the line: {day that counts: stories or sessions}}, suspended days left out."""
    rows = counted_claims(agreements, as_of).values_list("deliverable", "day")
    # A line takes stories or sessions, so that their keys do not meet.
    rows = rows.annotate(pieces=Count(Coalesce("article", "session"), distinct=True))
    found = {}
    for line, day, pieces in rows:
        found.setdefault(line, {})[day] = pieces
    return found


def _published_by(end):
    return Q(
        _KIND_KEPT,
        _LABEL_KEPT,
        article__first_published_at__lt=end,
        # A story on the schedule waits for its minute.
        article__first_published_at__lte=timezone.now(),
    )


def _held_by(end):
    return Q(
        deliverable__kind="training",
        session__cancelled_at__isnull=True,
        session__ends_at__lte=min(end, timezone.now()),
    )


# Class and label are fixed at first publication, and the head cannot take them from a story that
# counts (ledger.py): these only meet what was changed between acceptance and publication.
_KIND_KEPT = (
    Q(deliverable__kind="news", article__story_class="news")
    | Q(deliverable__kind="advertorial", article__story_class="advertorial")
    | Q(deliverable__kind="photo", article__isnull=False)
)
_LABEL_KEPT = (
    Q(deliverable__is_paid=False)
    | Q(article__story_class="advertorial")
    | ~Q(article__disclosure="")
)


def _of_agreement(agreement, lines, changes, counts, as_of):
    terms = apply_changes(agreement, lines, changes, as_of)
    # Terms change on these days only; a period asks for those of its first day.
    steps = {as_of: terms}

    def on(day):
        if not changes:
            return terms
        if day not in steps:
            steps[day] = apply_changes(agreement, lines, changes, day)
        return steps[day]

    rows = []
    for line in lines:
        line.agreement = agreement
        counted = {
            day: pieces
            for day, pieces in counts.get(line.pk, {}).items()
            if day_counts(agreement, terms.ends_on, day)
        }
        rows.append(_of_line(agreement, line, terms, on, counted, as_of))
    stories = [row for row in rows if row.takes_stories]
    return AgreementUsage(rows, pace_of(stories) if agreement.is_signed else None)


def day_counts(agreement, ends_on, day):
    """Whether what is of that day lies in the term; suspensions are another question."""
    if not agreement.is_signed or not agreement.starts_on <= day <= ends_on:
        return False
    if day < agreement.signed_on and not agreement.counts_before_signing:
        return False
    return not (agreement.terminated_on and day >= agreement.terminated_on)


def in_term(claims, agreement, ends_on):
    """Those of counted_claims() whose day counts, as day_counts() says it of one day."""
    if not agreement.is_signed:
        return claims.none()
    claims = claims.filter(day__gte=agreement.starts_on, day__lte=ends_on)
    if not agreement.counts_before_signing:
        claims = claims.filter(day__gte=agreement.signed_on)
    if agreement.terminated_on:
        claims = claims.filter(day__lt=agreement.terminated_on)
    return claims


def _of_line(agreement, line, terms, on, counted, as_of):
    used, own = sum(counted.values()), terms.lines[line.pk]
    begun, promises = [], []
    if line.period and agreement.starts_on and terms.ends_on:
        carried = 0
        for first, last in periods_of(agreement.starts_on, terms.ends_on, line.period):
            # What was promised when the period began: a change in its midst waits for the next.
            quota = on(first).lines[line.pk].quota_period or 0
            promises.append((first, last, quota))
            if first > as_of:
                continue
            in_it = sum(n for day, n in counted.items() if first <= day <= last)
            period = PeriodUsage(first, last, quota, carried, in_it)
            begun.append(period)
            carried = _carried_on(line.carry_over, period)
    return LineUsage(
        line=line,
        terms=own,
        used=used,
        quota=own.quota_total or sum(quota for _first, _last, quota in promises),
        periods=tuple(begun),
        as_of=as_of,
        starts_on=agreement.starts_on,
        ends_on=terms.ends_on,
        days=tuple(sorted(counted.items())),
        promises=tuple(promises),
    )


def _carried_on(rule, period):
    """What the next period takes over: above nought missing, below it surplus."""
    if rule == Deliverable.CarryOver.TERM:
        return period.quota + period.carried - period.used
    if rule == Deliverable.CarryOver.NONE:
        return 0
    # Into the next period and no further: the oldest is settled first, its rest lapses.
    if period.carried >= 0:
        return period.quota - max(0, period.used - period.carried)
    return period.due - period.used


@lru_cache(maxsize=1000)
def periods_of(starts_on, ends_on, period):
    """((first, last), ...): the calendar periods that the term touches, cut to the term."""
    months, found = MONTHS[period], []
    first = starts_on
    while first <= ends_on:
        month = (first.month - 1) // months * months + months  # the period's last, 1 to 12
        following = date(first.year + month // 12, month % 12 + 1, 1)
        found.append((first, min(following - DAY, ends_on)))
        first = following
    return tuple(found)
