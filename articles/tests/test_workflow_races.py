"""Many people press the same button at once; each test has a control with its guard off."""

from copy import copy
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from articles import retraction, saving, workflow
from articles.models import Article, RetractionRequest, StatusChange, Version
from articles.signals import article_moved
from articles.tests.factories import make_article, make_user

PEOPLE, SOME = 32, 8
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(act, people=SOME):
    """Run `act(n)` in threads that start together; how many did not raise."""
    barrier, done = Barrier(people), []

    def run(n):
        barrier.wait()
        try:
            act(n)
            done.append(n)
        except (workflow.MoveNotAllowed, workflow.StaleStory, IntegrityError):
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


@pytest.fixture
def editors(roles):
    some = [make_user("editor") for _ in range(SOME)]
    return some * (PEOPLE // SOME)


@pytest.fixture
def heard():
    """Names of the moves that were told of."""
    moves = []

    def listen(sender, move, **told):
        moves.append(move)

    article_moved.connect(listen)
    yield moves
    article_moved.disconnect(listen)


def without_lock(monkeypatch, story):
    """The guard off: everybody works on the copy they opened, and writes no numbered version."""
    for module in (workflow, saving):
        monkeypatch.setattr(module, "locked", lambda pk: copy(story))
        monkeypatch.setattr(module.versions, "record", lambda *args, **kwargs: Version(kind="save"))


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_story_is_published_once_however_many_publish_it(guarded, editors, heard, monkeypatch):
    story = make_article("submitted")
    before = Version.objects.filter(article=story).count()
    if not guarded:
        without_lock(monkeypatch, story)
    published = all_at_once(lambda n: workflow.publish(story, by=editors[n]), PEOPLE)
    moves = StatusChange.objects.filter(article=story, move="publish").count()
    assert moves == len(heard) == published
    assert (published == 1) is guarded
    assert Version.objects.filter(article=story).count() - before == (1 if guarded else 0)


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_story_is_retracted_once_while_others_publish_and_correct_it(
    guarded, editors, heard, monkeypatch
):
    story, head = make_article("published"), make_user("head")
    if not guarded:
        without_lock(monkeypatch, story)

    def act(n):
        if n % 4 == 0:
            workflow.retract(story, by=head, note="Keliru.", ground="error")
        elif n % 4 == 1:
            workflow.publish(story, by=editors[n])
        else:
            with transaction.atomic():
                current = workflow.lock_for_edit(story.pk, version=story.version, by=editors[n])
                workflow.save_content(current, by=editors[n], kind="update")

    # A writer who comes after the retraction may not edit any more: that is the refusal meant.
    monkeypatch.setattr(saving.permissions, "can_edit", lambda user, article: True)
    all_at_once(act)
    moves = StatusChange.objects.filter(article=story, move="retract").count()
    assert (moves == heard.count("retract") == 1) is guarded
    assert heard.count("publish") == 0
    # Whoever came after it, the story stays taken back and in no list.
    assert Article.objects.get(pk=story.pk).status == "retracted"
    assert not Article.objects.published().filter(pk=story.pk).exists()


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_publish_against_taking_it_back_leaves_one_of_the_two(guarded, editors, monkeypatch):
    story = make_article("submitted")
    if not guarded:
        without_lock(monkeypatch, story)

    def act(n):
        if n % 2:
            workflow.publish(story, by=editors[n])
        else:
            workflow.return_to_writer(story, by=editors[n], note="Perbaiki.")

    done = all_at_once(act)
    assert (done == 1) is guarded
    if guarded:
        change = StatusChange.objects.get(article=story)
        assert Article.objects.get(pk=story.pk).status == change.to_status


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_one_of_many_saves_of_the_same_version_wins(guarded, editors, monkeypatch):
    story = make_article("submitted")
    if not guarded:
        without_lock(monkeypatch, story)

    def save(n):
        with transaction.atomic():
            current = workflow.lock_for_edit(story.pk, version=story.version, by=editors[n])
            current.headline = f"Judul dari penyunting {n}"
            current.save()
            workflow.save_content(current, by=editors[n])

    saved = all_at_once(save)
    assert (saved == 1) is guarded
    assert Article.objects.get(pk=story.pk).headline.startswith("Judul dari penyunting")


def test_a_retraction_is_asked_for_once_however_many_ask(editors):
    story = make_article("published")
    values = {"ground": "child", "note": "Anak dikenali."}
    assert all_at_once(lambda n: retraction.ask(story, by=editors[n], **values)) == 1
    assert RetractionRequest.objects.count() == 1
