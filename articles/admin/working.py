"""What the page of a story says to the desk while it is open, and what it is told.

One small request does all: a sign of life, the words that are not saved yet, and who else is here.
A session that ended is answered in words a script can read, so that the page waits for a sign-in
in another tab and then goes on.
"""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import permissions, presence, working
from articles.models import Article
from articles.moves import MoveNotAllowed

LARGEST = 2**62  # of a sequence
CHANGED_BASE = 2**31 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def work(request, pk=None, *, model_admin):
    """GET: a fresh token for the form. POST: see _answer(). Both say when nobody is signed in."""
    user = request.user
    if not model_admin.admin_site.has_permission(request):
        return JsonResponse({"signed_out": True}, status=403)
    article = None
    if pk is not None:
        article = Article.objects.visible_to(user).filter(pk=pk).first()
        if article is None:
            raise Http404
    if not (
        permissions.can_edit(user, article) if article else user.has_perm("articles.add_article")
    ):
        return JsonResponse({"closed": True}, status=403)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    said = _said(request)
    if said is None:
        return JsonResponse({"refused": "shape"}, status=400)
    if said["who"] != user.pk:
        # Somebody else signed in in this browser: these words are not theirs to keep.
        return JsonResponse({"other": str(user)}, status=409)
    return JsonResponse(_answer(request, article, said))


def _answer(request, article, said):
    user, tab = request.user, said["tab"]
    answer = {"kept": False, "refused": ""}
    if said["discard"]:
        working.discard(user, *said["discard"])
    if said["content"] is not None:
        try:
            copy = working.keep(
                article,
                user=user,
                tab=tab,
                sequence=said["sequence"],
                base=said["base"],
                content=said["content"],
                instead_of=said["instead_of"],
            )
            answer |= {"kept": True, "copy": copy.pk}
        except working.NotKept as reason:
            answer["refused"] = reason.reason
        except PermissionDenied:
            answer["refused"] = "closed"
    if said["tabs"] is not None:
        # The page has just been opened: what can it offer?
        answer["settled"] = working.settled_among(user, said["tabs"])
        answer["copies"] = [
            {"id": copy.pk, "tab": copy.tab, "at": _stamp(copy.kept_at), "sequence": copy.sequence}
            for copy in working.of(user, article).defer("content")[:20]
            if copy.tab != tab
        ]
    if article is not None:
        if working.TAB.fullmatch(tab):
            presence.here(article, user=user, tab=tab)
        answer |= _around(user, article, tab, said["base"])
    return answer


def _around(user, article, tab, base):
    """Who else is in the story, and whether somebody saved it since this page was opened."""
    people = presence.in_story(article)
    around = {
        "version": article.version,
        "here": [
            {"name": str(person), "since": _stamp(since)}
            for person, since, _tabs in people
            if person != user
        ],
        "tabs": sum(len(set(tabs) - {tab}) for person, _since, tabs in people if person == user),
    }
    if article.version > base:
        last = article.versions.select_related("by").defer("content").first()
        if last is not None:
            around["changed"] = {
                "name": str(last.by),
                "own": last.by_id == user.pk,
                "at": _stamp(last.at),
            }
    return around


def _said(request):
    """The request's JSON with every part checked; None where it is no such thing."""
    try:
        said = json.loads(request.body)
        pair = {name: working.copy_named(said.get(name)) for name in ("instead_of", "discard")}
        sequence, base = _whole(said["sequence"], LARGEST), _whole(said["base"], CHANGED_BASE)
        tabs, content = said.get("tabs"), said.get("content")
        ok = isinstance(said["tab"], str) and isinstance(tabs, list | None)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not ok:
        return None
    known = {"tab": said["tab"], "who": said.get("who"), "tabs": tabs, "content": content}
    return known | pair | {"sequence": sequence, "base": base}


def _whole(value, most):
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError
    return value


def _stamp(moment):
    return moment.isoformat(timespec="seconds")


@require_POST
def take_over(request, pk, row, *, model_admin):
    article = model_admin.visible_or_404(request, pk)
    try:
        version = working.take_over(row, article, by=request.user)
    except MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:articles_article_change", pk)
    messages.success(request, _("The words are kept as version %d.") % version.number)
    return redirect(f"{reverse('admin:articles_article_change', args=[pk])}?from={version.number}")


@require_POST
def told(request, pk, *, model_admin):
    """The owner of words that a colleague took over has read it."""
    article = model_admin.visible_or_404(request, pk)
    working.told(request.user, article)
    return redirect("admin:articles_article_change", pk)
