from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.fields import HTMLField
from articles.models.record import RetractionGround
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
    # Empty in stories that were retracted before grounds were asked for.
    retraction_ground = models.CharField(
        _("ground"), max_length=16, choices=RetractionGround, blank=True, editable=False
    )
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
        """The story's name in the desk: never a headline that could tell who the child is."""
        if self.retraction_hides_identity:
            return str(_("A story, to protect a child"))
        return self.headline or str(_("(no headline)"))

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.pk, self.slug or "-"])

    def is_public(self, at=None):
        """Whether a reader may see the story at that moment (now by default)."""
        return self.status == self.Status.PUBLISHED and self.publish_at <= (at or timezone.now())

    def is_scheduled(self, at=None):
        return self.status == self.Status.PUBLISHED and self.publish_at > (at or timezone.now())

    @property
    def concerns_child(self):
        """Whether it involves a child, or was retracted to protect one."""
        return self.child_involved or self.retraction_hides_identity

    @property
    def label(self):
        """The word that must stand beside the headline wherever it is shown, or ""."""
        if self.story_class == self.StoryClass.NEWS:
            return ""
        return self.get_story_class_display()

    def suggested_slug(self):
        return slugify(self.headline)[:120].strip("-") or "berita"
