import urllib.robotparser
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles import sitemaps, workflow
from articles.models import Page
from articles.tests.factories import make_article, make_region, make_section, make_user
from articles.tests.machines import assert_valid_xml, body_of, full_story, hidden_stories

pytestmark = pytest.mark.django_db
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def locations(client, address):
    document = assert_valid_xml("sitemap", body_of(client.get(address)))
    return [element.text for element in document.iter(f"{S}loc")]


def month_address(moment):
    return reverse("articles:sitemap_month", args=[moment.year, moment.month])


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_the_index_names_the_months_that_hold_stories_and_no_others(client):
    for moment in (at(2021, 12, 5), at(2022, 6, 28), at(2022, 6, 29), at(2022, 9, 1)):
        make_article("published", publish_at=moment)
    make_article("retracted", publish_at=at(2022, 7, 5))
    assert locations(client, "/sitemap.xml") == [
        f"{settings.SITE_URL}/sitemap-{name}.xml"
        for name in ("halaman", "2022-9", "2022-6", "2021-12")
    ]


def test_a_month_is_the_bureaus_month(client):
    # 17:30 UTC on the last of May is half past midnight of the first of June in Medan.
    june = make_article("published", publish_at=at(2022, 5, 31, 17, 30))
    make_article("published", publish_at=at(2022, 6, 30, 17, 30))
    address = settings.SITE_URL + june.get_absolute_url()
    assert locations(client, "/sitemap-2022-6.xml") == [address]


def test_the_index_of_an_empty_archive_names_the_fixed_pages(client):
    hidden_stories()
    assert locations(client, "/sitemap.xml") == [f"{settings.SITE_URL}/sitemap-halaman.xml"]


@pytest.mark.parametrize("months", [1, 3])
def test_the_index_costs_the_same_for_one_month_and_for_three(
    client, django_assert_num_queries, months
):
    for n in range(months):
        make_article("published", publish_at=at(2022, 1 + 2 * n, 5))
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")


@pytest.mark.parametrize("stories", [1, 3])
def test_a_month_costs_one_query(client, django_assert_num_queries, stories):
    for n in range(stories):
        make_article("published", publish_at=at(2022, 6, 1 + n))
    with django_assert_num_queries(1):
        assert body_of(client.get("/sitemap-2022-6.xml")).count(b"<url>") == stories


def test_a_month_says_when_readers_were_last_told_of_a_change(client):
    first = at(2022, 6, 28, 10, 51)
    make_article("published", publish_at=first, revised_at=first + timedelta(days=1))
    document = assert_valid_xml("sitemap", body_of(client.get("/sitemap-2022-6.xml")))
    assert [e.text for e in document.iter(f"{S}lastmod")] == ["2022-06-29T17:51:00+07:00"]


def test_a_month_file_never_holds_more_than_the_protocol_allows(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    stories = [make_article("published", publish_at=at(2022, 6, day)) for day in (1, 2, 3)]
    expected = [settings.SITE_URL + story.get_absolute_url() for story in stories[:0:-1]]
    assert locations(client, "/sitemap-2022-6.xml") == expected


@pytest.mark.parametrize(
    "address", ["/sitemap-2022-7.xml", "/sitemap-2022-13.xml", "/sitemap-2022-0.xml",
                "/sitemap-0-1.xml", "/sitemap-99999-1.xml"],
)  # fmt: skip
def test_a_month_without_stories_is_not_there(client, address):
    make_article("published", publish_at=at(2022, 6, 28))
    assert client.get(address).status_code == 404


def test_the_fixed_pages_are_listed(client):
    section, region = make_section(), make_region()
    page = Page.objects.create(slug="tentang-uji", title="Tentang", body="<p>a</p>")
    found = locations(client, "/sitemap-halaman.xml")
    wanted = ["/", "/indeks/", "/terpopuler/", "/ralat/"]
    wanted += [thing.get_absolute_url() for thing in (section, region, page)]
    assert {settings.SITE_URL + path for path in wanted} <= set(found)


def test_the_news_sitemap_says_what_a_news_crawler_asks(client):
    story = full_story(publish_at=timezone.now().replace(microsecond=0) - timedelta(hours=1))
    document = assert_valid_xml("sitemap", client.get("/sitemap-news.xml").content)
    assert document.findtext(f".//{NEWS}name") == settings.BUREAU_NAME
    assert document.findtext(f".//{NEWS}language") == "id"
    assert document.findtext(f".//{NEWS}title") == story.headline
    written = datetime.fromisoformat(document.findtext(f".//{NEWS}publication_date"))
    assert written == story.first_published_at
    assert document.findtext(f".//{IMAGE}loc").endswith("/media/foto/k/wide-1280.jpeg")


def test_the_news_sitemap_forgets_after_two_days_and_ends_at_its_limit(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    now, hour = timezone.now(), timedelta(hours=1)
    make_article("published", publish_at=now - 49 * hour)
    fresh = [make_article("published", publish_at=now - n * hour) for n in (47, 2, 1)]
    expected = [settings.SITE_URL + story.get_absolute_url() for story in fresh[:0:-1]]
    assert locations(client, "/sitemap-news.xml") == expected


def test_a_paid_story_is_labelled_in_the_news_sitemap(client):
    make_article("published", headline="Panen", story_class="advertorial", disclosure="Mitra.")
    assert (
        b"<news:title>[Advertorial] Panen</news:title>" in client.get("/sitemap-news.xml").content
    )


@pytest.mark.parametrize("stories", [1, 3])
def test_the_news_sitemap_costs_one_query(client, django_assert_num_queries, stories):
    for _ in range(stories):
        full_story()
    with django_assert_num_queries(1):
        client.get("/sitemap-news.xml")


def test_nothing_unpublished_is_in_a_sitemap(client):
    story = make_article("published")
    hidden = hidden_stories()
    for address in ("/sitemap-news.xml", month_address(timezone.localtime(story.publish_at))):
        text = body_of(client.get(address)).decode()
        assert story.get_absolute_url() in text
        assert not [h for h in hidden if f"/berita/{h.pk}/" in text]


def test_a_retracted_story_leaves_the_sitemaps_at_once(client, roles):
    story = make_article("published")
    month = month_address(timezone.localtime(story.publish_at))
    assert b"<url>" in body_of(client.get(month))
    workflow.retract(story, by=make_user("head"), note="Keliru.", ground="error")
    assert client.get(month).status_code == 404
    assert b"<url>" not in client.get("/sitemap-news.xml").content
    assert month.encode() not in client.get("/sitemap.xml").content


def robots(client):
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return parser


def test_robots_may_read_stories_but_neither_the_desk_nor_the_search(client, settings):
    settings.DEMO = False
    found = robots(client)
    paths = ("/berita/1/a/", "/admin/", "/cari/?q=a", "/hitung/1/", "/p/kunci/")
    assert [found.can_fetch("any", path) for path in paths] == [True, *[False] * 4]
    assert found.site_maps() == [
        f"{settings.SITE_URL}/sitemap.xml",
        f"{settings.SITE_URL}/sitemap-news.xml",
    ]


def test_invented_news_is_kept_from_search_engines(client, settings):
    settings.DEMO = True
    assert not robots(client).can_fetch("any", "/")
