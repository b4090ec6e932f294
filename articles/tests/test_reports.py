"""Editorial figures: what is counted, from when to when, and at what cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import reports
from articles.models import Correction
from articles.tests.factories import make_article, make_region, make_section, make_user

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def now():
    """Noon: what was published a minute ago was published today."""
    return reports.start_of_day(timezone.now()) + timedelta(hours=12)


def published(at, **values):
    return make_article("published", publish_at=at, **values)


def test_today_begins_at_midnight_in_the_bureaus_zone_and_the_week_six_days_before(roles, now):
    midnight = reports.start_of_day(now)
    published(midnight)
    published(midnight - MINUTE)
    published(midnight - 6 * DAY)
    published(midnight - 6 * DAY - MINUTE)
    published(now + MINUTE)
    make_article("submitted")
    figures = reports.figures(now)
    assert (figures.today, figures.week) == (1, 3)


def test_a_section_below_another_counts_for_that_one(roles, now):
    main = make_section(name="Nasional")
    below = make_section(name="Nusantara", parent=main)
    other = make_section(name="Ekonomi")
    for section in (below, main, other):
        published(now, section=section)
    assert reports.figures(now).sections == [("Nasional", main.pk, 2), ("Ekonomi", other.pk, 1)]


def test_a_story_of_two_regions_counts_for_each(roles, now):
    toba, karo = make_region(name="Toba"), make_region(name="Karo")
    published(now, regions=[toba, karo])
    published(now, regions=[toba])
    published(now)
    assert reports.figures(now).regions == [("Toba", toba.pk, 2), ("Karo", karo.pk, 1)]


def test_the_median_is_of_the_way_from_the_desk_to_the_readers(roles, now):
    for minutes in (10, 20, 90):
        published(now, submitted_at=now - minutes * MINUTE)
    published(now)
    figures = reports.figures(now)
    assert (figures.median_minutes, figures.median) == (20, "0:20")


def test_without_a_submission_there_is_no_median(roles, now):
    published(now)
    assert reports.figures(now).median_minutes is None


def test_corrections_and_retractions_count_for_thirty_days(roles, now):
    by = make_user("editor")
    first = reports.start_of_day(now) - 29 * DAY
    story = published(now - 40 * DAY)
    for at in (first, first - MINUTE):
        Correction.objects.create(article=story, kind="correction", text="Angka.", by=by, at=at)
        make_article("retracted", retracted_at=at)
    Correction.objects.create(article=story, kind="reply", text="Jawaban.", by=by, at=now)
    figures = reports.figures(now)
    assert (figures.corrections, figures.retractions) == (1, 1)


@pytest.mark.parametrize("stories", [1, 3])
def test_the_figures_cost_the_same_for_one_story_and_for_three(
    stories, roles, now, django_assert_num_queries
):
    for _ in range(stories):
        published(now, regions=[make_region()], submitted_at=now - MINUTE)
    with django_assert_num_queries(4):
        reports.figures(now)
