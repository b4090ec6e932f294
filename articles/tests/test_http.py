"""What every public address promises to readers and to caches."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from articles.http import add_keys, client_ip, network_of, public_page
from articles.models import Page
from articles.tests.factories import make_user
from articles.tests.machines import body_of, full_story


@pytest.fixture
def addresses(db):
    story = full_story()
    Page.objects.create(slug="tentang", title="Tentang", body="<p>a</p>")
    day = timezone.localtime(story.publish_at)
    author, section = story.credits.first().user, story.section
    return {
        "whole": [
            "/",
            story.get_absolute_url(),
            section.get_absolute_url(),
            story.regions.get().get_absolute_url(),
            story.tags.get().get_absolute_url(),
            author.get_absolute_url(),
            f"/indeks/?tanggal={day:%Y-%m-%d}",
            "/cari/?q=jajaki",
            "/terpopuler/",
            "/ralat/",
            "/tentang/",
            "/rss.xml",
            "/atom.xml",
            "/feed.json",
            f"/rubrik/{section.slug}/rss.xml",
            f"/daerah/{story.regions.get().slug}/rss.xml",
            f"/topik/{story.tags.get().slug}/rss.xml",
            f"/penulis/{author.slug}/rss.xml",
            f"/berita/{story.pk}/ninjs.json",
            "/sitemap.xml",
            "/sitemap-news.xml",
            "/sitemap-halaman.xml",
            "/robots.txt",
        ],
        "streamed": [f"/sitemap-{day.year}-{day.month}.xml"],
    }


def test_every_answer_is_free_of_cookies_and_must_be_asked_for_again(client, addresses):
    client.force_login(make_user())
    for address in addresses["whole"] + addresses["streamed"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "public, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.has_header("Vary"), address
        assert not response.cookies, address
        assert "nonce" not in response["Content-Security-Policy"]
        body_of(response)


def test_the_same_page_twice_has_the_same_etag_and_is_sent_once(client, addresses):
    for address in addresses["whole"]:
        first, second = client.get(address), client.get(address)
        assert first["ETag"] == second["ETag"], address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, no-cache"
        assert again["ETag"] == first["ETag"]


def test_only_reading_is_possible(client, addresses):
    for address in addresses["whole"] + addresses["streamed"]:
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(address).status_code == 405
        head = client.head(address)
        assert (head.status_code, body_of(head)) == (200, b"")


def test_a_list_of_a_thing_carries_its_key(client, addresses):
    address = next(a for a in addresses["whole"] if "/rubrik/" in a and a.endswith("rss.xml"))
    key = client.get(address)["Surrogate-Key"]
    assert key.split()[0].startswith("section-")
    assert key.split()[1:] == ["feed"]


@public_page(keys=["list"])
def some_page(request, status=200):
    if status == 404:
        raise Http404
    text = f"{type(request.user).__name__} {hasattr(request, 'session')}"
    return add_keys(HttpResponse(text, status=status), "article-1", "list")


@pytest.fixture
def request_of_staff():
    request = RequestFactory().get("/")
    request.user, request.session = object(), {"a": 1}
    return request


def test_nobody_is_signed_in_on_a_public_page(request_of_staff):
    answer = some_page(request_of_staff)
    assert answer.content.decode() == f"{AnonymousUser.__name__} False"
    assert answer["Surrogate-Key"] == "article-1 list"


@pytest.mark.parametrize("status", [404, 410])
def test_an_error_is_asked_for_again_too(db, request_of_staff, status):
    answer = some_page(request_of_staff, status=status)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.has_header("ETag")


def test_an_etag_of_another_page_gets_the_whole_page(request_of_staff):
    request_of_staff.META["HTTP_IF_NONE_MATCH"] = '"another"'
    assert some_page(request_of_staff).status_code == 200


def test_a_304_keeps_the_surrogate_keys(request_of_staff):
    request_of_staff.META["HTTP_IF_NONE_MATCH"] = "*"
    answer = some_page(request_of_staff)
    assert (answer.status_code, answer["Surrogate-Key"]) == (304, "article-1 list")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_as_many_proxies_are_believed_as_the_settings_say(
    settings, proxies, forwarded, expected
):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="9.9.9.9")
    assert client_ip(request) == expected


def test_an_ipv6_line_is_one_visitor_however_many_addresses_it_uses():
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
    assert network_of("no address") == "no address"
