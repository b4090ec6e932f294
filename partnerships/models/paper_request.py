"""What somebody asked for and a worker makes: partnerships/paper_requests.py alone writes here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.files import paper_name, private_storage

OPEN = ["waiting", "working"]


class PaperRequest(models.Model):
    """Permintaan: a paper, or a file that gets no number. `params` are those that ask() checked."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=20)
    params = models.JSONField()
    # The same for the same kind and params: what one person waits for is not made twice.
    key = models.CharField(max_length=64)
    subject = models.CharField(max_length=300, blank=True)  # params in words, as it was asked
    language = models.CharField(max_length=10)  # of the asker, for the sentence of a failure
    tell_by_mail = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="paper_requests",
        db_index=False,  # request_of_person begins with it
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    # When a worker may take it: at once, after a pause, or when another one's time has run out.
    due_at = models.DateTimeField(default=timezone.now)
    # Counts up with each worker that takes it, so that one who is late cannot write any more.
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    paper = models.ForeignKey("Paper", models.PROTECT, null=True, related_name="requests")
    file = models.FileField(
        storage=private_storage, upload_to=paper_name, max_length=120, blank=True
    )
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("request for a paper")
        verbose_name_plural = _("requests for papers")
        ordering = ["-asked_at", "-id"]
        default_permissions = []
        permissions = [("view_audit", "Can ask for the audit log and read it")]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at", "-id"], name="request_of_person"),
            models.Index(fields=["due_at", "id"], name="request_due", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "key"], condition=Q(state__in=OPEN), name="request_open_once"
            ),
            models.CheckConstraint(
                name="request_state_known",
                condition=Q(state__in=["waiting", "working", "done", "failed", "cancelled"]),
            ),
            models.CheckConstraint(
                name="request_finished_has_its_time",
                condition=Q(state__in=OPEN, finished_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_done_has_its_result",
                condition=(~Q(state="done") & Q(paper__isnull=True, file=""))
                | Q(state="done", paper__isnull=False, file="")
                | (Q(state="done", paper__isnull=True) & ~Q(file="")),
            ),
            models.CheckConstraint(
                name="request_failed_says_why",
                condition=(Q(state="failed") & ~Q(error="")) | (~Q(state="failed") & Q(error="")),
            ),
            models.CheckConstraint(
                name="request_progress_in_range", condition=Q(done__lte=F("total"))
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self):
        return self.state in OPEN
