"""What of the record waits for the desk: replies due, retractions asked for, schedules missed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import receipts
from articles.models import ReplyRequest, RetractionRequest

MOST = 8


@dataclass(frozen=True)
class Duty:
    """One line of the home page. `url` leads to where it is done; `chip`: a colour's name."""

    url: str
    title: str
    facts: str
    words: str
    chip: str
    at: datetime


def clock_words(due, now=None):
    """“3 h left” or “2 days overdue”."""
    left = due - (now or timezone.now())
    hours = abs(left) // timedelta(hours=1)
    if left < timedelta(0):
        if hours < 48:
            return _("%(hours)d h overdue") % {"hours": hours}
        return _("%(days)d days overdue") % {"days": hours // 24}
    if hours < 48:
        return _("%(hours)d h left") % {"hours": hours}
    return _("%(days)d days left") % {"days": hours // 24}


def duties(user, now=None):
    """{replies, retractions, schedules}: [Duty] of what `user` may read, most urgent first."""
    now = now or timezone.now()
    return {
        "replies": reply_clocks(user, now),
        "retractions": _retractions() if user.has_perm("articles.publish_article") else [],
        "schedules": _schedules(now) if user.has_perm("articles.view_schedulereceipt") else [],
    }


def reply_clocks(user, now=None):
    """[Duty] of the requests for the right of reply that are open, the most urgent first."""
    if not user.has_perm("articles.view_replyrequest"):
        return []
    now = now or timezone.now()
    rows = ReplyRequest.objects.filter(decided_at__isnull=True).select_related("article")
    return [
        Duty(
            url=row.get_admin_url(),
            title=str(row.article),
            facts=str(row),
            words=clock_words(row.due_at, now),
            chip="returned" if row.is_late(now) else "submitted",
            at=row.due_at,
        )
        for row in rows.order_by("due_at", "id").defer("article__body")[:MOST]
    ]


def _retractions():
    rows = RetractionRequest.objects.filter(decided_at__isnull=True)
    return [
        Duty(
            url=row.get_admin_url(),
            title=str(row.article),
            facts=f"{row.by} · {row.get_ground_display()}",
            words=_("retraction asked for"),
            chip="retracted",
            at=row.at,
        )
        for row in rows.select_related("article", "by").defer("article__body")[:MOST]
    ]


def _schedules(now):
    return [
        Duty(
            url=alarm.url,
            title=alarm.title,
            facts=alarm.planned,
            words=alarm.words,
            chip="returned",
            at=alarm.planned_at,
        )
        for alarm in receipts.alarms(now)[:MOST]
    ]
