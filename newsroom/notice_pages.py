"""The desk's pages of notices: the list behind the bell, one that leads on, and the choices.

Everybody sees and changes their own alone: each query begins with the user who asks.
"""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.paging import keyset_page
from newsroom import alert_choices, notices
from newsroom.models import Event
from newsroom.models.alerts import CHOICES, DIGEST

PAGE = 30
KIND_LABELS = dict(CHOICES)


def urls(site):
    """The addresses for NewsroomAdminSite.get_urls()."""
    view = site.admin_view
    return [
        path("notices/", view(index), name="notices"),
        path("notices/read/", view(read), name="notices_read"),
        path("notices/choices/", view(choices), name="notice_choices"),
        path("notices/<int:pk>/", view(follow), name="notice"),
    ]


@require_safe
def index(request):
    found = notices.shown_to(request.user).annotate(publish_at=F("at"))
    page = keyset_page(found, request.GET, size=PAGE, by=("at", "pk"))
    context = _context(request, _("Notices")) | {
        "page": page,
        "rows": [notices.row(notice, request.user) for notice in page],
    }
    return render(request, "admin/notices/list.html", context)


@require_safe
def follow(request, pk):
    """From the list or a mail to what the notice is of; it counts as read from then on."""
    notice = _own(request.user).filter(pk=pk).first()
    if notice is None:
        raise Http404
    notices.mark_read(request.user, pk)
    url = notices.target(notice, request.user)
    if not url:
        messages.warning(request, _("You cannot see that story any more."))
    return redirect(url or "admin:notices")


@require_POST
def read(request):
    notices.mark_read(request.user)
    return redirect("admin:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    user = request.user
    form = LanguageForm(request.POST or None, initial={"mail_language": user.mail_language})
    if request.method == "POST" and form.is_valid():
        sent = request.POST
        wanted = {
            event: (f"desk-{event.value}" in sent, f"mail-{event.value}" in sent)
            for event in notices.events_for(user)
        }
        with transaction.atomic():
            notices.choose(user, wanted)
            alert_choices.choose(user, _wanted_alerts(user, sent))
            user.mail_language = form.cleaned_data["mail_language"]
            user.save(update_fields=["mail_language"])
        messages.success(request, _("Your choices are saved."))
        return redirect("admin:notice_choices")
    context = _context(request, _("My notices")) | {
        "form": form,
        "choices": [
            (event, Event(event).label, in_desk, by_mail)
            for event, in_desk, by_mail in notices.choices_of(user)
        ],
        "alert_choices": [
            (kind, KIND_LABELS[kind], in_desk, by_mail, kind != DIGEST)
            for kind, in_desk, by_mail in alert_choices.choices_of(user)
        ],
        "mail_is_on": settings.MAIL_IS_ON,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/notices/choices.html", context, status=status)


def _wanted_alerts(user, sent):
    return {
        kind: (kind != DIGEST and f"desk-{kind}" in sent, f"mail-{kind}" in sent)
        for kind in alert_choices.kinds_for(user)
    }


class LanguageForm(forms.Form):
    mail_language = forms.ChoiceField(
        label=gettext_lazy("Language of e-mails"),
        choices=lambda: [
            (code, capfirst(get_language_info(code)["name_local"]))
            for code, _name in settings.LANGUAGES
        ],
        widget=forms.RadioSelect,
    )


def _own(user):
    # Also those that went by mail alone: the mail leads here.
    return notices.Notice.objects.filter(recipient=user).select_related("article", "note")


def _context(request, title):
    return {**admin.site.each_context(request), "title": title}
