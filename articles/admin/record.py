"""What happened to a story so far: its moves, its versions, and any two of them word by word."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import contents, permissions, workflow, working
from articles.admin.compare import between
from articles.dates import card_time
from articles.numbers import as_number

MOST_VERSIONS = 200


def may_compare(user, article):
    """Whose versions are read word by word: one's own stories, and all of them for the desk.

    Another reporter reads a published story, but not how it came to be.
    """
    return article.created_by_id == user.pk or user.has_perm("articles.view_any_article")


def page(request, object_id, *, model_admin):
    article = model_admin.visible_or_404(request, object_id)
    user = request.user
    own_or_desk = may_compare(user, article)
    reads_words = own_or_desk and permissions.can_read_words(user, article)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Record"),
        "opts": model_admin.opts,
        "original": article,
        # What editors and writer wrote to each other is not for everybody at the desk, and may
        # name a child that is protected.
        "shows_notes": reads_words,
        "may_compare": reads_words,
        "may_edit": model_admin.has_change_permission(request, article),
        "moves": [
            (workflow.MOVES[change.move].label, change)
            for change in article.status_changes.select_related("by")
        ],
        "versions": article.versions.select_related("by").defer("content")[:MOST_VERSIONS],
        "copies": working.in_record(user, article)[:20] if own_or_desk else [],
    }
    return render(request, "admin/articles/article/change_form_history.html", context)


@require_safe
def compare(request, pk, *, model_admin):
    """Two versions (`?a=&b=`), or a kept copy (`?copy=`), or the desk's work (`?since=mine`).

    Without `b` it is the story's newest version.
    """
    article = model_admin.visible_or_404(request, pk)
    if not may_compare(request.user, article):
        raise PermissionDenied
    listed = list(article.versions.select_related("by").defer("content")[:MOST_VERSIONS])
    if not listed:
        raise Http404
    old, new = _two(request, article, listed)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Compare"),
        "opts": model_admin.opts,
        "original": article,
        "old": old,
        "new": new,
        "differences": between(old["content"], new["content"]),
        "versions": listed,
        "may_edit": model_admin.has_change_permission(request, article),
        "hidden": not permissions.can_read_words(request.user, article),
    }
    return render(request, "admin/articles/article/compare.html", context)


def _two(request, article, listed):
    """The two sides that the address asks for, the older first."""
    numbers = [version.number for version in listed]
    if (key := as_number(request.GET.get("copy"))) is not None:
        copy = working.find(request.user, key, article)
        if copy is None:
            raise Http404
        return _side(request.user, article, numbers[0]), _copy_side(copy, article)
    later = as_number(request.GET.get("b"))
    later = numbers[0] if later is None else later
    earlier = as_number(request.GET.get("a"))
    if request.GET.get("since") == "mine":
        own = [each.number for each in listed if each.by_id == request.user.pk]
        earlier = own[0] if own else numbers[-1]
    elif earlier is None:
        before = [number for number in numbers if number < later]
        earlier = before[0] if before else later
    earlier, later = sorted((earlier, later))
    return _side(request.user, article, earlier), _side(request.user, article, later)


def _side(user, article, number):
    version = article.versions.select_related("by").filter(number=number).first()
    if version is None:
        raise Http404
    version.article = article
    return {
        "version": version,
        "number": version.number,
        "content": permissions.readable_content(user, version),
        "title": _("%(number)d. %(kind)s, %(name)s, %(time)s")
        % {
            "number": version.number,
            "kind": version.get_kind_display(),
            "name": version.by,
            "time": card_time(version.at),
        },
    }


def _copy_side(copy, article):
    return {
        "kept": copy,
        "content": contents.from_form(copy.content, article),
        "title": _("not saved, %(name)s, %(time)s")
        % {"name": copy.user, "time": card_time(copy.kept_at)},
    }
