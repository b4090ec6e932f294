"""What is only ever added: moves, versions, corrections."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.paging import cursor


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the record."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **values):
        raise AppendOnlyError(self.model.__name__)

    def delete(self):
        raise AppendOnlyError(self.model.__name__)

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError(self.model.__name__)


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(type(self).__name__)


class RetractionGround(models.TextChoices):
    """Why a story may be taken back: docs/record.md says from which rules these come."""

    SARA = "sara", _("ethnic group, religion, race or class (SARA)")
    DECENCY = "decency", _("decency")
    CHILD = "child", _("the future of a child")
    TRAUMA = "trauma", _("a victim's traumatic experience")
    COUNCIL = "council", _("another ground set by the Press Council")
    ERROR = "error", _("our own error that no correction can mend")


class StatusChange(AppendOnly):
    """One move of a story: who, when, from where to where, and the note that came with it."""

    article = models.ForeignKey("Article", models.PROTECT, related_name="status_changes")
    move = models.CharField(_("move"), max_length=20)
    from_status = models.CharField(max_length=12)
    to_status = models.CharField(max_length=12)
    note = models.TextField(_("note"), blank=True)
    ground = models.CharField(_("ground"), max_length=16, choices=RetractionGround, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["article", "-at", "-id"], name="move_of_article")]


class Version(AppendOnly):
    """A story as one save left it. Public versions carry a hash and the hash before it.

    `content` is the canonical form (articles/versions.py); `sha256` is set when the public could
    read this version, and chains to the public version before it.
    """

    class Kind(models.TextChoices):
        SAVE = "save", _("saved")
        PUBLISH = "publish", _("published")
        SILENT = "silent", _("silent fix (typing error)")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        REPLY = "reply", _("right of reply")
        RECLASSIFY = "reclassify", _("class changed")

    PUBLIC_KINDS = ("publish", "silent", "update", "correction", "reply", "reclassify")

    article = models.ForeignKey("Article", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SAVE)
    content = models.JSONField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number"),
            models.CheckConstraint(
                name="version_public_is_hashed",
                condition=Q(kind="save", sha256="") | (~Q(kind="save") & ~Q(sha256="")),
            ),
        ]


class Correction(AppendOnly):
    """A public entry under a story and on /ralat/: nobody can change or remove one."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        REPLY = "reply", _("right of reply")

    class Place(models.TextChoices):
        TOP = "top", _("above the story")
        FOOT = "foot", _("below the story")

    article = models.ForeignKey("Article", models.PROTECT, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    place = models.CharField(_("place"), max_length=4, choices=Place, default=Place.FOOT)
    text = models.TextField(_("what readers are told"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_newest")]
        constraints = [
            models.CheckConstraint(
                name="correction_kind_known", condition=Q(kind__in=["correction", "reply"])
            ),
            models.CheckConstraint(name="correction_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="correction_place_known", condition=Q(place__in=["top", "foot"])
            ),
        ]

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#{self.anchor}"

    def get_ledger_url(self):
        """The page of /ralat/ that begins with this entry, however old it is."""
        page = cursor(self.at, self.pk + 1)
        return f"{reverse('articles:corrections')}?sebelum={page}#{self.anchor}"

    @property
    def anchor(self):
        return f"ralat-{self.pk}"
