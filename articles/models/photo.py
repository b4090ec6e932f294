import secrets
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.dates import card_time
from articles.querysets import PhotoQuerySet

WARN_BEFORE_END = timedelta(days=14)


def new_key():
    """128 random bits: nobody finds the pictures of an unpublished story by guessing."""
    return secrets.token_urlsafe(16)


def private_storage():
    return storages["private"]


def original_name(photo, filename):
    # The uploader's file name is never used as a path; the format was checked by originals.probe().
    extension = filename.rsplit(".", 1)[-1].lower()[:5]
    return f"originals/{photo.key[:2]}/{photo.key}.{extension}"


class Photo(models.Model):
    """A picture of the library. The original stays private; readers get renditions.

    `renditions` is a list of {"shape", "format", "width", "height", "name", "bytes", "mark"}, so
    that a card needs no further query; articles/images.py makes it, articles/pictures.py reads it.
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
    # Empty while nobody has said it: that blocks publishing, not uploading.
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, blank=True, default="")
    headline = models.CharField(_("headline of the photo"), max_length=200, blank=True)
    byline = models.CharField(_("photographer"), max_length=120, blank=True)
    copyright = models.CharField(
        _("copyright notice"), max_length=200, blank=True, help_text=_("Empty: the credit.")
    )
    licence_url = models.URLField(_("address of the licence"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    keywords = models.CharField(
        _("keywords"), max_length=400, blank=True, help_text=_("With commas between.")
    )
    restrictions = models.CharField(
        _("restrictions of use"),
        max_length=500,
        blank=True,
        help_text=_("For instance “one use” or “not for advertising”."),
    )
    usable_from = models.DateTimeField(_("usable from"), null=True, blank=True)
    usable_until = models.DateTimeField(_("usable until"), null=True, blank=True)
    focal_x = models.FloatField(
        _("focal point, across"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focal_y = models.FloatField(
        _("focal point, down"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    # What the file itself said at upload (photo_facts.py); never changed, so that the form can
    # show what a person changed.
    facts = models.JSONField(default=dict, editable=False)
    # Of the original's bytes. Empty: not counted yet, or an older photo already holds the bytes.
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
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

    objects = PhotoQuerySet.as_manager()

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
            models.UniqueConstraint(name="photo_once", fields=["sha256"], condition=~Q(sha256="")),
            models.CheckConstraint(
                name="photo_rights_known",
                condition=Q(
                    rights__in=["", "staff", "agency", "handout", "partner", "social", "file"]
                ),
            ),
            models.CheckConstraint(
                name="photo_usable_in_order",
                condition=Q(usable_from__isnull=True)
                | Q(usable_until__isnull=True)
                | Q(usable_until__gt=F("usable_from")),
                violation_error_message=_("“Usable until” must lie after “usable from”."),
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or _("Photo %(number)s") % {"number": self.pk}

    def missing_for_publication(self, *, leads=True):
        """Labels of the fields that must be filled before a story that shows it is published.

        One that does not lead may stand without a caption of its own: gallery and text have theirs.
        """
        fields = ("alt", "caption", "credit", "rights") if leads else ("alt", "credit", "rights")
        return [self._meta.get_field(f).verbose_name for f in fields if not getattr(self, f)]

    def use_forbidden(self, at):
        """Why no story may be published with it at that moment, or ""."""
        if self.usable_from and at < self.usable_from:
            return _("may not be used before %(time)s") % {"time": card_time(self.usable_from)}
        if self.usable_until and at >= self.usable_until:
            return _("may not be used after %(time)s") % {"time": card_time(self.usable_until)}
        return ""

    def use_warnings(self, now=None):
        """What somebody who is about to use it should know: [sentence]."""
        now = now or timezone.now()
        found = [self.use_forbidden(now)]
        if self.usable_until and now < self.usable_until <= now + WARN_BEFORE_END:
            found.append(_("may be used until %(time)s") % {"time": card_time(self.usable_until)})
        return [sentence for sentence in (*found, self.restrictions) if sentence]
