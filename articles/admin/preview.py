"""The story as readers will see it, for those who may see it already."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import permissions, views
from articles.details import load_details
from articles.models import Article


@require_safe
def frame(request, pk, *, model_admin):
    """The page with the widths to choose from; the story itself is in its iframe."""
    article = _readable(request, pk, model_admin)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": article.headline,
        "opts": model_admin.opts,
        "original": article,
        "may_edit": model_admin.has_change_permission(request, article),
    }
    return _private(render(request, "admin/articles/article/preview.html", context))


@require_safe
@xframe_options_sameorigin
def page(request, pk, *, model_admin):
    _readable(request, pk, model_admin)
    article = Article.objects.select_related("section__parent", "lead_photo").get(pk=pk)
    load_details(article)
    context = {**views.story_context(article), "preview": True}
    return _private(render(request, "admin/articles/article/preview_page.html", context))


def _readable(request, pk, model_admin):
    article = model_admin.visible_or_404(request, pk)
    if not permissions.can_read_words(request.user, article):
        raise PermissionDenied
    return article


def _private(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
