from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import RelatedStory
from articles.related import related_stories
from articles.tests.factories import make_article, make_region, make_section, make_tag

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - timedelta(hours=hours)


def test_what_an_editor_chose_comes_first_and_in_order():
    tag = make_tag()
    article = make_article("published", tags=[tag])
    alike = make_article("published", tags=[tag])
    one, two = make_article("published", publish_at=ago(900)), make_article("published")
    RelatedStory.objects.create(article=article, to=two, order=1)
    RelatedStory.objects.create(article=article, to=one, order=0)
    assert related_stories(article) == [one, two, alike]


def test_a_shared_topic_weighs_more_than_a_region_and_that_more_than_a_section():
    section, region, tag = make_section(), make_region(), make_tag()
    article = make_article("published", section=section, regions=[region], tags=[tag])
    by_section = make_article("published", section=section, publish_at=ago(1))
    by_region = make_article("published", regions=[region], publish_at=ago(2))
    by_tag = make_article("published", tags=[tag], publish_at=ago(3))
    make_article("published")
    assert related_stories(article) == [by_tag, by_region, by_section]


def test_the_newest_of_equals_comes_first():
    tag = make_tag()
    article = make_article("published", tags=[tag])
    older = make_article("published", tags=[tag], publish_at=ago(9))
    newer = make_article("published", tags=[tag], publish_at=ago(2))
    assert related_stories(article) == [newer, older]


@pytest.mark.parametrize("status", ["draft", "submitted", "spiked", "retracted"])
def test_nothing_that_readers_may_not_see_is_offered(status):
    tag = make_tag()
    article = make_article("published", tags=[tag])
    hidden = make_article(status, tags=[tag])
    ahead = make_article("published", tags=[tag], publish_at=ago(-1))
    for order, story in enumerate([hidden, ahead]):
        RelatedStory.objects.create(article=article, to=story, order=order)
    assert related_stories(article) == []


@pytest.mark.parametrize("stories", [1, 3])
def test_related_stories_are_one_query(stories, django_assert_num_queries):
    tag, region = make_tag(), make_region()
    made = [make_article("published", tags=[tag], regions=[region]) for _ in range(stories + 1)]
    article = type(made[0]).objects.with_public_details().get(pk=made[0].pk)
    with django_assert_num_queries(1):
        assert len(related_stories(article)) == stories
