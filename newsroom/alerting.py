"""Mails of what is due: one a day to each whom something new concerns, one a week to the head.

What is due, partnerships/alerts.py says; mailing.py sends. Here stands who was told of what: the
look at one person's day, the rows of what was told and the mail are written in one transaction,
so that they are there together or not at all. docs/decisions/0017-one-mail-a-morning.md says why.
"""

from dataclasses import replace
from datetime import time, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import bureau_time, long_date
from articles.http import absolute
from newsroom import alert_choices, mailing
from newsroom.models import Alert, AlertMail
from newsroom.models.alerts import DIGEST
from partnerships import alert_words, alerts
from partnerships.digest import digest

# Before the desk's day begins, in the bureau's zone.
MORNING = time(7)
KEPT = timedelta(days=60)
# Of one section of the digest; the rest is a number.
LISTED = 8
# More than a morning's work: what goes beyond is told on the next one.
MOST = 40
DAILY, WEEKLY = AlertMail.Rhythm.DAILY, AlertMail.Rhythm.WEEKLY


def queue_daily(now=None):
    """A job: from seven on, tell each person once of all that is newly due. Returns how many."""
    here = bureau_time(now or timezone.now())
    if not settings.MAIL_IS_ON or here.time() < MORNING:
        return 0
    today, rows, queued = here.date(), None, 0
    for person in _not_looked_at(DAILY, today.isoformat()):
        if rows is None:
            rows = alerts.due(today)
        queued += _look(person, DAILY, today.isoformat(), _Daily(person, rows, today))
    return queued


def queue_weekly(now=None):
    """A job: the digest of this ISO week to the head, from Monday at seven on; of no week before.

    Returns how many.
    """
    here = bureau_time(now or timezone.now())
    if not settings.MAIL_IS_ON or (here.weekday() == 0 and here.time() < MORNING):
        return 0
    year, week, _weekday = here.isocalendar()
    figures, queued = None, 0
    for person in _not_looked_at(WEEKLY, period := f"{year}-W{week:02}"):
        wants = DIGEST in alert_choices.by_mail(person)
        if wants and figures is None:
            figures = digest(here.date())
        queued += _look(person, WEEKLY, period, _Weekly(person, figures if wants else None, here))
    return queued


def prune():
    """A job: forget the looks of two months ago that found nothing. Returns how many rows."""
    old = AlertMail.objects.filter(rhythm=DAILY, at__lt=timezone.now() - KEPT)
    return old.filter(alerts__isnull=True, mail=None).delete()[0]


def _not_looked_at(rhythm, period):
    """Whom to look at. Not those whose last such mail still waits for the mail server.

    While that is down nothing piles up, and what follows is what is due when it is up again.
    """
    looks = AlertMail.objects.filter(rhythm=rhythm)
    people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    return (
        people.exclude(pk__in=looks.filter(period=period).values("recipient"))
        .exclude(pk__in=looks.filter(mail__status__in=mailing.WAITS).values("recipient"))
        .order_by("pk")
    )


def _look(person, rhythm, period, content):
    """One person's mail with all that follows from it, or nothing. Returns 1 where one is queued.

    Whoever writes the look first has it: a second worker stops at the database's own constraint,
    and takes back what it wrote.
    """
    try:
        with transaction.atomic():
            look = AlertMail.objects.create(recipient=person, rhythm=rhythm, period=period)
            mail = content.mail(period)
            if mail is None or not _save(mail):
                return 0
            content.tell(look)
            look.mail = mail
            look.save(update_fields=["mail"])
    except IntegrityError:
        return 0
    return 1


def _save(mail):
    try:
        with transaction.atomic():
            mail.save()
    except ValidationError:
        return False  # No address that a mail could go to; the desk shows what is due.
    return True


class _Daily:
    """What `person` has not been told yet."""

    def __init__(self, person, rows, today):
        wanted = alert_choices.by_mail(person)
        self.person, self.today = person, today
        mine = [row for row in rows if row.kind in wanted and alerts.is_for(row, person)]
        self.due = alerts.said_once(mine)
        self.fresh = []

    def mail(self, period):
        fresh = untold(self.person, self.due, self.today)
        self.fresh = fresh[:MOST]
        if not fresh:
            return None
        with translation.override(mailing.language_of(self.person)):
            found = [(row, _words(row, self.person)) for row in self.fresh]
            subject = _("%(day)s: %(first)s") % {
                "day": alert_words.day_words(self.today),
                "first": _headline(found),
            }
            body = render_to_string(
                "newsroom/mail/alerts.txt",
                {
                    "groups": _by_severity(found),
                    "more": len(fresh) - len(self.fresh),
                    "day": long_date(self.today),
                    **_frame(),
                },
            )
        return mailing.compose(self.person, subject, body, name=f"alerts-{self.person.pk}-{period}")

    def tell(self, look):
        Alert.objects.bulk_create(
            Alert(
                recipient=self.person, told_in=look, series=row.series, step=row.step,
                day=self.today,
            )
            for row in self.fresh
        )  # fmt: skip


def untold(person, due, today):
    """Of the rows that are `due` those that `person` was not told of, nor of a tighter step.

    A row from a day that has not come is from a clock that was wrong: what it said then was said,
    and is not said again, but it silences nothing else.
    """
    told = {}
    series = [row.series for row in due]
    for alert in Alert.objects.filter(recipient=person, series__in=series):
        told.setdefault(alert.series, []).append(alert)
    return [
        row
        for row in due
        if not any(
            alert.step == row.step or (alert.step > row.step and alert.day <= today)
            for alert in told.get(row.series, [])
        )
    ]


class _Weekly:
    def __init__(self, person, figures, here):
        self.person, self.figures, self.here = person, figures, here

    def mail(self, period):
        if self.figures is None:
            return None
        with translation.override(mailing.language_of(self.person)):
            named = {"week": self.here.isocalendar().week, "day": long_date(self.here)}
            subject = _("Partnerships in week %(week)d, %(day)s") % named
            body = render_to_string(
                "newsroom/mail/digest.txt",
                {
                    "figures": self.figures,
                    "short": [_one_line(row, "title", "line") for row in self.figures.short],
                    "sections": list(_sections(self.figures, self.person)),
                    "title": subject,
                    "listed": LISTED,
                    **_frame(),
                },
            )
        return mailing.compose(self.person, subject, body, name=f"digest-{self.person.pk}-{period}")

    def tell(self, look):
        """The digest repeats what is due; it tells nobody for the first time."""


def _sections(figures, person):
    """(heading, number, [Words], how many more) of what needs somebody."""
    kinds = alerts.Kind
    for heading, rows in (
        (_("Ending"), figures.of(kinds.END)),
        (_("Behind"), figures.of(kinds.PACE)),
        (_("Overdue"), figures.of(kinds.REPLY, kinds.FINAL, kinds.DUTY, kinds.STEP)),
        (_("Waiting for a signature or a number"), figures.of(kinds.UNSIGNED, kinds.NUMBER)),
    ):
        words = [_words(row, person) for row in rows[:LISTED]]
        yield heading, len(rows), words, max(0, len(rows) - LISTED)


def _words(row, person):
    """What a title holds cannot look like a line of ours."""
    return _one_line(alert_words.words(row, person), "title", "partner", "sentence")


def _one_line(row, *names):
    return replace(row, **{name: mailing.one_line(getattr(row, name)) for name in names})


def _headline(found):
    """The most urgent of them, and how many more there are."""
    title, more = found[0][1].title, len(found) - 1
    sentence = f"{found[0][1].label}: {title}"[:120]
    if not more:
        return sentence
    return ngettext("%(one)s, and %(n)d more", "%(one)s, and %(n)d more", more) % {
        "one": sentence,
        "n": more,
    }


def _by_severity(found):
    """[(heading, [Words])], the most urgent first."""
    return [
        (label, words)
        for severity, label in alert_words.SEVERITY_LABELS.items()
        if (words := [each for row, each in found if row.severity == severity])
    ]


def _frame():
    return {
        "desk": settings.SITE_URL,
        "alerts_url": absolute(reverse("admin:alerts")),
        "choices_url": absolute(reverse("admin:notice_choices")),
        "bureau": settings.BUREAU_NAME,
    }
