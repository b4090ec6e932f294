"""What links have in common whose address is the key (articles/private_links.py)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HashedToken(models.Model):
    """Only the token's SHA-256 is kept: whoever reads this table can open nothing."""

    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]


class PrivateLink(HashedToken):
    """A link that somebody at the desk gives to one reader, and that ends."""

    reader = models.CharField(
        _("for whom"),
        max_length=80,
        help_text=_("The person or office that you send it to. Only the desk sees this."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(HashedToken.Meta):
        abstract = True

    def __str__(self):
        return self.reader

    def is_open(self, at=None):
        """Whether neither time nor a person has closed it; what it shows may still refuse."""
        return self.revoked_at is None and self.expires_at > (at or timezone.now())


def link_constraints(prefix):
    """What the database keeps of every PrivateLink; the names are each table's own."""
    return [
        models.CheckConstraint(name=f"{prefix}_expires_later", condition=Q(expires_at__gt=F("at"))),
        models.CheckConstraint(
            name=f"{prefix}_revoked_by_somebody",
            condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
            | Q(revoked_at__isnull=False, revoked_by__isnull=False),
        ),
        models.CheckConstraint(name=f"{prefix}_token_is_hashed", condition=~Q(token_sha256="")),
    ]


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
