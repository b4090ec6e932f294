import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from articles import structured
from articles.models import Article, Correction
from articles.tests.factories import make_article, make_photo
from articles.tests.machines import assert_valid_json, full_story, hidden_stories, renditions

pytestmark = pytest.mark.django_db


def loaded(story):
    return Article.objects.with_public_details().prefetch_related("corrections").get(pk=story.pk)


def facts_of(story):
    return assert_valid_json("newsarticle", structured.json_ld(loaded(story)))["@graph"]


def test_a_whole_story_is_valid_by_its_schema():
    moment = datetime(2022, 6, 28, 10, 51, tzinfo=UTC)
    story = full_story(publish_at=moment, revised_at=moment + timedelta(hours=2))
    facts, _trail = facts_of(story)
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == story.headline
    assert facts["datePublished"] == "2022-06-28T17:51:00+07:00"
    assert facts["dateModified"] == "2022-06-28T19:51:00+07:00"
    assert facts["keywords"] == [story.tags.get().name]
    assert facts["contentLocation"][0]["name"] == story.regions.get().official_name
    assert facts["editor"] == [{"@type": "Person", "name": "Sang Penyunting"}]


def test_authors_are_linked_where_they_have_a_page():
    story = full_story()
    page = settings.SITE_URL + story.credits.first().user.get_absolute_url()
    assert facts_of(story)[0]["author"] == [
        {"@type": "Person", "name": "Rina Siregar", "url": page},
        {"@type": "Person", "name": "Tamu Luar"},
    ]


def test_a_story_without_a_named_writer_is_the_bureaus():
    story = make_article("published", credits=[{"name": "Foto Grafer", "role": "photographer"}])
    facts = facts_of(story)[0]
    assert facts["author"] == [{"@id": facts["publisher"]["@id"]}]


def test_pictures_come_in_every_shape_with_their_size():
    photo = make_photo(
        renditions=[
            *renditions("card", width=320, height=213),
            *renditions("card", width=640, height=427),
            *renditions("wide"),
            *renditions("wide", width=1600, height=900, format_="avif"),
            *renditions("full", width=1600, height=1067),
        ]
    )
    images = facts_of(full_story(lead_photo=photo))[0]["image"]
    sizes = [(image["width"], image["height"]) for image in images]
    assert sizes == [(1280, 720), (640, 427), (1600, 1067)]
    assert all(image["url"].startswith(f"{settings.SITE_URL}/media/") for image in images)


def test_a_story_without_a_picture_says_nothing_of_one():
    assert "image" not in facts_of(full_story(lead_photo=None))[0]


def test_a_paid_story_is_an_advertisers_and_says_whose():
    story = full_story(story_class="advertorial", disclosure="Atas kerja sama dengan X.")
    facts = facts_of(story)[0]
    assert facts["@type"] == "AdvertiserContentArticle"
    assert facts["description"] == f"Atas kerja sama dengan X. {story.summary}"
    assert facts["genre"] == "Advertorial"


def test_corrections_are_told_and_replies_are_not_called_so():
    story = full_story()
    at = datetime(2022, 7, 1, 3, 0, tzinfo=UTC)
    values = {"article": story, "by": story.created_by, "at": at}
    entry = Correction.objects.create(kind="correction", text="Angka diperbaiki.", **values)
    Correction.objects.create(kind="reply", text="Hak jawab.", **values)
    assert facts_of(story)[0]["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Angka diperbaiki.",
            "datePublished": "2022-07-01T10:00:00+07:00",
            "url": settings.SITE_URL + entry.get_absolute_url(),
        }
    ]


def test_the_trail_leads_from_home_by_both_sections_to_the_story():
    story = full_story()
    steps = facts_of(story)[1]["itemListElement"]
    section = story.section
    names = [settings.BUREAU_NAME, section.parent.name, section.name, story.headline]
    assert [step["name"] for step in steps] == names
    assert [step["position"] for step in steps] == [1, 2, 3, 4]


def test_a_headline_cannot_leave_its_script_element():
    headline = "</script><script>alert(1)</script><!-- & \u2028\u2029"
    story = loaded(full_story(headline=headline))
    html = Template("{% load structured %}{% json_ld a %}").render(Context({"a": story}))
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', html)[1]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside)["@graph"][0]["headline"] == headline


def test_a_story_that_is_not_public_tells_machines_nothing():
    for story in hidden_stories():
        html = Template("{% load structured %}{% json_ld a %}{% opengraph a as f %}{{ f }}")
        assert html.render(Context({"a": loaded(story)})) == "[]"


def test_a_shared_link_shows_label_picture_and_times():
    first = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    story = full_story(publish_at=first, story_class="advertorial", disclosure="Mitra.")
    facts = dict(structured.opengraph(loaded(story)))
    assert facts["og:title"] == f"[Advertorial] {story.headline}"
    assert facts["og:url"] == settings.SITE_URL + story.get_absolute_url()
    assert facts["og:image"].endswith("/wide-1280.jpeg")
    assert (facts["og:image:width"], facts["og:image:height"]) == (1280, 720)
    assert datetime.fromisoformat(facts["article:published_time"]) == first


def test_a_loaded_story_needs_no_further_query(django_assert_num_queries):
    story = loaded(full_story())
    with django_assert_num_queries(0):
        structured.json_ld(story)
        structured.opengraph(story)


def test_the_disclosure_line_goes_where_a_link_is_shown():
    line = "Berita ini bagian dari kerja sama dengan Pemkab Batu Bara."
    story = full_story(disclosure=line)
    facts = dict(structured.opengraph(loaded(story)))
    assert facts["og:description"] == f"{line} {story.summary}"
