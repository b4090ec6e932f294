"""Plausible numbers of readers for the demo stories."""

import math
from collections import Counter
from datetime import timedelta
from random import Random

from articles.dates import bureau_time
from articles.models import DailyViews, HourlyViews
from articles.popular import HOURS_KEPT, start_of_hour

FADE = 9  # hours in which a story's readers fall to about a third
FLOOR = 0.003  # and those who come by search, for good
DAYS = 30
# Readers of the whole week come to the number that the story's text file gives.
WEEK = sum(math.exp(-hour / FADE) + FLOOR for hour in range(24 * 7))


def add_readers(article, wanted, now):
    """Hourly and daily rows for one story from its publication, at most 30 days, to `now`."""
    rng = Random(article.pk)
    days, hours = Counter(), Counter()
    first = max(article.publish_at, now - timedelta(days=DAYS))
    hour = start_of_hour(first)
    while hour <= now:
        age = (hour - article.publish_at).total_seconds() / 3600
        share = math.exp(-max(age, 0) / FADE) + FLOOR
        local = bureau_time(hour)
        awake = 0.12 if 1 <= local.hour < 5 else 1
        present = min(1, (now - hour).total_seconds() / 3600)
        count = round(wanted * share / WEEK * awake * present * rng.uniform(0.7, 1.3))
        if count:
            days[local.date()] += count
            if hour > now - timedelta(hours=HOURS_KEPT):
                hours[hour] = count
        hour += timedelta(hours=1)
    return (
        [DailyViews(article=article, day=day, count=n) for day, n in days.items()],
        [HourlyViews(article=article, hour=hour, count=n) for hour, n in hours.items()],
    )
