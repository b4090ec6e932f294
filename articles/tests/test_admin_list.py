"""The story list: what it shows to whom, in which order, by which filters, and what it can do."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from zeal import zeal_ignore

from articles.admin import changelist
from articles.admin.changelist import CappedPaginator
from articles.models import Article, Correction
from articles.tests.factories import make_article, make_region, make_section, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def editor(roles, client):
    user = make_user("editor")
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return user


def shown(client, query=""):
    return list(client.get(f"{LIST}?{query}").context["cl"].result_list)


def act(client, action, stories, **more):
    data = {"action": action, "_selected_action": [story.pk for story in stories], "index": 0}
    # Each story is locked and moved by itself, on purpose.
    with zeal_ignore():
        return client.post(LIST, data | more)


def status_of(*stories):
    return [Article.objects.get(pk=story.pk).status for story in stories]


# --- Who sees what -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("reporter", {"own draft", "public"}),
        ("officer", {"public"}),
        ("editor", {"own draft", "draft", "public", "scheduled", "spiked"}),
        ("head", {"own draft", "draft", "public", "scheduled", "spiked"}),
        ("auditor", {"own draft", "draft", "public", "scheduled", "spiked"}),
    ],
)
def test_a_list_holds_what_the_role_may_read(role, expected, client, roles):
    me = make_user(role)
    client.force_login(me)
    if role != "officer":
        make_article("draft", by=me, headline="own draft")
    make_article("draft", headline="draft")
    make_article("published", headline="public")
    make_article("published", headline="scheduled", publish_at=timezone.now() + HOUR)
    make_article("spiked", headline="spiked")
    assert {story.headline for story in shown(client)} == expected


@pytest.mark.parametrize("query", ["q=Rahasia", "state=draft", "q={pk}", "q=%23{pk}"])
def test_no_search_or_filter_opens_a_colleagues_draft(query, client, roles):
    secret = make_article("draft", headline="Rahasia besar")
    client.force_login(make_user("reporter"))
    assert shown(client, query.format(pk=secret.pk)) == []


@pytest.mark.parametrize(
    "query",
    ["created_by__password__startswith=a", "body__contains=a", "status__exact=draft", "o=1"],
)
def test_only_the_filters_on_offer_can_be_asked(query, client, editor):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == (200 if query == "o=1" else 400)


# --- Filters and order -------------------------------------------------------------------------


def test_each_state_holds_its_stories_alone(client, editor):
    now = timezone.now()
    stories = {
        "draft": make_article("draft"),
        "returned": make_article("draft", return_note="Lengkapi."),
        "submitted": make_article("submitted"),
        "scheduled": make_article("published", publish_at=now + HOUR),
        "published": make_article("published"),
        "corrected": make_article("published", corrected_at=now),
        "retracted": make_article("retracted"),
        "spiked": make_article("spiked"),
    }
    Correction.objects.create(
        article=stories["corrected"], kind="correction", text="Angka.", by=editor
    )
    Correction.objects.create(
        article=stories["published"], kind="reply", text="Jawaban.", by=editor
    )
    found = {name: {story.pk for story in shown(client, f"state={name}")} for name in stories}
    expected = {name: {story.pk} for name, story in stories.items()}
    expected["draft"] |= expected["returned"]
    expected["published"] |= expected["corrected"]
    assert found == expected


def test_the_queue_is_in_the_order_of_waiting(client, editor):
    now = timezone.now()
    second, first = (make_article("submitted", submitted_at=now - n * HOUR) for n in (1, 3))
    assert shown(client, "state=submitted") == [first, second]


def test_the_schedule_is_in_the_order_of_appearing(client, editor):
    now = timezone.now()
    second, first = (make_article("published", publish_at=now + n * HOUR) for n in (3, 1))
    assert shown(client, "state=scheduled") == [first, second]


def test_days_are_those_of_publication_in_the_list_of_published_stories(client, editor):
    midnight = timezone.localtime(timezone=timezone.get_default_timezone()).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    moments = {"today": midnight, "yesterday": midnight - HOUR, "7": midnight - 6 * DAY}
    moments["30"] = midnight - 29 * DAY
    stories = {name: make_article("published", publish_at=at) for name, at in moments.items()}
    make_article("published", publish_at=midnight - 29 * DAY - HOUR)
    found = {
        name: {story.pk for story in shown(client, f"state=published&day={name}")}
        for name in stories
    }
    pks = {name: story.pk for name, story in stories.items()}
    assert found == {
        "today": {pks["today"]},
        "yesterday": {pks["yesterday"]},
        "7": {pks["today"], pks["yesterday"], pks["7"]},
        "30": set(pks.values()),
    }


def test_a_main_section_holds_those_below_it(client, editor):
    main = make_section()
    below = make_section(parent=main)
    stories = [make_article(section=section) for section in (main, below)]
    make_article()
    assert set(shown(client, f"section={main.pk}")) == set(stories)
    assert shown(client, f"section={below.pk}") == [stories[1]]


def test_filters_narrow_together(client, editor):
    region = make_region()
    wanted = make_article(by=editor, regions=[region], child_involved=True, story_class="release")
    make_article(by=editor, regions=[region], child_involved=True)
    make_article(regions=[region], child_involved=True, story_class="release")
    make_article(by=editor, child_involved=True, story_class="release")
    make_article(by=editor, regions=[region], story_class="release")
    query = f"region={region.pk}&class=release&who=mine&child=yes"
    assert shown(client, query) == [wanted]


@pytest.mark.parametrize(
    "query", ["state=none", "section=x", "region=999999", "day=99", "section="]
)
def test_a_filter_value_that_is_not_offered_is_taken_as_none(query, client, editor):
    story = make_article()
    assert shown(client, query) == [story]


@pytest.mark.parametrize(("query", "first"), [("", "changed"), ("state=published", "published")])
def test_a_row_shows_the_time_that_its_list_goes_by_first(query, first, client, editor):
    story = make_article("published", publish_at=timezone.now() - DAY)
    Article.objects.filter(pk=story.pk).update(modified_at=timezone.now() - HOUR)
    page = client.get(f"{LIST}?{query}").content.decode()
    [cell] = re.findall(r'<td class="field-when">(.*?)</td>', page, re.DOTALL)
    words = re.findall(r"changed|published", cell)
    assert words[0] == first
    assert "published" in words


# --- Search ------------------------------------------------------------------------------------


def test_words_are_found_in_headline_and_text_by_their_stems_and_unfinished(client, editor):
    headline = make_article(headline="Pembangunan pasar dimulai")
    body = make_article(body="<p>Warga membangun jembatan.</p>")
    make_article()
    assert set(shown(client, "q=bangun")) == {headline, body}
    assert shown(client, "q=jemba") == [body]


def test_a_number_is_a_story_and_a_word(client, editor):
    story = make_article()
    speaks_of_it = make_article(headline=f"Rapat {story.pk} peserta")
    make_article()
    assert set(shown(client, f"q={story.pk}")) == {story, speaks_of_it}
    assert shown(client, f"q=%23{story.pk}") == [story]


# --- Cost --------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "state=submitted", "q=nomor"])
def test_the_list_costs_the_same_for_one_story_and_for_three(query, client, editor):
    def one_more():
        make_article("submitted", regions=[make_region()])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?{query}")
        return len(queries)

    one_more()
    first = cost()
    one_more()
    one_more()
    assert cost() == first


def test_the_list_reads_no_bodies_and_counts_no_further_than_the_cap(client, editor):
    make_article()
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    stories = [q["sql"] for q in queries if 'FROM "articles_article"' in q["sql"]]
    assert stories
    assert not any('"articles_article"."body"' in sql for sql in stories)
    for sql in stories:
        if "COUNT(" in sql:
            assert f"LIMIT {changelist.CAP + 1}" in sql


def test_a_capped_count_says_that_there_are_more(client, editor, monkeypatch):
    monkeypatch.setattr(changelist, "CAP", 2)
    for _ in range(3):
        make_article()
    paginator = CappedPaginator(Article.objects.order_by("pk"), 50)
    assert (paginator.count, paginator.is_capped) == (2, True)
    assert "more than 2" in client.get(LIST).content.decode()


# --- Cells -------------------------------------------------------------------------------------


def test_a_row_says_state_facts_people_and_waiting_time(client, editor):
    writer = make_user("reporter", byline="Rina Siregar")
    make_article(
        "submitted",
        headline="Harga cabai <naik>",
        credits=[{"user": writer}, {"name": "Penulis tamu"}, {"user": editor, "role": "editor"}],
        section=make_section(name="Ekonomi"),
        regions=[make_region(name="Karo")],
        submitted_at=timezone.now() - 2 * HOUR - timedelta(minutes=5),
    )
    page = client.get(LIST).content.decode()
    row = re.search(r"<tbody>(.*)</tbody>", page, re.DOTALL)[1]
    words = " ".join(re.sub(r"<[^>]*>", " ", row).split())
    assert "submitted" in words
    assert "Harga cabai &lt;naik&gt;" in words
    assert "Ekonomi · Karo · #" in words
    assert "Rina Siregar, Penulis tamu" in words
    assert editor.byline not in words
    assert "2:05 long wait" in words


def test_a_corrected_story_carries_both_words(client, editor):
    make_article("published", corrected_at=timezone.now())
    row = client.get(LIST).content.decode()
    assert 'class="chip chip--published"' in row
    assert 'class="chip chip--corrected"' in row


@pytest.mark.parametrize(("query", "word"), [("", "No stories yet"), ("q=zzz", "No story fits")])
def test_an_empty_list_says_what_to_do(query, word, client, editor):
    assert word in client.get(f"{LIST}?{query}").content.decode()


# --- Moves of many -----------------------------------------------------------------------------


def test_a_bulk_move_asks_first_and_names_the_stories(client, editor):
    story = make_article("submitted", headline="Harga cabai turun")
    response = act(client, "publish_selected", [story])
    assert response.status_code == 200
    assert "Harga cabai turun" in response.content.decode()
    assert status_of(story) == ["submitted"]


def test_each_story_moves_by_itself_and_each_refusal_says_why(client, editor):
    ready, own, draft = (
        make_article("submitted"),
        make_article("submitted", by=editor),
        make_article("draft"),
    )
    act(client, "publish_selected", [ready, own, draft], confirmed=1)
    assert status_of(ready, own, draft) == ["published", "submitted", "draft"]
    notes = [str(message) for message in client.get(LIST).context["messages"]]
    assert len(notes) == 3
    assert any(f"#{own.pk}" in note and "Four eyes" in note for note in notes)
    assert any(f"#{draft.pk}" in note for note in notes)


def test_a_reporter_submits_own_drafts_and_cannot_publish(client, roles):
    me = make_user("reporter")
    client.force_login(me)
    own, public = make_article("draft", by=me), make_article("published")
    act(client, "submit_selected", [own, public], confirmed=1)
    assert status_of(own, public) == ["submitted", "published"]
    act(client, "publish_selected", [own], confirmed=1)
    assert status_of(own) == ["submitted"]


def test_a_colleagues_draft_cannot_be_submitted_by_a_forged_number(client, roles):
    client.force_login(make_user("reporter"))
    draft = make_article("draft")
    act(client, "submit_selected", [draft], confirmed=1)
    assert status_of(draft) == ["draft"]


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_who_only_reads_gets_no_bulk_moves(role, client, roles):
    client.force_login(make_user(role))
    story = make_article("published")
    page = client.get(LIST)
    assert not page.context["action_form"]
    act(client, "publish_selected", [story], confirmed=1)
    assert status_of(story) == ["published"]


def test_nobody_deletes_by_the_list(client, roles):
    client.force_login(get_user_model().objects.create_superuser("root"))
    story = make_article()
    act(client, "delete_selected", [story], post="yes", confirmed=1)
    assert status_of(story) == ["draft"]


def test_more_than_a_hundred_at_once_are_refused(client, editor, monkeypatch):
    monkeypatch.setattr(changelist, "AT_ONCE", 1)
    stories = [make_article("submitted"), make_article("submitted")]
    act(client, "publish_selected", stories, confirmed=1)
    assert status_of(*stories) == ["submitted", "submitted"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2022-06-28", ["siang"]),
        ("2022-06-27..2022-06-28", ["siang", "malam"]),
        ("2022-06-28..2022-06-27", ["siang", "malam"]),  # no span: the list is not narrowed
        ("2022-06-31", ["siang", "malam"]),
        ("0001-01-01..9999-12-31", ["siang", "malam"]),
    ],
)
def test_the_list_is_narrowed_to_a_day_or_a_span_that_a_page_leads_to(
    asked, expected, client, editor
):
    zone = timezone.get_default_timezone()
    for name, at in {
        "malam": datetime(2022, 6, 27, 23, 59, tzinfo=zone),
        "siang": datetime(2022, 6, 28, 12, tzinfo=zone),
    }.items():
        make_article("published", headline=name, publish_at=at, first_published_at=at)
    rows = shown(client, f"state=published&day={asked}")
    assert [story.headline for story in rows] == expected
