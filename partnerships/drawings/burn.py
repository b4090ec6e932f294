"""What is delivered against what was promised: the planned line, the steps, and the forecast."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.drawings.figure import (
    DAY,
    WHOLE,
    Cell,
    Drawing,
    Legend,
    Table,
    anchor,
    grouped,
    month_name,
    month_on,
    months_between,
    percent,
    place,
    scale,
)
from partnerships.drawings.verdict import outlook

PLOT, HEAD, FOOT = 220, 28, 40
ROOM = 1000  # the plot's own units, across and down
MONTHS_IN_TABLE, ROWS_IN_TABLE = 36, 60  # a longer term goes by years
TICKS_WIDE = 12
LINE_APART, WORDS_APART = 8, 18  # pixels
CROWDED = 0.65  # of the term: from there on today is near to words at the right


@dataclass(frozen=True)
class _Mark:
    at: str
    words: str
    below: str = ""
    on_wide: bool = False
    anchor: str = "middle"


@dataclass(frozen=True)
class _Picture:
    height: int
    head: int
    plot: int
    base: int
    levels: tuple  # of _Mark: round numbers, from the bottom up
    months: tuple  # of _Mark
    planned: str  # points of a polyline, in ROOM units
    actual: str
    forecast: str
    quota: str  # pixels from the top
    quota_words: str
    is_quota_left: bool  # where its words stand; they keep clear of today and of a surplus
    today: _Mark | None
    done: str  # pixels from the top: where the steps have got to
    done_at: str
    done_words: str
    done_anchor: str
    surplus: str  # points of what lies between the quota and the steps above it
    ending: str  # where the dashed line ends
    ending_at: str  # pixels from the top
    is_short: bool  # it ends below the quota


def burn_down(
    *, title, starts_on, ends_on, quota, deliveries, today, forecast_on=None, planned=None
):
    """Cumulative deliveries against the plan.

    `deliveries`: [(day, number)]. `planned`: [(day, number due by its end in all)], the corners of
    the planned line; without it the line is straight. `forecast_on`: the day on which the quota
    is expected to be reached; without it, the pace until today goes on.
    """
    ends_on = max(starts_on, ends_on)
    course = _Course(starts_on, ends_on, quota, deliveries, today, planned)
    view = outlook(
        starts_on=starts_on, ends_on=ends_on, quota=quota, steps=course.steps, today=today,
        forecast_on=forecast_on,
    )  # fmt: skip
    return Drawing(
        kind="burn_down",
        title=title,
        summary=view.words,
        reading=_(
            "The thin line is the plan, the steps are what was delivered, the dashed line goes on "
            "at the pace until now. %(verdict)s"
        )
        % {"verdict": view.words},
        table=_table(course, today),
        picture=_picture(course, view, today),
        legend=_legend(course, view),
        tone=view.tone,
    )


class _Course:
    """The term, what is due by each day, and what was delivered by then."""

    def __init__(self, starts_on, ends_on, quota, deliveries, today, planned):
        self.first, self.last, self.quota = starts_on, ends_on, max(quota, 0)
        self.days = (ends_on - starts_on).days + 1
        self.today = today
        by_day = {}
        for day, number in deliveries:
            if day <= today:
                by_day[day] = by_day.get(day, 0) + number
        done, self.steps = 0, []  # [(day, delivered by its end)]
        for day in sorted(by_day):
            done += by_day[day]
            self.steps.append((day, done))
        self.done = done
        corners = [(day, due) for day, due in sorted(planned or ()) if starts_on <= day <= ends_on]
        self.planned = corners or [(ends_on, self.quota)]

    def delivered_by(self, day):
        return next((done for on, done in reversed(self.steps) if on <= day), 0)

    def due_by(self, day):
        """By the end of `day`, on the line between the corners of the plan."""
        before, had = self.first - DAY, 0
        for corner, due in self.planned:
            if day <= corner:
                passed = (max(day, before) - before).days
                return had + (due - had) * passed / max((corner - before).days, 1)
            before, had = corner, due
        return had

    def at(self, day):
        """Where the end of `day` lies, from 0 to 1."""
        return min(max(((day - self.first).days + 1) / self.days, 0), 1)


def _picture(course, view, today):
    levels = scale(max(course.quota, course.done, view.reaches))
    top = levels[-1]

    def point(at, number):
        return f"{place(ROOM * at)},{place(ROOM * (1 - number / top))}"

    def down(number):
        return HEAD + PLOT * (1 - number / top)

    planned = [point(0, 0)] + [point(course.at(day), due) for day, due in course.planned]
    quota_left = course.done > course.quota or course.at(today) > CROWDED
    runs = course.first <= today <= course.last
    return _Picture(
        height=HEAD + PLOT + FOOT,
        head=HEAD,
        plot=PLOT,
        base=HEAD + PLOT,
        levels=tuple(_levels(course, levels, down, quota_left)),
        months=tuple(_months(course)),
        planned=" ".join(planned),
        actual=" ".join(_actual(course, point)),
        forecast=_forecast(course, view, point),
        quota=place(down(course.quota)),
        is_quota_left=quota_left,
        quota_words=_("quota %(number)s") % {"number": grouped(course.quota)},
        today=_today(course) if runs else None,
        done=place(down(course.done)),
        done_at=percent(WHOLE * course.at(min(today, course.last))),
        done_words=grouped(course.done),
        done_anchor="start" if WHOLE * course.at(min(today, course.last)) < 20 else "end",
        surplus=" ".join(_surplus(course, point)),
        ending=percent(WHOLE * course.at(view.until)) if view.until else "",
        ending_at=place(down(view.reaches)),
        is_short=view.missing > 0,
    )


def _levels(course, levels, down, quota_left):
    """Round numbers; where the quota's line is, or its words, they are left away."""
    for number in levels:
        apart = abs(down(number) - down(course.quota))
        if number == 0 or apart >= LINE_APART:
            is_clear = apart >= WORDS_APART or not quota_left
            words = grouped(number) if number and is_clear else ""
            yield _Mark(place(down(number)), words)


def _actual(course, point):
    """Corners of the steps: along at what was there, up on the day, along to today."""
    if course.today < course.first:
        return
    yield point(0, 0)
    had = 0
    for day, done in course.steps:
        at = course.at(day)
        yield point(at, had)
        yield point(at, done)
        had = done
    yield point(course.at(min(course.today, course.last)), had)


def _surplus(course, point):
    if not course.quota or course.done <= course.quota:
        return
    had = course.quota
    for day, done in course.steps:
        if done > course.quota:
            yield point(course.at(day), had)
            yield point(course.at(day), done)
            had = done
    end = course.at(min(course.today, course.last))
    yield point(end, had)
    yield point(end, course.quota)


def _forecast(course, view, point):
    if view.until is None or course.today >= course.last:
        return ""
    begin = point(course.at(course.today), course.done)
    return f"{begin} {point(course.at(view.until), view.reaches)}"


def _today(course):
    at = WHOLE * course.at(course.today)
    return _Mark(percent(at), _("today"), anchor=anchor(at))


def _months(course):
    """Names at the beginnings of months, at most a dozen of them; the year with the first."""
    count = months_between(course.first, course.last) + 1
    every = next(
        (n for n in (1, 2, 3, 6, 12) if count <= n * TICKS_WIDE),
        12 * -(-count // (12 * TICKS_WIDE)),
    )
    shown = [month_on(course.first, number) for number in range(0, count, every)]
    year = None
    for number, first in enumerate([course.first, *shown[1:]]):
        left = WHOLE * course.at(first - DAY)
        right = WHOLE * course.at(month_on(first, 1) - DAY)
        yield _Mark(
            percent((left + right) / 2 if every == 1 else left),
            month_name(first),
            below=str(first.year) if first.year != year else "",
            on_wide=number % 2 == 1 and len(shown) > 7,
            anchor=anchor(left, edge=6) if every > 1 else "middle",
        )
        year = first.year


def _table(course, today):
    """What was due and delivered by the end of each month, or of each year of a long term."""
    by_months = months_between(course.first, course.last) < MONTHS_IN_TABLE
    rows, first = [], course.first
    while first <= course.last and len(rows) < ROWS_IN_TABLE:
        following = month_on(first, 1 if by_months else 13 - first.month)
        last = min(following - DAY, course.last) if following > first else course.last
        done = grouped(course.delivered_by(min(last, today))) if first <= today else "–"
        rows.append(
            (
                Cell(f"{month_name(first)} {first.year}" if by_months else str(first.year)),
                Cell(grouped(round(course.due_by(last))), "", True),
                Cell(done, "", True),
            )
        )
        if last == course.last:
            break
        first = following
    head = (_("By the end of"), _("Due in all"), _("Delivered in all"))
    return Table(head=head, rows=tuple(rows))


def _legend(course, view):
    found = [
        Legend("planned", _("the plan")),
        Legend("actual", pgettext("of a promise", "delivered")),
    ]
    if view.until is not None and course.today < course.last:
        found.append(Legend("forecast", _("at this pace")))
    if view.missing:
        words = _("%(count)s missing at the end") % {"count": grouped(view.missing)}
        found.append(Legend("missing", words))
    if course.quota and course.done > course.quota:
        found.append(Legend("surplus", _("beyond the quota")))
    return tuple(found)
