"""The canonical form of a story, and its chain of public versions.

Canonical form: the dict below as JSON with sorted keys, no spaces, UTF-8, times in UTC with
microseconds. `sha256` of a public version is SHA-256 over the previous public version's hash
(64 hex digits, or nothing for the first) followed by that JSON.
"""

import hashlib
import json
from datetime import UTC

from articles.models import Version


def content_of(article):
    """All that a reader of the story sees, as plain JSON values. Asks for its links each time."""
    return content(
        article,
        regions=article.regions.values_list("slug", flat=True),
        tags=article.tags.values_list("slug", flat=True),
        names=article.credits.select_related("user"),
        gallery=article.gallery_items.select_related("photo"),
    )


def content(article, *, regions, tags, names, gallery):
    """The same of links that the caller read: slugs, and rows (`names`: credits) in order."""
    photo = article.lead_photo
    return {
        "headline": article.headline,
        "slug": article.slug,
        "summary": article.summary,
        "body": article.body,
        "class": article.story_class,
        "disclosure": article.disclosure,
        "dateline": article.dateline,
        "section": article.section.slug if article.section else None,
        "regions": sorted(regions),
        "tags": sorted(tags),
        "credits": [
            {"role": credit.role, "name": str(credit), "user": credit.user_id} for credit in names
        ],
        "lead_photo": photo
        and {
            "key": photo.key,
            "alt": photo.alt,
            "caption": photo.caption,
            "credit": photo.credit,
        },
        "gallery": [
            {"key": item.photo.key, "caption": item.caption or item.photo.caption}
            for item in gallery
        ],
        "embargo_until": _utc(article.embargo_until),
        "publish_at": _utc(article.publish_at),
    }


def digest(content, previous=""):
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + canonical.encode()).hexdigest()


def record(article, *, by, kind=Version.Kind.SAVE, note=""):
    """Write the version that `article` now is. Call inside the transaction that changed it."""
    content = content_of(article)
    sha256 = previous = ""
    if kind in Version.PUBLIC_KINDS:
        last = article.versions.exclude(sha256="").order_by("-number").first()
        previous = last.sha256 if last else ""
        sha256 = digest(content, previous)
    return Version.objects.create(
        article=article,
        number=article.version,
        kind=kind,
        content=content,
        note=note,
        by=by,
        sha256=sha256,
        previous_sha256=previous,
    )


def writers_of(article):
    """Primary keys of everybody who made or saved the words of the story."""
    return {article.created_by_id, *article.versions.order_by().values_list("by", flat=True)}


def _utc(moment):
    return moment and moment.astimezone(UTC).isoformat(timespec="microseconds")
