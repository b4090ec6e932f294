"""Who has a story's form open now. It tells, and blocks nobody.

A page that is open says so every few seconds; one that says nothing for FRESH is gone.
"""

from datetime import timedelta

from django.utils import timezone

from articles.models import Presence

FRESH = timedelta(seconds=25)
PAUSE = timedelta(seconds=5)  # a sign of life is not written again within this time


def here(article, *, user, tab):
    """Note that `user` has the form of `article` open in this tab."""
    now = timezone.now()
    row = Presence.objects.filter(article=article, user=user, tab=tab).first()
    if row is None:
        # A page that was loaded again is the same visit.
        before = _fresh(article, now).filter(user=user).order_by("since").first()
        since = before.since if before else now
        values = {"since": since, "seen_at": now}
        Presence.objects.get_or_create(article=article, user=user, tab=tab, defaults=values)
    elif row.seen_at < now - PAUSE:
        Presence.objects.filter(pk=row.pk).update(seen_at=now)


def in_story(article):
    """[(user, since, tabs)] of everybody who is in the story, the longest there first."""
    found = {}
    for row in _fresh(article, timezone.now()).select_related("user").order_by("since", "pk"):
        user, since, tabs = found.get(row.user_id, (row.user, row.since, ()))
        found[row.user_id] = (user, since, (*tabs, row.tab))
    return list(found.values())


def is_here(article, user):
    return _fresh(article, timezone.now()).filter(user=user).exists()


def prune():
    """Forget who was there an hour ago; returns how many rows."""
    old = timezone.now() - timedelta(hours=1)
    return Presence.objects.filter(seen_at__lt=old).delete()[0]


def _fresh(article, now):
    return Presence.objects.filter(article=article, seen_at__gt=now - FRESH)
