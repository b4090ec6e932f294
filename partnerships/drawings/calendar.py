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
    Words,
    cut,
    grouped,
    link,
    month_name,
    month_on,
    percent,
    share,
    short_day,
)

SHOWN = 40
ROW, HEAD = 48, 32
TITLE = 38, 84  # characters of a title on a phone and on a wide screen
NARROWEST = 1.2  # per cent: a term of one day is still seen
# Per cent of a phone's width that a letter of the state takes, and the room around the word.
LETTER, MARGIN = 2.2, 6


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
    is_crowded: bool  # the next column tells its year too: no room on a phone
    left: str
    middle: str
    is_now: bool


@dataclass(frozen=True)
class _Label:
    """Where the word of the state stands."""

    at: str
    aside: str  # pixels from there
    anchor: str
    is_inside: bool


@dataclass(frozen=True)
class _Row:
    term: Term
    url: str
    title: Words
    words: str
    until: str
    top: int
    left: str
    width: str
    begins_before: bool
    goes_on: bool
    label: _Label


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
    on = _at(today, begin, end) if begin <= today <= end else None
    drawn = tuple(_row(row, place_in, begin, end, on) for place_in, row in enumerate(shown))
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
            months=_months(begin, max(months, 1), end, today),
            rows=drawn,
            height=HEAD + ROW * len(drawn) + 4,
            today="" if on is None else percent(on),
        )
        if drawn
        else None,
        legend=()
        if on is None
        else (Legend("now", _("today, %(day)s") % {"day": short_day(today)}),),
        has_links=any(row.url for row in drawn),
    )


def _row(row, place_in, begin, end, on):
    left = _at(max(row.starts_on, begin), begin, end)
    right = _at(min(row.ends_on, end) + DAY, begin, end)
    width = max(right - left, NARROWEST)
    left = min(left, WHOLE - width)
    return _Row(
        term=row,
        url=link(row.url),
        title=cut(row.title, *TITLE),
        words=_("%(title)s: %(state)s, %(first)s to %(last)s")
        % {
            "title": row.title,
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
        label=_label(row, left, width, on, begins_before=row.starts_on < begin),
    )


def _label(row, left, width, on, *, begins_before):
    """In the bar where it fits, behind the line of today if that would cross it; else beside it."""
    needs, right = LETTER * len(row.label) + MARGIN, left + width
    if width < needs and max(left, WHOLE - right) >= needs:
        if WHOLE - right >= needs:
            return _Label(percent(right), "6", "start", is_inside=False)
        return _Label(percent(left), "-6", "end", is_inside=False)
    if on is not None and left < on < left + needs and right - on >= needs:
        return _Label(percent(on), "6", "start", is_inside=True)
    return _Label(percent(left), "12" if begins_before else "6", "start", is_inside=True)


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
                is_crowded=number == 0 and following.month == 1,
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
