"""As test_permission_walk.py: kept words, take-over and the versions of a story."""

import json

import pytest

from articles import working
from articles.models import Article, Version, WorkingCopy
from articles.tests.factories import make_user
from newsroom.tests.test_permission_walk import (
    ALL,
    EDITS,
    NOBODY,
    ROUTES,
    SEES,
    STATES,
    WRITES,
    address,
    clients,
    people,
    story_in,
    who_gets_in,
)

__all__ = ["clients", "people"]  # fixtures
NEW = "admin:articles_article_working_new"
WORK = "admin:articles_article_working"
COMPARE = "admin:articles_article_compare"
TAKE_OVER = "admin:articles_article_take_over"
TOLD = "admin:articles_article_told"
WALKED = {NEW, WORK, COMPARE, TAKE_OVER, TOLD}
# Who may write in a story in which state; nobody while it rests.
MAY_WRITE = dict.fromkeys(STATES, EDITS) | {
    "own draft": WRITES, "retracted": NOBODY, "own spiked": NOBODY, "spiked": NOBODY,
}  # fmt: skip
# Versions are read by the desk, and by the reporter whose story it is.
MAY_COMPARE = {state: "rehus" if state.startswith("own") else SEES for state in STATES}


def test_words_of_a_new_story_are_kept_for_those_who_may_write_one(clients):
    assert who_gets_in(clients, address(ROUTES[NEW])) == WRITES


@pytest.mark.parametrize("state", STATES)
def test_words_are_kept_and_versions_compared_by_those_in_the_row(state, clients, people):
    story = story_in(state, people)
    assert who_gets_in(clients, address(ROUTES[WORK], pk=story.pk)) == MAY_WRITE[state]
    assert who_gets_in(clients, address(ROUTES[COMPARE], pk=story.pk)) == MAY_COMPARE[state]
    for name in (TAKE_OVER, TOLD):  # by POST only
        path = address(ROUTES[name], pk=story.pk)
        assert who_gets_in(clients, path) == NOBODY


@pytest.mark.parametrize("state", STATES)
def test_a_forged_request_keeps_no_words_and_takes_none_over(state, clients, people):
    story = story_in(state, people)
    writer = make_user("editor")
    left = WorkingCopy.objects.create(
        user=writer, article=story, tab="a" * 32, content={"headline": "Milik rekan"}
    )
    versions = Version.objects.count()
    for letter in sorted(set(ALL) - set(MAY_WRITE[state])):
        who = people[letter].pk if letter in people else 0
        said = {"who": who, "tab": "b" * 32, "sequence": 1, "base": 0, "content": {"body": "x"}}
        clients[letter].post(
            address(ROUTES[WORK], pk=story.pk), json.dumps(said), content_type="application/json"
        )
        clients[letter].post(f"/admin/articles/article/{story.pk}/working/{left.pk}/take-over/")
    # A reporter may write in an own draft, and takes nobody's words over all the same.
    clients["r"].post(f"/admin/articles/article/{story.pk}/working/{left.pk}/take-over/")
    assert list(WorkingCopy.objects.all()) == [left]
    assert Version.objects.count() == versions
    assert Article.objects.get(pk=story.pk).version == story.version


def test_a_kept_copy_is_shown_to_its_owner_alone(clients, people):
    story = story_in("own draft", people)
    secret = {"headline": "Judul rahasia", "body": "<p>Kalimat rahasia.</p>"}
    copy = working.keep(story, user=people["r"], tab="c" * 32, sequence=1, base=0, content=secret)
    change = address(ROUTES["admin:articles_article_change"], pk=story.pk)
    compare = address(ROUTES[COMPARE], pk=story.pk)
    for letter in ALL:
        for path in (f"{change}?copy={copy.pk}", f"{compare}?copy={copy.pk}"):
            page = clients[letter].get(path).content.decode()
            assert ("rahasia" in page) == (letter == "r"), (letter, path)
