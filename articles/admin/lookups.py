"""Small lists that the form's fields ask for while one types. They show nothing that is not
visible to the one who asks."""

import re
from functools import partial

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.dates import card_time
from articles.models import Article, Region, Tag
from articles.search import search_articles

LIMIT = 10
COLUMNS = ("headline", "status", "publish_at", "retraction_hides_identity")
REGIONS, SECONDS = "articles.region_names", 60


@require_safe
@never_cache
def topics(request, *, model_admin):
    """Names of topics that contain the letters, those that begin with them first."""
    if not request.user.has_perm("articles.view_tag"):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:60]
    first = Tag.objects.filter(name__istartswith=words)[:LIMIT]
    names = [tag.name for tag in first]
    if len(names) < LIMIT:
        rest = Tag.objects.filter(name__icontains=words).exclude(name__in=names)
        names += [tag.name for tag in rest[: LIMIT - len(names)]]
    return JsonResponse({"names": names})


@require_safe
@never_cache
def stories(request, *, model_admin):
    """Stories to relate to: by number, or by words through the search of the site."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100]
    found = Article.objects.visible_to(request.user)
    if number := re.fullmatch(r"#?(\d{1,18})", words):
        found = found.filter(pk=int(number[1]))
    elif words:
        found = search_articles(found.published(), words, prefix=True).newest()
    else:
        found = found.published().newest()
    rows = [
        {"id": story.pk, "headline": str(story), "note": _note(story)}
        for story in found.only(*COLUMNS)[:LIMIT]
    ]
    return JsonResponse({"stories": rows})


def _note(story):
    return card_time(story.publish_at) if story.publish_at else story.get_status_display()


def region_names():
    """[(name, other names)] for the list under the field of regions. One query, or none."""
    return cache.get_or_set(REGIONS, _read_regions, SECONDS)


def _read_regions():
    return [(region.name, ", ".join(region.aliases)) for region in Region.objects.all()]


@receiver([post_save, post_delete], sender=Region)
def _forget(**kwargs):
    cache.delete(REGIONS)
    transaction.on_commit(partial(cache.delete, REGIONS))
