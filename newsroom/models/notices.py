"""What each person is told of: one row per person and event, in the desk and by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    SUBMITTED = "submitted", _("A story is submitted to the desk")
    RETURNED = "returned", _("Your story is returned")
    PUBLISHED = "published", _("Your story is published")
    CORRECTED = "corrected", _("Your story is corrected")
    RETRACTED = "retracted", _("A story that you know of is retracted")
    MENTIONED = "mentioned", _("A note is addressed to you")


class Notice(models.Model):
    """`at` may lie ahead, for a story on the schedule: until then nobody sees it.

    newsroom/notices.py writes them, inside the transaction of what they tell of, and
    newsroom/mailing.py turns those with `mail_due` into mails.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=12, choices=Event)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    note = models.ForeignKey("articles.Note", models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    in_desk = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail_due = models.BooleanField(default=False)
    mail = models.OneToOneField(
        "post_office.Email", models.SET_NULL, null=True, related_name="notice"
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-id"]
        indexes = [
            # `read_at` is a column of it, not a condition: of two ranges alike SQLite may take the
            # longer one, and the bell rings on every page.
            models.Index(
                fields=["recipient", "read_at", "-at", "-id"],
                name="notice_unread_first",
                condition=Q(in_desk=True),
            ),
            models.Index(
                fields=["recipient", "-at", "-id"],
                name="notice_newest",
                condition=Q(in_desk=True),
            ),
            models.Index(fields=["at", "id"], name="notice_mail_due", condition=Q(mail_due=True)),
        ]
        constraints = [
            models.CheckConstraint(name="notice_event_known", condition=Q(event__in=Event.values)),
            models.UniqueConstraint(
                fields=["recipient", "note"],
                name="notice_once_per_note",
                condition=Q(note__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_event_display()}: {self.article}"


class NoticeChoice(models.Model):
    """Where one person wants to be told of one event; without a row newsroom/notices.py decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices"
    )
    event = models.CharField(max_length=12, choices=Event)
    in_desk = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="notice_choice_once"),
            models.CheckConstraint(
                name="notice_choice_event_known", condition=Q(event__in=Event.values)
            ),
        ]
