"""E-mail: notices become rows of the queue, and the worker sends these one by one.

The queue is django-post-office's table; what sends is ours, see docs/decisions/0012-one-mail.md.
Neither step is waited for by anybody, and each can be killed and repeated.
"""

import smtplib
import unicodedata
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from post_office.models import PRIORITY, STATUS, Email
from post_office.utils import cleanup_expired_mails

from articles.http import absolute
from newsroom import notices
from newsroom.models import AlertMail, Notice

WAITS = [STATUS.queued, STATUS.requeued]
# Longer than sending one mail can take (EMAIL_TIMEOUT for each step of the talk).
LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# Older news is in the desk; nobody needs it by mail.
STALE = timedelta(days=3)
# What is due stays due: alerts wait for the mail server longer (alerting.py).
ALERTS_STALE = timedelta(days=30)
KEPT = timedelta(days=90)
BATCH = 200
# What a server answers to one mail; any other trouble with it is met by all the others too.
ABOUT_ONE_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
)


def queue_due(now=None):
    """A job: put the mails of due notices into the queue. Returns how many."""
    now = now or timezone.now()
    due = Notice.objects.filter(mail_due=True, at__lte=now)
    stale = due if not settings.MAIL_IS_ON else due.filter(at__lt=now - STALE)
    stale.update(mail_due=False)
    keys = due.order_by("at", "pk").values_list("pk", flat=True)[:BATCH]
    return sum(_queue(pk) for pk in list(keys))


@transaction.atomic
def _queue(pk):
    # Whoever changes the row has it; a second worker finds nothing left to change.
    if not Notice.objects.filter(pk=pk, mail_due=True).update(mail_due=False):
        return 0
    notice = Notice.objects.select_related("recipient", "article", "by", "note").get(pk=pk)
    mail = mail_of(notice)
    if mail is None:
        return 0
    try:
        with transaction.atomic():
            mail.save()
    except ValidationError:
        return 0  # No address that a mail could go to; the notice stands in the desk.
    Notice.objects.filter(pk=pk).update(mail=mail)
    return 1


def mail_of(notice):
    """The mail of one notice in its recipient's language, or None where none should go."""
    person, article = notice.recipient, notice.article
    if not person.is_active or not person.email:
        return None
    with translation.override(language_of(person)):
        row = notices.row(notice, person)
        if not row.url:
            return None
        headline = row.headline
        # A mail lies open in other people's machines: it names no child that readers do not know,
        # or shall know no more.
        if article.concerns_child and not article.is_public():
            headline = _("a story that involves a child (number %(number)d)")
            headline %= {"number": article.pk}
        context = {
            "row": row,
            "headline": one_line(headline),
            "url": absolute(reverse("admin:notice", args=[notice.pk])),
            "choices_url": absolute(reverse("admin:notice_choices")),
            "bureau": settings.BUREAU_NAME,
        }
        body = render_to_string("newsroom/mail/notice.txt", context)
        subject = f"{row.sentence}: {headline}"
    return compose(person, subject, body, name=f"notice-{notice.pk}")


def language_of(person):
    known = dict(settings.LANGUAGES)
    return person.mail_language if person.mail_language in known else settings.LANGUAGE_CODE


def compose(person, subject, body, *, name):
    """A mail for the queue, not saved yet; `name` makes its Message-ID."""
    # Not by post_office.mail.send(): it takes subject and text for templates, and a headline may
    # hold “{{”.
    return Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        subject=one_line(subject)[:180],
        message=body,
        headers={"Auto-Submitted": "auto-generated"},
        # The same for every attempt and every worker: who gets it twice knows it for one mail.
        message_id=f"<{name}@{urlsplit(settings.SITE_URL).hostname}>",
        status=STATUS.queued,
        priority=PRIORITY.medium,
    )


def one_line(text):
    """`text` without what could end a header, or hide in one."""
    kept = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join("".join(kept).split())


def send_due():
    """A job: send what waits, one mail at a time, each claimed first. Returns how many went out."""
    if not settings.MAIL_IS_ON:
        return 0
    sent, connection = 0, None
    try:
        for _number in range(settings.POST_OFFICE["BATCH_SIZE"]):
            mail = claim()
            if mail is None:
                break
            connection = connection or get_connection()
            try:
                connection.open()
                mail.dispatch(commit=False, disconnect_after_delivery=False, connection=connection)
            except DatabaseError:
                raise  # Ours, and no fault of the mail: its claim runs out, and it is tried again.
            except Exception as problem:  # noqa: BLE001  (whatever it is, the mail is not sent)
                _put_off(mail, problem)
                if isinstance(problem, OSError) and not isinstance(problem, ABOUT_ONE_MAIL):
                    break
            else:
                Email.objects.filter(pk=mail.pk).update(
                    status=STATUS.sent, scheduled_time=None, last_updated=timezone.now()
                )
                sent += 1
    finally:
        if connection is not None:
            with suppress(OSError):
                connection.close()
    return sent


def claim():
    """The next mail that waits, taken for the time of LEASE, or None.

    Nothing is locked while we talk to the mail server. Killed in the middle, the claim runs out
    and the mail goes out again, as the same mail.
    """
    now = timezone.now()
    due = Email.objects.filter(
        Q(scheduled_time=None) | Q(scheduled_time__lte=now), status__in=WAITS
    )
    for pk in due.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        if due.filter(pk=pk).update(scheduled_time=now + LEASE):
            return Email.objects.get(pk=pk)
    return None


def _put_off(mail, problem):
    """Try again later, ever more seldom; give up what is refused for good or too old."""
    tried = (mail.number_of_retries or 0) + 1
    now = timezone.now()
    given_up = _is_refusal(problem) or mail.created < now - _patience(mail)
    pause = min(FIRST_PAUSE * 2 ** min(tried - 1, 10), LONGEST_PAUSE)
    mail.logs.create(
        status=STATUS.failed, message=str(problem)[:500], exception_type=type(problem).__name__
    )
    Email.objects.filter(pk=mail.pk).update(
        status=STATUS.failed if given_up else STATUS.requeued,
        scheduled_time=None if given_up else now + pause,
        number_of_retries=tried,
        last_updated=now,
    )


def _patience(mail):
    return ALERTS_STALE if AlertMail.objects.filter(mail=mail).exists() else STALE


def _is_refusal(problem):
    """Whether trying again would be in vain: it is the mail, and the answer is final."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in problem.recipients.values())
    if isinstance(problem, ABOUT_ONE_MAIL):
        return problem.smtp_code >= 500
    return not isinstance(problem, OSError)


def prune():
    """A job: forget mails that are three months old. Returns how many."""
    return cleanup_expired_mails(timezone.now() - KEPT, delete_attachments=False)[0]
