"""Whoever wanted to be told of a paper gets one mail, with the end of the request or not at all."""

import pytest
from post_office.models import Email

from articles.tests.factories import make_user
from partnerships import issuing, paper_requests

TODAY = {"as_of": "2026-11-30"}


@pytest.fixture
def head(roles, settings):
    settings.MAIL_IS_ON = True
    return make_user("head", email="kepala@example.org", mail_language="id")


def test_a_mail_says_that_the_paper_is_ready_and_where(head):
    request = paper_requests.ask("pipeline", TODAY, head, tell_by_mail=True)
    paper_requests.make_due()
    mail = Email.objects.get()
    assert mail.to == ["kepala@example.org"]
    assert mail.subject == "Siap: Kesepakatan dalam proses"
    assert f"/admin/papers/requests/{request.pk}/" in mail.message
    assert mail.message_id.startswith(f"<paper-request-{request.pk}@")


def test_a_mail_says_why_it_was_not_made(head):
    paper_requests.ask("pipeline", TODAY, head, tell_by_mail=True)
    head.groups.clear()
    paper_requests.make_due()
    mail = Email.objects.get()
    assert mail.subject == "Gagal dibuat: Kesepakatan dalam proses"
    request = head.paper_requests.get()
    assert request.error in mail.message


@pytest.mark.parametrize("why", ["not wanted", "mail is off", "no address"])
def test_nobody_is_told_who_cannot_or_would_not_be(why, head, settings):
    settings.MAIL_IS_ON = why != "mail is off"
    head.email = "" if why == "no address" else head.email
    head.save()
    paper_requests.ask("pipeline", TODAY, head, tell_by_mail=why != "not wanted")
    paper_requests.make_due()
    assert not Email.objects.exists()


def test_a_paper_that_was_taken_back_is_told_to_nobody(head, monkeypatch):
    request = paper_requests.ask("pipeline", TODAY, head, tell_by_mail=True)

    def cancelled(*args, **kwargs):
        paper_requests.cancel(request, by=head)
        return b"%PDF-1.7"

    monkeypatch.setattr(issuing, "compile_pdf", cancelled)
    paper_requests.make_due()
    assert not Email.objects.exists()
