"""The terms of agreements on a calendar of twelve months."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.drawings.figure import (
    DAY,
    WHOLE,
    Cell,
    Drawing,
    Legend,
    Table,
    grouped,
    link,
    month_name,
    month_on,
    percent,
    share,
    short_day,
    shortened,
)

SHOWN = 40
ROW, HEAD = 48, 32
LONG, SHORT = 84, 38  # characters of a title on a wide screen and on a phone
NARROWEST = 1.2  # per cent: a term of one day is still seen
LETTER = 2.3  # per cent of a phone's width that a letter of the state takes


@dataclass(frozen=True)
class Term:
    title: str
    url: str
    starts_on: date
    ends_on: date
    state: str
    label: str


@dataclass(frozen=True)
class _Month:
    name: str
    year: str  # where it is to be told: in the first column, and in January
    left: str
    middle: str
    is_now: bool


@dataclass(frozen=True)
class _Row:
    term: Term
    url: str
    title: str
    rest: str  # of the title, where there is room for it
    is_cut: bool
    words: str
    until: str
    top: int
    left: str
    width: str
    begins_before: bool
    goes_on: bool
    label_at: str
    label_anchor: str


@dataclass(frozen=True)
class _Picture:
    months: tuple
    rows: tuple
    height: int
    today: str


def terms(rows, *, first, months=12, today):
    """`rows`: [Term]; the calendar begins with the month of `first`. Sorted by the last day."""
    begin = month_on(first)
    end = month_on(begin, max(months, 1)) - DAY
    rows = [row for row in rows if row.starts_on and row.ends_on]
    inside = [row for row in rows if row.starts_on <= end and row.ends_on >= begin]
    inside.sort(key=lambda row: (row.ends_on, row.starts_on, row.title))
    shown = inside[:SHOWN]
    drawn = tuple(_row(row, place_in, begin, end) for place_in, row in enumerate(shown))
    on = percent(_at(today, begin, end)) if begin <= today <= end else ""
    return Drawing(
        kind="terms",
        title=_("Terms from %(first)s to %(last)s") % {"first": _month(begin), "last": _month(end)},
        summary=_summary(inside, begin, end, today),
        reading=_(
            "A bar for each agreement from its first to its last day, sorted by the last day. "
            "An arrow at the edge says that it goes on beyond these months."
        ),
        table=_table(shown, len(inside) - len(shown), len(rows) - len(inside)),
        picture=_Picture(
            _months(begin, max(months, 1), end, today), drawn, HEAD + ROW * len(drawn) + 4, on
        )
        if drawn
        else None,
        legend=_legend(shown),
        has_links=any(row.url for row in drawn),
    )


def _row(row, place_in, begin, end):
    left = _at(max(row.starts_on, begin), begin, end)
    right = _at(min(row.ends_on, end) + DAY, begin, end)
    width = max(right - left, NARROWEST)
    left = min(left, WHOLE - width)
    at, anchor = _label_place(row.label, left, width)
    title = row.title.strip()
    is_cut = len(title) > SHORT
    return _Row(
        term=row,
        url=link(row.url),
        title=title[: SHORT - 1].rstrip() if is_cut else title,
        rest=shortened(title, LONG)[len(title[: SHORT - 1].rstrip()) :] if is_cut else "",
        is_cut=is_cut,
        words=_("%(title)s: %(state)s, %(first)s to %(last)s")
        % {
            "title": title,
            "state": row.label,
            "first": short_day(row.starts_on),
            "last": short_day(row.ends_on),
        },
        until=_("until %(day)s") % {"day": short_day(row.ends_on)},
        top=HEAD + ROW * place_in,
        left=percent(left),
        width=percent(width),
        begins_before=row.starts_on < begin,
        goes_on=row.ends_on > end,
        label_at=percent(at),
        label_anchor=anchor,
    )


def _label_place(label, left, width):
    """Where the word of the state stands: in the bar, else on the roomier side of it."""
    needs = LETTER * len(label) + 4
    after = WHOLE - left - width
    if width >= needs or max(left, after) < min(needs, width):
        return left, "start"
    return (left + width, "start") if after >= left else (left, "end")


def _at(day, begin, end):
    """Where `day` begins, in per cent of the window."""
    return share((day - begin).days, (end - begin).days + 1)


def _months(begin, months, end, today):
    found = []
    for number in range(months):
        first = month_on(begin, number)
        following = month_on(begin, number + 1)
        left, right = _at(first, begin, end), _at(following, begin, end)
        found.append(
            _Month(
                name=month_name(first),
                year=str(first.year) if number == 0 or first.month == 1 else "",
                left=percent(left),
                middle=percent((left + right) / 2),
                is_now=first <= today < following,
            )
        )
    return tuple(found)


def _month(day):
    return f"{month_name(day)} {day.year}"


def _summary(inside, begin, end, today):
    if not inside:
        return _("No term touches these months.")
    ending = sum(1 for row in inside if max(begin, today) <= row.ends_on <= end)
    words = ngettext(
        "%(count)s agreement touches these months",
        "%(count)s agreements touch these months",
        len(inside),
    )
    words = words % {"count": grouped(len(inside))}
    return _("%(agreements)s; %(ending)s of them are still to end in them.") % {
        "agreements": words,
        "ending": grouped(ending),
    }


def _table(shown, more, outside):
    words = []
    if more:
        words.append(
            ngettext("%(count)s more is not drawn.", "%(count)s more are not drawn.", more)
            % {"count": grouped(more)}
        )
    if outside:
        words.append(
            ngettext(
                "%(count)s lies outside of these months.",
                "%(count)s lie outside of these months.",
                outside,
            )
            % {"count": grouped(outside)}
        )
    return Table(
        head=(_("Agreement"), _("State"), _("First day"), _("Last day")),
        rows=tuple(
            (
                Cell(row.title, link(row.url)),
                Cell(row.label),
                Cell(short_day(row.starts_on)),
                Cell(short_day(row.ends_on)),
            )
            for row in shown
        ),
        more=" ".join(words),
    )


def _legend(shown):
    states = {row.state: row.label for row in shown}
    return tuple(Legend(f"state--{state}", label) for state, label in states.items())
