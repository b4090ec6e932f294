"""Stories a day: a bar for each of the last weeks' days, weekends marked, today not yet over."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.drawings.figure import (
    DAY,
    WHOLE,
    Cell,
    Drawing,
    Legend,
    Table,
    anchor,
    grouped,
    link,
    month_name,
    percent,
    place,
    rounded,
)

PLOT, HEAD, FOOT = 160, 24, 28
SATURDAY = 5
LONGEST = 400  # days that are drawn: more are no bars any more


@dataclass(frozen=True)
class DayCount:
    day: date
    number: int
    url: str


@dataclass(frozen=True)
class _Bar:
    row: DayCount
    url: str
    words: str
    left: str
    width: str
    slot_left: str
    slot_width: str
    top: str
    height: str
    is_weekend: bool
    is_today: bool


@dataclass(frozen=True)
class _Tick:
    at: str
    words: str
    anchor: str
    on_wide: bool  # there is no room for it on a phone


@dataclass(frozen=True)
class _Picture:
    bars: tuple
    ticks: tuple
    height: int
    head: int
    base: int
    label_at: int
    mean_at: str  # empty: nothing to draw a mean of
    most: str
    most_at: str
    most_top: str
    most_anchor: str


def days(rows, *, today):
    """`rows`: [DayCount]; days between them that have no row are drawn as nought."""
    rows = _all_days(rows)
    over = [row.number for row in rows if row.day < today] or [row.number for row in rows]
    mean = sum(over) / len(over) if over else 0
    return Drawing(
        kind="days",
        title=_("Stories a day"),
        summary=_summary(rows, mean, today),
        reading=_("A bar for each day; the dashed line is the mean of the days that are over."),
        table=Table(
            head=(_("Day"), _("Stories")),
            rows=tuple(
                (
                    Cell(_day_words(row.day, today), link(row.url)),
                    Cell(grouped(row.number), "", True),
                )
                for row in reversed(rows)
            ),
        ),
        picture=_picture(rows, mean, today) if rows else None,
        legend=_legend(rows, mean, today),
        has_links=any(link(row.url) for row in rows),
    )


def _all_days(rows):
    found = {row.day: row for row in rows}
    if not found:
        return []
    last = max(found)
    first = max(min(found), last - (LONGEST - 1) * DAY)
    every = [first + number * DAY for number in range((last - first).days + 1)]
    return [found.get(day) or DayCount(day, 0, "") for day in every]


def _picture(rows, mean, today):
    top = max(max(row.number for row in rows), 1)
    slot = WHOLE / len(rows)
    bars = tuple(_bar(row, number * slot, slot, top, today) for number, row in enumerate(rows))
    most = max(rows, key=lambda row: row.number)
    middle = (rows.index(most) + 0.5) * slot
    return _Picture(
        bars=bars,
        ticks=tuple(_ticks(rows, slot)),
        height=HEAD + PLOT + FOOT,
        head=HEAD,
        base=HEAD + PLOT,
        label_at=HEAD + PLOT + 18,
        mean_at=place(HEAD + PLOT * (1 - mean / top)) if mean else "",
        most=_("most: %(number)s") % {"number": grouped(most.number)} if most.number else "",
        most_at=percent(min(max(middle, 0), WHOLE)),
        most_top=place(HEAD - 6),
        most_anchor=anchor(middle),
    )


def _bar(row, left, slot, top, today):
    height = PLOT * row.number / top
    gap = min(slot * 0.2, 1)
    return _Bar(
        row=row,
        url=link(row.url),
        words=f"{_day_words(row.day, today)}: {_stories(row.number)}",
        left=percent(left + gap / 2),
        width=percent(slot - gap),
        slot_left=percent(left),
        slot_width=percent(slot),
        top=place(HEAD + PLOT - max(height, 2)),
        height=place(max(height, 2)),
        is_weekend=row.day.weekday() >= SATURDAY,
        is_today=row.day == today,
    )


def _ticks(rows, slot):
    """Mondays, or each so many of them: the date below the bar."""
    mondays = [number for number, row in enumerate(rows) if row.day.weekday() == 0]
    if not mondays:
        mondays = [0]
    every = max(1, -(-len(mondays) // 10))
    for count, number in enumerate(mondays[::every]):
        day = rows[number].day
        at = (number + 0.5) * slot
        yield _Tick(
            at=percent(at),
            words=f"{day.day} {month_name(day)}",
            anchor=anchor(at, edge=7),
            on_wide=len(mondays) > 5 and count % 2 == 1,
        )


def _day_words(day, today):
    words = date_format(day, "l, j F Y")
    return _("%(day)s (until now)") % {"day": words} if day == today else words


def _stories(number):
    return ngettext("%(count)s story", "%(count)s stories", number) % {"count": grouped(number)}


def _summary(rows, mean, today):
    total = sum(row.number for row in rows)
    if not rows:
        return _("There are no days to count.")
    if not total:
        return _("No story in these days.")
    most = max(rows, key=lambda row: row.number)
    return _("%(stories)s in %(days)s days; %(mean)s a day, at most %(most)s (%(day)s).") % {
        "stories": _stories(total),
        "days": grouped(len(rows)),
        "mean": rounded(mean),
        "most": grouped(most.number),
        "day": date_format(most.day, "j F"),
    }


def _legend(rows, mean, today):
    found = []
    if mean:
        found.append(Legend("mean", _("mean: %(number)s a day") % {"number": rounded(mean)}))
    if any(row.day.weekday() >= SATURDAY for row in rows):
        found.append(Legend("weekend", _("Saturday and Sunday")))
    if any(row.day == today for row in rows):
        found.append(Legend("today", _("today, not yet over")))
    return tuple(found)
