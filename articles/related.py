"""Which other stories to offer under a story."""

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, ArticleRegion, ArticleTag, RelatedStory

# Only the newest are looked at: the price stays the same however large the archive grows.
NEWEST = 120
NEWEST_OF_TAG, TAGS = 20, 5


def related_stories(article, limit=4, *, at=None):
    """The stories that an editor chose, in order; then those that share most. One query.

    Expects `article` with region_links and tag_links loaded. A shared topic counts 4, a shared
    region 2, the same section 1; of equal ones the newest comes first.
    """
    at = at or timezone.now()
    tags = [link.tag_id for link in article.tag_links.all()]
    regions = [link.region_id for link in article.region_links.all()]
    chosen = RelatedStory.objects.filter(article=article.pk)
    public = Article.objects.published(at=at)
    return list(
        public.filter(pk__in=_candidates(article, chosen, tags, at))
        .exclude(pk=article.pk)
        .annotate(
            place=Subquery(chosen.filter(to=OuterRef("pk")).values("order")[:1]),
            likeness=_shared(ArticleTag, tags, "tag", 4)
            + _shared(ArticleRegion, regions, "region", 2)
            + Case(When(section=article.section_id, then=1), default=0),
        )
        .exclude(place=None, likeness=0)
        .for_listing()
        .order_by(F("place").asc(nulls_last=True), "-likeness", "-publish_at", "-pk")[:limit]
    )


def _candidates(article, chosen, tags, at):
    """Keys of the chosen, the newest of the same topics, and the newest of all."""
    ranges = [Article.objects.published(at=at).newest().values("pk")[:NEWEST]]
    for tag in tags[:TAGS]:
        listed = ArticleTag.objects.filter(tag=tag, listed_at__lte=at).order_by("-listed_at")
        ranges.append(listed.values("article")[:NEWEST_OF_TAG])
    # Each limit in a subquery of its own: SQLite takes none inside a union.
    parts = [Article.objects.filter(pk__in=r).order_by().values("pk") for r in ranges]
    return chosen.order_by().values("to").union(*parts)


def _shared(model, keys, name, weight):
    """How much a candidate has in common with the story by one kind of link."""
    if not keys:
        return Value(0)
    links = model.objects.filter(article=OuterRef("pk"), **{f"{name}__in": keys})
    if name == "region":
        # A story of many regions is not nearer than one of this region alone.
        return Case(When(Exists(links), then=weight), default=0)
    counted = links.order_by().values("article").annotate(n=Count("pk") * weight).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
