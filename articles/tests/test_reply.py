"""The desk of the right of reply: who, until when, and one way out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import override_settings
from django.utils import timezone

from articles import reply, workflow
from articles.models import ReplyRequest
from articles.tests.factories import make_article, make_user
from articles.workflow import MoveNotAllowed

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db
ASKED = {"who": "Rahmat", "contact": "0812 0000 0000", "text": "Saya tidak ada di sana."}


@pytest.fixture
def editor(roles):
    return make_user("editor")


def request_of(editor, **values):
    story = make_article("published", publish_at=timezone.now() - 100 * HOUR)
    return reply.receive(story, by=editor, **{**ASKED, **values})


def fields_of(error):
    return [field for field, _sentence in error.value.problems]


@override_settings(RIGHT_OF_REPLY_HOURS=24)
def test_the_clock_runs_from_when_it_was_received(editor):
    received = timezone.now() - 30 * HOUR
    request = request_of(editor, received_at=received)
    assert request.due_at == received + 24 * HOUR
    assert request.is_late()


def test_a_request_lists_all_that_is_wrong_with_it_at_once(editor):
    story = make_article("draft")
    with pytest.raises(MoveNotAllowed) as error:
        reply.receive(
            story, by=editor, who=" ", contact="", text="", received_at=timezone.now() + HOUR
        )
    assert fields_of(error) == ["who", "contact", "text", "received_at", "article"]


def test_nobody_asks_about_a_story_before_it_was_published(editor):
    story = make_article("published", publish_at=timezone.now() - HOUR)
    with pytest.raises(MoveNotAllowed) as error:
        reply.receive(story, by=editor, **ASKED, received_at=timezone.now() - 2 * HOUR)
    assert fields_of(error) == ["received_at"]


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor"])
def test_only_the_desk_records_and_decides(role, editor):
    request, outsider = request_of(editor), make_user(role)
    for act in (
        lambda: reply.receive(request.article, by=outsider, **ASKED),
        lambda: reply.answer(request, by=outsider, text="Jawaban."),
        lambda: reply.refuse(request, by=outsider, reason="Tidak."),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert ReplyRequest.objects.get().is_open


def test_an_answer_is_a_public_right_of_reply_linked_to_the_request(editor, client):
    request = reply.answer(request_of(editor), by=editor, text="Kata Rahmat: keliru.", place="top")
    entry = request.article.corrections.get()
    assert (request.answer, request.decided_by, entry.kind) == (entry, editor, "reply")
    page = client.get(request.article.get_absolute_url()).content.decode()
    assert "Kata Rahmat: keliru." in page
    assert ASKED["contact"] not in page


def test_a_reply_that_stands_there_already_can_be_linked_once(editor):
    first = request_of(editor)
    workflow.save_content(first.article, by=editor, kind="reply", text="Jawaban.")
    entry = first.article.corrections.get()
    second = reply.receive(first.article, by=editor, **ASKED)
    reply.link(first, by=editor, entry=entry)
    with pytest.raises(MoveNotAllowed):
        reply.link(second, by=editor, entry=entry)


def test_a_correction_is_no_answer(editor):
    request = request_of(editor)
    workflow.save_content(request.article, by=editor, kind="correction", text="Ralat.")
    with pytest.raises(MoveNotAllowed):
        reply.link(request, by=editor, entry=request.article.corrections.get())


def test_a_refusal_needs_its_reason(editor):
    request = request_of(editor)
    with pytest.raises(MoveNotAllowed) as error:
        reply.refuse(request, by=editor, reason="  ")
    assert fields_of(error) == ["reason"]
    assert reply.refuse(request, by=editor, reason="Bukan tentang dia.").decided_at


def test_what_is_decided_is_not_decided_again(editor):
    request = request_of(editor)
    reply.refuse(request, by=editor, reason="Bukan tentang dia.")
    with pytest.raises(MoveNotAllowed):
        reply.answer(request, by=editor, text="Jawaban.")
    assert not request.article.corrections.exists()


def test_a_retracted_story_takes_no_reply_but_the_request_can_be_closed(editor):
    request = request_of(editor)
    workflow.retract(request.article, by=make_user("head"), note="Keliru.", ground="error")
    with pytest.raises(MoveNotAllowed):
        reply.answer(request, by=editor, text="Jawaban.")
    assert reply.refuse(request, by=editor, reason="Beritanya dicabut.")


def test_the_database_knows_no_request_both_answered_and_refused(editor):
    request = reply.answer(request_of(editor), by=editor, text="Jawaban.")
    with pytest.raises(IntegrityError):
        ReplyRequest.objects.filter(pk=request.pk).update(refusal="Juga ditolak.")
