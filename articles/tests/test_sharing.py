"""Links that show an unpublished story to somebody outside: who gives them, what they open, when
they end, and what is written down of their opening."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from articles import private_links, sharing, workflow
from articles.models import Article, ShareLink, ShareOpening
from articles.moves import MoveNotAllowed
from articles.tests.factories import make_article, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
AHEAD = timedelta(hours=2)


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def head():
    return make_user("head")


def given(story, by, **values):
    """The address of a new link."""
    _link, token = sharing.share(story, by=by, **{"reader": "Humas", "hours": 24, **values})
    return f"/pratinjau/{token}/"


def page_of(story):
    return reverse("admin:articles_article_share", args=[story.pk])


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_link_opens_the_unpublished_story_and_says_that_it_is_not_published(
    state, client, editor
):
    story = make_article(state, headline="Jembatan Tanjung selesai")
    page = client.get(given(story, editor))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Jembatan Tanjung selesai" in text
    assert 'class="shared-mark"' in text


def test_a_scheduled_story_opens_too_and_its_own_address_stays_closed(client, editor):
    story = make_article("published", publish_at=timezone.now() + AHEAD)
    assert client.get(given(story, editor)).status_code == 200
    assert client.get(story.get_absolute_url()).status_code == 404


def test_the_page_is_kept_by_nobody_found_by_nobody_and_tells_no_other_site(client, editor):
    page = client.get(given(make_article("draft"), editor))
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in page
    assert not page.cookies


def test_only_the_hash_of_a_token_of_256_bits_is_stored(editor):
    link, token = sharing.share(make_article("draft"), by=editor, reader="Humas", hours=24)
    row = ShareLink.objects.values().get(pk=link.pk)
    assert token not in str(row)
    assert row["token_sha256"] == private_links.digest(token)
    assert len(token) == 43


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor"])
def test_whoever_may_not_publish_gives_no_link(role):
    by = make_user(role)
    with pytest.raises(PermissionDenied):
        given(make_article("draft", by=by), by)


def test_only_the_head_gives_a_story_of_a_child(editor, head, client):
    story = make_article("draft", child_involved=True)
    with pytest.raises(PermissionDenied):
        given(story, editor)
    assert client.get(given(story, head)).status_code == 200


def test_an_editors_link_closes_when_the_story_comes_to_concern_a_child(client, editor):
    story = make_article("draft")
    path = given(story, editor)
    Article.objects.filter(pk=story.pk).update(child_involved=True)
    assert client.get(path).status_code == 410


def test_under_embargo_nothing_is_given_and_nothing_opens(client, editor):
    story = make_article("draft")
    path = given(story, editor)
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + AHEAD)
    assert client.get(path).status_code == 410
    with pytest.raises(MoveNotAllowed):
        given(story, editor)


def test_with_publication_the_link_leads_to_the_story(client, editor):
    story = make_article("submitted")
    path = given(story, editor)
    workflow.publish(story, by=editor)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, story.get_absolute_url())
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("state", ["retracted", "spiked"])
def test_a_link_to_a_story_taken_back_tells_nothing_of_it(state, client, editor):
    story = make_article("draft", headline="Judul yang dicabut")
    path = given(story, editor)
    values = {"status": state}
    if state == "retracted":
        now = timezone.now()
        values |= {"publish_at": now, "first_published_at": now, "retracted_at": now}
        values |= {"retraction_reason": "Keliru."}
    Article.objects.filter(pk=story.pk).update(**values)
    page = client.get(path)
    assert page.status_code == 410
    assert "Judul yang dicabut" not in page.content.decode()


def test_a_link_ends_by_its_time_and_by_hand(client, editor):
    story = make_article("draft")
    expires, revoked = given(story, editor), given(story, editor)
    sharing.revoke(ShareLink.objects.first(), by=editor)
    assert client.get(revoked).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert client.get(expires).status_code == 410


@pytest.mark.parametrize("token", ["x" * 43, "x", "x" * 500])
def test_a_wrong_token_is_unknown_and_is_kept_nowhere_either(token, client):
    page = client.get(f"/pratinjau/{token}/")
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store, private")


def test_each_opening_is_written_down_with_a_shortened_address(client, editor):
    path = given(make_article("draft"), editor)
    client.get(path, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Peramban\0/1" + "x" * 300})
    client.head(path)
    [row] = ShareOpening.objects.all()
    assert (row.network, row.user_agent) == ("203.0.113.0/24", "Peramban/1" + "x" * 190)


@pytest.mark.parametrize(
    ("ip", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::5", "2001:db8:1::/48"), ("?", "")],
)
def test_an_address_is_shortened_to_its_network(ip, kept):
    assert private_links.shortened(ip) == kept


def test_one_line_asks_a_hundred_and_twenty_times_an_hour_and_no_more(client, editor, monkeypatch):
    real = private_links.within
    monkeypatch.setattr(private_links, "within", lambda key, limit: real(key, limit - 118))
    path = given(make_article("draft"), editor)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_story_has_a_bounded_number_of_open_links(editor, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_OPEN", 1)
    story = make_article("draft")
    given(story, editor)
    with pytest.raises(MoveNotAllowed):
        given(story, editor)


@pytest.mark.parametrize("state", ["published", "retracted", "spiked"])
def test_no_link_is_made_where_there_is_nothing_to_preview(state, editor):
    with pytest.raises(MoveNotAllowed):
        given(make_article(state), editor)


def test_the_desk_shows_the_address_once_and_never_again(client, editor):
    story = make_article("draft")
    client.force_login(editor)
    made = client.post(page_of(story), {"reader": "Dinas Kominfo", "hours": "72"})
    address = made.context["address"]
    assert address.startswith("http://127.0.0.1:8000/pratinjau/")
    assert made["Cache-Control"].startswith("no-store") or "no-store" in made["Cache-Control"]
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    again = client.get(page_of(story)).content.decode()
    assert address not in again
    assert "Dinas Kominfo" in again


@pytest.mark.parametrize("data", [{}, {"reader": "Humas", "hours": "9999"}, {"hours": "24"}])
def test_a_link_without_reader_or_with_a_term_of_its_own_is_refused(data, client, editor):
    client.force_login(editor)
    assert client.post(page_of(make_article("draft")), data).status_code == 422
    assert not ShareLink.objects.exists()


def test_an_editor_closes_a_link_and_a_reporter_or_auditor_does_not(client, editor):
    writer = make_user("reporter")
    story = make_article("draft", by=writer)
    path = given(story, editor)
    link = ShareLink.objects.get()
    close = reverse("admin:articles_article_share_revoke", args=[story.pk, link.pk])
    for user in (writer, make_user("auditor")):
        client.force_login(user)
        assert client.post(close).status_code == 403
    client.force_login(editor)
    client.post(close)
    client.logout()
    assert client.get(path).status_code == 410


def test_a_link_is_closed_at_its_own_story_only(client, editor):
    given(make_article("draft"), editor)
    link, other = ShareLink.objects.get(), make_article("draft")
    client.force_login(editor)
    close = reverse("admin:articles_article_share_revoke", args=[other.pk, link.pk])
    assert client.post(close).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_links_costs_the_same_for_one_and_for_three(
    count, client, editor, django_assert_num_queries
):
    story = make_article("draft")
    for _number in range(count):
        path = given(story, editor)
        client.get(path)
    client.force_login(editor)
    client.get(page_of(story))
    with django_assert_num_queries(7):
        client.get(page_of(story))


def test_openings_are_forgotten_half_a_year_after_the_end(client, editor):
    client.get(given(make_article("draft"), editor))
    with time_machine.travel(timezone.now() + timedelta(days=170)):
        assert sharing.prune() == 0
    with time_machine.travel(timezone.now() + timedelta(days=182)):
        assert sharing.prune() == 1
