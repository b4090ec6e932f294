"""DESIGN.md, “Who may do what”, walked: every address x every role x every state of a story.

The addresses come from the URL resolver itself, which the admin registry fills. One without a row
below fails, so nobody adds a page without deciding who may see it.

Letters: a anonymous, n staff without a role, r reporter, e editor, o officer, h head, u auditor,
s superuser. A row names who gets the page; everybody else must be refused.
"""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from axes.models import AccessLog
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from zeal import zeal_ignore

from articles import workflow
from articles.models import Article, Page
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)

ALL, STAFF, NOBODY = "anreohus", "nreohus", ""
READS = "reohus"  # every role may read what is public
WRITES, DESK, EDITS, HEAD, SEES = "rehs", "ehs", "ehs", "hs", "ehus"
ROLES = {"n": (), "r": ("reporter",), "e": ("editor",), "o": ("officer",), "h": ("head",)}
ROLES |= {"u": ("auditor",)}
# What a story may be; “own” is the reporter's.
STATES = {
    "own draft": "draft",
    "draft": "draft",
    "own submitted": "submitted",
    "submitted": "submitted",
    "scheduled": "published",
    "public": "published",
    "retracted": "retracted",
    "own spiked": "spiked",
    "spiked": "spiked",
}
# Who may read a story in the desk, by state.
STORY = {
    state: READS if state == "public" else "rehus" if state.startswith("own") else SEES
    for state in STATES
}
CHANGE_FORM = STORY  # a read-only page for those who may not edit
PUBLIC_STORY = {state: ALL if state == "public" else NOBODY for state in STATES}

ROWS = {
    "healthz": ALL,
    "readyz": ALL,
    "media": NOBODY,  # no such file here; test_headers.py asks for a real one
    "home": ALL,
    "set_language": ALL,
    "admin:index": STAFF,
    "admin:login": ALL,
    "admin:logout": "a",  # by POST only; nobody is signed in, so nothing to do
    "admin:password_change": STAFF,
    "admin:password_change_done": STAFF,
    "admin:autocomplete": NOBODY,  # nothing is offered by it; the desk has its own look-ups
    "admin:jsi18n": STAFF,
    "admin:view_on_site": STORY,
    "admin:app_list": NOBODY,
    "admin/(?P<url>.*)$": NOBODY,
    # Stories
    "admin:articles_article_changelist": READS,
    "admin:articles_article_add": WRITES,
    "admin:articles_article_change": CHANGE_FORM,
    "admin:articles_article_history": STORY,
    "admin:articles_article_delete": dict.fromkeys(STATES, NOBODY),
    "admin:articles_article_claims": STORY,
    "admin:articles_article_preview": STORY,
    "admin:articles_article_preview_page": STORY,
    "admin:articles_article_topics": READS,
    "admin:articles_article_stories": READS,
    # Photos
    "admin:articles_photo_changelist": READS,
    "admin:articles_photo_add": WRITES,
    "admin:articles_photo_change": READS,
    "admin:articles_photo_history": READS,
    "admin:articles_photo_delete": EDITS,
    "admin:articles_photo_picker": READS,
    "admin:articles_photo_upload": NOBODY,  # by POST only
    "admin:articles_photo_words": WRITES,
    "admin:articles_photo_original": NOBODY,  # a row without a file; see test_admin_photo.py
    # Front page, sections, regions, topics, pages
    "admin:articles_homeslot_changelist": SEES,
    "admin:articles_homeslot_stories": EDITS,
    "admin:articles_section_changelist": READS,
    "admin:articles_section_add": HEAD,
    "admin:articles_section_change": READS,
    "admin:articles_section_history": SEES,
    "admin:articles_section_delete": HEAD,
    "admin:articles_region_changelist": READS,
    "admin:articles_region_add": "s",
    "admin:articles_region_change": READS,
    "admin:articles_region_history": SEES,
    "admin:articles_region_delete": "s",
    "admin:articles_tag_changelist": READS,
    "admin:articles_tag_add": DESK,
    "admin:articles_tag_change": READS,
    "admin:articles_tag_history": SEES,
    "admin:articles_tag_delete": HEAD,
    "admin:articles_page_changelist": SEES,
    "admin:articles_page_add": HEAD,
    "admin:articles_page_change": SEES,
    "admin:articles_page_history": SEES,
    "admin:articles_page_delete": HEAD,
    # People
    "admin:newsroom_user_changelist": "hus",
    "admin:newsroom_user_add": HEAD,
    "admin:newsroom_user_change": "hus",
    "admin:newsroom_user_history": "hus",
    "admin:newsroom_user_delete": NOBODY,
    "admin:auth_user_password_change": HEAD,
    # The public site
    "articles:detail": PUBLIC_STORY,
    "articles:detail_short": PUBLIC_STORY,
    "articles:ninjs": PUBLIC_STORY,
    "articles:beacon": NOBODY,  # by POST only
    **{
        f"articles:{name}": ALL
        for name in [
            "section",
            "region",
            "topic",
            "author",
            "index",
            "search",
            "most_read",
            "corrections",
            "page",
            "rss",
            "atom",
            "json_feed",
            "section_rss",
            "region_rss",
            "topic_rss",
            "author_rss",
            "sitemap",
            "sitemap_news",
            "sitemap_month",
            "sitemap_pages",
            "robots",
        ]  # fmt: skip
    },
}
# Locked-out visitors are the operator's matter.
for model in ("accessattempt", "accesslog", "accessfailurelog"):
    for page in ("changelist", "add", "history", "delete", "change"):
        ROWS[f"admin:axes_{model}_{page}"] = "s" if page == "changelist" else NOBODY
# Sign-ins of this very test are logged, so here are rows to open.
ROWS |= {f"admin:axes_accesslog_{page}": "s" for page in ("history", "delete", "change")}
MOVE = "admin:articles_article_move"  # walked on its own below
SHORTCUT = "<path:object_id>/"  # the admin's old address of a change page: only redirects

# (move, state): who may make it. What is not listed nobody may.
MOVES = {
    ("submit", "own draft"): WRITES,
    ("submit", "draft"): EDITS,
    ("return", "own submitted"): EDITS,
    ("return", "submitted"): EDITS,
    ("publish", "own submitted"): EDITS,
    ("publish", "submitted"): EDITS,
    ("schedule", "own submitted"): EDITS,
    ("schedule", "submitted"): EDITS,
    ("reschedule", "scheduled"): EDITS,
    ("unschedule", "scheduled"): EDITS,
    ("spike", "own draft"): WRITES,
    ("spike", "draft"): EDITS,
    ("spike", "own submitted"): EDITS,
    ("spike", "submitted"): EDITS,
    ("revive", "own spiked"): WRITES,
    ("revive", "spiked"): EDITS,
    ("reclassify", "public"): HEAD,
    ("retract", "public"): HEAD,
}


def routes(resolver=None, prefix="", namespace=""):
    """[(name, route)] of the whole site; an unnamed one goes by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, route, inner)
        else:
            yield (namespace + pattern.name if pattern.name else route, route)


ROUTES = dict(routes())


@pytest.fixture
def people(roles):
    found = {letter: make_user(*names, slug=f"orang-{letter}") for letter, names in ROLES.items()}
    found["s"] = make_user(is_superuser=True)
    return found


@pytest.fixture
def clients(people, settings, monkeypatch):
    # Nobody's rights change in a walk: reading session, account and rights anew for each page
    # took a third of its time. The accounts below keep the rights they once asked for.
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    known = {person.pk: get_user_model().objects.get(pk=person.pk) for person in people.values()}
    monkeypatch.setattr(ModelBackend, "get_user", lambda backend, pk: known[pk])
    found = {"a": Client()}
    for letter, person in people.items():
        found[letter] = Client()
        found[letter].force_login(person)
    return found


def story_in(state, people):
    by = people["r"] if state.startswith("own") else make_user("reporter")
    hour = timedelta(hours=1)
    values = {"publish_at": timezone.now() + hour} if state == "scheduled" else {}
    return make_article(STATES[state], by=by, **values)


def address(route, **values):
    """`route` with its parts filled in."""
    path = route
    parts = ("<path:object_id>", "<int:pk>", "<id>", "<path:path>", "<int:row>", "<int:version>")
    for part in (*parts, "<int:line>"):
        path = path.replace(part, str(values.get("pk", 1)))
    path = path.replace("<slug:slug>", values.get("slug", "-"))
    path = path.replace("<slug:name>", values.get("name", ""))
    today = timezone.localtime()
    path = path.replace("<int:year>", str(today.year)).replace("<int:month>", str(today.month))
    path = path.replace("^(?P<app_label>axes|articles|newsroom)/$", "articles/")
    path = path.replace("(?P<url>.*)$", "no-such-page/")
    content_type = ContentType.objects.get_for_model(Article).pk
    path = path.replace("<path:content_type_id>", str(content_type))
    return "/" + path


def gets_in(client, path):
    """Whether the page opens: not refused, not unknown, not sent away with a message."""
    # An account's page reads who asks and whom they look at; zeal takes two for a loop.
    with zeal_ignore():
        response = client.get(path)
    assert response.status_code in {200, 301, 302, 403, 404, 405, 410}, path
    # The desk sends people to its home page, to the login or back to the story where a page is
    # not for them; elsewhere a redirect leads to what was asked for.
    if response.status_code == 302:
        sent_away = path.startswith(("/admin/articles/", "/admin/axes/", "/admin/partnerships/"))
        return not sent_away and "/admin/login/" not in response["Location"]
    return response.status_code < 400


def who_gets_in(clients, path):
    return "".join(letter for letter in ALL if gets_in(clients[letter], path))


def object_of(name):
    """An object for the routes that need one, by what their name speaks of."""
    if "photo" in name:
        return make_photo()
    if "section" in name:
        return make_section()
    if "region" in name:
        return make_region()
    if "tag" in name or "topic" in name:
        return make_tag()
    if "page" in name:
        return Page.objects.get_or_create(slug="uji", title="Uji", body="<p>Uji.</p>")[0]
    if "accesslog" in name:
        return AccessLog.objects.first()  # its keys go on from test to test on PostgreSQL
    if "user" in name or "author" in name:
        return get_user_model().objects.get(slug="orang-r")
    return None


def walked_elsewhere():
    """Names of the routes with rows in a file beside this one: each says so in its WALKED."""
    for path in Path(__file__).parent.glob("test_permission_walk_*.py"):
        yield from import_module(f"newsroom.tests.{path.stem}").WALKED


def test_every_address_has_its_row():
    found = {name for name in ROUTES if not name.endswith(SHORTCUT)}
    assert found == {MOVE, *ROWS, *walked_elsewhere()}


def test_a_page_opens_for_those_in_its_row_and_nobody_else(clients):
    make_article("published", publish_at=timezone.now())  # a month without stories is unknown
    found = {}
    for name, row in ROWS.items():
        if isinstance(row, str):
            thing = object_of(name)
            slug = getattr(thing, "slug", None) or "-"
            path = address(ROUTES[name], pk=getattr(thing, "pk", 1), slug=slug)
            found[name] = who_gets_in(clients, path)
    assert found == {name: row for name, row in ROWS.items() if isinstance(row, str)}


@pytest.mark.parametrize("state", STATES)
def test_a_story_opens_for_those_in_its_row_and_nobody_else(state, clients, people):
    story = story_in(state, people)
    found = {}
    for name, row in ROWS.items():
        if isinstance(row, dict):
            path = address(ROUTES[name], pk=story.pk, slug=story.slug)
            found[name] = who_gets_in(clients, path)
    assert found == {name: row[state] for name, row in ROWS.items() if isinstance(row, dict)}


@pytest.mark.parametrize("state", STATES)
def test_a_move_is_offered_to_and_made_by_those_in_its_row_only(state, clients, people):
    story = story_in(state, people)
    data = {"note": "Alasan.", "story_class": "release", "disclosure": "Catatan"}
    data["version"] = story.version
    found = {}
    for move in workflow.MOVES:
        path = address(ROUTES[MOVE], pk=story.pk, name=move)
        found[move] = who_gets_in(clients, path)
        for letter in sorted(set(ALL) - set(found[move])):
            clients[letter].post(path, data)
            fresh = Article.objects.get(pk=story.pk)
            assert (fresh.status, fresh.version) == (story.status, story.version), (move, letter)
    assert found == {move: MOVES.get((move, state), NOBODY) for move in workflow.MOVES}


@pytest.mark.parametrize("state", STATES)
def test_a_forged_save_changes_nothing_for_those_who_may_not_edit(state, clients, people):
    story = story_in(state, people)
    may_edit = {"own draft": "rehs", "retracted": "", "own spiked": "", "spiked": ""}
    path = address(ROUTES["admin:articles_article_change"], pk=story.pk)
    data = {"headline": "Diubah orang lain", "version": story.version, "status": "published"}
    for letter in sorted(set(ALL) - set(may_edit.get(state, EDITS))):
        clients[letter].post(path, data)
        fresh = Article.objects.get(pk=story.pk)
        same = (story.headline, story.status, story.version)
        assert (fresh.headline, fresh.status, fresh.version) == same, letter


def test_the_list_of_stories_names_no_story_that_its_reader_may_not_open(clients, people):
    stories = {state: story_in(state, people) for state in STATES}
    path = address(ROUTES["admin:articles_article_changelist"])
    for letter in READS:
        page = clients[letter].get(path).content.decode()
        shown = {state for state, story in stories.items() if story.headline in page}
        assert shown == {state for state in STATES if letter in STORY[state]}, letter


def test_a_look_up_offers_no_story_that_its_reader_may_not_open(clients, people):
    path = address(ROUTES["admin:articles_article_stories"])
    stories = {state: story_in(state, people) for state in STATES}
    for letter in READS:
        answer = clients[letter].get(path, {"q": "judul berita"}).content.decode()
        for state, story in stories.items():
            if letter not in STORY[state]:
                assert story.headline not in answer, (letter, state)
