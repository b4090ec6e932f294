"""What reporter and editor write to each other about a story. Never public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


class Note(models.Model):
    """One note, or one answer to it: articles/notes.py writes, resolves and says who may read.

    Only the first note of a thread is resolved, and all of the thread with it.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="notes")
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    text = models.TextField(_("note"), max_length=LONGEST)
    # The note that came with the return of the story.
    returned = models.BooleanField(default=False)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["article", "at", "id"], name="note_of_article")]
        constraints = [
            models.CheckConstraint(name="note_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="note_resolved_by_somebody",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, thread__isnull=True),
            ),
        ]

    def __str__(self):
        return self.text[:60]
