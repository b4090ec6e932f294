from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.record import AppendOnly
from partnerships.querysets import AgreementQuerySet, SuspensionQuerySet

SIGNED = ["in_force", "suspended", "terminated", "completed"]


class Agreement(models.Model):
    """Kesepakatan. `state` is set by partnerships/lifecycle.py alone.

    Whether it runs, ends soon or has ended is asked of the dates (AgreementQuerySet.with_phase,
    terms.terms_on) and never stored.
    """

    class State(models.TextChoices):
        EXPLORING = "exploring", _("exploring")
        OFFERED = "offered", _("offered")
        DRAFTING = "drafting", _("drafting")
        REVIEW = "review", _("in review")
        SIGNATURE = "signature", _("awaiting signature")
        IN_FORCE = "in_force", _("in force")
        SUSPENDED = "suspended", _("suspended")
        TERMINATED = "terminated", _("terminated")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    class Type(models.TextChoices):
        MOU = "mou", _("memorandum of understanding (KB/MoU)")
        PKS = "pks", _("cooperation agreement (PKS)")
        NOTE = "nota", _("note of agreement")
        CONTRACT = "contract", _("contract")

    class Consent(models.TextChoices):
        NOT_NEEDED = "na", _("not needed")
        NEEDED = "needed", _("needed, not yet given")
        OBTAINED = "obtained", _("obtained")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    type = models.CharField(
        _("type"),
        max_length=10,
        choices=Type,
        blank=True,
        help_text=_("Empty until the drafting begins."),
    )
    scope = models.TextField(
        _("scope"), blank=True, help_text=_("What it is about, in words that may be public.")
    )
    umbrella = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="under",
        verbose_name=_("umbrella MoU"),
    )
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    # Rule 1 of counting: what ran before the signing counts only where the text says so.
    counts_before_signing = models.BooleanField(
        _("stories from before the signing count"), default=False
    )
    value = models.DecimalField(
        _("value (Rp)"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    order_reference = models.CharField(_("order reference"), max_length=120, blank=True)
    dprd_consent = models.CharField(
        _("consent of the DPRD"),
        max_length=10,
        choices=Consent,
        default=Consent.NOT_NEEDED,
        help_text=_("Permendagri 22/2020: needed where the region's people or budget carry it."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_agreements",
        verbose_name=_("officer"),
    )
    is_public = models.BooleanField(_("shown on the public site"), default=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.EXPLORING, editable=False
    )
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-created_at", "-id"]
        permissions = [
            ("decide_agreement", "Can make the head's moves of an agreement"),
            ("view_any_agreement", "Can read agreements that are not public"),
            ("view_value", "Can see values, prices and attachments of an agreement"),
        ]
        indexes = [
            models.Index(fields=["state", "ends_on", "id"], name="agreement_ending"),
            models.Index(fields=["-created_at", "-id"], name="agreement_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_state_known",
                condition=Q(
                    state__in=[
                        "exploring",
                        "offered",
                        "drafting",
                        "review",
                        "signature",
                        "in_force",
                        "suspended",
                        "terminated",
                        "completed",
                        "cancelled",
                    ]
                ),
            ),  # fmt: skip
            models.CheckConstraint(
                name="agreement_term_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="agreement_signed_is_complete",
                condition=~Q(state__in=SIGNED)
                | (
                    Q(starts_on__isnull=False, ends_on__isnull=False, signed_on__isnull=False)
                    & ~Q(type="")
                ),
                violation_error_message=_(
                    "A signed agreement keeps its type, its term and the day of its signing."
                ),
            ),
            models.CheckConstraint(
                name="agreement_terminated_has_its_day",
                condition=Q(state="terminated", terminated_on__isnull=False)
                | (~Q(state="terminated") & Q(terminated_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="agreement_only_pks_stands_under",
                condition=Q(umbrella__isnull=True) | Q(type="pks"),
                violation_error_message=_("Only a PKS stands under an umbrella MoU."),
            ),
            models.CheckConstraint(
                name="agreement_not_own_umbrella",
                condition=Q(umbrella__isnull=True) | ~Q(umbrella=F("id")),
            ),
            models.CheckConstraint(
                name="agreement_renews_another",
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
            ),
            models.CheckConstraint(
                name="agreement_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("The value is below zero."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.umbrella and self.umbrella.type != self.Type.MOU:
            raise ValidationError({"umbrella": _("Choose an MoU: only an MoU is an umbrella.")})
        # A chain of renewals goes back in time and never comes round.
        before, seen = self.renews, {self.pk}
        while before:
            if before.pk in seen:
                raise ValidationError({"renews": _("That one renews this one already.")})
            seen.add(before.pk)
            before = before.renews

    @property
    def is_signed(self):
        """After the signing the core terms change by a signed amendment only."""
        return self.state in SIGNED


class Party(models.Model):
    """Who signs, in the order of the text, each with a document number of its own.

    The number is free text: it may be missing before the signing, is never parsed and never
    assumed to be unique.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organization = models.ForeignKey(
        "Organization", models.PROTECT, related_name="parties", verbose_name=_("organization")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    number = models.CharField(_("document number"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization"],
                name="party_once",
                violation_error_message=_("An organization is a party once."),
            )
        ]

    def __str__(self):
        return str(self.organization)


class Signatory(models.Model):
    """Who signed for a party, with name and title as they were on that day."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="signatories")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=160)
    power_of_attorney = models.CharField(
        _("power of attorney"), max_length=160, blank=True, help_text=_("Its reference, if any.")
    )

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["id"]

    def __str__(self):
        return f"{self.name}, {self.title}"


class StateChange(AppendOnly):
    """One move of an agreement: who, when, from where to where, and why."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="state_changes")
    move = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["agreement", "-at", "-id"], name="state_of_agreement")]


class Suspension(models.Model):
    """Days on which nothing counts. Opened and closed by lifecycle.py."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="suspensions")
    from_day = models.DateField()
    until_day = models.DateField(null=True)  # the last suspended day

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["from_day"]
        constraints = [
            models.CheckConstraint(
                name="suspension_in_order",
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(until_day__isnull=True),
                name="suspension_open_once",
            ),
        ]

    def covers(self, day):
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)
