from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import menu
from articles.models import Article
from articles.paging import LISTED, keyset_page, parse_cursor
from articles.tests.factories import (
    make_article,
    make_region,
    make_section,
    make_tag,
    make_user,
)

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each():
    """A public story and one of every kind that readers must never see."""
    values = {"section": make_section(), "regions": [make_region()], "tags": [make_tag()]}
    author = make_user()
    values |= {"by": author, "credits": [{"user": author}]}
    public = make_article("published", **values)
    for status in ("draft", "submitted", "retracted", "spiked"):
        make_article(status, **values)
    make_article("published", publish_at=timezone.now() + HOUR, **values)
    return public, values


def test_published_leaves_out_drafts_and_stories_dated_ahead(one_of_each):
    assert list(Article.objects.published()) == [one_of_each[0]]


def test_the_list_of_a_region_shows_what_readers_may_see(one_of_each):
    public, values = one_of_each
    assert list(Article.objects.listed_in_region(values["regions"][0])) == [public]


def test_the_list_of_a_topic_shows_what_readers_may_see(one_of_each):
    public, values = one_of_each
    assert list(Article.objects.listed_with_tag(values["tags"][0])) == [public]


def test_the_list_of_an_author_shows_what_readers_may_see(one_of_each):
    public, values = one_of_each
    assert list(Article.objects.listed_by_author(values["by"])) == [public]


def test_a_section_lists_the_sections_below_it():
    parent = make_section()
    child = make_section(parent=parent)
    story = make_article("published", section=child)
    make_article("published")
    assert list(Article.objects.published().in_sections(menu.family(parent))) == [story]


def test_a_day_is_the_bureaus_day_and_not_that_of_utc():
    # 17:30 UTC on the 27th is half past midnight of the 28th in Medan.
    inside = make_article("published", publish_at=datetime(2022, 6, 27, 17, 30, tzinfo=UTC))
    make_article("published", publish_at=datetime(2022, 6, 27, 16, 59, tzinfo=UTC))
    make_article("published", publish_at=datetime(2022, 6, 28, 17, 0, tzinfo=UTC))
    assert list(Article.objects.published_on(date(2022, 6, 28))) == [inside]


def test_the_queue_starts_with_the_longest_waiting():
    now = timezone.now()
    late = make_article("submitted", submitted_at=now)
    early = make_article("submitted", submitted_at=now - HOUR)
    make_article("draft")
    assert list(Article.objects.queue()) == [early, late]


@pytest.mark.parametrize("role", ["reporter", "officer"])
def test_a_reporter_sees_what_is_public_and_what_is_own(role, roles):
    user = make_user(role)
    own = make_article(by=user)
    public = make_article("published")
    make_article("draft")
    make_article("published", publish_at=timezone.now() + HOUR)
    assert set(Article.objects.visible_to(user)) == {own, public}


@pytest.mark.parametrize("role", ["editor", "head", "auditor"])
def test_an_editor_sees_all(role, roles):
    make_article("draft")
    make_article("spiked")
    assert Article.objects.visible_to(make_user(role)).count() == 2


def test_somebody_without_a_role_sees_nothing(roles):
    make_article("published")
    assert not Article.objects.visible_to(make_user()).exists()


def pages_of(articles, by):
    """Walk all pages forward, then all back; both as lists of lists of keys."""
    forward, backward, query = [], [], {}
    while True:
        page = keyset_page(articles, query, size=2, by=by)
        forward.append([story.pk for story in page])
        if not page.older:
            break
        query = {"sebelum": page.older}
    while page.newer:
        page = keyset_page(articles, {"sesudah": page.newer}, size=2, by=by)
        backward.insert(0, [story.pk for story in page])
    return forward, backward


def test_pages_by_key_show_every_story_once_and_lead_back():
    region, moment = make_region(), timezone.now() - HOUR
    # Three of the same microsecond: the key must tell them apart.
    made = [make_article("published", publish_at=moment, regions=[region]) for _ in range(3)]
    made += [make_article("published", publish_at=moment - HOUR, regions=[region]) for _ in "ab"]
    expected = [story.pk for story in sorted(made, key=lambda a: (a.publish_at, a.pk))][::-1]
    for articles, by in (
        (Article.objects.published(), ("publish_at", "pk")),
        (Article.objects.listed_in_region(region), LISTED),
    ):
        forward, backward = pages_of(articles, by)
        assert sum(forward, []) == expected
        assert sum(backward, []) == expected[: len(sum(backward, []))]


@pytest.mark.parametrize(
    "text", ["", "x", "1-2-3", "9" * 40 + ".0-1", "1.5-0", "1.0-" + "9" * 30, "nan.0-1", "1.-1"]
)
def test_a_cursor_that_was_tampered_with_is_none(text):
    assert parse_cursor(text) is None


@pytest.mark.parametrize("stories", [1, 3])
def test_a_list_for_cards_is_one_query(stories, django_assert_num_queries):
    for _ in range(stories):
        make_article("published")
    with django_assert_num_queries(1):
        for story in Article.objects.published().for_listing():
            str((story.headline, story.section.name, story.lead_photo, story.get_absolute_url()))
