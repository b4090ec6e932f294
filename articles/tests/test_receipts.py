"""A second look at what was scheduled: planned and seen, missed and late."""

import logging
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles import receipts, workflow
from articles.models import ScheduleReceipt
from articles.tests.factories import make_article, make_user

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def story(roles, time_machine):
    """Scheduled for a minute ago, by the clock of now."""
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now - 10 * MINUTE, tick=False)
    story = workflow.publish(make_article("submitted"), by=make_user("editor"), at=now - MINUTE)
    time_machine.move_to(now, tick=False)
    return story


def hide(monkeypatch):
    """What would happen if the public query lost the story."""
    monkeypatch.setattr(receipts, "look", lambda pk: "not among the published stories")


def test_a_story_gets_one_receipt_with_the_planned_and_the_seen_second(story):
    assert receipts.write_due() == 1
    assert receipts.write_due() == 0
    receipt = ScheduleReceipt.objects.get()
    assert (receipt.planned_at, receipt.seen_at) == (story.publish_at, timezone.now())


def test_what_was_published_at_once_needs_no_receipt(roles):
    workflow.publish(make_article("submitted"), by=make_user("editor"))
    assert receipts.write_due() == 0


def test_what_was_taken_back_and_published_at_once_needs_no_receipt(roles):
    editor, later = make_user("editor"), timezone.now() + MINUTE
    story = workflow.publish(make_article("submitted"), by=editor, at=later)
    workflow.publish(workflow.unschedule(story, by=editor), by=editor)
    assert receipts.write_due() == 0


def test_what_is_not_due_yet_gets_none(roles):
    at = timezone.now() + MINUTE
    workflow.publish(make_article("submitted"), by=make_user("editor"), at=at)
    assert receipts.write_due() == 0


def test_a_missed_story_alarms_once_in_the_log_and_on_the_home_page(story, monkeypatch, caplog):
    hide(monkeypatch)
    for _ in range(2):
        receipts.write_due()
    errors = [row.message for row in caplog.records if row.levelno == logging.ERROR]
    assert errors == ["scheduled story missed"]
    assert [alarm.title for alarm in receipts.alarms()] == [str(story)]


def test_a_late_story_says_how_late(story, monkeypatch, time_machine, caplog):
    with monkeypatch.context() as patch:
        hide(patch)
        receipts.write_due()
    time_machine.move_to(story.publish_at + 5 * MINUTE, tick=False)
    receipts.write_due()
    assert "scheduled story late" in [row.message for row in caplog.records]
    assert ScheduleReceipt.objects.get().delay == 5 * MINUTE
    assert len(receipts.alarms()) == 1


def test_a_story_that_nobody_looked_at_is_said_on_the_home_page(story, time_machine):
    assert receipts.alarms() == []
    time_machine.move_to(story.publish_at + 10 * MINUTE, tick=False)
    assert [alarm.title for alarm in receipts.alarms()] == [str(story)]


def test_a_good_receipt_is_no_alarm(story):
    receipts.write_due()
    assert receipts.alarms(timezone.now() + 10 * MINUTE) == []


def test_the_look_reads_the_page_that_readers_get(story, monkeypatch):
    assert receipts.look(story.pk) == ""
    monkeypatch.setattr(receipts.views, "detail", lambda *a, **k: HttpResponse("Lain"))
    assert receipts.look(story.pk) == "the page does not show the headline"
    monkeypatch.setattr(receipts.views, "detail", lambda *a, **k: HttpResponse(status=404))
    assert receipts.look(story.pk) == "the page answers 404"


def test_a_page_that_fails_is_a_miss(story, monkeypatch):
    def fails(*args, **kwargs):
        raise LookupError

    monkeypatch.setattr(receipts.views, "detail", fails)
    assert receipts.look(story.pk) == "the page fails: LookupError"


def test_the_record_of_the_story_says_both_seconds(story, client):
    receipts.write_due()
    client.force_login(make_user("editor", is_staff=True))
    page = client.get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    receipt = ScheduleReceipt.objects.get()
    for moment in (receipt.planned_at, receipt.seen_at):
        assert f"{timezone.localtime(moment):%H:%M:%S}" in page
