"""A user's calendars: an address for each scope, asked anew at each fetch what it may say."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.private_links import digest, new_token
from partnerships import calendar_events
from partnerships.models import CalendarLink, PartnerLink

USE = "partnerships.use_calendar"
Scope = CalendarLink.Scope
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Feed:
    """`key`: under which its history is kept; `events()`: what it says now; `link`: locks it."""

    key: str
    name: str
    events: object
    link: object


def may_use(user):
    return user.is_active and user.is_staff and user.has_perm(USE)


@transaction.atomic
def make(user, scope):
    """Make a calendar, and close the one that this user had of the scope. Returns (link, token).

    The token is nowhere else, and cannot be had again.
    """
    if not may_use(user) or scope not in Scope.values:
        raise PermissionDenied
    # Two at once: the second waits here, and closes the first.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    revoke(user, scope)
    token = new_token()
    link = CalendarLink.objects.create(user=user, scope=scope, token_sha256=digest(token))
    return link, token


def revoke(user, scope):
    """Close the user's calendar of this scope, if there is one: who lost the right may too."""
    mine = CalendarLink.objects.filter(user=user, scope=scope, revoked_at=None)
    mine.update(revoked_at=timezone.now())


def links_of(user):
    """{scope: the open link}. One query."""
    found = CalendarLink.objects.filter(user=user, revoked_at=None)
    return {link.scope: link for link in found}


def find(token):
    links = CalendarLink.objects.select_related("user")
    return links.filter(token_sha256=digest(token)).first()


def opens(link):
    """Whether it is open, and its user still may: a lost role or a closed account ends it."""
    return link.revoked_at is None and may_use(link.user)


def note_fetch(link):
    """That somebody fetched it, so that the user can tell: once an hour, programs ask often."""
    now = timezone.now()
    stale = Q(fetched_at=None) | Q(fetched_at__lt=now - NOTED_EVERY)
    CalendarLink.objects.filter(stale, pk=link.pk).update(fetched_at=now)


def user_feed(link):
    name = _("My partnerships") if link.scope == Scope.OWN else _("Partnerships of the bureau")
    return Feed(
        key=f"user-{link.user_id}-{link.scope}",
        name=name,
        events=partial(calendar_events.for_user, link.user, own=link.scope == Scope.OWN),
        link=link,
    )


def partner_feed(link: PartnerLink):
    """The same for every link of one agreement: a new one goes on where the old one was."""
    agreement = link.agreement
    return Feed(
        key=f"partner-{agreement.pk}",
        name=agreement.title,
        events=partial(calendar_events.for_partner, agreement.pk),
        link=agreement,
    )
