"""What hangs on a story: regions, topics, credits, photos, related stories."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Listed(models.Model):
    """A link that carries its story's `publish_at` while it is published, and null otherwise.

    So “newest of one region” is one index range, however many stories the archive holds.
    workflow.relist() keeps it; it never differs from the story, and a test walks all moves.
    """

    listed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class ArticleRegion(Listed):
    article = models.ForeignKey(Article, models.CASCADE, related_name="region_links")
    region = models.ForeignKey("Region", models.PROTECT, related_name="article_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "region"], name="region_once_per_story")
        ]
        indexes = [
            models.Index(
                fields=["region", "-listed_at", "-article"],
                name="public_region",
                condition=Q(listed_at__isnull=False),
            )
        ]


class ArticleTag(Listed):
    article = models.ForeignKey(Article, models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey("Tag", models.CASCADE, related_name="article_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "tag"], name="tag_once_per_story")
        ]
        indexes = [
            models.Index(
                fields=["tag", "-listed_at", "-article"],
                name="public_tag",
                condition=Q(listed_at__isnull=False),
            )
        ]


class Credit(Listed):
    """Who made the story, in order: somebody of the staff, or an outside name."""

    class Role(models.TextChoices):
        WRITER = "writer", _("Reporter")
        EDITOR = "editor", _("Editor")
        PHOTOGRAPHER = "photographer", _("Photographer")

    article = models.ForeignKey(Article, models.CASCADE, related_name="credits")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.WRITER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("staff"),
    )
    name = models.CharField(_("outside name"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="credit_staff_or_outside",
                condition=(Q(user__isnull=True) & ~Q(name="")) | Q(user__isnull=False, name=""),
                violation_error_message=_("Give a member of staff or an outside name, not both."),
            ),
            models.CheckConstraint(
                name="credit_role_known",
                condition=Q(role__in=["writer", "editor", "photographer"]),
            ),
            models.UniqueConstraint(
                fields=["article", "role", "user"],
                name="credit_once",
                violation_error_message=_("This person already stands here in this role."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "-listed_at", "-article"],
                name="public_author",
                condition=Q(listed_at__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.user) if self.user_id else self.name


class GalleryItem(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery_items")
    photo = models.ForeignKey("Photo", models.PROTECT, related_name="gallery_items")
    caption = models.CharField(
        _("caption here"), max_length=500, blank=True, help_text=_("Empty: the photo's own.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("gallery photo")
        verbose_name_plural = _("gallery")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="photo_once_per_gallery")
        ]

    def __str__(self):
        return self.caption or str(self.photo)


class BodyPhoto(models.Model):
    """A photo that stands in the text. Made from the body at each save (workflow.save_content).

    So the library knows where a photo is used without reading every body, and the database
    refuses to delete one that a story shows.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="body_photos")
    photo = models.ForeignKey("Photo", models.PROTECT, related_name="body_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="body_photo_once")]


class RelatedStory(models.Model):
    """A related story that an editor chose; without one they are computed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_links")
    to = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("story"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "to"], name="related_once"),
            models.CheckConstraint(
                name="related_to_another",
                condition=~Q(article=F("to")),
                violation_error_message=_("A story cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return str(self.to)
