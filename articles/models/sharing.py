"""Links that show an unpublished story to somebody outside, and who opened them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.private_link import Opening, PrivateLink, link_constraints


class ShareLink(PrivateLink):
    """One link to one story: articles/sharing.py makes it and says what it opens."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="share_links")
    # Made by the head, who answers for a story that involves a child.
    by_head = models.BooleanField(default=False, editable=False)

    class Meta(PrivateLink.Meta):
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        constraints = link_constraints("share")


class ShareOpening(Opening):
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings")

    class Meta(Opening.Meta):
        indexes = [models.Index(fields=["link", "-at", "-id"], name="opening_of_link")]
