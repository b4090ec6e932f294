"""Links that show an unpublished story to somebody outside, and who opened them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.private_link import Opening, PrivateLink


class ShareLink(PrivateLink):
    """One link to one story: articles/sharing.py makes it and says what it opens."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="share_links")
    # Made by the head, who answers for a story that involves a child.
    by_head = models.BooleanField(default=False, editable=False)
    expires_at = models.DateTimeField(_("valid until"))

    class Meta(PrivateLink.Meta):
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        constraints = [
            models.CheckConstraint(name="share_expires_later", condition=Q(expires_at__gt=F("at"))),
            models.CheckConstraint(
                name="share_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(name="share_token_is_hashed", condition=~Q(token_sha256="")),
        ]

    def is_open(self, at=None):
        """Whether neither time nor a person has closed it; the story may still refuse."""
        return self.revoked_at is None and self.expires_at > (at or timezone.now())


class ShareOpening(Opening):
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings")

    class Meta(Opening.Meta):
        indexes = [models.Index(fields=["link", "-at", "-id"], name="opening_of_link")]
