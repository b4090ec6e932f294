"""Words that are not saved yet, and who is in which story. Neither ever touches the story."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class WorkingCopy(models.Model):
    """What one tab of one person holds of one story's form; see articles/working.py.

    `tab` is the random name that the page gave itself. `sequence` grows with every change there,
    so that a late request never overwrites a newer one. `base` is the version the form began with;
    `content` is the form as it would be sent: {name of a field: value}.
    """

    class State(models.TextChoices):
        OPEN = "open"  # not saved: offered on return
        SAVED = "saved"  # its words are in a version; the content is empty
        KEPT = "kept"  # thrown away, or carried on in another tab: its owner can have it back
        REFUSED = "refused"  # a save that came too late: stays in the story's record

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # None: a new story, which has no number before its first save.
    article = models.ForeignKey("Article", models.CASCADE, null=True, related_name="working_copies")
    tab = models.CharField(max_length=40)
    base = models.PositiveIntegerField(default=0)
    sequence = models.BigIntegerField(default=0)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    kept_at = models.DateTimeField(default=timezone.now)
    # A colleague made a version of it: its owner is told, and then both are empty again.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_as = models.PositiveIntegerField(null=True)  # the number of the version

    class Meta:
        default_permissions = ()
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "tab"], name="working_copy_of_tab"),
            models.CheckConstraint(
                name="working_copy_state_known",
                condition=Q(state__in=["open", "saved", "kept", "refused"]),
            ),
            models.CheckConstraint(
                name="working_copy_taken_by_somebody",
                condition=Q(taken_by__isnull=False, taken_as__isnull=False)
                | Q(taken_by__isnull=True, taken_as__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["article", "state"], name="working_copy_of_story"),
            models.Index(fields=["kept_at"], name="working_copy_oldest"),
        ]


class Presence(models.Model):
    """One tab in which a story's form is open; who is there is asked of articles/presence.py."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "user", "tab"], name="presence_of_tab")
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_oldest")]
