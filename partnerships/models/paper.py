"""Papers that left the house: a number, what they said, the files as they were handed out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.dates import bureau_time
from partnerships.files import paper_name, private_storage
from partnerships.models.training import certificate_code
from partnerships.querysets import PaperQuerySet


class Paper(models.Model):
    """Surat. Written by partnerships/issuing.py alone; after that only a revocation follows.

    `facts` is all that the paper says, as plain values: nothing of it is counted again later.
    """

    class Kind(models.TextChoices):
        PROOF = "proof", _("proof of publication")
        REGISTER = "register", _("register of agreements")
        ENDING = "ending", _("agreements that end")
        PIPELINE = "pipeline", _("agreements in preparation")
        FULFILMENT = "fulfilment", _("monthly fulfilment")
        TRAINING = "training", _("training recap")
        EVALUATION = "evaluation", _("evaluation")
        AUDIT = "audit", _("audit log")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=16, unique=True, default=certificate_code)
    agreement = models.ForeignKey(
        "Agreement",
        models.PROTECT,
        null=True,
        related_name="issued_papers",
        verbose_name=_("agreement"),
        db_index=False,  # paper_of_agreement begins with it
    )
    training = models.ForeignKey(
        "Training",
        models.PROTECT,
        null=True,
        related_name="issued_papers",
        verbose_name=_("training"),
    )
    first_day = models.DateField(pgettext_lazy("moment", "from"), null=True)
    last_day = models.DateField(pgettext_lazy("moment", "to"), null=True)
    as_of = models.DateField(_("as of"))
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    pdf = models.FileField(storage=private_storage, upload_to=paper_name, max_length=120)
    pdf_sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.FileField(
        storage=private_storage, upload_to=paper_name, max_length=120, blank=True
    )
    # The one thing that may change: whether the partner finds it on its private page.
    shared = models.BooleanField(_("shared with the partner"), default=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoke_reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-issued_at", "-id"]
        default_permissions = ["view"]
        permissions = [
            ("issue_paper", "Can issue papers"),
            ("revoke_paper", "Can revoke papers"),
        ]
        indexes = [
            models.Index(fields=["agreement", "-issued_at", "-id"], name="paper_of_agreement"),
            models.Index(fields=["-issued_at", "-id"], name="paper_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="paper_number_once"),
            models.CheckConstraint(
                name="paper_days_in_order",
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="paper_proof_of_an_agreement_and_its_days",
                condition=~Q(kind="proof") | Q(agreement__isnull=False, first_day__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_revoked_with_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
            ),
        ]

    def __str__(self):
        return self.facts.get("number", f"{self.number}/{self.year}")

    def get_absolute_url(self):
        return reverse("partnerships:verify", args=[self.code])

    @property
    def issued_on(self):
        return bureau_time(self.issued_at).date()
