"""What links have in common whose address is the key (articles/private_links.py)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PrivateLink(models.Model):
    """Only the token's SHA-256 is kept: whoever reads this table can open nothing."""

    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    reader = models.CharField(
        _("for whom"),
        max_length=80,
        help_text=_("The person or office that you send it to. Only the desk sees this."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self):
        return self.reader


class Opening(models.Model):
    """One opening of a link. The address is shortened before it is stored."""

    at = models.DateTimeField(default=timezone.now)
    network = models.CharField(_("from"), max_length=45, blank=True)
    user_agent = models.CharField(_("with"), max_length=200, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-at", "-id"]
