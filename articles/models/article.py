from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.fields import HTMLField
from articles.querysets import ArticleQuerySet

TIMED = Q(publish_at__isnull=False)


class Article(models.Model):
    """Berita. `status` is set by articles/workflow.py alone.

    “Scheduled” is no status: it is published with `publish_at` ahead, and every public query
    asks the clock.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        PUBLISHED = "published", _("published")
        RETRACTED = "retracted", _("retracted")
        SPIKED = "spiked", _("spiked")

    class StoryClass(models.TextChoices):
        NEWS = "news", _("news")
        RELEASE = "release", _("press release")
        ADVERTORIAL = "advertorial", _("advertorial")

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, blank=True)
    summary = models.CharField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences for lists and search engines."),
    )
    body = HTMLField(_("body"), blank=True)
    story_class = models.CharField(
        _("class"), max_length=12, choices=StoryClass, default=StoryClass.NEWS
    )
    disclosure = models.CharField(
        _("disclosure line"),
        max_length=200,
        blank=True,
        help_text=_("What readers must know of who stands behind the story. Shown everywhere."),
    )
    section = models.ForeignKey(
        "Section",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    regions = models.ManyToManyField(
        "Region", through="ArticleRegion", blank=True, related_name="articles"
    )
    tags = models.ManyToManyField("Tag", through="ArticleTag", blank=True, related_name="articles")
    dateline = models.CharField(
        _("dateline place"),
        max_length=60,
        blank=True,
        help_text=_("The place only: “Medan”. The agency's mark is printed for you."),
    )
    lead_photo = models.ForeignKey(
        "Photo",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_articles",
        verbose_name=_("lead photo"),
    )
    gallery = models.ManyToManyField("Photo", through="GalleryItem", related_name="in_galleries")
    related = models.ManyToManyField(
        "self", through="RelatedStory", symmetrical=False, related_name="chosen_by"
    )

    # A child as victim, witness or suspect. Rule: Peraturan Dewan Pers 1/2019 (Pedoman
    # Pemberitaan Ramah Anak) and UU 11/2012 on the juvenile justice system, article 19.
    child_involved = models.BooleanField(_("a child is involved"), default=False)
    child_identity_hidden = models.BooleanField(
        _("name, face, address, school and parents cannot be recognised"), default=False
    )
    child_consent = models.BooleanField(
        _("a parent or guardian agreed, or nobody spoke to the child"), default=False
    )
    child_no_harm = models.BooleanField(
        _("no detail that shames the child or shows how it was hurt"), default=False
    )

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    publish_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(
        _("first published at"), null=True, blank=True, editable=False
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    # The last change that readers were told of: “Diperbarui”.
    revised_at = models.DateTimeField(_("updated at"), null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    retracted_at = models.DateTimeField(_("retracted at"), null=True, blank=True, editable=False)
    retraction_reason = models.TextField(_("reason for readers"), blank=True, editable=False)
    # Then not even the headline stays on the notice.
    retraction_hides_identity = models.BooleanField(
        _("protects a child's identity"), default=False, editable=False
    )

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="created_articles",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    # The editor's note of a returned story; empty again once it is submitted.
    return_note = models.TextField(_("editor's note"), blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-modified_at", "-id"]
        permissions = [
            ("submit_article", "Can submit a story to the desk"),
            ("edit_any_article", "Can edit everybody's stories"),
            ("view_any_article", "Can read everybody's unpublished stories"),
            ("publish_article", "Can publish, schedule, return, spike and correct a story"),
            ("retract_article", "Can retract a public story"),
            ("reclassify_article", "Can change class and disclosure of a public story"),
        ]
        indexes = [
            # The conditions speak of times, not of status: Django binds "published" as a
            # parameter, and SQLite uses a partial index only where it can prove the condition.
            models.Index(
                fields=["status", "-publish_at", "-id"], name="public_newest", condition=TIMED
            ),
            models.Index(
                fields=["status", "section", "-publish_at", "-id"],
                name="public_section",
                condition=TIMED,
            ),
            models.Index(
                fields=["status", "submitted_at", "id"],
                name="queue_oldest",
                condition=Q(submitted_at__isnull=False),
            ),
            # The desk's list, plain, by status, by section and by writer.
            models.Index(fields=["-modified_at", "-id"], name="desk_newest"),
            models.Index(fields=["status", "-modified_at", "-id"], name="desk_status"),
            models.Index(fields=["section", "-modified_at", "-id"], name="desk_section"),
            models.Index(fields=["created_by", "-modified_at", "-id"], name="desk_writer"),
            # The class is part of the columns, not of a condition: see above.
            models.Index(fields=["story_class", "-modified_at", "-id"], name="desk_class"),
            # A true column is no bound parameter: this condition is the query's own text.
            models.Index(
                fields=["-modified_at", "-id"], name="desk_child", condition=Q(child_involved=True)
            ),
            models.Index(
                fields=["-retracted_at", "-id"],
                name="retracted_newest",
                condition=Q(retracted_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_status_known",
                condition=Q(status__in=["draft", "submitted", "published", "retracted", "spiked"]),
            ),
            models.CheckConstraint(
                name="article_class_known",
                condition=Q(story_class__in=["news", "release", "advertorial"]),
            ),
            models.CheckConstraint(
                name="article_public_is_complete",
                condition=~Q(status__in=["published", "retracted"])
                | (
                    ~Q(headline="")
                    & ~Q(slug="")
                    & ~Q(summary="")
                    & ~Q(dateline="")
                    & ~Q(body="")
                    & Q(section__isnull=False)
                    & Q(publish_at__isnull=False)
                    & Q(first_published_at__isnull=False)
                ),
            ),
            # First publication is a fact of stories that are or were public, and of no others.
            models.CheckConstraint(
                name="article_unpublished_has_no_time",
                condition=Q(status__in=["published", "retracted"])
                | Q(publish_at__isnull=True, first_published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="article_embargo_kept",
                condition=Q(publish_at__isnull=True)
                | Q(embargo_until__isnull=True)
                | Q(publish_at__gte=F("embargo_until")),
            ),
            models.CheckConstraint(
                name="article_child_checked",
                condition=~Q(status="published")
                | Q(child_involved=False)
                | Q(child_identity_hidden=True, child_consent=True, child_no_harm=True),
            ),
            models.CheckConstraint(
                name="article_retraction_explained",
                condition=(
                    Q(status="retracted", retracted_at__isnull=False) & ~Q(retraction_reason="")
                )
                | (~Q(status="retracted") & Q(retracted_at__isnull=True, retraction_reason="")),
            ),
            models.CheckConstraint(
                name="article_queued_since",
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="article_advertorial_is_disclosed",
                condition=~Q(status="published", story_class="advertorial") | ~Q(disclosure=""),
            ),
        ]

    def __str__(self):
        return self.headline or str(_("(no headline)"))

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.pk, self.slug or "-"])

    def is_public(self, at=None):
        """Whether a reader may see the story at that moment (now by default)."""
        return self.status == self.Status.PUBLISHED and self.publish_at <= (at or timezone.now())

    def is_scheduled(self, at=None):
        return self.status == self.Status.PUBLISHED and self.publish_at > (at or timezone.now())

    @property
    def label(self):
        """The word that must stand beside the headline wherever it is shown, or ""."""
        if self.story_class == self.StoryClass.NEWS:
            return ""
        return self.get_story_class_display()

    def suggested_slug(self):
        return slugify(self.headline)[:120].strip("-") or "berita"


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
