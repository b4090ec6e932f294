"""Receipts of the schedule: the second that was planned, and the one a story was seen at.

A scheduled story needs no worker to appear: every page asks the clock. So a receipt proves
nothing by being there; it is a second look, by the worker, at what readers get. docs/record.md.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles import views
from articles.dates import long_time
from articles.models import Article, ScheduleReceipt, StatusChange

log = logging.getLogger("articles.receipts")
# A story that was due longer ago than that is not looked for any more.
WATCHED = timedelta(days=2)
LATE = timedelta(seconds=60)
SHOWN = timedelta(days=1)
SCHEDULED = ("schedule", "reschedule")


def without_receipt(now, since=WATCHED):
    """Stories whose planned second has come and that nobody has seen in public yet."""
    # One that was taken back and then published by hand was planned for no second.
    timed = StatusChange.objects.filter(article=OuterRef("pk"), move__in=("publish", *SCHEDULED))
    last = Subquery(timed.order_by("-at", "-pk").values("move")[:1])
    seen = ScheduleReceipt.objects.filter(
        article=OuterRef("pk"), planned_at=OuterRef("publish_at"), seen_at__isnull=False
    )
    due = Article.objects.filter(status="published", publish_at__lte=now)
    due = due.filter(publish_at__gt=now - since).filter(~Exists(seen))
    due = due.alias(set_by=last).filter(set_by__in=SCHEDULED)
    return due.order_by("publish_at", "pk")


def write_due(now=None):
    """A job: look at every story that should be there by now; how many receipts were written."""
    written = 0
    for article in without_receipt(now or timezone.now()).only("pk", "publish_at"):
        written += _write(article.pk, article.publish_at)
    return written


def _write(pk, planned_at):
    problem = look(pk)
    now = timezone.now()
    with transaction.atomic():
        # Two workers may look at once; the row's lock lets the second see what the first wrote.
        receipt = ScheduleReceipt.objects.select_for_update().filter(
            article=pk, planned_at=planned_at
        ).first() or ScheduleReceipt(article_id=pk, planned_at=planned_at)  # fmt: skip
        if receipt.seen_at or (problem and receipt.missed_at):
            return 0
        if problem:
            receipt.missed_at, receipt.problem = now, problem[:200]
        else:
            receipt.seen_at = now
        receipt.save()
    fields = {"story": pk, "planned": planned_at.isoformat(), "looked": now.isoformat()}
    if problem:
        log.error("scheduled story missed", extra={"fields": {**fields, "problem": problem}})
    elif receipt.missed_at:
        log.error("scheduled story late", extra={"fields": fields})
    elif receipt.delay > LATE:
        # It was public by the clock; but nobody looked, so say that and no more.
        log.warning("scheduled story looked for late", extra={"fields": fields})
    return 1


def look(pk):
    """What is wrong with the story's public page, or "". The list and the page must agree."""
    article = Article.objects.published().filter(pk=pk).only("headline", "slug").first()
    if article is None:
        return "not among the published stories"
    request = HttpRequest()
    request.method, request.path = "GET", article.get_absolute_url()
    try:
        response = views.detail(request, pk=pk, slug=article.slug)
    except Exception as reason:  # noqa: BLE001  (whatever it is, readers do not get their page)
        return f"the page fails: {type(reason).__name__}"
    if response.status_code != 200:
        return f"the page answers {response.status_code}"
    if escape(article.headline) not in response.content.decode():
        return "the page does not show the headline"
    return ""


@dataclass(frozen=True)
class Alarm:
    url: str
    title: str
    planned: str
    planned_at: datetime
    words: str


def alarms(now=None):
    """What went wrong with the schedule in the last day, or was not looked at; newest first."""
    now = now or timezone.now()
    rows = ScheduleReceipt.objects.filter(planned_at__gt=now - SHOWN, missed_at__isnull=False)
    missed = list(rows.select_related("article").defer("article__body"))
    found = [_alarm(row.article, row.planned_at, _words(row)) for row in missed]
    known = {row.article_id for row in missed}
    unseen = without_receipt(now - 2 * LATE, since=SHOWN).exclude(pk__in=known)
    found += [
        _alarm(article, article.publish_at, _("not looked at: does the worker run?"))
        for article in unseen.defer("body")
    ]
    return sorted(found, key=lambda alarm: alarm.planned_at, reverse=True)


def _alarm(article, planned_at, words):
    return Alarm(
        url=reverse("admin:articles_article_history", args=[article.pk]),
        title=str(article),
        planned=long_time(planned_at),
        planned_at=planned_at,
        words=words,
    )


def _words(receipt):
    if receipt.seen_at is None:
        return _("did not appear")
    return _("appeared %(minutes)d min late") % {"minutes": receipt.delay // timedelta(minutes=1)}
