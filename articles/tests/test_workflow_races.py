"""Eight people press the same button at once; each test has a control with its guard off."""

from copy import copy
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from articles import saving, workflow
from articles.models import Article, StatusChange
from articles.tests.factories import make_article, make_user

PEOPLE = 8
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(act):
    """Run `act(n)` in eight threads that start together; how many did not raise."""
    barrier, done = Barrier(PEOPLE), []

    def run(n):
        barrier.wait()
        try:
            act(n)
            done.append(n)
        except (workflow.MoveNotAllowed, workflow.StaleStory):
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


@pytest.fixture
def editors(roles):
    return [make_user("editor") for _ in range(PEOPLE)]


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_story_is_published_once_however_many_publish_it(guarded, editors, monkeypatch):
    story = make_article("submitted")
    if not guarded:
        # The caller's copy instead of the row as it is now.
        monkeypatch.setattr(workflow, "locked", lambda pk: copy(story))
        monkeypatch.setattr(workflow.versions, "record", lambda *args, **kwargs: None)
    all_at_once(lambda n: workflow.publish(story, by=editors[n]))
    moves = StatusChange.objects.filter(article=story, move="publish").count()
    assert (moves == 1) is guarded


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_one_of_many_saves_of_the_same_version_wins(guarded, editors, monkeypatch):
    story = make_article("submitted")
    if not guarded:
        monkeypatch.setattr(saving, "locked", lambda pk: copy(story))
        monkeypatch.setattr(saving.versions, "record", lambda *args, **kwargs: None)

    def save(n):
        with transaction.atomic():
            current = workflow.lock_for_edit(story.pk, version=story.version, by=editors[n])
            current.headline = f"Judul dari penyunting {n}"
            current.save()
            workflow.save_content(current, by=editors[n])

    saved = all_at_once(save)
    assert (saved == 1) is guarded
    assert Article.objects.get(pk=story.pk).headline.startswith("Judul dari penyunting")
