"""The lists read their page from an index, in its order: no sort, no scan of the archive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.paging import LISTED, cursor_of, keyset_page
from articles.tests.factories import (
    make_article,
    make_region,
    make_section,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


def plan_of(queryset):
    if connection.vendor == "postgresql":
        # A test's handful of rows is cheapest read whole; ask what the index could do.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return queryset.explain()


def lists():
    published = Article.objects.published()
    return {
        "public_newest": published.newest(),
        "public_section": published.filter(section=make_section()).newest(),
        "public_region": Article.objects.listed_in_region(make_region()),
        "public_tag": Article.objects.listed_with_tag(make_tag()),
        "public_author": Article.objects.listed_by_author(make_user()),
        "queue_oldest": Article.objects.queue(),
        "retracted_newest": Article.objects.filter(retracted_at__isnull=False).order_by(
            "-retracted_at", "-id"
        ),
        "desk_newest": Article.objects.all(),
        "desk_status": Article.objects.filter(status="draft"),
        "desk_section": Article.objects.filter(section=make_section()),
        "desk_writer": Article.objects.filter(created_by=make_user()),
        "desk_class": Article.objects.filter(story_class="release"),
        "desk_child": Article.objects.filter(child_involved=True),
    }


@pytest.mark.parametrize(
    "index",
    ["public_newest", "public_section", "public_region", "public_tag", "public_author",
     "queue_oldest", "retracted_newest", "desk_newest", "desk_status", "desk_section",
     "desk_writer", "desk_class", "desk_child"],
)  # fmt: skip
def test_a_list_reads_its_page_in_the_order_of_an_index(index):
    plan = plan_of(lists()[index].only("pk")[:20])
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_a_later_page_of_a_region_joins_its_links_once():
    region = make_region()
    stories = [make_article("published", regions=[region]) for _ in range(3)]
    with CaptureQueriesContext(connection) as captured:
        page = keyset_page(
            Article.objects.listed_in_region(region),
            {"sebelum": cursor_of(stories[2])},
            by=LISTED,
        )
    assert len(page) == 2
    assert captured[0]["sql"].count('"articles_articleregion"') == 1
