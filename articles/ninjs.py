"""One story in IPTC ninjs 3.1, for partners who take our news into their own systems.

Property names follow the IPTC schema of 3.1 (ninjs-schema_3.1.json); what it has no property for
(label, disclosure, corrections) goes where a receiver who shows only the core still sees it: the
label stands in the headline and in `genres`, the other two in `descriptions`.
"""

import re

from django.conf import settings
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from articles.html import plain_text
from articles.http import absolute, add_keys, public_page
from articles.models import Article, Credit
from articles.structured import (
    changed_at,
    has_page,
    iso,
    labelled_headline,
    permanent_url,
    rendition_url,
)
from articles.templatetags.articles import article_html

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
MEDIA_TYPES = {"jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
OWN_ADDRESS = re.compile(r'(<(?:a|img)(?: [^<>]*?)? (?:href|src)=")(?=/[^/])')


@public_page()
def ninjs(request, pk):
    article = (
        Article.objects.filter(pk=pk)
        .with_public_details()
        .prefetch_related("corrections", "gallery_items__photo")
        .first()
    )
    if article and article.status == Article.Status.RETRACTED:
        answer = JsonResponse(canceled(article), status=410)
    elif article and article.is_public():
        answer = JsonResponse(story(article), json_dumps_params={"ensure_ascii": False})
    else:
        raise Http404
    return add_keys(answer, f"article-{article.pk}")


def story(article):
    """The public story `article` as ninjs values."""
    photos = pictures(article)
    facts = {
        **identity(article),
        "profile": "text-photo" if photos else "text-only",
        "representationType": "full",
        "versionCreated": iso(max(changed_at(article), article.modified_at)),
        "contentCreated": iso(article.first_published_at),
        "pubStatus": "usable",
        "language": settings.LANGUAGE_CODE,
        "headlines": [text("main", labelled_headline(article))],
        "descriptions": descriptions(article),
        "bodies": bodies(article),
        "by": ", ".join(str(c) for c in article.credits.all() if c.role == Credit.Role.WRITER),
        "infoSources": info_sources(article),
        "located": article.dateline,
        "genres": genres(article),
        "subjects": subjects(article),
        "places": [
            {"name": link.region.official_name, "rel": "about", "uri": page_of(link.region)}
            for link in article.region_links.all()
        ],
        "associations": photos,
        "copyrightHolder": settings.BUREAU_AGENCY,
        "copyrightNotice": copyright_notice(article),
        "rightsInfo": {"linkedRights": absolute(reverse("articles:page", args=["tentang"]))},
        "altIds": [
            {"role": "internal", "value": str(article.pk)},
            {"role": "webpage", "value": page_of(article)},
        ],
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def canceled(article):
    """What is left of a retracted story: that it was retracted, when and why."""
    facts = {
        **identity(article),
        "versionCreated": iso(article.retracted_at),
        "pubStatus": "canceled",
        "edNote": article.retraction_reason,
    }
    if not article.retraction_hides_identity:
        facts["headlines"] = [text("main", labelled_headline(article))]
    return facts


def identity(article):
    return {
        "standard": STANDARD,
        "uri": permanent_url(article),
        "type": "text",
        "version": str(article.version),
        "firstCreated": iso(article.first_published_at),
    }


def text(role, value, content_type="text/plain"):
    return {"role": role, "contentType": content_type, "value": value}


def descriptions(article):
    found = [text("summary", article.summary)]
    if article.disclosure:
        found.insert(0, text("disclosure", article.disclosure))
    return found + [text(entry.kind, entry.text) for entry in article.corrections.all()]


def bodies(article):
    # Addresses of ours are written in full: the text will stand on somebody else's page.
    html = OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}", article_html(article.body))
    plain = plain_text(article.body)
    counts = {"charCount": len(plain), "wordCount": len(plain.split())}
    return [text("main", html, "text/html") | counts, text("plain", plain) | counts]


def info_sources(article):
    sources = [
        {"name": str(credit), "role": credit.role}
        | ({"uri": page_of(credit.user)} if has_page(credit) else {})
        for credit in article.credits.all()
    ]
    return [*sources, {"name": settings.BUREAU_NAME, "role": "publisher", "uri": absolute("/")}]


def genres(article):
    if not article.label:
        return []
    return [{"name": capfirst(article.label), "literal": article.story_class}]


def subjects(article):
    tags = [link.tag for link in article.tag_links.all()]
    return [
        {"name": concept.name, "rel": "about", "uri": page_of(concept)}
        for concept in (article.section, *tags)
    ]


def pictures(article):
    """The lead photo and the gallery, each photo once."""
    photo = article.lead_photo
    found = {photo.pk: (photo, "lead", photo.caption)} if photo else {}
    for number, item in enumerate(article.gallery_items.all(), start=1):
        caption = item.caption or item.photo.caption
        found.setdefault(item.photo_id, (item.photo, f"gallery-{number}", caption))
    return [picture(article, *row) for row in found.values() if row[0].renditions]


def picture(article, photo, name, caption):
    facts = {
        "name": name,
        "rel": "illustrates",
        "uri": f"{permanent_url(article)}#foto-{photo.pk}",
        "type": "picture",
        "headlines": [text("main", caption)] if caption else [],
        "descriptions": [text("alternative", photo.alt)] if photo.alt else [],
        "by": photo.credit,
        "copyrightNotice": photo.credit,
        "contentCreated": iso(photo.taken_at) if photo.taken_at else "",
        "renditions": [rendition(row) for row in photo.renditions],
    }
    return {key: value for key, value in facts.items() if value not in ("", [])}


def rendition(row):
    return {
        "name": f"{row['shape']}-{row['width']}-{row['format']}",
        "href": rendition_url(row),
        "contentType": MEDIA_TYPES[row["format"]],
        "width": row["width"],
        "height": row["height"],
        "sizeInBytes": row["bytes"],
    }


def copyright_notice(article):
    year = bureau_time(article.first_published_at).year
    return _("Copyright © %(agency)s %(year)s") % {"agency": settings.BUREAU_AGENCY, "year": year}


def page_of(thing):
    return absolute(thing.get_absolute_url())
