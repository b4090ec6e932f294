"""Asking for a retraction, and what the head's answer does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.html import escape

from articles import retraction, workflow
from articles.models import Article, RetractionGround, RetractionRequest
from articles.tests.factories import make_article, make_user
from articles.workflow import MoveNotAllowed

pytestmark = pytest.mark.django_db
ASKED = {"ground": "child", "note": "Anak dapat dikenali.", "hides_identity": True}


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def head(roles):
    return make_user("head")


def asked(editor):
    return retraction.ask(make_article("published"), by=editor, **ASKED).article


def test_an_editor_asks_and_the_story_stays_public_until_the_head_decides(editor):
    assert asked(editor).is_public()


def test_a_request_lists_all_that_it_lacks_at_once(editor):
    with pytest.raises(MoveNotAllowed) as error:
        retraction.ask(make_article("draft"), by=editor, ground="because", note=" ")
    assert [field for field, _sentence in error.value.problems] == ["ground", "note", None]


def test_a_retraction_is_asked_for_once_at_a_time(editor):
    story = asked(editor)
    with pytest.raises(MoveNotAllowed):
        retraction.ask(story, by=make_user("editor"), **ASKED)
    assert RetractionRequest.objects.count() == 1


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor"])
def test_who_does_not_publish_does_not_ask(role, editor):
    with pytest.raises(PermissionDenied):
        retraction.ask(make_article("published"), by=make_user(role), **ASKED)


def test_an_editor_cannot_answer_for_the_head(editor):
    story = asked(editor)
    for act in (
        lambda: retraction.refuse(story, by=editor, note="Tetap."),
        lambda: workflow.retract(story, by=editor, note="Cabut.", ground="child"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_head_lets_it_stay_and_says_why(editor, head):
    story = asked(editor)
    with pytest.raises(MoveNotAllowed):
        retraction.refuse(story, by=head, note=" ")
    request = retraction.refuse(story, by=head, note="Wajah sudah disamarkan.")
    assert (request.decided_by, request.refusal) == (head, "Wajah sudah disamarkan.")
    assert Article.objects.get(pk=story.pk).is_public()


def test_a_retraction_closes_what_was_asked_for(editor, head):
    story = workflow.retract(asked(editor), by=head, note="Anak dikenali.", ground="child")
    request = story.retraction_requests.get()
    assert (request.decided_by, request.refusal) == (head, "")


def test_the_ground_stands_with_the_move_and_on_the_notice(head, client):
    story = workflow.retract(make_article("published"), by=head, note="Alasan.", ground="trauma")
    assert story.status_changes.get(move="retract").ground == "trauma"
    notice = client.get(story.get_absolute_url())
    assert notice.status_code == 410
    ground = str(escape(RetractionGround.TRAUMA.label))
    assert ground in notice.content.decode()
    assert ground in client.get("/ralat/").content.decode()


def test_a_ground_that_the_rules_do_not_know_is_refused(head):
    with pytest.raises(MoveNotAllowed) as error:
        workflow.retract(make_article("published"), by=head, note="Alasan.", ground="")
    assert [field for field, _sentence in error.value.problems] == ["ground"]


def test_nobody_retracts_without_saying_on_what_ground(head):
    with pytest.raises(TypeError, match="ground"):
        workflow.retract(make_article("published"), by=head, note="Alasan.")
