from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agreement import Agreement, Party

CHANGED_TWICE = _("Another row changes this already. Take one away.")


class Amendment(models.Model):
    """Addendum: changes of terms that apply from a day on, once it is signed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="amendments")
    title = models.CharField(_("title"), max_length=200)
    effective_on = models.DateField(_("applies from"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["effective_on", "id"]

    def __str__(self):
        return self.title


class AmendmentNumber(models.Model):
    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="numbers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="amendment_numbers")
    number = models.CharField(_("document number"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["amendment", "party"], name="amendment_number_once")
        ]


class AmendmentChange(models.Model):
    """One term and its new value: of the agreement, or of one of its deliverables."""

    class Term(models.TextChoices):
        ENDS_ON = "ends_on", _("last day")
        VALUE = "value", _("value (Rp)")
        QUOTA_TOTAL = "quota_total", _("quota in all")
        QUOTA_PERIOD = "quota_period", _("quota per period")
        UNIT_PRICE = "unit_price", _("unit price (Rp)")

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    term = models.CharField(_("term"), max_length=12, choices=Term)
    deliverable = models.ForeignKey(
        "Deliverable",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("deliverable"),
    )
    # As text: a date in ISO form or a number; terms.py reads it.
    new_value = models.CharField(_("new value"), max_length=30)

    class Meta:
        verbose_name = _("change of a term")
        verbose_name_plural = _("changes of terms")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="change_names_its_line",
                condition=Q(term__in=["ends_on", "value"], deliverable__isnull=True)
                | Q(
                    term__in=["quota_total", "quota_period", "unit_price"],
                    deliverable__isnull=False,
                ),
                violation_error_message=_("Quotas and prices belong to a line; the term does not."),
            ),
            models.UniqueConstraint(
                fields=["amendment", "term", "deliverable"],
                name="change_of_line_once",
                violation_error_message=CHANGED_TWICE,
            ),
            models.UniqueConstraint(
                fields=["amendment", "term"],
                condition=Q(deliverable__isnull=True),
                name="change_of_term_once",
                violation_error_message=CHANGED_TWICE,
            ),
        ]
