"""The calendar day of a moment, said by the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from articles.models import Article
from articles.moments import BureauDay
from articles.tests.factories import make_article


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Jakarta", datetime(2022, 6, 27, 17, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2022, 6, 27, 16, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2022, 6, 27, 15, tzinfo=UTC)),
    ],
)
def test_the_day_begins_at_midnight_of_the_bureau(zone, midnight, settings, db):
    settings.TIME_ZONE = zone
    moments = {
        midnight - timedelta(microseconds=1): date(2022, 6, 27),
        midnight: date(2022, 6, 28),
        midnight + timedelta(hours=24, microseconds=-1): date(2022, 6, 28),
    }
    for at in moments:
        make_article("published", publish_at=at, first_published_at=at)
    days = Article.objects.annotate(day=BureauDay("publish_at")).values_list("publish_at", "day")
    assert dict(days) == moments


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite adds one distance for all")
def test_a_zone_with_summer_time_is_refused(settings, db):
    settings.TIME_ZONE = "Europe/Amsterdam"
    with pytest.raises(ValueError, match="summer time"):
        list(Article.objects.annotate(day=BureauDay("publish_at")))
