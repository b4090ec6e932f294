"""The newest stories for feed readers: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.

Every entry says what it is: the label stands before the headline and the disclosure line before
the summary, because a feed reader shows nothing else. Text only; the story is read on its page.

A correction or a right of reply is an entry of its own, because who has read the story already
does not look at it again; the story's entry has its `updated` moved at the same moment.
"""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Prefetch
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import menu
from articles.dates import bureau_time
from articles.http import absolute, add_keys, public_page
from articles.models import Article, ArticleTag, Correction, Credit, Region, Section, Tag
from articles.structured import (
    changed_at,
    has_page,
    iso,
    labelled_headline,
    lead_picture,
    permanent_url,
    rendition_url,
)

SIZE = 30
# What XML 1.0 cannot hold, not even escaped: one such character would break the whole feed.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Entry:
    """One story as plain values, the same for the three formats."""

    article: Article
    authors: list = field(default_factory=list)  # (name, address of the author's page or "")
    topics: list = field(default_factory=list)

    @property
    def title(self):
        return clean(labelled_headline(self.article))

    @property
    def texts(self):
        return (self.article.disclosure, self.article.summary)

    @property
    def lines(self):
        return [clean(text) for text in self.texts if text]

    @property
    def key(self):
        return permanent_url(self.article)

    @property
    def url(self):
        return absolute(self.article.get_absolute_url())

    @property
    def published(self):
        return self.article.first_published_at

    @property
    def changed(self):
        return changed_at(self.article)

    @property
    def picture(self):
        return lead_picture(self.article)


@dataclass
class CorrectionEntry(Entry):
    """What readers were told of a story after it was published; never changed again."""

    correction: Correction = None
    picture = None

    @property
    def title(self):
        kind = capfirst(self.correction.get_kind_display())
        return clean(f"[{kind}] {labelled_headline(self.article)}")

    @property
    def texts(self):
        return (self.article.disclosure, self.correction.text)

    @property
    def key(self):
        return f"{permanent_url(self.article)}#{self.correction.anchor}"

    @property
    def url(self):
        return absolute(self.correction.get_absolute_url())

    @property
    def published(self):
        return self.correction.at

    changed = published


class OneAuthorEach:
    """Feed generators know one author; a story may have several."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            self.add_author(handler, *author)

    def latest_post_date(self):
        # Without a story Django would say “now”, and every answer would have another ETag.
        if self.items:
            return super().latest_post_date()
        return bureau_time(timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)


class RSS(OneAuthorEach, Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        dc = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
        return super().rss_attributes() | dc

    def add_author(self, handler, name, page):
        handler.addQuickElement("dc:creator", name)


class Atom(OneAuthorEach, Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def add_author(self, handler, name, page):
        handler.startElement("author", {})
        handler.addQuickElement("name", name)
        if page:
            handler.addQuickElement("uri", page)
        handler.endElement("author")


@public_page(keys=["feed", "list"])
def rss(request):
    return xml_feed(RSS, request, newest())


@public_page(keys=["feed", "list"])
def atom(request):
    return xml_feed(Atom, request, newest())


@public_page(keys=["feed", "list"])
def json_feed(request):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.BUREAU_NAME,
        "description": description(),
        "home_page_url": f"{settings.SITE_URL}/",
        "feed_url": absolute(request.path),
        "language": settings.LANGUAGE_CODE,
        "items": [json_item(entry) for entry in entries(newest())],
    }
    response = JsonResponse(feed, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/feed+json"
    return response


@public_page(keys=["feed"])
def section_rss(request, slug):
    section = get_object_or_404(Section, slug=slug)
    articles = Article.objects.published().in_sections(menu.family(section)).newest()
    return list_feed(request, section, section.name, articles, key=f"section-{section.pk}")


@public_page(keys=["feed"])
def region_rss(request, slug):
    region = get_object_or_404(Region, slug=slug)
    articles = Article.objects.listed_in_region(region)
    return list_feed(request, region, region.official_name, articles, key=f"region-{region.pk}")


@public_page(keys=["feed"])
def topic_rss(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    return list_feed(
        request, tag, tag.name, Article.objects.listed_with_tag(tag), key=f"topic-{tag.pk}"
    )


@public_page(keys=["feed"])
def author_rss(request, slug):
    author = get_object_or_404(get_user_model(), slug=slug)
    articles = Article.objects.listed_by_author(author)
    return list_feed(request, author, str(author), articles, key=f"author-{author.pk}")


def list_feed(request, subject, name, articles, *, key):
    title = f"{name} - {settings.BUREAU_NAME}"
    return add_keys(xml_feed(RSS, request, articles, title, subject.get_absolute_url()), key)


def newest():
    return Article.objects.published().newest()


def entries(articles):
    """The newest of `articles` and of their corrections, newest first: four queries, no bodies."""
    writers = Credit.objects.filter(role=Credit.Role.WRITER).select_related("user")
    found = articles.for_listing().prefetch_related(
        Prefetch("credits", writers, to_attr="writers"),
        Prefetch("tag_links", ArticleTag.objects.select_related("tag")),
    )
    stories = [
        Entry(
            article,
            authors=[(clean(str(credit)), author_page(credit)) for credit in article.writers],
            topics=[clean(link.tag.name) for link in article.tag_links.all()],
        )
        for article in found[:SIZE]
    ]
    told = Correction.objects.filter(article__in=articles.order_by().values("pk"))
    told = told.select_related("article__section").defer("article__body")
    told = [CorrectionEntry(row.article, correction=row) for row in told[:SIZE]]
    # The stories keep the order of their list.
    if told:
        stories = sorted([*stories, *told], key=lambda entry: entry.published, reverse=True)
    return stories[:SIZE]


def author_page(credit):
    return absolute(credit.user.get_absolute_url()) if has_page(credit) else ""


def xml_feed(generator, request, articles, title="", page="/"):
    feed = generator(
        title=clean(title or settings.BUREAU_NAME),
        link=absolute(page),
        description=description(),
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(request.path),
        author_name=settings.BUREAU_NAME,
        feed_copyright=f"© {settings.BUREAU_AGENCY}",
    )
    for entry in entries(articles):
        add_item(feed, entry)
    return HttpResponse(feed.writeString("utf-8"), content_type=generator.content_type)


def add_item(feed, entry):
    enclosures = []
    if picture := entry.picture:
        enclosures = [Enclosure(rendition_url(picture), str(picture["bytes"]), "image/jpeg")]
    feed.add_item(
        title=entry.title,
        link=entry.url,
        # Readers take the description for HTML, in RSS by custom and in Atom by its type.
        description="".join(f"<p>{escape(line)}</p>" for line in entry.lines),
        pubdate=bureau_time(entry.published),
        updateddate=bureau_time(entry.changed),
        unique_id=entry.key,
        unique_id_is_permalink=True,
        categories=[clean(entry.article.section.name), *entry.topics],
        enclosures=enclosures,
        authors=entry.authors,
    )


def json_item(entry):
    article = entry.article
    item = {
        "id": entry.key,
        "url": entry.url,
        "title": entry.title,
        "summary": clean(entry.texts[-1]),
        "content_text": "\n\n".join(entry.lines),
        "date_published": iso(entry.published),
        "date_modified": iso(entry.changed),
        "authors": [
            {"name": name} | ({"url": page} if page else {}) for name, page in entry.authors
        ],
        "tags": [article.section.name, *entry.topics],
        "language": settings.LANGUAGE_CODE,
    }
    if picture := entry.picture:
        item["image"] = rendition_url(picture)
    return item


def description():
    return _("News from %(city)s and its region by %(bureau)s") % {
        "city": settings.BUREAU_CITY,
        "bureau": settings.BUREAU_NAME,
    }


def clean(text):
    """`text` without the characters that XML forbids."""
    return NOT_XML.sub("", text)
