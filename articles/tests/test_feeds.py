from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from articles import workflow
from articles.feeds import SIZE
from articles.models import Article
from articles.tests.factories import make_article, make_section, make_tag, make_user
from articles.tests.machines import (
    assert_valid_json,
    assert_valid_xml,
    full_story,
    hidden_stories,
)

pytestmark = pytest.mark.django_db
XML_FEEDS = {"rss": "/rss.xml", "atom": "/atom.xml"}
FEEDS = [*XML_FEEDS.values(), "/feed.json"]
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def lists():
    """A story and the address of every list feed that must hold it."""
    story = full_story()
    section, author = story.section, story.credits.first().user
    region, tag = story.regions.get(), story.tags.get()
    words = {"rubrik": section, "daerah": region, "topik": tag, "penulis": author}
    return story, [f"/{word}/{thing.slug}/rss.xml" for word, thing in words.items()]


@pytest.mark.parametrize(("schema", "address"), XML_FEEDS.items())
@pytest.mark.parametrize("stories", [0, 1, 3])
def test_an_xml_feed_is_valid_by_its_schema_and_to_a_feed_reader(client, schema, address, stories):
    for _ in range(stories):
        full_story(revised_at=timezone.now())
    response = client.get(address)
    assert_valid_xml(schema, response.content)
    parsed = feedparser.parse(response.content)
    assert (parsed.bozo, len(parsed.entries), parsed.feed.language) == (0, stories, "id")


def test_the_json_feed_is_valid_by_its_schema(client):
    full_story()
    response = client.get("/feed.json")
    feed = assert_valid_json("jsonfeed", response.content)
    assert response["Content-Type"] == "application/feed+json"
    assert len(feed["items"]) == 1


def test_list_feeds_are_valid_and_hold_the_story(client, lists):
    story, addresses = lists
    for address in addresses:
        channel = assert_valid_xml("rss", client.get(address).content)[0]
        assert [title.text for title in channel.findall("item/title")] == [story.headline]
        assert channel.find(f"{ATOM}link").get("href") == settings.SITE_URL + address


def test_an_rss_entry_says_all_that_the_format_can(client):
    moment = datetime(2022, 6, 28, 10, 51, tzinfo=UTC)
    story = full_story(publish_at=moment)
    item = assert_valid_xml("rss", client.get("/rss.xml").content).find("channel/item")
    enclosure = item.find("enclosure").attrib
    assert item.findtext("title") == "Batu Bara jajaki kerja sama <pelatihan> & liputan"
    assert item.findtext("description") == "<p>Diskominfo &amp; biro membahas “pelatihan”.</p>"
    assert item.findtext("link") == settings.SITE_URL + story.get_absolute_url()
    assert item.findtext("guid") == f"{settings.SITE_URL}/berita/{story.pk}/"
    assert item.findtext("pubDate") == "Tue, 28 Jun 2022 17:51:00 +0700"
    assert [e.text for e in item.findall(f"{DC}creator")] == ["Rina Siregar", "Tamu Luar"]
    assert [e.text for e in item.findall("category")] == [
        story.section.name,
        story.tags.get().name,
    ]
    assert dict(enclosure) == {
        "url": f"{settings.SITE_URL}/media/foto/k/wide-1280.jpeg",
        "length": "54321",
        "type": "image/jpeg",
    }


def test_an_atom_entry_is_updated_when_readers_were_told_of_a_change(client):
    first = datetime(2022, 6, 28, 10, 51, tzinfo=UTC)
    full_story(publish_at=first, revised_at=first + timedelta(hours=1))
    entry = assert_valid_xml("atom", client.get("/atom.xml").content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2022-06-28T17:51:00+07:00"
    assert entry.findtext(f"{ATOM}updated") == "2022-06-28T18:51:00+07:00"
    assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate", "enclosure"]


def test_the_atom_feed_links_to_the_site_and_to_itself(client):
    feed = assert_valid_xml("atom", client.get("/atom.xml").content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{settings.SITE_URL}/", "self": f"{settings.SITE_URL}/atom.xml"}


@pytest.mark.parametrize("address", FEEDS)
def test_a_paid_story_carries_its_label_and_its_disclosure(client, address):
    make_article(
        "published",
        headline="Panen raya",
        story_class="advertorial",
        disclosure="Atas kerja sama dengan Pemkab Batu Bara.",
    )
    label = str(Article.StoryClass.ADVERTORIAL.label).capitalize()
    text = client.get(address).content.decode()
    assert f"[{label}] Panen raya" in text
    assert "Atas kerja sama dengan Pemkab Batu Bara." in text


@pytest.mark.parametrize("address", FEEDS)
def test_nothing_unpublished_is_in_a_feed(client, address):
    story = make_article("published", headline="TERBUKA")
    hidden_stories(section=story.section)
    text = client.get(address).content.decode()
    assert "TERBUKA" in text
    assert "RAHASIA" not in text


def test_nothing_unpublished_is_in_a_list_feed(client, lists):
    story, addresses = lists
    author = story.credits.first().user
    hidden_stories(
        section=story.section,
        regions=[story.regions.get()],
        tags=[story.tags.get()],
        credits=[{"user": author}],
    )
    for address in addresses:
        assert b"RAHASIA" not in client.get(address).content


def test_a_retracted_story_leaves_every_feed_at_once(client, lists, roles):
    story, addresses = lists
    before = [client.get(address) for address in [*FEEDS, *addresses]]
    assert all(b"jajaki" in response.content for response in before)
    workflow.retract(story, by=make_user("head"), note="Keliru.", ground="error")
    for address, earlier in zip([*FEEDS, *addresses], before, strict=True):
        response = client.get(address, headers={"If-None-Match": earlier["ETag"]})
        assert response.status_code == 200
        assert b"jajaki" not in response.content


def test_a_feed_holds_the_newest_stories_newest_first(client):
    now, section = timezone.now(), make_section()
    for n in range(SIZE + 1):
        moment = now - timedelta(hours=n + 1)
        make_article("published", headline=f"Berita ke-{n}.", section=section, publish_at=moment)
    items = client.get("/feed.json").json()["items"]
    assert [item["title"] for item in items] == [f"Berita ke-{n}." for n in range(SIZE)]


@pytest.mark.parametrize("word", ["rubrik", "daerah", "topik", "penulis"])
def test_a_list_that_we_do_not_have_has_no_feed(client, word):
    response = client.get(f"/{word}/tidak-ada/rss.xml")
    assert response.status_code == 404
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(("schema", "address"), XML_FEEDS.items())
def test_a_character_that_xml_forbids_does_not_break_the_feed(client, schema, address):
    bad = "\x01\x0b\x1f\ufffe\uffff"
    make_article(
        "published",
        headline=f"Judul{bad}",
        summary=f"Ringkasan{bad}",
        credits=[{"name": f"Tamu{bad}"}],
        tags=[make_tag(name=f"Topik{bad}")],
        section=make_section(name=f"Rubrik{bad}"),
    )
    response = client.get(address)
    assert_valid_xml(schema, response.content)
    assert feedparser.parse(response.content).entries[0].title == "Judul"


def test_an_empty_feed_stays_the_same_from_one_second_to_the_next(client, time_machine):
    time_machine.move_to(datetime(2032, 6, 28, 3, 0, 0, tzinfo=UTC), tick=False)
    before = client.get("/rss.xml")["ETag"]
    time_machine.move_to(datetime(2032, 6, 28, 3, 0, 1, tzinfo=UTC), tick=False)
    assert client.get("/rss.xml")["ETag"] == before


@pytest.mark.parametrize("stories", [1, 3])
def test_a_feed_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, stories):
    section = make_section()
    for _ in range(stories):
        full_story(section=section)
    for address in FEEDS:
        with django_assert_num_queries(4):
            client.get(address)
    with django_assert_num_queries(6):  # the section, and the menu that knows those below it
        client.get(f"/rubrik/{section.slug}/rss.xml")


def test_a_feed_reads_no_bodies(client, django_assert_num_queries):
    full_story()
    with django_assert_num_queries(4) as queries:
        client.get("/rss.xml")
    assert not [q for q in queries.captured_queries if '"body"' in q["sql"]]


# --- Corrections -----------------------------------------------------------------------------


@pytest.fixture
def corrected(roles):
    story, editor = full_story(), make_user("editor")
    for kind in ("correction", "reply"):
        workflow.save_content(story, by=editor, kind=kind, text=f"Catatan {kind} <uji>.")
    return story


@pytest.mark.parametrize(("schema", "address"), XML_FEEDS.items())
def test_a_correction_is_an_entry_of_its_own_above_its_story(client, corrected, schema, address):
    content = client.get(address).content
    assert_valid_xml(schema, content)
    entries = feedparser.parse(content).entries
    page = f"{settings.SITE_URL}/berita/{corrected.pk}/"
    first, second = corrected.corrections.order_by("at")
    assert [entry.id for entry in entries] == [
        f"{page}#ralat-{second.pk}",
        f"{page}#ralat-{first.pk}",
        page,
    ]
    assert entries[1].title == f"[Ralat] {corrected.headline}"
    assert "Catatan correction &lt;uji&gt;." in entries[1].summary
    assert entries[1].link == f"{settings.SITE_URL}{corrected.get_absolute_url()}#ralat-{first.pk}"


def test_the_json_feed_holds_the_correction_and_is_valid(client, corrected):
    items = assert_valid_json("jsonfeed", client.get("/feed.json").content)["items"]
    assert [item["summary"] for item in items[:2]] == [
        "Catatan reply <uji>.",
        "Catatan correction <uji>.",
    ]


@pytest.mark.parametrize("word", ["rubrik", "daerah", "topik", "penulis"])
def test_a_list_feed_holds_the_corrections_of_its_own_stories_only(client, roles, lists, word):
    story, addresses = lists
    address = next(each for each in addresses if f"/{word}/" in each)
    other = make_article("published", headline="Lain")
    editor = make_user("editor")
    workflow.save_content(story, by=editor, kind="correction", text="Milik sendiri.")
    workflow.save_content(other, by=editor, kind="correction", text="Milik berita lain.")
    text = client.get(address).content.decode()
    assert "Milik sendiri." in text
    assert "Milik berita lain." not in text


def test_the_correction_of_a_retracted_story_leaves_the_feeds(client, corrected):
    workflow.retract(corrected, by=make_user("head"), note="Keliru.", ground="error")
    for address in FEEDS:
        assert b"Catatan" not in client.get(address).content
