"""What a hostile visitor sends: addresses, headers and cookies that no browser makes."""

from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory
from zeal import zeal_ignore

from articles import popular
from articles.models import DailyViews, Region, Section, Tag
from articles.tests.factories import make_article, make_photo, make_user

HOSTILE = "\"><img src=x onerror=alert(1)></script></title><script>alert(2)</script>'{{7*7}}]]>"


def answer_of(path, **environ):
    """The status that our WSGI application itself gives, before any test client comes between."""
    from newsroom.wsgi import application

    statuses = []
    environ = {**RequestFactory().get(path).environ, **environ}
    application(environ, lambda status, headers: statuses.append(status))
    return statuses[0]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=undefined",
        "text/plain; charset=utf-7",
    ],
)
def test_a_charset_that_a_visitor_invents_is_not_used(db, content_type):
    assert answer_of("/robots.txt?%2B2AA-=1", CONTENT_TYPE=content_type) == "200 OK"


def test_an_address_longer_than_a_file_name_can_be_is_not_found(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert client.get(f"/media/{'a' * 300}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/admin/articles/photo/?q=%00",
        "/admin/articles/photo/picker/?q=a%00b",
        "/admin/articles/article/topics/?q=%00",
        "/admin/articles/tag/?q=%00",
        "/admin/r/5/%00/",
    ],
)
def test_the_desk_refuses_an_address_with_a_nul(path, roles, client):
    client.force_login(make_user("head"))
    assert client.get(path).status_code == 400


def test_the_desk_refuses_a_cookie_with_a_nul(db, client):
    cookie = r'sessionid="\000\000\000\000\000\000\000\000\000"'
    assert client.get("/admin/", HTTP_COOKIE=cookie).status_code == 400


def test_a_percent_sign_that_was_typed_is_no_nul(roles, client):
    client.force_login(make_user("head"))
    assert client.get("/admin/articles/photo/", {"q": "%00"}).status_code == 200


def test_a_name_longer_than_any_is_a_wrong_name(db, client):
    data = {"username": "x" * 300, "password": "y"}
    assert client.post("/admin/login/", data).status_code == 200
    assert AccessAttempt.objects.get().username == "x" * 255


@pytest.mark.parametrize("path", ["/tidak/ada/di-sini/", "/media/tidak-ada.jpg", "/indeks"])
def test_errors_and_redirects_of_the_site_are_asked_for_again(db, client, path):
    assert client.get(path)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    "path", ["/admin/tidak-ada/", "/admin/newsroom/user/", "/admin/jsi18n/", "/admin/?%00"]
)
def test_no_answer_of_the_desk_may_be_kept(roles, client, path):
    client.force_login(make_user("reporter"))
    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_flood_of_readings_is_not_remembered(db, client, monkeypatch):
    monkeypatch.setattr(popular, "ASKED_PER_HOUR", 3)
    story = make_article("published")
    for number in (7001, 7002, 7003, story.pk):
        client.post(f"/hitung/{number}/", HTTP_USER_AGENT="Mozilla/5.0")
    assert not DailyViews.objects.exists()


@pytest.fixture
def hostile_story(roles):
    """A public story with markup in every field that takes words."""
    writer = make_user("reporter", byline=HOSTILE[:80], bio=HOSTILE, slug="penulis")
    photo = make_photo(alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    story = make_article(
        "published",
        by=writer,
        headline=HOSTILE,
        summary=HOSTILE,
        body=f"<p>Isi {HOSTILE}</p>",
        dateline=HOSTILE[:60],
        disclosure=HOSTILE,
        story_class="release",
        slug="judul",
        lead_photo=photo,
        section=Section.objects.create(name=HOSTILE[:60], slug="rubrik", description=HOSTILE),
        tags=[Tag.objects.create(name=HOSTILE[:60], slug="topik")],
        regions=[
            Region.objects.create(
                name=HOSTILE[:60],
                slug="daerah",
                kind="kota",
                kemendagri_code="12.01",
                bps_code="1201",
                seat=HOSTILE[:60],
                aliases=[HOSTILE],
            )
        ],
        credits=[{"user": writer}, {"name": HOSTILE[:80]}],
    )
    story.gallery_items.create(photo=make_photo(), caption=HOSTILE)
    story.corrections.create(kind="correction", text=HOSTILE, by=writer)
    story.status_changes.create(move="return", note=HOSTILE, by=writer)
    make_article("retracted", headline=HOSTILE, retraction_reason=HOSTILE, by=writer)
    make_article("draft", headline=HOSTILE, return_note=HOSTILE, by=writer)
    make_article("submitted", headline=HOSTILE, by=writer)
    return story


PUBLIC = [
    "/", "/berita/{story}/judul/", "/berita/{retracted}/", "/rubrik/rubrik/", "/daerah/daerah/",
    "/topik/topik/", "/penulis/penulis/", "/indeks/", "/terpopuler/", "/ralat/",
    "/cari/?q=isi", "/cari/?q=%22%3E%3Cimg+src=x&dari=%22%3E%3Cimg+src=x", "/rss.xml", "/atom.xml",
    "/sitemap-news.xml", "/indeks/?tanggal=%22%3E%3Cimg+src=x",
]  # fmt: skip
DESK = [
    "", "articles/article/", "articles/article/?q=%22%3E%3Cimg+src=x",
    "articles/article/{story}/change/", "articles/article/{story}/history/",
    "articles/article/{story}/preview/", "articles/article/{story}/preview/page/",
    "articles/article/{story}/move/retract/", "articles/photo/", "articles/photo/{photo}/change/",
    "articles/homeslot/", "articles/section/", "articles/region/", "articles/tag/",
    "newsroom/user/", "newsroom/user/{writer}/change/",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC + [f"/admin/{path}" for path in DESK])
def test_words_stay_words_on_every_page(path, hostile_story, client):
    client.force_login(make_user("head"))
    numbers = {
        "story": hostile_story.pk,
        "retracted": hostile_story.created_by.created_articles.get(status="retracted").pk,
        "photo": hostile_story.lead_photo_id,
        "writer": hostile_story.created_by_id,
    }
    with zeal_ignore():  # the one who looks and the one looked at are both users
        text = client.get(path.format(**numbers)).content.decode()
    assert "<img src=x" not in text
    assert "<script>alert" not in text


def test_the_scripts_of_the_desk_build_no_markup_from_answers():
    """What a look-up answers becomes text; only pasted and escaped words go by HTML."""
    scripts = Path(__file__).parents[2] / "static" / "js"
    using = {path.name for path in scripts.glob("*.js") if "innerHTML" in path.read_text()}
    assert using == {"desk-paste.js", "desk-editor.js"}
