"""What a proof says of each story: as the public saw it on the day of issue. Constant queries."""

from django.db.models import OuterRef, Subquery, Sum
from django.utils.text import Truncator

from articles.html import plain_text
from articles.http import absolute
from articles.models import Article, Correction, DailyViews, Photo, Version
from articles.permissions import TELLING
from partnerships.proof.pictures import sha256, small_jpeg

EXCERPT = 320  # letters


def stories_of(pks, *, as_of, pictures, progress=None):
    """{pk: facts} of these stories. Their small photos go into `pictures`, {name: bytes}."""
    articles = list(_articles(pks))
    versions = _public_versions(pks)
    photos = _photos(versions.values())
    entries, views = _entries(pks), _views(pks, as_of)
    found = {}
    for done, article in enumerate(articles, 1):
        version = versions.get(article.pk)
        content = _readable(article, version.content if version else {})
        facts = {
            **_as_shown(article, content),
            **_of_record(article, version, views.get(article.pk)),
            "entries": [] if article.retraction_hides_identity else entries.get(article.pk, []),
            "photo": None,
        }
        if article.status != Article.Status.RETRACTED:
            facts["photo"] = _picture(content.get("lead_photo"), photos, article.pk, pictures)
        found[article.pk] = facts
        if progress:
            progress(done, len(articles))
    return found


def _articles(pks):
    rows = Article.objects.filter(pk__in=pks).select_related("section")
    return rows.defer("body").order_by("first_published_at", "pk")


def _public_versions(pks):
    """{pk of the story: its newest version that the public could read}."""
    public = Version.objects.filter(article=OuterRef("article")).exclude(sha256="")
    newest = Subquery(public.order_by("-number").values("number")[:1])
    rows = Version.objects.filter(article__in=pks, number=newest)
    return {version.article_id: version for version in rows}


def _readable(article, content):
    """Where a child is protected nothing is left that could tell who it is, for nobody."""
    if article.retraction_hides_identity:
        return content | {name: empty for name, empty in TELLING.items() if name in content}
    return content


def _as_shown(article, content):
    story_class = content.get("class", article.story_class)
    news = Article.StoryClass.NEWS
    hidden = article.retraction_hides_identity
    return {
        "id": article.pk,
        "hidden": hidden,
        "headline": content.get("headline", ""),
        "url": absolute(address_of(article)),
        "section": article.section.name if article.section else "",
        # The word that stands beside the headline wherever it is shown.
        "label": "" if story_class == news else str(Article.StoryClass(story_class).label),
        "disclosure": content.get("disclosure", ""),
        "credits": [
            {"role": credit["role"], "name": credit["name"]}
            for credit in content.get("credits", [])
        ],
        "dateline": content.get("dateline", ""),
        "excerpt": _excerpt(content),
    }


def address_of(article):
    """Its path; without the slug where a child is protected: any other one leads to the notice."""
    if article.retraction_hides_identity:
        return Article(pk=article.pk).get_absolute_url()
    return article.get_absolute_url()


def _of_record(article, version, views):
    retracted = article.status == Article.Status.RETRACTED
    return {
        "published_at": article.first_published_at.isoformat(),
        "version": version.number if version else None,
        "sha256": version.sha256 if version else "",
        "views": views,
        "retraction": {
            "at": article.retracted_at.isoformat(),
            "reason": article.retraction_reason,
            "ground": str(article.get_retraction_ground_display()),
        }
        if retracted
        else None,
    }


def _excerpt(content):
    text = " ".join(plain_text(content.get("body", "")).split())
    return Truncator(text).chars(EXCERPT)


def _entries(pks):
    """{pk: its corrections and replies, oldest first}."""
    found = {}
    for entry in Correction.objects.filter(article__in=pks).order_by("at", "pk"):
        fact = {"kind": entry.kind, "at": entry.at.isoformat(), "text": entry.text}
        found.setdefault(entry.article_id, []).append(fact)
    return found


def _views(pks, as_of):
    """{pk: how often it was read until the end of that day}; nothing where nobody counted."""
    days = DailyViews.objects.filter(article__in=pks, day__lte=as_of).order_by()
    return dict(days.values("article").annotate(n=Sum("count")).values_list("article", "n"))


def _photos(versions):
    leads = (version.content.get("lead_photo") for version in versions)
    keys = {photo["key"] for photo in leads if photo}
    rows = Photo.objects.filter(key__in=keys).only("key", "renditions")
    return {photo.key: photo for photo in rows}


def _picture(lead, photos, pk, pictures):
    photo = photos.get(lead["key"]) if lead else None
    content = small_jpeg(photo) if photo else None
    if content is None:
        return None
    name = f"photo-{pk}.jpg"
    pictures[name] = content
    return {
        "file": name,
        "sha256": sha256(content),
        "alt": lead["alt"],
        "caption": lead["caption"],
        "credit": lead["credit"],
    }
