"""No surface gives a story before its second, and every one has it at its second.

It follows from one rule: what readers get is asked of the clock (docs/record.md). Here every
public address that could show a story is asked, one second before and at the second.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article
from articles.tests.factories import make_user
from articles.tests.machines import full_story
from newsroom.tests.test_permission_walk import ROUTES

pytestmark = pytest.mark.django_db
WORD = "Kaldera"  # in the headline of the story alone
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
# Public addresses that say nothing of stories, or ask for something that is not there.
SILENT = {
    "articles:beacon",  # answers the same for every number
    "articles:page",
    "articles:corrections",  # what readers were told of a story: nothing before it was public
    "articles:most_read",  # counts readers, and there were none
    "articles:robots",
    "articles:shared",  # by a secret link, and marked as unpublished
    "articles:sitemap",
    "articles:sitemap_pages",
}


def addresses(story):
    """{name of the route: address} of every surface that shows the story by its words."""
    section, author = story.section, story.credits.first().user
    region, tag = story.regions.get(), story.tags.get()
    day = timezone.localtime(story.publish_at)
    words = {"section": section, "region": region, "topic": tag, "author": author}
    found = {
        "home": "/",
        "articles:detail": story.get_absolute_url(),
        "articles:detail_short": f"/berita/{story.pk}/",
        "articles:ninjs": f"/berita/{story.pk}/ninjs.json",
        "articles:index": f"/indeks/?tanggal={day:%Y-%m-%d}",
        "articles:search": f"/cari/?q={WORD}",
        "articles:rss": "/rss.xml",
        "articles:atom": "/atom.xml",
        "articles:json_feed": "/feed.json",
        "articles:sitemap_news": "/sitemap-news.xml",
        "articles:sitemap_month": f"/sitemap-{day.year}-{day.month}.xml",
    }
    for name, thing in words.items():
        found[f"articles:{name}"] = thing.get_absolute_url()
        found[f"articles:{name}_rss"] = f"{thing.get_absolute_url()}rss.xml"
    return found


def shows(client, path):
    response = client.get(path, follow=True)
    body = response.getvalue() if response.streaming else response.content
    # The search page repeats the words it was asked for; the slug stands in links to the story.
    return "kaldera-toba" in body.decode().lower() or f"{WORD} Toba" in body.decode()


@pytest.fixture
def story(roles, time_machine):
    """Scheduled for the end of its embargo; the clock stands an hour before."""
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    until = now + HOUR
    story = full_story("submitted", headline="Kaldera Toba dijaga bersama", embargo_until=until)
    Article.objects.filter(pk=story.pk).update(slug="kaldera-toba-dijaga-bersama")
    return workflow.publish(story, by=make_user("editor"), at=until)


def test_every_public_address_of_a_story_is_asked(story):
    public = {name for name in ROUTES if name.startswith("articles:")} | {"home"}
    assert public == set(addresses(story)) | SILENT


def test_no_surface_has_it_a_second_early_and_every_surface_has_it_at_its_second(
    story, client, time_machine
):
    paths = addresses(story)
    time_machine.move_to(story.publish_at - SECOND, tick=False)
    assert [name for name, path in paths.items() if shows(client, path)] == []
    time_machine.move_to(story.publish_at, tick=False)
    assert [name for name, path in paths.items() if not shows(client, path)] == []


def test_a_reader_who_came_a_second_early_is_not_given_the_kept_answer(story, client, time_machine):
    time_machine.move_to(story.publish_at - SECOND, tick=False)
    early = client.get("/rss.xml")
    time_machine.move_to(story.publish_at, tick=False)
    later = client.get("/rss.xml", headers={"If-None-Match": early["ETag"]})
    assert (later.status_code, WORD in later.content.decode()) == (200, True)
