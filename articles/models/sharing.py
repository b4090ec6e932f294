"""Links that show an unpublished story to somebody outside, and who opened them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShareLink(models.Model):
    """One link to one story: articles/sharing.py makes it and says what it opens.

    Only the token's SHA-256 is kept: whoever reads this table can open nothing.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="share_links")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    reader = models.CharField(
        _("for whom"),
        max_length=80,
        help_text=_("The person or office that you send it to. Only the desk sees this."),
    )
    # Made by the head, who answers for a story that involves a child.
    by_head = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="share_expires_later", condition=Q(expires_at__gt=F("at"))),
            models.CheckConstraint(
                name="share_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(name="share_token_is_hashed", condition=~Q(token_sha256="")),
        ]

    def __str__(self):
        return self.reader

    def is_open(self, at=None):
        """Whether neither time nor a person has closed it; the story may still refuse."""
        return self.revoked_at is None and self.expires_at > (at or timezone.now())


class ShareOpening(models.Model):
    """One opening of a link. The address is shortened before it is stored."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=timezone.now)
    network = models.CharField(_("from"), max_length=45, blank=True)
    user_agent = models.CharField(_("with"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["link", "-at", "-id"], name="opening_of_link")]
