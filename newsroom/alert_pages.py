"""The desk's page of what is due now for the one who asks: the rows that the mails are made of.

Here a row stands for as long as it is due, mailed or not; what solves it takes it away.
"""

from dataclasses import dataclass

from django.contrib import admin
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom import alert_choices
from partnerships import alert_words, alerts

# Of each group; nobody reads more, and what is solved makes room.
SHOWN = 50


@dataclass(frozen=True)
class Group:
    """The rows of one urgency: [(Due, Words)], and how many more there are than are shown."""

    name: str
    label: str
    number: int
    rows: list
    more: int


def urls(site):
    """The addresses for NewsroomAdminSite.get_urls()."""
    return [path("alerts/", site.admin_view(index), name="alerts")]


@require_safe
def index(request):
    user = request.user
    known, wanted = alerts.kinds_for(user), alert_choices.in_desk(user)
    context = {
        **admin.site.each_context(request),
        "title": _("Alerts"),
        "groups": groups(alerts.due_for(user, kinds=wanted), user),
        "sees_all": user.has_perm("partnerships.decide_agreement"),
        "hidden": len(set(known) - wanted),
    }
    return render(request, "admin/alerts/list.html", context)


def groups(rows, user):
    """[Group], the most urgent first; those without rows are left out."""
    found = []
    for name, label in alert_words.SEVERITY_LABELS.items():
        own = [row for row in rows if row.severity == name]
        if own:
            shown = [(row, alert_words.words(row, user)) for row in own[:SHOWN]]
            found.append(Group(name, label, len(own), shown, len(own) - len(shown)))
    return found
