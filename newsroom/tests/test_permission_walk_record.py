"""The same walk as test_permission_walk.py for replies, retractions asked for, and receipts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import receipts, reply, retraction, workflow
from articles.models import Article, ReplyRequest, RetractionRequest
from articles.tests.factories import make_article
from newsroom.tests.test_permission_walk import (
    ALL,
    DESK,
    NOBODY,
    ROUTES,
    SEES,
    STATES,
    STORY,
    address,
    clients,
    people,
    story_in,
    who_gets_in,
)

__all__ = ["clients", "people"]  # fixtures
REPLIES = {
    "admin:articles_replyrequest_changelist": SEES,
    "admin:articles_replyrequest_add": DESK,
    "admin:articles_replyrequest_change": SEES,
    "admin:articles_replyrequest_history": NOBODY,  # the page says it all: sent there
    "admin:articles_replyrequest_delete": NOBODY,
}
RECEIPTS = {
    "admin:articles_schedulereceipt_changelist": SEES,
    "admin:articles_schedulereceipt_add": NOBODY,
    "admin:articles_schedulereceipt_change": SEES,
    "admin:articles_schedulereceipt_history": SEES,
    "admin:articles_schedulereceipt_delete": NOBODY,
}
ASK = "admin:articles_article_retraction"
WALKED = {*REPLIES, *RECEIPTS, ASK}


def asked_of(story, editor):
    return reply.receive(
        story, by=editor, who="Rahmat", contact="0812 555", text="Saya tidak di sana."
    )


def test_requests_and_receipts_open_for_those_in_their_row_and_nobody_else(clients, people):
    request = asked_of(make_article("published"), people["e"])
    at = timezone.now() + timedelta(hours=1)
    story = workflow.publish(make_article("submitted"), by=people["e"], at=at)
    receipt = story.receipts.create(planned_at=at, seen_at=at)
    found = {}
    for rows, pk in ((REPLIES, request.pk), (RECEIPTS, receipt.pk)):
        for name in rows:
            found[name] = who_gets_in(clients, address(ROUTES[name], pk=pk))
    assert found == REPLIES | RECEIPTS


def test_a_request_is_recorded_and_decided_by_the_desk_only(clients, people):
    story = make_article("published")
    request = asked_of(story, people["e"])
    add = address(ROUTES["admin:articles_replyrequest_add"])
    change = address(ROUTES["admin:articles_replyrequest_change"], pk=request.pk)
    data = {"story": story.pk, "who": "A", "contact": "B", "text": "C", "received_at": "2020-01-01"}
    for letter in sorted(set(ALL) - set(DESK)):
        clients[letter].post(add, data)
        for do in ("answer", "refuse", "link"):
            clients[letter].post(change, {"do": do, "text": "Jawaban", "reason": "Tidak"})
        assert ReplyRequest.objects.get().is_open, letter
        assert not story.corrections.exists(), letter


def test_the_contact_of_a_request_is_shown_to_the_desk_and_the_auditor_only(clients, people):
    story = make_article("published", by=people["r"])
    asked_of(story, people["e"])
    for letter in ALL:
        for name in ("admin:articles_article_change", "admin:articles_article_history"):
            page = clients[letter].get(address(ROUTES[name], pk=story.pk)).content.decode()
            assert "0812 555" not in page, letter
            assert ("Rahmat" in page) is (letter in SEES and name.endswith("change")), letter
    assert "0812 555" not in clients["a"].get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", STATES)
def test_a_retraction_is_asked_for_by_those_in_their_row_only(state, clients, people):
    story = story_in(state, people)
    path = address(ROUTES[ASK], pk=story.pk)
    # Who wrote an own story reads it, and what is asked about it is not theirs.
    assert who_gets_in(clients, path) == "".join(x for x in STORY[state] if x in SEES)
    for letter in ALL:
        clients[letter].post(path, {"ground": "child", "note": "Anak dikenali."})
    asked = RetractionRequest.objects.filter(article=story)
    assert [row.by_id for row in asked] == ([people["e"].pk] if state == "public" else [])


def test_only_the_head_answers_what_is_asked(clients, people):
    story = story_in("public", people)
    retraction.ask(story, by=people["e"], ground="child", note="Anak dikenali.")
    path = address(ROUTES[ASK], pk=story.pk)
    for letter in sorted(set(ALL) - set("hs")):
        clients[letter].post(path, {"note": "Tetap."})
        assert RetractionRequest.objects.get().decided_at is None, letter
    clients["h"].post(path, {"note": "Tetap."})
    assert RetractionRequest.objects.get().refusal == "Tetap."


def test_the_words_of_a_story_that_protects_a_child_are_the_heads_alone(clients, people):
    story = make_article("published", body="<p>Kalimat yang dilindungi.</p>", by=people["r"])
    workflow.retract(story, by=people["h"], note="Anak.", ground="child", hides_identity=True)
    pages = ("change", "preview_page", "history")
    for letter in ALL:
        shown = ""
        for name in pages:
            path = address(ROUTES[f"admin:articles_article_{name}"], pk=story.pk)
            shown += clients[letter].get(path).content.decode()
        assert ("Kalimat yang dilindungi" in shown) is (letter in "hs"), letter
    assert Article.objects.get(pk=story.pk).status == "retracted"


def test_an_alarm_of_the_schedule_is_on_the_home_pages_of_the_desk(clients, people, time_machine):
    now = timezone.now()
    time_machine.move_to(now - timedelta(hours=1), tick=False)
    story = workflow.publish(
        make_article("submitted", headline="Jadwal meleset"),
        by=people["e"],
        at=now - timedelta(minutes=30),
    )
    time_machine.move_to(now, tick=False)
    assert [alarm.title for alarm in receipts.alarms()] == [str(story)]
    for letter in "roehu":
        page = clients[letter].get(address(ROUTES["admin:index"])).content.decode()
        assert ('id="h-schedules"' in page) is (letter in "ehu"), letter
