"""What a story tells machines of itself: schema.org for search engines, OpenGraph for links.

All functions expect a story loaded with ArticleQuerySet.with_public_details(), and `corrections`
prefetched where the queries count; they make none of their own then.
"""

import json

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.text import capfirst

from articles.dates import bureau_time
from articles.http import absolute
from articles.models import Article, Correction, Credit

# Inside <script> these could end the block or the line; as \u escapes they are the same JSON.
SCRIPT_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
TYPES = {Article.StoryClass.ADVERTORIAL: "AdvertiserContentArticle"}


def permanent_url(article):
    """The address that stays the same when a headline changes before publication, or an id."""
    return absolute(reverse("articles:detail_short", args=[article.pk]))


def labelled_headline(article):
    """The headline with its label in front: for machines that show nothing but a title."""
    return f"[{capfirst(article.label)}] {article.headline}" if article.label else article.headline


def disclosed_summary(article):
    """The summary with the disclosure line in front: for machines that show no line of ours."""
    return " ".join(filter(None, (article.disclosure, article.summary)))


def changed_at(article):
    """When readers were last told of a change; the first publication, if there was none."""
    return max(filter(None, (article.first_published_at, article.revised_at)))


def iso(moment):
    """“2022-06-28T17:51:00+07:00”."""
    return bureau_time(moment).isoformat(timespec="seconds")


def largest_jpeg(photo, shape):
    """The rendition of that shape that every machine can read, or None before it is made."""
    found = [r for r in photo.renditions if (r["shape"], r["format"]) == (shape, "jpeg")]
    return max(found, key=lambda rendition: rendition["width"], default=None)


def lead_picture(article, shapes=("wide", "full", "card")):
    """The rendition to show where there is room for one picture, or None."""
    photo = article.lead_photo
    found = (largest_jpeg(photo, shape) for shape in shapes if photo)
    return next(filter(None, found), None)


def rendition_url(rendition):
    return absolute(default_storage.url(rendition["name"]))


def json_ld(article):
    """The story and its place on the site as JSON that is safe inside a <script> element."""
    graph = {"@context": "https://schema.org", "@graph": [news_article(article), trail(article)]}
    return json.dumps(graph, ensure_ascii=False).translate(SCRIPT_ESCAPES)


def news_article(article):
    url = absolute(article.get_absolute_url())
    facts = {
        "@type": TYPES.get(article.story_class, "NewsArticle"),
        "@id": permanent_url(article),
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": article.headline,
        "description": disclosed_summary(article),
        "genre": capfirst(article.label),
        "datePublished": iso(article.first_published_at),
        "dateModified": iso(changed_at(article)),
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "dateline": article.dateline,
        "articleSection": article.section.name,
        "keywords": [link.tag.name for link in article.tag_links.all()],
        "contentLocation": [
            {"@type": "AdministrativeArea", "name": link.region.official_name}
            for link in article.region_links.all()
        ],
        "author": people(article, Credit.Role.WRITER) or [{"@id": publisher()["@id"]}],
        "editor": people(article, Credit.Role.EDITOR),
        "image": pictures(article),
        "publisher": publisher(),
        "isPartOf": website(),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": entry.text,
                "datePublished": iso(entry.at),
                "url": f"{url}#ralat-{entry.pk}",
            }
            for entry in article.corrections.all()
            if entry.kind == Correction.Kind.CORRECTION
        ],
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def people(article, role):
    return [
        {"@type": "Person", "name": str(credit)}
        | ({"url": absolute(credit.user.get_absolute_url())} if has_page(credit) else {})
        for credit in article.credits.all()
        if credit.role == role
    ]


def has_page(credit):
    return bool(credit.user_id and credit.user.slug)


def pictures(article):
    photo = article.lead_photo
    found = [largest_jpeg(photo, shape) for shape in ("wide", "card", "full") if photo]
    return [
        {
            "@type": "ImageObject",
            "url": rendition_url(rendition),
            "width": rendition["width"],
            "height": rendition["height"],
            "caption": photo.caption,
            "creditText": photo.credit,
        }
        for rendition in found
        if rendition
    ]


def publisher():
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#penerbit",
        "name": settings.BUREAU_NAME,
        "url": f"{settings.SITE_URL}/",
        "email": settings.BUREAU_CONTACT_EMAIL,
        "parentOrganization": {"@type": "NewsMediaOrganization", "name": settings.BUREAU_AGENCY},
        "correctionsPolicy": absolute(reverse("articles:corrections")),
        "masthead": absolute(reverse("articles:page", args=["redaksi"])),
        "publishingPrinciples": absolute(reverse("articles:page", args=["pedoman-media-siber"])),
    }


def website():
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#situs",
        "name": settings.BUREAU_NAME,
        "url": f"{settings.SITE_URL}/",
    }


def trail(article):
    """Home, section (with the one above it), story."""
    section = article.section
    above = [section.parent] if section.parent_id else []
    steps = [(settings.BUREAU_NAME, f"{settings.SITE_URL}/")]
    steps += [(s.name, absolute(s.get_absolute_url())) for s in (*above, section)]
    steps += [(article.headline, absolute(article.get_absolute_url()))]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def opengraph(article):
    """[(property, content)] for the <meta> elements of the story's page."""
    pairs = [
        ("og:type", "article"),
        ("og:site_name", settings.BUREAU_NAME),
        ("og:locale", "id_ID" if settings.LANGUAGE_CODE == "id" else settings.LANGUAGE_CODE),
        ("og:title", labelled_headline(article)),
        ("og:description", disclosed_summary(article)),
        ("og:url", absolute(article.get_absolute_url())),
        ("article:published_time", iso(article.first_published_at)),
        ("article:modified_time", iso(changed_at(article))),
        ("article:section", article.section.name),
        *(("article:tag", link.tag.name) for link in article.tag_links.all()),
    ]
    picture = lead_picture(article)
    if picture:
        pairs += [
            ("og:image", rendition_url(picture)),
            ("og:image:width", picture["width"]),
            ("og:image:height", picture["height"]),
            ("og:image:alt", article.lead_photo.alt),
        ]
    return pairs
