"""The states of a story as the desk speaks of them: with those that are derived, and in order.

The story list filters by these, and the counts on the home page count by them: one table, so
that a count is always what its link shows.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.dates import end_of, start_of
from articles.models import Article, Correction

S = Article.Status
LONG_WAIT = timedelta(hours=2)


@dataclass(frozen=True)
class State:
    """`narrow(stories, now)` keeps those in this state; `date` is the time that matters to it."""

    label: str
    narrow: callable
    ordering: tuple
    date: str = "modified_at"


def _is(status):
    return lambda stories, now: stories.filter(status=status)


def _corrected(stories, now):
    # Through the corrections, of which there are few: no index of stories knows them.
    corrections = Correction.objects.filter(kind=Correction.Kind.CORRECTION).order_by()
    return stories.published(at=now).filter(pk__in=corrections.values("article"))


LATEST_CHANGE = ("-modified_at", "-pk")

STATES = {
    "draft": State(gettext_lazy("draft"), _is(S.DRAFT), LATEST_CHANGE),
    "returned": State(
        gettext_lazy("returned"),
        lambda stories, now: stories.filter(status=S.DRAFT).exclude(return_note=""),
        LATEST_CHANGE,
    ),
    "submitted": State(
        gettext_lazy("submitted"),
        lambda stories, now: stories.queue(),
        ("submitted_at", "pk"),
        "submitted_at",
    ),
    "scheduled": State(
        gettext_lazy("scheduled"),
        lambda stories, now: stories.scheduled(at=now),
        ("publish_at", "pk"),
        "publish_at",
    ),
    "published": State(
        gettext_lazy("published"),
        lambda stories, now: stories.published(at=now),
        ("-publish_at", "-pk"),
        "publish_at",
    ),
    "corrected": State(
        gettext_lazy("corrected"), _corrected, ("-corrected_at", "-pk"), "corrected_at"
    ),
    "retracted": State(
        gettext_lazy("retracted"),
        # By its time, as its index says; a constraint keeps the two equal.
        lambda stories, now: stories.filter(retracted_at__isnull=False),
        ("-retracted_at", "-pk"),
        "retracted_at",
    ),
    "spiked": State(gettext_lazy("spiked"), _is(S.SPIKED), LATEST_CHANGE),
}

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)  # what every zone can say
RANGES = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
}


def in_state(stories, name, now=None):
    return STATES[name].narrow(stories, now or timezone.now())


def span_of(words):
    """(first, last) of “2026-11-30” or “2026-11-24..2026-11-30”, or None for anything else."""
    first, _dots, last = words.partition("..")
    try:
        days = parse_date(first), parse_date(last or first)
    except ValueError:
        return None
    return days if all(days) and EARLIEST <= days[0] <= days[1] <= LATEST else None


def in_range(stories, name, *, field="modified_at", now=None):
    """Those whose `field` lies in these days of the bureau's calendar, today being the last.

    `name`: of RANGES, or a span as span_of() reads it.
    """
    if span := span_of(name):
        first, last = span
        return stories.filter(**{f"{field}__gte": start_of(first), f"{field}__lt": end_of(last)})
    midnight = datetime.combine(
        timezone.localdate(now, timezone.get_default_timezone()),
        time.min,
        timezone.get_default_timezone(),
    )
    day = timedelta(days=1)
    if name == "yesterday":
        return stories.filter(**{f"{field}__gte": midnight - day, f"{field}__lt": midnight})
    if name == "today":
        return stories.filter(**{f"{field}__gte": midnight, f"{field}__lt": midnight + day})
    return stories.filter(**{f"{field}__gte": midnight - day * (int(name) - 1)})


def states_of(article, now=None):
    """Names of the states that `article` shows as chips, the plain one first."""
    if article.status == S.PUBLISHED:
        if article.is_scheduled(now):
            return ["scheduled"]
        return ["published", "corrected"] if article.corrected_at else ["published"]
    if article.status == S.DRAFT and article.return_note:
        return ["returned"]
    return [article.status]


def chips(article, now=None):
    """The states as words with a colour."""
    rows = ((name, STATES[name].label) for name in states_of(article, now))
    return format_html_join(" ", '<span class="chip chip--{}">{}</span>', rows)


def waiting(since, now=None):
    """“1:05”: hours and minutes since then."""
    minutes = max(0, int(((now or timezone.now()) - since).total_seconds() // 60))
    return f"{minutes // 60}:{minutes % 60:02}"


def is_long(since, now=None):
    return (now or timezone.now()) - since > LONG_WAIT


def waiting_html(since, now=None):
    """The waiting time, with a word and a colour once it is long."""
    if is_long(since, now):
        return format_html(
            '<span class="wait wait--long">{} <b>{}</b></span>', waiting(since, now), _("long wait")
        )
    return format_html('<span class="wait">{}</span>', waiting(since, now))
