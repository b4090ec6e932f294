from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q
from django.utils import timezone

CARD_FIELDS = (
    "headline",
    "slug",
    "summary",
    "story_class",
    "disclosure",
    "status",
    "publish_at",
    "first_published_at",
    "revised_at",
    "corrected_at",
    "section__name",
    "section__slug",
    "lead_photo__key",
    "lead_photo__alt",
    "lead_photo__credit",
    "lead_photo__caption",
    "lead_photo__width",
    "lead_photo__height",
    "lead_photo__focal_x",
    "lead_photo__focal_y",
    "lead_photo__renditions",
)


class ArticleQuerySet(models.QuerySet):
    def published(self, *, at=None):
        """What the public may read at that moment (now by default)."""
        return self.filter(status="published", publish_at__lte=at or timezone.now())

    def scheduled(self, *, at=None):
        """Published with a time that has not come yet, next one first."""
        later = self.filter(status="published", publish_at__gt=at or timezone.now())
        return later.order_by("publish_at", "id")

    def newest(self):
        return self.order_by("-publish_at", "-id")

    def for_listing(self):
        """Load what templates/articles/_card.html reads, and no bodies. One query."""
        return self.select_related("section", "lead_photo").only(*CARD_FIELDS)

    def in_sections(self, keys):
        """`keys`: of one section, or of a main section and those below it (menu.family())."""
        return self.filter(section__in=keys)

    # The three below are public lists only: they follow the links' own index (see models.Listed)
    # and are sorted by it. Page them with paging.keyset_page(..., by=LISTED).

    def listed_in_region(self, region, *, at=None):
        return self._listed("region_links", Q(region_links__region=region), at)

    def listed_with_tag(self, tag, *, at=None):
        return self._listed("tag_links", Q(tag_links__tag=tag), at)

    def listed_by_author(self, user, *, at=None):
        return self._listed("credits", Q(credits__user=user), at)

    def _listed(self, link, condition, at):
        return (
            self.annotate(listing=FilteredRelation(link, condition=condition))
            .filter(listing__listed_at__lte=at or timezone.now())
            .filter(status="published")
            # A later filter() by listing__… would join the links a second time; by this it won't.
            .annotate(listed_at=F("listing__listed_at"), listed_pk=F("listing__article_id"))
            .order_by("-listed_at", "-listed_pk")
        )

    def published_on(self, day):
        """What the public may read of that day of the bureau's calendar, newest first.

        `day`: a date. One upper bound only: SQLite would take the first of two for its index.
        """
        zone = timezone.get_default_timezone()
        midnight = datetime.combine(day, time.min, zone)
        tomorrow = datetime.combine(day + timedelta(days=1), time.min, zone)
        last = min(tomorrow - timedelta(microseconds=1), timezone.now())
        return self.published(at=last).filter(publish_at__gte=midnight).newest()

    def queue(self):
        """What waits for an editor, longest first."""
        waiting = self.filter(status="submitted", submitted_at__isnull=False)
        return waiting.order_by("submitted_at", "id")

    def visible_to(self, user):
        """What `user` may read in the admin: DESIGN.md, “Who may do what”."""
        if user.has_perm("articles.view_any_article"):
            return self
        if not user.has_perm("articles.view_article"):
            return self.none()
        public = Q(status="published", publish_at__lte=timezone.now())
        return self.filter(public | Q(created_by=user))

    def with_public_details(self):
        """Load what the story's own page reads, in three queries."""
        from articles.models import ArticleRegion, ArticleTag, Credit

        return self.select_related("section__parent", "lead_photo").prefetch_related(
            Prefetch("credits", Credit.objects.select_related("user")),
            Prefetch("region_links", ArticleRegion.objects.select_related("region")),
            Prefetch("tag_links", ArticleTag.objects.select_related("tag")),
        )


class PhotoQuerySet(models.QuerySet):
    def with_taken_away(self):
        """Annotate `is_taken_away`: a retraction that protects a child took the photo away.

        What another public story shows is no secret, and is not.
        """
        hidden = {"status": "retracted", "retraction_hides_identity": True}
        public = {"status": "published", "publish_at__lte": timezone.now()}
        return self.annotate(is_taken_away=_shown_by(hidden) & ~_shown_by(public))

    def free(self):
        """Those that a story may be given: without those taken away."""
        return self.with_taken_away().filter(is_taken_away=False)


def _shown_by(story):
    """Whether a story like this shows the photo of the row: each way to it by its own index."""
    from articles.models import Article, BodyPhoto, GalleryItem

    through = {f"article__{name}": value for name, value in story.items()}
    return (
        Exists(Article.objects.filter(lead_photo=OuterRef("pk"), **story))
        | Exists(GalleryItem.objects.filter(photo=OuterRef("pk"), **through))
        | Exists(BodyPhoto.objects.filter(photo=OuterRef("pk"), **through))
    )
