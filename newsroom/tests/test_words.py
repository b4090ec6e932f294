"""The pages speak Indonesian, to the last label; the desk speaks English to who chose it."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from articles.models import Correction, HomeSlot
from articles.tests.desk_pages import typed
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)

# Words that stand in our English strings, or in Django's, and in no Indonesian sentence.
ENGLISH = re.compile(
    r"\b(the|and|of|with|this|that|your|you|from|for|not|no|yes|by|at|story|stories|section|region"
    r"|topics?|credits?|headline|summary|caption|saved?|search|published|scheduled|draft|submit"
    r"|submitted|retract|retracted|spiked?|returned|corrections?|updated|latest|newest|older|newer"
    r"|password|username|user|please|required|add|delete|remove|change|changed|choose|view|home"
    r"|show|share|copy|desk|log|sign|history|today|yesterday|any|all|more|words|characters|error"
    r"|photos?|upload|picture|people|account|front|page|language|close|filter|select|item|items"
    r"|january|february|march|may|june|july|august|october|december|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
INDONESIAN = re.compile(
    r"\b(simpan|keluar|masuk|cari|rubrik|daerah|terbitkan|terjadwal|dikirim|draf|semua|redaksi"
    r"|ringkasan|kata sandi|tulis|antrean|keterangan foto|belum)\b",
    re.IGNORECASE,
)
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "content", "label"}
# Values of data-… attributes that scripts work with, and nobody reads.
WORKED_WITH = re.compile(r"[\w./:#?=&%-]*|[\[{].*", re.DOTALL)
DAY = timedelta(days=1)


class Words(HTMLParser):
    """What a page says to people: its text, its spoken attributes, and the texts for scripts."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.silent += tag in ("script", "style")
        speaks = tag != "meta" or attrs.get("name") in ("description", "twitter:image:alt")
        for name, value in attrs.items():
            if (name in SPOKEN and speaks) or (
                name.startswith("data-") and not WORKED_WITH.fullmatch(value or "")
            ):
                self.found.append(value)

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.found.append(data.strip())


def said(response):
    assert response.status_code in (200, 403, 404, 410, 422, 429), response.status_code
    words = Words()
    words.feed(response.content.decode())
    assert words.found
    return words.found


def foreign(response, language=ENGLISH):
    """The sentences of the page that hold a word of `language`."""
    return [text for text in said(response) if language.search(text)]


def without_languages(response, language=ENGLISH):
    """foreign(), but for the button that offers the other language by its own name."""
    names = {"English", "Indonesia", "Bahasa Indonesia"}
    return [text for text in foreign(response, language) if text not in names]


@pytest.fixture
def stories(roles):
    """A story in each state, written so that no word of theirs is English."""
    writer = make_user("reporter", byline="Rina Siregar", slug="rina-siregar")
    section = make_section(name="Ekonomi", slug="ekonomi", show_on_home=True)
    facts = {
        "by": writer,
        "section": section,
        "regions": [make_region(name="Batu Bara", slug="batu-bara")],
        "tags": [make_tag(name="Beras", slug="beras")],
    }
    found = {
        name: make_article(name, **facts) for name in ("draft", "submitted", "retracted", "spiked")
    }
    found["returned"] = make_article("draft", return_note="Sebutkan jumlahnya.", **facts)
    found["published"] = make_article("published", lead_photo=make_photo(), **facts)
    found["old"] = make_article(
        "published", publish_at=timezone.now() - 500 * DAY, story_class="release", **facts
    )
    found["scheduled"] = make_article("published", publish_at=timezone.now() + DAY, **facts)
    for kind in Correction.Kind.values:
        Correction.objects.create(
            article=found["published"], kind=kind, text="Jumlahnya 12.", by=writer
        )
    HomeSlot.objects.create(position=0, article=found["published"])
    return {**found, "writer": writer}


def address(name, story=None):
    return reverse(f"admin:articles_{name}", args=[story.pk] if story else [])


PUBLIC = [
    "/",
    "/rubrik/ekonomi/",
    "/daerah/batu-bara/",
    "/topik/beras/",
    "/penulis/rina-siregar/",
    "/indeks/",
    "/indeks/?tanggal=2022-06-28",
    "/indeks/?tanggal=2022-99-99",
    "/cari/",
    "/cari/?q=berita&dari=2022-06-28",
    "/cari/?q=tidakada",
    "/cari/?q=berita&dari=kemarin",
    "/terpopuler/",
    "/ralat/",
    "/tidak-ada/",
    "/admin/login/",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_anybody_may_open_speaks_indonesian(client, stories, path):
    assert not foreign(client.get(path))


@pytest.mark.parametrize("state", ["published", "old", "retracted"])
def test_a_story_speaks_indonesian(client, stories, state):
    assert not foreign(client.get(stories[state].get_absolute_url()))


def test_a_refused_sign_in_is_explained_in_indonesian(client, stories):
    response = client.post("/admin/login/", {"username": "rina", "password": "salah"})
    assert not foreign(response)


def test_a_locked_account_is_explained_in_indonesian(client, stories):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/admin/login/", {"username": "rina", "password": "salah"})
    assert response.status_code == 429
    assert not foreign(response)
    minutes = settings.AXES_COOLOFF_TIME.seconds // 60
    assert f"{minutes} menit" in " ".join(said(response))


def test_a_closed_door_is_explained_in_indonesian(client, stories):
    client.force_login(make_user("officer"))
    response = client.get(address("article_add"))
    assert response.status_code == 403
    assert not foreign(response)


def test_a_form_without_its_cookie_is_explained_in_indonesian(stories):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "rina"})
    assert response.status_code == 403
    assert not foreign(response)


@pytest.mark.parametrize("role", ["reporter", "editor", "officer", "head", "auditor"])
def test_the_desk_greets_every_role_in_indonesian(client, stories, role):
    client.force_login(stories["writer"] if role == "reporter" else make_user(role))
    assert not without_languages(client.get("/admin/"))


LISTS = ["article", "photo", "homeslot", "section", "region", "tag", "page"]
STATES = ["draft", "returned", "submitted", "scheduled", "published", "retracted", "spiked"]


@pytest.mark.parametrize("model", LISTS)
def test_a_list_of_the_desk_speaks_indonesian(client, stories, model):
    client.force_login(make_user("head"))
    assert not without_languages(client.get(address(f"{model}_changelist")))


@pytest.mark.parametrize("model", ["photo", "section", "tag", "page"])
def test_a_form_and_its_complaints_speak_indonesian(client, stories, model):
    client.force_login(make_user("head"))
    assert not without_languages(client.get(address(f"{model}_add")))
    assert not without_languages(client.post(address(f"{model}_add"), {}))


def test_a_new_story_and_its_complaints_speak_indonesian(client, stories):
    client.force_login(make_user("head"))
    empty = client.get(address("article_add"))
    assert not without_languages(empty)
    assert not without_languages(client.post(address("article_add"), typed(empty, headline="")))


@pytest.mark.parametrize("view", ["change", "history", "preview"])
@pytest.mark.parametrize("state", STATES)
def test_a_story_at_the_desk_speaks_indonesian(client, stories, state, view):
    client.force_login(make_user("head"))
    assert not without_languages(client.get(address(f"article_{view}", stories[state])))


@pytest.mark.parametrize(
    ("state", "move"),
    [
        ("draft", "submit"),
        ("submitted", "return"),
        ("submitted", "publish"),
        ("submitted", "schedule"),
        ("scheduled", "reschedule"),
        ("scheduled", "unschedule"),
        ("draft", "spike"),
        ("spiked", "revive"),
        ("published", "reclassify"),
        ("published", "retract"),
    ],
)
def test_the_page_of_a_move_and_its_refusal_speak_indonesian(client, stories, state, move):
    client.force_login(make_user("head"))
    url = reverse("admin:articles_article_move", args=[stories[state].pk, move])
    assert not without_languages(client.get(url))
    if move not in ("submit", "publish", "unschedule", "revive"):  # those need nothing more
        assert not without_languages(client.post(url, {}))


@pytest.mark.parametrize(
    "name", ["newsroom_user_changelist", "newsroom_user_add", "password_change"]
)
def test_the_accounts_speak_indonesian(client, stories, name):
    client.force_login(make_user("head"))
    assert not without_languages(client.get(reverse(f"admin:{name}")))


@pytest.mark.parametrize("name", ["newsroom_user_change", "auth_user_password_change"])
def test_one_account_speaks_indonesian(client, stories, name):
    client.force_login(make_user("head"))
    url = reverse(f"admin:{name}", args=[stories["writer"].pk])
    with zeal_ignore():  # it takes who asks and whom they look at for a loop
        response = client.get(url)
    assert not without_languages(response)


def test_the_desk_speaks_english_to_who_chose_it(client, stories):
    client.force_login(stories["writer"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    pages = ["/admin/", address("article_changelist"), address("article_add")]
    for page in pages:
        response = client.get(page)
        assert foreign(response, ENGLISH), page
        assert not without_languages(response, INDONESIAN), page


def test_a_public_page_speaks_indonesian_even_to_who_chose_english(client, stories):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert not foreign(client.get("/"))
