"""What waits beside the stories: replies asked for, retractions asked for, the clock's proof."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.record import RetractionGround


class ReplyRequest(models.Model):
    """Hak jawab: somebody of whom a story speaks asks to be heard, and the desk has a clock.

    Answered by a public entry (`answer`) or refused with a reason, never both; articles/reply.py
    does it. `contact` is personal data: only those with view_replyrequest read it.
    """

    article = models.ForeignKey(
        "Article", models.PROTECT, related_name="reply_requests", verbose_name=_("story")
    )
    who = models.CharField(_("who asks"), max_length=120)
    organization = models.CharField(_("for whom"), max_length=160, blank=True)
    contact = models.CharField(
        _("how to reach them"),
        max_length=200,
        help_text=_("Telephone or e-mail. Never public; only the desk reads it."),
    )
    text = models.TextField(_("what they want said"), max_length=10_000)
    received_at = models.DateTimeField(_("received at"))
    # As promised that day: a later change of the house's target moves no old promise.
    due_at = models.DateTimeField(_("to be answered by"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    answer = models.OneToOneField(
        "Correction", models.PROTECT, null=True, blank=True, related_name="reply_request"
    )
    refusal = models.TextField(_("reason of the refusal"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("right of reply")
        verbose_name_plural = _("rights of reply")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="reply_open", condition=Q(decided_at__isnull=True)
            ),
            models.Index(fields=["-received_at", "-id"], name="reply_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="reply_answered_or_refused_or_open",
                condition=Q(
                    answer__isnull=True,
                    refusal="",
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & (
                        Q(answer__isnull=False, refusal="")
                        | (Q(answer__isnull=True) & ~Q(refusal=""))
                    )
                ),
            ),
            models.CheckConstraint(
                name="reply_due_after_received", condition=Q(due_at__gte=F("received_at"))
            ),
            models.CheckConstraint(
                name="reply_says_who_and_what",
                condition=~Q(who="") & ~Q(contact="") & ~Q(text=""),
            ),
        ]

    def __str__(self):
        return f"{self.who}, {self.organization}" if self.organization else self.who

    def get_admin_url(self):
        return reverse("admin:articles_replyrequest_change", args=[self.pk])

    @property
    def is_open(self):
        return self.decided_at is None

    def is_late(self, now=None):
        return (self.decided_at or now or timezone.now()) > self.due_at


class RetractionRequest(models.Model):
    """An editor asks the head to take a public story back; see articles/retraction.py."""

    article = models.ForeignKey(
        "Article", models.PROTECT, related_name="retraction_requests", verbose_name=_("story")
    )
    ground = models.CharField(_("ground"), max_length=16, choices=RetractionGround)
    reason = models.TextField(_("reason that readers see"), max_length=2000)
    hides_identity = models.BooleanField(_("protects a child's identity"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # Why not; empty where the head followed the request.
    refusal = models.TextField(blank=True)

    class Meta:
        verbose_name = _("request for retraction")
        verbose_name_plural = _("requests for retraction")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                name="retraction_asked_once",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="retraction_ground_known", condition=Q(ground__in=RetractionGround.values)
            ),
            models.CheckConstraint(
                name="retraction_request_decided_by_somebody",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, refusal="")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.get_ground_display()

    def get_admin_url(self):
        return reverse("admin:articles_article_retraction", args=[self.article_id])


class ScheduleReceipt(models.Model):
    """That a scheduled story was there: the second that was planned, and the one it was seen at.

    Written by articles/receipts.py. `missed_at`: when it was due, looked for and not there.
    """

    article = models.ForeignKey(
        "Article", models.PROTECT, related_name="receipts", verbose_name=_("story")
    )
    planned_at = models.DateTimeField(_("planned for"))
    seen_at = models.DateTimeField(_("seen at"), null=True)
    missed_at = models.DateTimeField(_("missed at"), null=True)
    problem = models.CharField(_("what was seen instead"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("schedule receipt")
        verbose_name_plural = _("schedule receipts")
        ordering = ["-planned_at", "-id"]
        indexes = [models.Index(fields=["-planned_at", "-id"], name="receipt_newest")]
        constraints = [
            models.UniqueConstraint(fields=["article", "planned_at"], name="receipt_once"),
            models.CheckConstraint(
                name="receipt_says_something",
                condition=Q(seen_at__isnull=False) | Q(missed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="receipt_not_before_its_time",
                condition=Q(seen_at__isnull=True) | Q(seen_at__gte=F("planned_at")),
            ),
        ]

    def __str__(self):
        return str(self.article)

    def get_admin_url(self):
        return reverse("admin:articles_article_history", args=[self.article_id])

    @property
    def delay(self):
        """How long after its time it was first seen, or None where it has not been yet."""
        return self.seen_at - self.planned_at if self.seen_at else None
