"""The preview: the public page, for those who may see it already and for nobody else."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_article, make_photo, make_region, make_tag, make_user

pytestmark = pytest.mark.django_db


def urls(story):
    names = ("articles_article_preview", "articles_article_preview_page")
    return [reverse(f"admin:{name}", args=[story.pk]) for name in names]


@pytest.mark.parametrize("status", ["draft", "submitted", "published", "spiked", "retracted"])
def test_an_editor_sees_any_story_as_readers_would(client, roles, status):
    client.force_login(make_user("editor"))
    story = make_article(
        status, regions=[make_region()], tags=[make_tag()], lead_photo=make_photo()
    )
    frame, page = (client.get(url) for url in urls(story))
    assert urls(story)[1] in frame.content.decode()
    assert "articles/detail.html" in [template.name for template in page.templates]
    assert story.headline in page.content.decode()


def test_a_draft_with_nothing_but_a_headline_can_be_looked_at(client, roles):
    writer = make_user("reporter")
    client.force_login(writer)
    story = make_article(by=writer, body="", summary="", dateline="", section=None, credits=[])
    assert client.get(urls(story)[1]).status_code == 200


def test_no_cache_keeps_it_no_robot_lists_it_and_no_reading_is_counted(client, roles):
    client.force_login(make_user("editor"))
    story = make_article("published")
    for response in map(client.get, urls(story)):
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert "noindex" in response["X-Robots-Tag"]
        page = response.content.decode()
        assert "data-beacon" not in page
        assert reverse("articles:beacon", args=[story.pk]) not in page


def test_it_says_that_the_story_is_not_published(client, roles):
    client.force_login(make_user("editor"))
    page = client.get(urls(make_article("draft"))[1]).content.decode()
    assert "desk-preview-mark" in page


@pytest.mark.parametrize("role", ["reporter", "officer"])
def test_others_drafts_stay_closed(client, roles, role):
    client.force_login(make_user(role))
    for url in urls(make_article("submitted", headline="Rahasia dapur")):
        response = client.get(url)
        assert response.status_code == 404
        assert "Rahasia dapur" not in response.content.decode()


def test_a_visitor_is_sent_to_sign_in(client, roles):
    for url in urls(make_article("published")):
        assert client.get(url).status_code == 302
