"""Editorial figures as plain rows. Each reads a bounded stretch of time by its own index."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.counting import count_together
from articles.dates import end_of, start_of
from articles.models import Article, Correction

WEEK, MONTH = 7, 30
SAMPLE = 2_000  # stories whose way through the desk is measured: the newest of the week
ROWS = 12


@dataclass(frozen=True)
class Figures:
    """`sections` and `regions`: [(name, primary key, stories of the week)], most first.

    `median_minutes`: from the last submission to publication; None where no story tells.
    """

    today: int
    week: int
    sections: list
    regions: list
    median_minutes: int | None
    corrections: int
    retractions: int

    @property
    def median(self):
        return hours(self.median_minutes or 0)


def hours(minutes):
    """“1:44”, hours and minutes; "" for None."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02}"


def figures(now=None):
    """What the bureau did today, this week and (corrections, retractions) in 30 days.

    Four queries, whatever was published.
    """
    now = now or timezone.now()
    since = start_of_day(now)
    week = Article.objects.published(at=now).filter(
        publish_at__gte=since - timedelta(days=WEEK - 1)
    )
    month = since - timedelta(days=MONTH - 1)
    counts = count_together(
        {
            "week": week,
            "today": week.filter(publish_at__gte=since),
            "corrections": Correction.objects.filter(
                kind=Correction.Kind.CORRECTION, at__gte=month, at__lte=now
            ),
            "retractions": Article.objects.filter(retracted_at__gte=month, retracted_at__lte=now),
        },
        cap=None,
    )
    return Figures(
        today=counts["today"][0],
        week=counts["week"][0],
        sections=_first(by_section(week)),
        regions=_first(by_region(week)),
        median_minutes=median_minutes(week),
        corrections=counts["corrections"][0],
        retractions=counts["retractions"][0],
    )


def published_in(first, last, stories=None):
    """What readers may read of the days from `first` to `last`, both in."""
    found = Article.objects.all() if stories is None else stories
    # One upper bound only, as published_on() says.
    until = min(end_of(last) - timedelta(microseconds=1), timezone.now())
    return found.published(at=until).filter(publish_at__gte=start_of(first))


def by_section(stories):
    """Values name, key, number: a section below another counts for that one, as its list does."""
    name = Coalesce("section__parent__name", "section__name")
    return _groups(stories, name, Coalesce("section__parent", "section"))


def by_region(stories):
    return _groups(stories.filter(regions__isnull=False), F("regions__name"), F("regions"))


def _groups(stories, name, key):
    return stories.order_by().values(name=name, key=key).annotate(number=Count("pk"))


def start_of_day(now):
    zone = timezone.get_default_timezone()
    return datetime.combine(timezone.localdate(now, zone), time.min, zone)


def median_minutes(stories):
    """Half of `stories` went through the desk in this many minutes or fewer; None for none."""
    timed = stories.filter(submitted_at__isnull=False).newest()
    pairs = timed.values_list("submitted_at", "publish_at")[:SAMPLE]
    waits = [(shown - sent).total_seconds() / 60 for sent, shown in pairs if shown >= sent]
    return round(median(waits)) if waits else None


def _first(groups):
    rows = groups.order_by("-number", "name")[:ROWS]
    return [(row["name"], row["key"], row["number"]) for row in rows]
