"""Proves that the record of public versions is whole: docs/record.md says what that means.

Reads only, some hundred stories at a time, so that an archive of any size needs no more memory.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from articles import versions
from articles.models import Article, ArticleRegion, ArticleTag, Credit, GalleryItem, Version

BATCH = 100


@dataclass(frozen=True)
class BrokenLink:
    """Where the chain of a story breaks. `number`: of the version; None where it has none."""

    article: int
    number: int | None
    at: datetime
    reason: str


def verify(articles):
    """Yield (story, its first BrokenLink or None, its number of public versions) for each."""
    for batch in _batches(articles):
        chains = defaultdict(list)
        rows = Version.objects.filter(article__in=[story.pk for story in batch])
        rows = rows.filter(kind__in=Version.PUBLIC_KINDS).order_by("article", "number")
        for row in rows:
            chains[row.article_id].append(row)
        for story in batch:
            chain = chains[story.pk]
            yield story, _broken_in(chain) or _other_than_shown(story, chain), len(chain)


def _broken_in(chain):
    previous = ""
    for row in chain:
        if row.previous_sha256 != previous:
            return _broken(row, "does not link to the public version before it")
        if versions.digest(row.content, previous) != row.sha256:
            return _broken(row, "its content is not what its SHA-256 was made of")
        previous = row.sha256
    return None


def _other_than_shown(story, chain):
    """Where a story is published, its newest public version is what readers get."""
    if story.status != Article.Status.PUBLISHED:
        return None
    if not chain:
        return BrokenLink(story.pk, None, story.publish_at, "is published without a version")
    now = versions.content(
        story,
        regions=[link.region.slug for link in story.region_links.all()],
        tags=[link.tag.slug for link in story.tag_links.all()],
        names=story.credits.all(),
        gallery=story.gallery_items.all(),
    )
    if not _same(_without_bylines(chain[-1].content), _without_bylines(now)):
        return _broken(chain[-1], "is not what the public sees now")
    return None


def _broken(row, reason):
    return BrokenLink(row.article_id, row.number, row.at, reason)


def _without_bylines(content):
    """Of staff only who it is: somebody's by-line may change after the story went out."""
    rows = [{**row, "name": None if row["user"] else row["name"]} for row in content["credits"]]
    return {**content, "credits": rows}


def _same(kept, now):
    """Whether all that was kept stands there now. A later form may say more than an older one."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(key in now and _same(value, now[key]) for key, value in kept.items())
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(map(_same, kept, now))
    return kept == now


def _batches(articles):
    articles = articles.select_related("section", "lead_photo").prefetch_related(
        Prefetch("region_links", ArticleRegion.objects.select_related("region")),
        Prefetch("tag_links", ArticleTag.objects.select_related("tag")),
        Prefetch("credits", Credit.objects.select_related("user")),
        Prefetch("gallery_items", GalleryItem.objects.select_related("photo")),
    )
    last = 0
    while batch := list(articles.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
