"""What crawlers ask for: sitemap index and files (sitemaps.org), news sitemap, robots.txt.

A month file is one range of the index on publish_at, so that no request ever walks the archive.
"""

from datetime import datetime, timedelta
from itertools import chain
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.dates import bureau_time
from articles.feeds import clean
from articles.http import absolute, public_page
from articles.models import Article, Page, Region, Section
from articles.structured import iso, labelled_headline, lead_picture, rendition_url

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMESPACES = (
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
MOST_ADDRESSES = 50_000  # of one file; the protocol's limit
# Functions that name the public addresses of other apps; an app adds its own when it is ready.
more_pages = []
MOST_NEWS, NEWS_AGE = 1000, timedelta(hours=48)  # Google's limits for a news sitemap


@public_page(keys=["sitemap"])
def index(request):
    files = [reverse("articles:sitemap_pages")]
    files += [reverse("articles:sitemap_month", args=month) for month in months_with_stories()]
    entries = "".join(f"<sitemap><loc>{address(path)}</loc></sitemap>\n" for path in files)
    return xml(f'<sitemapindex xmlns="{PROTOCOL}">\n{entries}</sitemapindex>\n')


@public_page(keys=["sitemap"])
def month(request, year, month):
    if not (1900 <= year <= 9000 and 1 <= month <= 12):
        raise Http404
    columns = ("pk", "slug", "first_published_at", "revised_at")
    # Read at once, some megabytes at most. A cursor kept open on PostgreSQL while the file is sent
    # blocks its connection for ever when the reader leaves and the garbage collector closes it.
    rows = list(stories_of(year, month).newest().values_list(*columns)[:MOST_ADDRESSES])
    if not rows:
        raise Http404
    return StreamingHttpResponse(month_file(rows), content_type=XML)


def month_file(rows):
    yield f'{HEAD}<urlset xmlns="{PROTOCOL}">\n'
    for row in rows:
        yield story_entry(*row)
    yield "</urlset>\n"


def story_entry(pk, slug, published, revised):
    path = reverse("articles:detail", args=[pk, slug])
    changed = max(filter(None, (published, revised)))
    return f"<url><loc>{address(path)}</loc><lastmod>{iso(changed)}</lastmod></url>\n"


@public_page(keys=["sitemap"])
def news(request):
    """Stories of the last two days. It may be empty on a quiet weekend."""
    since = timezone.now() - NEWS_AGE
    stories = Article.objects.published().filter(publish_at__gte=since).newest().for_listing()
    entries = "".join(news_entry(article) for article in stories[:MOST_NEWS])
    return xml(f'<urlset xmlns="{PROTOCOL}" {NAMESPACES}>\n{entries}</urlset>\n')


def news_entry(article):
    picture, image = lead_picture(article), ""
    if picture:
        image = (
            f"<image:image><image:loc>{address(rendition_url(picture))}</image:loc></image:image>"
        )
    return (
        f"<url><loc>{address(article.get_absolute_url())}</loc>"
        "<news:news><news:publication>"
        f"<news:name>{escape(settings.BUREAU_NAME)}</news:name>"
        f"<news:language>{settings.LANGUAGE_CODE}</news:language></news:publication>"
        f"<news:publication_date>{iso(article.first_published_at)}</news:publication_date>"
        f"<news:title>{escape(clean(labelled_headline(article)))}</news:title>"
        f"</news:news>{image}</url>\n"
    )


@public_page(keys=["sitemap"])
def pages(request):
    """All that is no story: lists, and the pages that press rules ask for."""
    paths = ["/", *(reverse(f"articles:{name}") for name in ("index", "most_read", "corrections"))]
    for model in (Section, Region, Page):
        paths += [row.get_absolute_url() for row in model.objects.only("slug")]
    paths += chain.from_iterable(paths_of_app() for paths_of_app in more_pages)
    entries = "".join(f"<url><loc>{address(path)}</loc></url>\n" for path in paths)
    return xml(f'<urlset xmlns="{PROTOCOL}">\n{entries}</urlset>\n')


@public_page()
def robots(request):
    if settings.DEMO:
        # Invented news must not turn up in a search engine as if it were real.
        lines = ["User-agent: *", "Disallow: /"]
    else:
        hidden = ["/admin/", reverse("articles:search"), "/hitung/", "/p/"]
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden), ""]
        for name in ("articles:sitemap", "articles:sitemap_news"):
            lines.append(f"Sitemap: {absolute(reverse(name))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def months_with_stories():
    """[(year, month)], newest first, of the bureau's calendar.

    Three queries whatever the archive holds: its two ends, and one that looks into each month
    between them no further than to the first story.
    """
    public = Article.objects.published()
    times = public.order_by("publish_at").values_list("publish_at", flat=True)
    oldest, newest = times.first(), times.last()
    if newest is None:
        return []
    looks = {
        f"m{year}_{number}": Exists(stories_of(year, number))
        for year, number in months_between(bureau_time(oldest), bureau_time(newest))
    }
    found = Article.objects.filter(publish_at=newest, status="published").values(**looks)[0]
    return [
        tuple(map(int, key[1:].split("_"))) for key, has_stories in found.items() if has_stories
    ]


def months_between(oldest, newest):
    count = (newest.year - oldest.year) * 12 + newest.month - oldest.month
    last = newest.year * 12 + newest.month - 1
    months = (divmod(last - back, 12) for back in range(count + 1))
    return [(year, index + 1) for year, index in months]


def stories_of(year, number):
    """The public stories of one month of the bureau's calendar."""
    zone = timezone.get_default_timezone()
    start = datetime(year, number, 1, tzinfo=zone)
    following = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    # One upper bound, not “before now” and “before the next month”: SQLite would begin at the
    # first of the two and walk down from now to the month.
    last = min(timezone.now(), following - timedelta(microseconds=1))
    return Article.objects.published(at=last).filter(publish_at__gte=start)


def address(path):
    return escape(absolute(path))


def xml(body):
    return HttpResponse(HEAD + body, content_type=XML)
