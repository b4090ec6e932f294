"""The public pages. Request in, response out; no cookie, no session, no user."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import menu, popular
from articles.counting import count_capped
from articles.dates import bureau_time
from articles.details import load_details, load_photos
from articles.forms import SearchForm, day_asked_for
from articles.http import add_keys, public_page
from articles.models import Article, Correction, Credit, GalleryItem, Page, Region, Section, Tag
from articles.paging import LISTED, keyset_page
from articles.related import related_stories
from articles.search import by_relevance, excerpt, highlight, search_articles

OLD = timedelta(days=365)
RANGES = {"24": 24, "7": 7 * 24, "30": 30 * 24}  # ?rentang=, in hours
RESULTS = 20
TOP = Correction.Place.TOP


@public_page()
def detail(request, pk, slug=""):
    pictures = Exists(GalleryItem.objects.filter(article=OuterRef("pk")))
    articles = Article.objects.select_related("section__parent", "lead_photo")
    articles = articles.annotate(has_gallery=pictures)
    article = get_object_or_404(articles.filter(status__in=["published", "retracted"]), pk=pk)
    if article.status == Article.Status.RETRACTED:
        # Never by way of the right address: its words may be what had to go.
        response = render(request, "articles/retracted.html", {"article": article}, status=410)
        return add_keys(response, f"article-{pk}")
    if not article.is_public():
        raise Http404
    if slug != article.slug:
        return redirect(article, permanent=True)
    load_details(article)
    response = render(request, "articles/detail.html", story_context(article))
    return add_keys(response, *story_keys(article))


def story_context(article):
    """What templates/articles/detail.html reads; also for the desk's preview of a draft.

    Expects the story with credits, region_links and tag_links loaded.
    """
    people = list(article.credits.all())
    corrections = list(article.corrections.all())
    published = article.first_published_at
    return {
        "article": article,
        "writers": [credit for credit in people if credit.role == Credit.Role.WRITER],
        "credit_groups": credit_groups(people),
        "regions": regions_of(article),
        "tags": [link.tag for link in article.tag_links.all()],
        "corrections": corrections,
        "corrections_above": [entry for entry in corrections if entry.place == TOP],
        "corrections_below": [entry for entry in corrections if entry.place != TOP],
        "gallery": load_photos(article),
        "related": related_stories(article),
        "most_read": [story for story in popular.most_read() if story.pk != article.pk][:5],
        "is_old": bool(published and published < timezone.now() - OLD),
        "year": bureau_time(published or timezone.now()).year,
    }


def credit_groups(people):
    """[{"label": “Reporter”, "names": “A, B”}], in the order in which a story is made."""
    groups = []
    for role in Credit.Role:
        names = [str(credit) for credit in people if credit.role == role]
        if names:
            groups.append({"label": role.label, "names": ", ".join(names)})
    return groups


def regions_of(article):
    """The region where the story was written comes first: it stands above the headline."""
    regions = [link.region for link in article.region_links.all()]
    return sorted(regions, key=lambda region: region.name != article.dateline)


def story_keys(article):
    return [
        f"article-{article.pk}",
        f"section-{article.section_id}",
        *(f"region-{link.region_id}" for link in article.region_links.all()),
        *(f"topic-{link.tag_id}" for link in article.tag_links.all()),
        *(f"author-{credit.user_id}" for credit in article.credits.all() if credit.user_id),
    ]


def story_list(request, articles, context, *keys, by=None):
    """A page of `articles`, newest first, under the heading that `context` describes."""
    options = {"by": by} if by else {}
    page = keyset_page(articles.for_listing(), request.GET, **options)
    context |= {"page": page, "most_read": popular.most_read()[:5]}
    response = render(request, "articles/list.html", context)
    return add_keys(response, "list", *keys)


@public_page()
def section(request, slug):
    shown = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    children = menu.load().children.get(shown.pk, [])
    context = {
        "kind": _("Section"),
        "title": shown.name,
        "about": shown.description,
        "parent": shown.parent,
        "children": children,
        "plain": not children,
        "current_section": (shown.parent or shown).slug,
        "object": shown,
        "feed": "articles:section_rss",
    }
    articles = Article.objects.published().in_sections(menu.family(shown))
    return story_list(request, articles, context, f"section-{shown.pk}")


@public_page()
def region(request, slug):
    shown = get_object_or_404(Region, slug=slug)
    about = _("Seat of government: %(seat)s") % {"seat": shown.seat}
    context = {
        "kind": _("Region"),
        "title": shown.official_name,
        "about": about,
        "object": shown,
        "feed": "articles:region_rss",
    }
    articles = Article.objects.listed_in_region(shown)
    return story_list(request, articles, context, f"region-{shown.pk}", by=LISTED)


@public_page()
def topic(request, slug):
    shown = get_object_or_404(Tag, slug=slug)
    context = {
        "kind": _("Topic"),
        "title": shown.name,
        "object": shown,
        "feed": "articles:topic_rss",
    }
    articles = Article.objects.listed_with_tag(shown)
    return story_list(request, articles, context, f"topic-{shown.pk}", by=LISTED)


@public_page()
def author(request, slug):
    shown = get_object_or_404(get_user_model(), slug=slug)
    context = {
        "kind": _("Author"),
        "title": str(shown),
        "about": shown.bio,
        "object": shown,
        "feed": "articles:author_rss",
    }
    articles = Article.objects.listed_by_author(shown)
    return story_list(request, articles, context, f"author-{shown.pk}", by=LISTED)


@public_page()
def day_index(request):
    """Everything of one day of the bureau's calendar; today's where the date is none."""
    today = bureau_time(timezone.now()).date()
    asked = request.GET.get("tanggal", "").strip()
    day, error = day_asked_for(asked, today)
    page = keyset_page(Article.objects.published_on(day).for_listing(), request.GET, size=40)
    context = {
        "page": page,
        "day": day,
        "asked": asked if error else day.isoformat(),
        "error": error,
        "today": today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < today else None,
        "query": f"tanggal={day.isoformat()}",
    }
    return add_keys(render(request, "articles/day.html", context), "list")


@public_page()
def search(request):
    form = SearchForm(request.GET, sections=menu.load(), regions=Region.objects.all())
    words = form.words
    context = {"form": form, "words": words, "query": form.query_string()}
    if form.asks_for_something:
        articles = form.narrow(search_articles(Article.objects.published(), words))
        context["count"], context["capped"] = count_capped(articles)
        context["page"] = page = result_page(articles, form, request.GET)
        for story in page:
            story.marked_headline = highlight(story.headline, words)
            story.excerpt = excerpt(story, words)
    return add_keys(render(request, "articles/search.html", context), "list")


def result_page(articles, form, request_get):
    """A page of the newest results, or the best forty of them."""
    articles = articles.for_listing().defer(None)
    if form.by_relevance:
        return by_relevance(articles, form.words)[: 2 * RESULTS]
    return keyset_page(articles, request_get, size=RESULTS)


@public_page(keys=["list"])
def most_read(request):
    asked = request.GET.get("rentang", "24")
    chosen = asked if asked in RANGES else "24"
    tabs = [("24", _("24 hours")), ("7", _("7 days")), ("30", _("30 days"))]
    context = {"stories": popular.most_read(RANGES[chosen], 20), "chosen": chosen, "tabs": tabs}
    return render(request, "articles/most_read.html", context)


@public_page(keys=["list"])
def corrections(request):
    """The ledger: what was corrected or answered, and what was taken back."""
    now = timezone.now()
    entries = Correction.objects.filter(
        article__status=Article.Status.PUBLISHED, article__publish_at__lte=now
    )
    # The pages by key go by this name.
    entries = entries.annotate(publish_at=F("at")).select_related("article__section")
    page = keyset_page(entries.defer("article__body"), request.GET, by=("at", "pk"))
    retracted = Article.objects.filter(status=Article.Status.RETRACTED).order_by("-retracted_at")
    retracted = retracted.select_related("section").defer("body")[:20]
    context = {"page": page, "retracted": [] if page.newer else list(retracted)}
    return render(request, "articles/corrections.html", context)


@public_page(keys=["page"])
def page(request, slug):
    shown = get_object_or_404(Page, slug=slug)
    return render(request, "articles/page.html", {"page": shown})
