"""A mail is written once, says no more than it may, and goes out once: server down or not, worker
killed or not, two workers or one."""

import os
import signal
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.db import OperationalError, connections
from django.utils import timezone, translation
from django.utils.translation import gettext
from post_office.models import STATUS, Email

from articles import notes, workflow
from articles.models import Article
from articles.tests.factories import make_article, make_user
from newsroom import mailing, notices
from newsroom.models import Notice

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.MAIL_IS_ON = True
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def people(roles):
    writer = make_user("reporter", email="pewarta@example.org")
    return writer, make_user("editor")


def returned(people, **values):
    """A story that its writer was just told of: one mail is due."""
    writer, editor = people
    story = make_article("submitted", by=writer, **values)
    return workflow.return_to_writer(story, by=editor, note="Lengkapi jumlah peserta.")


def queued(people, **values):
    returned(people, **values)
    assert mailing.queue_due() == 1
    return Email.objects.latest("pk")


class Server:
    """A mail server on this machine; `refuses`: what it answers to a recipient instead of 250."""

    def __init__(self, port, refuses=""):
        self.got, self.refuses = [], refuses
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=modern))
        return "250 OK"

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.got]


@pytest.fixture
def port(settings):
    """Where the mail server will be; nobody listens there yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    return settings.EMAIL_PORT


@pytest.fixture
def serve(port):
    running = []

    def serve(**values):
        server = Server(port, **values)
        server.controller.start()
        running.append(server)
        return server

    yield serve
    for server in running:
        server.controller.stop()


# --- What it says ----------------------------------------------------------------------------


def test_a_mail_tells_what_happened_and_leads_there_in_the_language_of_its_reader(db, people):
    people[0].mail_language = "en"
    people[0].save()
    mail = queued(people, headline="Jembatan selesai")
    notice = Notice.objects.get()
    assert mail.to == ["pewarta@example.org"]
    assert mail.subject == f"{people[1]} returned: Jembatan selesai"
    assert f"http://127.0.0.1:8000/admin/notices/{notice.pk}/" in mail.message
    assert "Choose what you are told by e-mail" in mail.message
    assert notice.mail == mail


def test_the_bureaus_own_language_is_the_default_whatever_the_worker_speaks(db, people):
    with translation.override("en"):
        mail = queued(people)
    with translation.override("id"):
        assert mail.subject.startswith(gettext("%(name)s returned") % {"name": people[1]})


def test_a_mail_holds_no_text_of_the_story_and_none_of_the_notes(db, people):
    mail = queued(people, body="<p>Rahasia isi berita.</p>", summary="Rahasia ringkasan.")
    notes.write(Article.objects.get(), by=people[1], text="Rahasia catatan.")
    mailing.queue_due()
    assert Email.objects.count() == 2
    for mail in Email.objects.all():
        assert "Rahasia" not in mail.message + mail.subject + mail.html_message
        assert "Lengkapi" not in mail.message + mail.subject


def test_a_mail_names_no_story_of_a_child_before_readers_know_it(db, people):
    mail = queued(people, headline="Anak di Lima Puluh", child_involved=True)
    assert "Lima Puluh" not in mail.subject + mail.message


def test_a_mail_names_no_story_retracted_for_a_child_not_even_to_the_head(db, people):
    writer, editor = people
    told = make_user("head", email="kepala@example.org")
    story = make_article("draft", by=writer, headline="Anak di Lima Puluh")
    workflow.submit(story, by=writer)
    workflow.publish(story, by=editor)
    values = {"note": "Melindungi anak.", "ground": "child", "hides_identity": True}
    workflow.retract(story, by=make_user("head"), **values)
    mailing.queue_due()
    mails = Email.objects.all()
    assert [told.email] in [mail.to for mail in mails]
    assert "Lima Puluh" not in "".join(mail.subject + mail.message for mail in mails)


def test_a_headline_cannot_write_headers(db, people):
    queued(people, headline="Judul\r\nBcc: lain@example.org\u2028X-Y: 1\x07\u202e")
    mailing.send_due()
    [sent] = django_mail.outbox
    assert sent.recipients() == ["pewarta@example.org"]
    message = message_from_bytes(sent.message().as_bytes(), policy=modern)
    assert message["Bcc"] is None
    assert message["Subject"].endswith("Judul Bcc: lain@example.org X-Y: 1")


def test_a_headline_is_no_template(db, people):
    mail = queued(people, headline="{{ 7 }} & {% now 'Y' %}")
    assert mail.subject.endswith("{{ 7 }} & {% now 'Y' %}")
    assert "{{ 7 }} & {% now 'Y' %}" in mail.message


# --- Whether there is one ------------------------------------------------------------------------


def test_a_notice_becomes_one_mail_however_often_the_job_runs(db, people):
    returned(people)
    assert [mailing.queue_due() for _ in range(3)] == [1, 0, 0]
    assert Email.objects.get().message_id == f"<notice-{Notice.objects.get().pk}@127.0.0.1>"


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"email": ""},
        {"email": "bukan alamat"},
        {"email": "a@example.org\nBcc: b@example.org"},
    ],
)
def test_whoever_has_no_address_or_has_left_gets_no_mail(change, db, people):
    returned(people)
    type(people[0]).objects.filter(pk=people[0].pk).update(**change)
    assert mailing.queue_due() == 0
    assert not Email.objects.exists()
    assert Notice.objects.get().mail_due is False


def test_whoever_may_not_see_the_story_any_more_gets_no_mail(db, people):
    story = returned(people)
    Article.objects.filter(pk=story.pk).update(created_by=people[1])
    assert mailing.queue_due() == 0


def test_where_mail_is_off_nothing_waits_for_the_day_it_is_on(db, people, settings):
    returned(people)
    settings.MAIL_IS_ON = False
    assert (mailing.queue_due(), mailing.send_due()) == (0, 0)
    settings.MAIL_IS_ON = True
    assert mailing.queue_due() == 0


def test_news_of_four_days_ago_is_not_mailed_any_more(db, people):
    returned(people)
    assert mailing.queue_due(timezone.now() + timedelta(days=4)) == 0


def test_a_story_on_the_schedule_is_mailed_on_its_minute(db, people):
    writer, editor = people
    notices.choose(writer, {"published": (True, True)})
    at = timezone.now() + timedelta(hours=2)
    workflow.publish(make_article("submitted", by=writer), by=editor, at=at)
    assert mailing.queue_due() == 0
    assert mailing.queue_due(at) == 1


# --- Once ----------------------------------------------------------------------------------------


def test_a_server_that_is_down_gets_the_one_mail_once_it_is_up(db, people, serve):
    mail = queued(people)
    now = timezone.now()
    for minutes in (0, 2, 10):
        with time_machine.travel(now + minutes * MINUTE, tick=False):
            assert mailing.send_due() == 0
    server = serve()
    with time_machine.travel(now + 30 * MINUTE, tick=False):
        assert [mailing.send_due(), mailing.send_due()] == [1, 0]
    assert server.ids == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.status, mail.number_of_retries) == (STATUS.sent, 3)


def test_a_server_that_is_down_is_asked_once_a_pass_and_ever_more_seldom(db, people, port):
    for _number in range(3):
        queued(people)
    mailing.send_due()
    assert [m.number_of_retries for m in Email.objects.order_by("pk")] == [1, None, None]
    first = Email.objects.order_by("pk").first()
    pauses = []
    for _number in range(8):
        mailing._put_off(first, ConnectionRefusedError())
        first.refresh_from_db()
        pauses.append(round((first.scheduled_time - timezone.now()) / MINUTE))
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_recipient_whom_the_server_does_not_know_is_given_up_and_the_rest_still_goes(
    db, people, serve
):
    server = serve(refuses="550 no such user")
    refused, other = queued(people), queued(people)
    assert mailing.send_due() == 0
    refused.refresh_from_db()
    other.refresh_from_db()
    assert [refused.status, other.status, server.got] == [STATUS.failed, STATUS.failed, []]
    assert "550" in refused.logs.get().message


def test_a_recipient_who_is_refused_for_now_is_tried_again(db, people, serve):
    server = serve(refuses="451 greylisted")
    mail = queued(people)
    assert mailing.send_due() == 0
    server.refuses = ""
    with time_machine.travel(timezone.now() + 2 * MINUTE, tick=False):
        assert mailing.send_due() == 1
    assert server.ids == [mail.message_id]


def test_a_mail_that_never_goes_out_is_given_up_after_three_days(db, people, port):
    mail = queued(people)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
        mailing.send_due()
    mail.refresh_from_db()
    assert mail.status == STATUS.failed


def test_trouble_of_our_own_database_is_no_refusal_and_loses_no_mail(
    db, people, monkeypatch, serve
):
    server, mail = serve(), queued(people)

    def broken(*args, **kwargs):
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Email, "dispatch", broken)
        with pytest.raises(OperationalError):
            mailing.send_due()
    with time_machine.travel(timezone.now() + mailing.LEASE + timedelta(seconds=1)):
        assert mailing.send_due() == 1
    assert server.ids == [mail.message_id]


def test_what_is_claimed_is_nobody_elses_until_the_claim_runs_out(db, people):
    mail = queued(people)
    assert mailing.claim() == mail
    assert mailing.claim() is None
    with time_machine.travel(timezone.now() + mailing.LEASE + MINUTE, tick=False):
        assert mailing.claim() == mail


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_marking_sends_the_same_mail_again(people, serve):
    server, mail = serve(), queued(people)
    connections.close_all()
    worker = os.fork()
    if not worker:  # the worker, killed as soon as the server has the mail
        dispatch = Email.dispatch

        def dispatch_and_die(self, **values):
            dispatch(self, **values)
            os.kill(os.getpid(), signal.SIGKILL)

        Email.dispatch = dispatch_and_die
        try:
            mailing.send_due()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(worker, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len(server.got) == 1
    assert mailing.send_due() == 0
    with time_machine.travel(timezone.now() + mailing.LEASE + MINUTE, tick=False):
        assert mailing.send_due() == 1
    assert server.ids == [mail.message_id] * 2
    assert mailing.send_due() == 0


def both_workers(people, monkeypatch):
    """Two workers meet at one mail: each has looked what is due before either has sent it."""
    queued(people)
    meet, sent = threading.Barrier(2, timeout=1), []
    dispatch = Email.dispatch

    def slowly(self, **values):
        with suppress(threading.BrokenBarrierError):
            meet.wait()  # both hold the mail, or the other one got none
        return dispatch(self, **values)

    monkeypatch.setattr(Email, "dispatch", slowly)

    def work():
        try:
            sent.append(mailing.send_due())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(sent)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_once(people, monkeypatch, serve):
    server = serve()
    assert both_workers(people, monkeypatch) == 1
    assert len(server.got) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_workers_would_send_it_twice(people, monkeypatch, serve):
    server = serve()
    looks = iter([Email.objects.first, Email.objects.first, lambda: None, lambda: None])
    monkeypatch.setattr(mailing, "claim", lambda: next(looks)())
    assert both_workers(people, monkeypatch) == 2
    assert len(server.got) == 2


def test_mails_are_forgotten_after_three_months_and_their_notices_stay(db, people):
    queued(people)
    assert mailing.prune() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert mailing.prune() == 1
    assert Notice.objects.get().mail is None
