"""How often a story is read, and which are read most.

The story's page posts to beacon() from its script, so that a page served from any cache is counted
too. Nothing is stored of the reader: for half an hour the cache holds a keyed hash, and the
database holds numbers only.
"""

import re
from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Sum
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.dates import bureau_time
from articles.http import client_ip, network_of
from articles.models import Article, DailyViews, HourlyViews

RELOAD = 30 * 60  # seconds in which a second look at the same story is a reload
# One line may be a whole village behind one address, so the bounds are wide; they stop a machine.
PER_STORY_AND_HOUR = 60
PER_HOUR = 600
ASKED_PER_HOUR = 6_000  # beyond this a line is not even remembered: it would empty the cache
HOURS_KEPT = 50
MAX_AGE = 60  # seconds for which a ranking is kept
SPARE = 20  # further down the ranking, in case stories above were retracted meanwhile

# “cubot” is a phone.
BOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|preview|facebookexternalhit|whatsapp/|headless|phantom|"
    r"lighthouse|monitor|uptime|pingdom|feed|fetch|curl|wget|httpie|libwww|python|java/|okhttp|"
    r"go-http|ruby|perl|axios|node|postman|mediapartners|embedly|archive",
    re.IGNORECASE,
)


# Exempt from CSRF protection because there is nothing to protect: the request carries no cookie and
# acts for nobody, and a token would need a cookie and make each copy of the page different.
@csrf_exempt
@require_POST
def beacon(request, pk):
    """Count one reading of a story. The answer never tells whether it was counted."""
    if looks_like_a_reader(request) and is_first_look(request, pk):
        count(pk)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def looks_like_a_reader(request):
    agent = request.headers.get("User-Agent", "")
    purposes = ("Sec-Purpose", "Purpose", "X-Moz")
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in purposes)
    # Browsers that say where a request comes from must say: from our own page.
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    return bool(agent) and not BOT.search(agent) and not ahead and not elsewhere


def is_first_look(request, pk):
    """Whether this reader has not just read the story, and the line has not read too much."""
    line = network_of(client_ip(request))
    hour = f"{timezone.now():%Y%m%d%H}"
    address = keyed_hash(line)
    if not within(f"asked:{address}:{hour}", ASKED_PER_HOUR):
        return False
    visitor = keyed_hash(f"{line} {request.headers['User-Agent']}")
    if not cache.add(f"view:{visitor}:{pk}", 1, RELOAD):
        return False
    return within(f"views:{address}:{hour}:{pk}", PER_STORY_AND_HOUR) and within(
        f"views:{address}:{hour}", PER_HOUR
    )


def within(key, limit):
    """Count up `key` for this hour; whether it stands at `limit` or below."""
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it went out of the cache between the two calls
        return True


def keyed_hash(text):
    return salted_hmac("articles.popular", text, algorithm="sha256").hexdigest()[:32]


def count(pk):
    """Add one reading now, if the story is public. Safe at any number of requests at once."""
    now = timezone.now()
    if not Article.objects.published(at=now).filter(pk=pk).exists():
        return
    ops = connection.ops
    day = ops.adapt_datefield_value(bureau_time(now).date())
    hour = ops.adapt_datetimefield_value(start_of_hour(now))
    with transaction.atomic():
        add_one(DailyViews, "day", pk, day)
        add_one(HourlyViews, "hour", pk, hour)


def add_one(model, period, pk, value):
    # In SQL, because the ORM can insert or add, but not both in one statement; and in two, a
    # concurrent request comes between them.
    quote = connection.ops.quote_name
    table, period = quote(model._meta.db_table), quote(period)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (article_id, {period}, count) VALUES (%s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (article_id, {period}) DO UPDATE SET count = {table}.count + 1",
            [pk, value],
        )


def start_of_hour(moment):
    return moment.replace(minute=0, second=0, microsecond=0)


def most_read(hours=24, limit=10):
    """The stories read most in the last `hours`, as cards, most first. One query.

    The ranking may be a minute old; a story that was retracted since is never in it.
    """
    key = f"most_read:{hours}:{limit}"
    ranking = cache.get(key)
    if ranking is None:
        stories = list(ranked(hours, limit + SPARE))
        cache.set(key, [story.pk for story in stories], MAX_AGE)
        return stories[:limit]
    stories = Article.objects.published().filter(pk__in=ranking).for_listing()
    return sorted(stories, key=lambda story: ranking.index(story.pk))[:limit]


def ranked(hours, limit):
    """The stories read most; counted by the hour for up to two days, else by the day."""
    now = timezone.now()
    if hours <= 48:
        views = HourlyViews.objects.filter(hour__gt=now - timedelta(hours=hours))
    else:
        first = bureau_time(now - timedelta(hours=hours)).date()
        views = DailyViews.objects.filter(day__gt=first)
    totals = views.values("article_id").annotate(total=Sum("count"))
    top = totals.order_by("-total", "-article_id").values("article_id")[:limit]
    own = views.filter(article=OuterRef("pk")).values("article_id").annotate(n=Sum("count"))
    stories = Article.objects.published(at=now).filter(pk__in=top).for_listing()
    return stories.annotate(total=Subquery(own.values("n"))).order_by("-total", "-pk")


def prune():
    """A job: remove the hours that no ranking reads any more. Returns how many rows."""
    limit = timezone.now() - timedelta(hours=HOURS_KEPT)
    return HourlyViews.objects.filter(hour__lt=limit).delete()[0]
