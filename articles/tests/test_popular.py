from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from articles import popular, workflow
from articles.models import DailyViews, HourlyViews
from articles.popular import count, most_read, prune
from articles.tests.factories import make_article, make_photo, make_section, make_user
from articles.tests.machines import hidden_stories

PHONE = "Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36 Chrome/120.0 Mobile"
THREADS = 8


@pytest.fixture
def story(db):
    return make_article("published")


@pytest.fixture
def read(client):
    """Post the beacon as a reader's browser would; returns how many readings are counted by now."""

    def read(story, ip="10.0.0.1", agent=PHONE, **headers):
        headers = {"User-Agent": agent, **headers}
        response = client.post(f"/hitung/{story.pk}/", headers=headers, REMOTE_ADDR=ip)
        assert (response.status_code, response.content) == (204, b"")
        assert not response.cookies
        return sum(DailyViews.objects.values_list("count", flat=True))

    return read


def test_a_reading_is_counted_by_day_and_by_hour(story, read, time_machine):
    # 17:30 UTC on the 27th is the 28th in Medan.
    time_machine.move_to(datetime(2032, 6, 27, 17, 30, 59, tzinfo=UTC), tick=False)
    read(story)
    assert list(DailyViews.objects.values_list("article", "day", "count")) == [
        (story.pk, date(2032, 6, 28), 1)
    ]
    assert list(HourlyViews.objects.values_list("article", "hour", "count")) == [
        (story.pk, datetime(2032, 6, 27, 17, tzinfo=UTC), 1)
    ]


def test_another_reader_adds_to_the_same_rows(story, read):
    assert [read(story, ip=f"10.0.0.{n}") for n in (1, 2, 3)] == [1, 2, 3]
    assert DailyViews.objects.count() == HourlyViews.objects.count() == 1


def test_a_reload_is_not_counted_until_half_an_hour_has_passed(story, read, time_machine):
    now = timezone.now() + timedelta(hours=1)
    time_machine.move_to(now, tick=False)
    assert [read(story), read(story)] == [1, 1]
    time_machine.move_to(now + timedelta(minutes=29), tick=False)
    assert read(story) == 1
    time_machine.move_to(now + timedelta(minutes=31), tick=False)
    assert read(story) == 2


def test_a_reader_of_two_stories_counts_for_both(story, read):
    assert [read(story), read(make_article("published"))] == [1, 2]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "curl/8.4.0",
        "python-requests/2.31",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0",
        "Go-http-client/2.0",
    ],
)
def test_a_machine_is_not_counted(story, read, agent):
    assert read(story, agent=agent) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_page_fetched_ahead_or_from_elsewhere_is_not_counted(story, read, headers):
    assert read(story, **headers) == 0


def test_a_request_from_our_own_page_is_counted(story, read):
    assert read(story, **{"Sec-Fetch-Site": "same-origin"}) == 1


def test_only_a_public_story_is_counted_and_the_answer_tells_nothing(db, read):
    assert [read(story) for story in hidden_stories()] == [0] * 5


@pytest.mark.parametrize("pk", [999_999, 2**63, 10**30])
def test_a_story_that_we_do_not_have_gets_the_same_answer(db, client, pk):
    response = client.post(f"/hitung/{pk}/", headers={"User-Agent": PHONE})
    assert response.status_code == 204


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_reading_is_told_by_post_alone(story, client, method):
    response = getattr(client, method)(f"/hitung/{story.pk}/", headers={"User-Agent": PHONE})
    assert response.status_code == 405
    assert not DailyViews.objects.exists()


def test_the_beacon_needs_no_token_and_is_kept_by_no_cache(story):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/hitung/{story.pk}/", headers={"User-Agent": PHONE})
    assert (response.status_code, response["Cache-Control"]) == (204, "no-store")


def test_one_machine_cannot_lift_a_story_by_changing_its_name(story, read, monkeypatch):
    monkeypatch.setattr(popular, "PER_STORY_AND_HOUR", 3)
    assert [read(story, agent=f"{PHONE} {n}") for n in range(5)] == [1, 2, 3, 3, 3]
    assert read(story, ip="10.0.0.2") == 4


def test_one_machine_cannot_lift_many_stories(db, read, monkeypatch):
    monkeypatch.setattr(popular, "PER_HOUR", 2)
    section = make_section()
    stories = [make_article("published", section=section) for _ in range(3)]
    assert [read(story) for story in stories] == [1, 2, 2]


def test_a_forged_forwarding_header_makes_no_new_reader(story, read):
    assert [read(story, **{"X-Forwarded-For": f"7.7.7.{n}"}) for n in (1, 2)] == [1, 1]


def test_nothing_of_the_reader_is_stored(story, read, monkeypatch):
    keys = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *args: keys.append(key) or add(key, *args))
    read(story)
    assert keys
    assert not [key for key in keys if "10.0.0.1" in key or "CUBOT" in key]


@pytest.mark.django_db(transaction=True)
def test_no_reading_is_lost_when_many_come_at_once():
    story, each, barrier, failed = make_article("published"), 5, Barrier(THREADS), []

    def run():
        try:
            barrier.wait()
            for _ in range(each):
                count(story.pk)
        except Exception as reason:  # noqa: BLE001  (a thread's failure must fail the test)
            failed.append(reason)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(DailyViews.objects.values_list("count", flat=True)) == each * THREADS
    assert sum(HourlyViews.objects.values_list("count", flat=True)) == each * THREADS


def viewed(*counts, hours_ago=0):
    """Stories with so many readings that long ago."""
    section, moment = make_section(), timezone.now() - timedelta(hours=hours_ago)
    stories = [make_article("published", section=section) for _ in counts]
    for story, number in zip(stories, counts, strict=True):
        day = timezone.localtime(moment).date()
        hour = moment.replace(minute=0, second=0, microsecond=0)
        DailyViews.objects.create(article=story, day=day, count=number)
        HourlyViews.objects.create(article=story, hour=hour, count=number)
    return stories


@pytest.mark.parametrize("hours", [24, 7 * 24, 30 * 24])
def test_the_most_read_come_first_and_the_newer_where_equal(db, hours):
    one, most, equal = viewed(3, 9, 3)
    assert most_read(hours) == [most, equal, one]
    assert most_read(hours, limit=1) == [most]


def test_each_range_ends_where_it_says(db):
    [today], [days], [weeks], [months] = (
        viewed(1, hours_ago=ago) for ago in (0, 3 * 24, 12 * 24, 40 * 24)
    )
    assert most_read(24) == [today]
    assert most_read(7 * 24) == [days, today]
    assert most_read(30 * 24) == [weeks, days, today]
    assert months not in most_read(30 * 24)


def test_readings_of_several_days_are_added_up(db):
    steady, once = viewed(2, 3)
    yesterday = timezone.localdate() - timedelta(days=1)
    DailyViews.objects.create(article=steady, day=yesterday, count=2)
    assert most_read(7 * 24) == [steady, once]


def test_a_retracted_story_leaves_the_ranking_at_once_and_the_next_moves_up(db, roles):
    first, second, third = viewed(9, 8, 7)
    assert most_read(limit=2) == [first, second]
    workflow.retract(first, by=make_user("head"), note="Keliru.", ground="error")
    assert most_read(limit=2) == [second, third]


def test_a_ranking_is_kept_for_a_minute(db, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    one, other = viewed(2, 1)
    assert most_read() == [one, other]
    HourlyViews.objects.filter(article=other).update(count=5)
    assert most_read() == [one, other]
    time_machine.move_to(now + timedelta(seconds=61), tick=False)
    assert most_read() == [other, one]


@pytest.mark.parametrize("stories", [1, 3])
def test_the_most_read_cost_one_query_counted_anew_or_kept(db, django_assert_num_queries, stories):
    for story in viewed(*range(1, stories + 1)):
        story.lead_photo = make_photo()
        story.save()
    with django_assert_num_queries(1):
        cards = most_read()
        assert all(card.section.name and card.lead_photo.renditions for card in cards)
    with django_assert_num_queries(1):
        most_read()


def test_old_hours_are_pruned_and_days_are_kept(db):
    viewed(1, hours_ago=49)
    viewed(1, 1, hours_ago=52)
    assert (prune(), prune()) == (2, 0)
    assert HourlyViews.objects.count() == 1
    assert DailyViews.objects.count() == 3
