"""Calendars that a program fetches by a private address, and what each of them has said so far."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.private_link import HashedToken


class CalendarLink(HashedToken):
    """The address of one user's calendar: partnerships/calendar_links.py makes and closes it."""

    class Scope(models.TextChoices):
        OWN = "own", _("what I look after")
        ALL = "all", _("the whole bureau")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    scope = models.CharField(_("content"), max_length=3, choices=Scope)
    fetched_at = models.DateTimeField(_("fetched"), null=True, editable=False)

    class Meta(HashedToken.Meta):
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        default_permissions = ()
        permissions = [("use_calendar", "Can have a calendar of terms, trainings and next steps")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_one_open_of_a_scope",
            ),
            models.CheckConstraint(
                name="calendar_scope_known", condition=Q(scope__in=["own", "all"])
            ),
            models.CheckConstraint(name="calendar_token_is_hashed", condition=~Q(token_sha256="")),
        ]

    def __str__(self):
        return self.get_scope_display()


class CalendarEvent(models.Model):
    """What a feed said last of one event: docs/decisions/0022-partner-pages-and-calendars.md.

    No words of the event are kept: `digest` tells whether they changed, `starts` and `sequence`
    are what a calendar needs to take an event away that is no more.
    """

    feed = models.CharField(max_length=40)
    uid = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    starts = models.CharField(max_length=32)  # ISO: a day, or a moment in UTC
    is_gone = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["feed", "uid"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "uid"], name="calendar_event_once_in_a_feed")
        ]
