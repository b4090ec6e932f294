"""Who is told of what: one notice per person and event, written with the event itself.

The receivers below run inside the transaction of a move, a save or a note: where that is taken
back, nobody was told; where it stands, everybody was, once. Mails follow in mailing.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import notes, permissions
from articles.models import Article, Correction
from newsroom.models import Event, Notice, NoticeChoice
from partnerships.models import Claim

# Without a choice of one's own: (in the desk, by e-mail).
DEFAULTS = {
    Event.SUBMITTED: (True, False),
    Event.RETURNED: (True, True),
    Event.PUBLISHED: (True, False),
    Event.CORRECTED: (True, True),
    Event.RETRACTED: (True, True),
    Event.MENTIONED: (True, True),
}
MOVES = {
    "submit": Event.SUBMITTED,
    "return": Event.RETURNED,
    "publish": Event.PUBLISHED,
    "schedule": Event.PUBLISHED,
    "reschedule": Event.PUBLISHED,
    "retract": Event.RETRACTED,
}
KEPT = timedelta(days=365)
COUNTED = 99


def on_move(sender, *, article, move, by, **kwargs):
    """Receiver of article_moving."""
    now = timezone.now()
    if move in ("reschedule", "unschedule"):
        # Nobody has seen these yet: they wait for a moment that will not be.
        Notice.objects.filter(article=article, event=Event.PUBLISHED, at__gt=now).delete()
    if event := MOVES.get(move):
        at = article.publish_at if event == Event.PUBLISHED else now
        tell(event, article, _concerned(event, article, by), by=by, at=at)


def on_save(sender, *, article, kind, by, **kwargs):
    """Receiver of article_saved."""
    if kind in Correction.Kind.values:
        tell(Event.CORRECTED, article, _concerned(Event.CORRECTED, article, by), by=by)


def on_note(sender, *, note, addressed, by, **kwargs):
    """Receiver of note_written."""
    tell(Event.MENTIONED, note.article, addressed, by=by, note=note)


def tell(event, article, people, *, by, at=None, note=None):
    """Write the notices of one event, as each of `people` wants them. Never one to `by`."""
    people = [person for person in people if person.pk != by.pk]
    own = NoticeChoice.objects.filter(event=event, user__in=people)
    choices = {choice.user_id: (choice.in_desk, choice.by_mail) for choice in own}
    rows = []
    for person in people:
        in_desk, by_mail = choices.get(person.pk, DEFAULTS[event])
        mail_due = by_mail and settings.MAIL_IS_ON and bool(person.email)
        if in_desk or mail_due:
            rows.append(
                Notice(
                    recipient=person, event=event, article=article, note=note, by=by,
                    at=at or timezone.now(), in_desk=in_desk, mail_due=mail_due,
                )
            )  # fmt: skip
    Notice.objects.bulk_create(rows)


def _concerned(event, article, by):
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    if event == Event.SUBMITTED:
        return users.filter(
            groups__permissions__content_type__app_label="articles",
            groups__permissions__codename="publish_article",
        ).distinct()
    credited = article.credits.exclude(user=None).values("user")
    made = Q(pk=article.created_by_id) | Q(pk__in=credited)
    if event == Event.RETURNED:
        # A draft is not for everybody whose name stands on it.
        may_see = notes.colleagues(article, without=by)
        return users.filter(made, pk__in=[user.pk for user in may_see])
    if event == Event.RETRACTED:
        told = Notice.objects.filter(article=article, at__lte=timezone.now())
        counted = Claim.objects.filter(article=article)
        made |= Q(pk__in=told.values("recipient")) | Q(pk__in=counted.values("by"))
    return users.filter(made)


# What a person has been told, and wants to be told.


@dataclass(frozen=True)
class Row:
    """One notice as the list and the mail show it. `url` is "" where there is nothing to open."""

    pk: int
    event: str
    sentence: str
    headline: str
    excerpt: str
    at: datetime
    unread: bool
    url: str


def shown_to(user, *, at=None):
    """The notices of `user` in the desk, up to now, with all that row() reads."""
    found = Notice.objects.filter(recipient=user, in_desk=True, at__lte=at or timezone.now())
    return found.select_related("article", "by", "note")


def unread_count(user):
    """How many are unread, counted to one beyond COUNTED. One query."""
    unread = Notice.objects.filter(
        recipient=user, in_desk=True, read_at=None, at__lte=timezone.now()
    )
    return unread.order_by("-at")[: COUNTED + 1].count()


def row(notice, user):
    """`notice` for `user`, with no more of the story than the person may see now."""
    article = notice.article
    return Row(
        pk=notice.pk,
        event=notice.event,
        sentence=SENTENCES[notice.event]() % {"name": notice.by},
        headline=headline_for(user, article),
        excerpt=_excerpt(notice, user),
        at=notice.at,
        unread=notice.read_at is None,
        url=target(notice, user),
    )


def headline_for(user, article):
    if article.retraction_hides_identity and not user.has_perm("articles.retract_article"):
        return _("a story that was retracted to protect a child")
    was_public = article.status == Article.Status.RETRACTED or article.is_public()
    if was_public or permissions.can_view(user, article):
        return article.headline or str(article)
    return _("a story that you cannot see any more")


def target(notice, user):
    """Where the notice leads: to the story in the desk, else to its public address."""
    article = notice.article
    if permissions.can_view(user, article):
        url = reverse("admin:articles_article_change", args=[article.pk])
        return f"{url}#catatan-{notice.note_id}" if notice.note_id else url
    if article.status == Article.Status.RETRACTED or article.is_public():
        return article.get_absolute_url()
    return ""


def _excerpt(notice, user):
    article = notice.article
    # As notes.can_read(), without a query for each row: a note of somebody credited is left out.
    reads = user.has_perm("articles.view_any_article") or article.created_by_id == user.pk
    if notice.note is None or not reads or article.retraction_hides_identity:
        return ""
    return notice.note.text


def mark_read(user, pk=None):
    """All that `user` sees now, or the one. Returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None, at__lte=timezone.now())
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())


def events_for(user):
    """The events that can reach `user`."""
    edits = user.has_perm("articles.publish_article")
    return [event for event in Event if edits or event != Event.SUBMITTED]


def choices_of(user):
    """[(event, in_desk, by_mail)]: what holds for `user` now."""
    own = {choice.event: choice for choice in user.notice_choices.all()}
    return [
        (event, own[event].in_desk, own[event].by_mail)
        if event in own
        else (event, *DEFAULTS[event])
        for event in events_for(user)
    ]


@transaction.atomic
def choose(user, wanted):
    """Keep `wanted`: {event: (in_desk, by_mail)}. What equals the default needs no row."""
    user.notice_choices.filter(event__in=list(wanted)).delete()
    NoticeChoice.objects.bulk_create(
        NoticeChoice(user=user, event=event, in_desk=in_desk, by_mail=by_mail)
        for event, (in_desk, by_mail) in wanted.items()
        if (in_desk, by_mail) != DEFAULTS[event]
    )


def prune():
    """A job: forget what was read more than a year ago. Returns how many rows."""
    old = Notice.objects.filter(at__lt=timezone.now() - KEPT, mail_due=False)
    return old.exclude(in_desk=True, read_at=None).delete()[0]


SENTENCES = {
    Event.SUBMITTED: lambda: _("%(name)s submitted"),
    Event.RETURNED: lambda: _("%(name)s returned"),
    Event.PUBLISHED: lambda: _("%(name)s published"),
    Event.CORRECTED: lambda: _("%(name)s corrected"),
    Event.RETRACTED: lambda: _("%(name)s retracted"),
    Event.MENTIONED: lambda: _("%(name)s wrote you a note on"),
}
