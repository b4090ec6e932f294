from datetime import timedelta

import pytest
from django.utils import timezone

from articles.front import STREAM, home_page
from articles.models import Article, HomeSlot
from articles.tests.factories import make_article, make_photo, make_section

pytestmark = pytest.mark.django_db
HIDDEN = ["draft", "submitted", "spiked", "retracted"]


def minutes_ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def story(minutes, **values):
    return make_article("published", publish_at=minutes_ago(minutes), **values)


def test_an_empty_newsroom_has_an_empty_home_page():
    page = home_page()
    assert (page.lead, page.headlines, page.stream, page.blocks) == (None, [], [], [])


def test_editors_choose_what_stands_where():
    first, second, newest = story(60), story(50), story(1)
    HomeSlot.objects.create(position=0, article=second)
    HomeSlot.objects.create(position=1, article=first)
    page = home_page()
    assert [page.lead, *page.headlines] == [second, first, newest]


def test_an_empty_place_gets_the_newest_with_a_photo_and_then_any():
    plain = story(1)
    older, newer = story(30, lead_photo=make_photo()), story(20, lead_photo=make_photo())
    page = home_page()
    assert [page.lead, *page.headlines] == [newer, older, plain]


def test_a_gap_between_chosen_places_is_filled_in_place():
    lead, third, other = story(50), story(40), story(1)
    HomeSlot.objects.create(position=0, article=lead)
    HomeSlot.objects.create(position=2, article=third)
    page = home_page()
    assert [page.lead, *page.headlines] == [lead, other, third]


@pytest.mark.parametrize("status", HIDDEN)
def test_a_chosen_story_that_readers_may_not_see_gives_up_its_place(status):
    HomeSlot.objects.create(position=0, article=make_article(status))
    public = story(5)
    assert home_page().lead == public


def test_a_chosen_story_takes_its_place_when_its_time_comes():
    now = timezone.now()
    public = story(5)
    later = make_article("published", publish_at=now + timedelta(hours=1))
    HomeSlot.objects.create(position=0, article=later)
    assert home_page(now).lead == public
    assert home_page(now + timedelta(hours=2)).lead == later


def test_paid_stories_reach_the_top_by_an_editors_hand_only():
    values = {"story_class": "advertorial", "disclosure": "Kerja sama Dinas X."}
    story(1, lead_photo=make_photo(), **values)
    news = story(50)
    assert home_page().lead == news


def test_no_story_stands_twice_above_the_fold():
    for minutes in range(1, STREAM + 12):
        story(minutes, lead_photo=make_photo() if minutes % 3 else None)
    page = home_page()
    keys = [s.pk for s in (page.lead, *page.headlines, *page.stream)]
    assert len(keys) == len(set(keys)) == 7 + STREAM


def test_the_stream_is_sorted_by_time():
    for minutes in (9, 3, 30, 4, 8, 2, 40, 11, 12, 10):
        story(minutes)
    times = [s.publish_at for s in home_page().stream]
    assert times == sorted(times, reverse=True)


def test_a_block_holds_the_newest_of_its_section_and_of_those_below_it():
    section = make_section(show_on_home=True)
    child = make_section(parent=section)
    for minutes in range(1, 8):
        story(minutes)  # these fill the top
    for status in HIDDEN:
        make_article(status, section=section)
    own, below = story(90, section=section), story(80, section=child)
    [block] = home_page().blocks
    assert (block.section, block.stories) == (section, [below, own])


def test_a_block_leads_with_a_photo_and_does_not_repeat_the_top():
    section = make_section(show_on_home=True)
    for minutes in range(1, 8):
        story(minutes, section=section)
    newer, pictured = story(20, section=section), story(30, section=section)
    Article.objects.filter(pk=pictured.pk).update(lead_photo=make_photo())
    for place in range(7):
        HomeSlot.objects.create(position=place, article=Article.objects.newest()[place])
    [block] = home_page().blocks
    assert block.stories == [pictured, newer]


@pytest.mark.parametrize("stories", [1, 3])
def test_the_home_page_costs_eight_queries_at_most(stories, django_assert_max_num_queries):
    for number in range(stories):
        section = make_section(show_on_home=True)
        story(number + 1, section=section)
    with django_assert_max_num_queries(8):
        home_page()
