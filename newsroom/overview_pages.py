"""The pages “Kerja sama” and its board: who may open them, and what their addresses ask for."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom import board, overview
from newsroom.output import read_choices
from partnerships.admin import access
from partnerships.deliveries import counted_kinds, deliveries
from partnerships.models import Agreement
from partnerships.scope import SERVICES, scope_of
from partnerships.standing import as_they_stood

PAGE = 100
SHADES = ("agreements", "stories")


def urls(site):
    """The addresses for NewsroomAdminSite.get_urls()."""
    view = site.admin_view
    return [
        path("overview/", view(overview_page), name="overview"),
        path("overview/deliveries/<slug:name>/", view(deliveries_page), name="deliveries"),
        path("board/", view(board_page), name="board"),
    ]


@require_safe
def overview_page(request):
    """For all who read the agreements' files; it holds no value of any of them."""
    scope, choices = _asked(request)
    if not choices.hold(scope):
        return _without_what_is_no_choice(request, scope, choices)
    asked = request.GET.get("map", "")
    shades = asked if asked in SHADES else SHADES[0]
    context = overview.page(request.user, scope, choices, shades=shades)
    for each in SHADES:
        context[f"query_{each}"] = urlencode({**scope.query(), "map": each})
    return render(request, "admin/overview/page.html", _frame(request) | context)


@require_safe
def board_page(request):
    """The agreements that go on, in columns by state. The board is always of today."""
    scope, choices = _asked(request)
    if not choices.hold(scope) or scope.is_past or scope.refusal:
        return _without_what_is_no_choice(request, scope, choices)
    context = board.context(request.user, scope)
    context |= {"scope": scope, "choices": choices, "services": SERVICES}
    return render(request, "admin/overview/board.html", _frame(request) | context)


@require_safe
def deliveries_page(request, name):
    """What of one kind the month of the page's day has brought until then, piece by piece."""
    labels = dict(counted_kinds())
    if name not in labels:
        raise Http404
    scope, choices = _asked(request)
    if not choices.hold(scope):
        return _without_what_is_no_choice(request, scope, choices)
    found = scope.agreements(Agreement.objects.visible_to(request.user)).at_work()
    page = Paginator(deliveries(as_they_stood(found), scope.day, name), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "scope": scope,
        "page": page,
        "kind": labels[name],
        "asked": urlencode(scope.query()),
    }
    return render(request, "admin/overview/deliveries.html", _frame(request) | context)


def _asked(request):
    if not access.reads_file(request.user):
        raise PermissionDenied
    scope = scope_of(request.GET)
    return scope, read_choices(request.user, scope)


def _without_what_is_no_choice(request, scope, choices):
    """To the same page, narrowed by no more than what there is: a list would not narrow either."""
    match = request.resolver_match
    kept = scope.narrowing() if match.url_name == "board" else scope.query()
    if scope.region not in choices.regions:
        kept.pop("region", None)
    if scope.owner not in choices.owners:
        kept.pop("owner", None)
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(reverse(f"admin:{match.url_name}", kwargs=match.kwargs) + query)


def _frame(request):
    return {
        **admin.site.each_context(request),
        "title": _("Partnerships"),
        "may_decide": request.user.has_perm("partnerships.decide_agreement"),
    }
