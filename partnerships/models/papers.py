"""What is kept with an agreement: its documents, who owes what, how it went."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.record import AppendOnly
from partnerships.files import document_name, private_storage

from .agreement import Agreement


class Document(models.Model):
    """A paper of the agreement; its files are versions."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer")
        DRAFT = "draft", _("draft")
        SCAN = "scan", _("signed scan")
        REPORT = "report", _("final report")
        OTHER = "other", _("other")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    shared = models.BooleanField(_("shared with the partner"), default=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "id"]

    def __str__(self):
        return self.title


class DocumentVersion(AppendOnly):
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(storage=private_storage, upload_to=document_name, max_length=120)
    name = models.CharField(max_length=160)  # as it was uploaded, for the download only
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number")
        ]


class Obligation(models.Model):
    class Side(models.TextChoices):
        OURS = "ours", _("ours")
        THEIRS = "theirs", _("theirs")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="obligations")
    side = models.CharField(_("whose"), max_length=6, choices=Side)
    text = models.CharField(_("obligation"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["side", "due_on", "id"]

    def __str__(self):
        return self.text


class Evaluation(models.Model):
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="evaluations")
    from_day = models.DateField(_("from"))
    until_day = models.DateField(_("until"))
    text = models.TextField(_("evaluation"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-until_day", "-id"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_in_order",
                condition=Q(until_day__gte=F("from_day")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self):
        return f"{self.from_day} – {self.until_day}"
