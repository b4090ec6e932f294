"""The same walk as test_permission_walk.py for notes, links for people outside, and notices."""

import pytest

from articles import notes, sharing, workflow
from articles.models import Note, ShareLink
from articles.tests.factories import make_article
from newsroom.models import Notice
from newsroom.tests.test_permission_walk import (
    ALL,
    NOBODY,
    ROUTES,
    STAFF,
    STATES,
    STORY,
    address,
    clients,
    people,
    story_in,
    who_gets_in,
)

__all__ = ["clients", "people"]  # fixtures
NOTES, REVOKE = "admin:articles_article_notes", "admin:articles_article_share_revoke"
SHARE, SHARED = "admin:articles_article_share", "articles:shared"
NOTICES = {
    "admin:notices": STAFF,
    "admin:notices_read": NOBODY,  # by POST only
    "admin:notice_choices": STAFF,
    "admin:alerts": STAFF,  # their own; test_alert_pages.py says what each sees
    "admin:notice": "r",  # the reporter's own; nobody else's is known
}
WALKED = {NOTES, REVOKE, SHARE, SHARED, *NOTICES}
# Who may read what writer and editors wrote to each other: no story is the whole desk's in this.
READS_NOTES = {state: "rehus" if state.startswith("own") else "ehus" for state in STATES}
WRITES_NOTES = {state: row.replace("u", "") for state, row in READS_NOTES.items()}
SEES_LINKS, GIVES_LINKS = "ehus", "ehs"
GIVEN_IN = {"own draft", "draft", "own submitted", "submitted", "scheduled"}


@pytest.mark.parametrize("state", STATES)
def test_notes_are_read_and_written_by_those_in_their_row_and_nobody_else(state, clients, people):
    story = story_in(state, people)
    notes.write(story, by=people["h"], text="Antara kita saja")
    page = address(ROUTES["admin:articles_article_change"], pk=story.pk)
    path = address(ROUTES[NOTES], pk=story.pk)
    assert who_gets_in(clients, path) == NOBODY  # by POST only
    read, wrote = "", ""
    for letter in ALL:
        if "Antara kita saja" in clients[letter].get(page).content.decode():
            read += letter
        before = Note.objects.count()
        clients[letter].post(path, {"thread": "0", "text-0": f"Dari {letter}"})
        wrote += letter * (Note.objects.count() - before)
    assert (read, wrote) == (READS_NOTES[state], WRITES_NOTES[state])


@pytest.mark.parametrize("state", STATES)
def test_links_are_seen_given_and_closed_by_those_in_their_row_and_nobody_else(
    state, clients, people
):
    story = story_in(state, people)
    path = address(ROUTES[SHARE], pk=story.pk)
    assert who_gets_in(clients, path) == SEES_LINKS
    gave, closed = "", ""
    for letter in ALL:
        before = ShareLink.objects.count()
        clients[letter].post(path, {"reader": "Humas", "hours": "24"})
        gave += letter * (ShareLink.objects.count() - before)
    assert gave == (GIVES_LINKS if state in GIVEN_IN else NOBODY)
    for letter in ALL if gave else "":
        link, _token = sharing.share(story, by=people["h"], reader="Humas", hours=24)
        close = address(ROUTES[REVOKE].replace("<int:link>", str(link.pk)), pk=story.pk)
        clients[letter].post(close)
        link.refresh_from_db()
        closed += letter * bool(link.revoked_at)
        ShareLink.objects.filter(pk=link.pk).delete()
    assert closed == gave


def test_a_link_opens_for_whoever_has_it_and_a_made_up_one_for_nobody(clients, people):
    _link, token = sharing.share(make_article("draft"), by=people["h"], reader="Humas", hours=24)
    route = ROUTES[SHARED]
    assert who_gets_in(clients, "/" + route.replace("<slug:token>", token)) == ALL
    assert who_gets_in(clients, "/" + route.replace("<slug:token>", "x" * 43)) == NOBODY


def test_notices_open_for_all_staff_and_one_for_its_own_reader_alone(clients, people):
    story = story_in("own submitted", people)
    workflow.return_to_writer(story, by=people["e"], note="Lengkapi.")
    key = Notice.objects.get(recipient=people["r"]).pk
    found = {name: who_gets_in(clients, address(ROUTES[name], pk=key)) for name in NOTICES}
    assert found == NOTICES


def test_nobody_reads_notes_or_links_of_a_story_that_they_may_not_open():
    assert all(set(READS_NOTES[state]) <= set(STORY[state]) for state in STATES)
    assert all(set(SEES_LINKS) <= set(STORY[state]) for state in STATES)
