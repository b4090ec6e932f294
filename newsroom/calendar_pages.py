"""The desk's page of calendars: everybody makes, sees and closes their own alone."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.http import absolute
from partnerships import calendar_links
from partnerships.calendar_links import Scope


def urls(site):
    """The addresses for NewsroomAdminSite.get_urls()."""
    view = site.admin_view
    return [
        path("calendars/", view(index), name="calendars"),
        path("calendars/<slug:name>/close/", view(close), name="calendar_close"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """By POST a calendar is made: the answer shows its address, this once.

    A form says which one it takes the place of: that of an answer that is loaded again, or sent
    twice, does not any more, and so closes no address that was just copied.
    """
    if not calendar_links.may_use(request.user):
        raise PermissionDenied
    made = token = None
    if request.method == "POST":
        if request.POST.get("scope") not in Scope.values:
            raise Http404
        scope = Scope(request.POST["scope"])
        now = calendar_links.links_of(request.user).get(scope)
        if request.POST.get("instead_of", "") != (str(now.pk) if now else ""):
            return redirect("admin:calendars")
        made, token = calendar_links.make(request.user, scope)
    links = calendar_links.links_of(request.user)
    context = {
        **admin.site.each_context(request),
        "title": _("My calendars"),
        "scopes": [(scope, scope.label, links.get(scope)) for scope in Scope],
        "made": made,
        # The only time that it is shown: the table holds its hash.
        "address": token and absolute(reverse("partnerships:user_calendar", args=[token])),
    }
    return render(request, "admin/calendars.html", context)


@require_POST
def close(request, name):
    """Also for somebody who lost the right: what is theirs they can end."""
    if name not in Scope.values:
        raise Http404
    calendar_links.revoke(request.user, name)
    messages.success(request, _("The calendar is closed: its address shows nothing any more."))
    return redirect("admin:calendars" if calendar_links.may_use(request.user) else "admin:index")
