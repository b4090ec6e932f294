import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_key():
    """128 random bits: nobody finds the pictures of an unpublished story by guessing."""
    return secrets.token_urlsafe(16)


def private_storage():
    return storages["private"]


def original_name(photo, filename):
    # The uploader's file name is never used as a path; the format was checked by images.probe().
    extension = filename.rsplit(".", 1)[-1].lower()[:5]
    return f"originals/{photo.key[:2]}/{photo.key}.{extension}"


class Photo(models.Model):
    """A picture of the library. The original stays private; readers get renditions.

    `renditions` is a list of {"shape", "format", "width", "height", "name", "bytes"}, so that a
    card needs no further query; articles/images.py makes and reads it.
    """

    class Rights(models.TextChoices):
        STAFF = "staff", _("our own staff")
        AGENCY = "agency", _("the agency")
        HANDOUT = "handout", _("handout, with permission")
        PARTNER = "partner", _("partner agency")
        SOCIAL = "social", _("social media, with permission")
        FILE = "file", _("file picture")

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    original = models.ImageField(
        _("file"),
        storage=private_storage,
        upload_to=original_name,
        width_field="width",
        height_field="height",
        max_length=120,
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What is to be seen, for readers who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("photo credit"), max_length=120, blank=True, help_text=_("For instance “ANTARA/Rina”.")
    )
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, default=Rights.STAFF)
    focal_x = models.FloatField(
        _("focal point, across"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focal_y = models.FloatField(
        _("focal point, down"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    renditions = models.JSONField(default=list, editable=False)
    renditions_done = models.BooleanField(default=False, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="photos",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="photo_newest"),
            models.Index(
                fields=["uploaded_at"], name="photo_due", condition=Q(renditions_done=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="photo_focal_inside",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or _("Photo %(number)s") % {"number": self.pk}

    def missing_for_publication(self):
        """Labels of the fields that must be filled before the photo may lead a public story."""
        fields = ("alt", "caption", "credit")
        return [self._meta.get_field(f).verbose_name for f in fields if not getattr(self, f)]
