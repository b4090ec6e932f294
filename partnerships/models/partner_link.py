"""The partner's private page: who was given its address, and what was opened with it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.dates import bureau_time
from articles.models.private_link import Opening, PrivateLink, link_constraints
from articles.models.record import AppendOnly


class PartnerLink(PrivateLink):
    """One link to one agreement: partnerships/partner_links.py makes it and says what it opens."""

    agreement = models.ForeignKey("Agreement", models.PROTECT, related_name="partner_links")

    class Meta(PrivateLink.Meta):
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")
        default_permissions = ()
        permissions = [("manage_partner_link", "Can give and close the links of partners")]
        constraints = link_constraints("partner_link")

    @property
    def last_day(self):
        """The last day on which it opens: it ends with that day."""
        return bureau_time(self.expires_at - timedelta(microseconds=1)).date()


class PartnerOpening(Opening, AppendOnly):
    """One opening of the page, or of a paper on it. Rows are only added."""

    class What(models.TextChoices):
        PAGE = "page", pgettext_lazy("opened", "the page")
        DOCUMENT = "document", _("document")
        PAPER = "paper", _("paper")
        CALENDAR = "calendar", _("calendar")

    link = models.ForeignKey(PartnerLink, models.PROTECT, related_name="openings")
    what = models.CharField(pgettext_lazy("opened", "what"), max_length=8, choices=What)
    # Of a document or a paper, as it was called on that day.
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta(Opening.Meta):
        default_permissions = ()
        indexes = [models.Index(fields=["link", "-at", "-id"], name="opening_of_partner_link")]
        constraints = [
            models.CheckConstraint(
                name="partner_opening_of_something_known",
                condition=Q(what__in=["page", "document", "paper", "calendar"]),
            )
        ]
