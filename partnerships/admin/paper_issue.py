"""A proof of publication: choose the days, look at what it will hold, issue it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels
from partnerships import issuing, paper_requests
from partnerships.admin import access
from partnerships.admin.fields import DayInput
from partnerships.admin.training_pages import on_form
from partnerships.models import Paper
from partnerships.numbers import number_text
from partnerships.proof import pages
from partnerships.proof.preview import preview
from partnerships.proof.spans import presets

KIND = Paper.Kind.PROOF


class DaysForm(PlainLabels, forms.Form):
    """The days; asked for by GET, so that a look changes nothing and can be passed on."""

    first = forms.DateField(label=pgettext_lazy("moment", "from"), widget=DayInput)
    last = forms.DateField(label=pgettext_lazy("moment", "to"), widget=DayInput)


class IssueForm(DaysForm):
    """The same days once more, with what the paper shows besides."""

    with_values = forms.BooleanField(
        label=gettext_lazy("with unit prices and amounts"),
        required=False,
        help_text=gettext_lazy("Only for a partner who pays by the piece and asks for it."),
    )

    with_pages = forms.BooleanField(
        label=gettext_lazy("with pictures of the pages"),
        required=False,
        help_text=gettext_lazy(
            "The first screen of each story as a reader's phone shows it today. Takes about a "
            "second for each story."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not pages.browser():
            del self.fields["with_pages"]
        for name in ("first", "last"):
            self.fields[name].widget = forms.HiddenInput()
        if not access.sees_values(user):
            del self.fields["with_values"]


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk, *, model_admin):
    agreement = model_admin.visible_or_404(request, pk)
    if not access.issues_papers(request.user):
        raise PermissionDenied
    now, problems = timezone.now(), []
    spans = presets(agreement, timezone.localdate()) if agreement.is_signed else []
    asked = DaysForm(request.POST or request.GET or None)
    form = IssueForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _issued(request, agreement, form.cleaned_data)
        except issuing.PaperNotAllowed as refusal:
            problems = on_form(form, refusal.problems)
            problems += [sentence for errors in form.errors.values() for sentence in errors]
    elif request.method != "POST" and not asked.is_bound and spans:
        asked = DaysForm({"first": spans[0][2], "last": spans[0][3]})
    held = None
    if asked.is_bound and not asked.is_valid():
        problems = [sentence for errors in asked.errors.values() for sentence in errors]
    if asked.is_valid():
        days = asked.cleaned_data
        if request.method != "POST":
            found = issuing.problems_of(KIND, by=request.user, at=now, agreement=agreement, **days)
            problems = [sentence for _field, sentence in found]
            form = IssueForm(initial=days, user=request.user)
        if agreement.is_signed and days["first"] <= days["last"]:
            held = preview(agreement, days["first"], days["last"], at=now)
    elif not agreement.is_signed:
        problems = [_("The agreement is not signed yet.")]
    today = timezone.localdate()
    number = issuing.expected_number(issuing.KINDS[KIND].code, today.year)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Issue a proof of publication"),
        "opts": model_admin.opts,
        "original": agreement,
        "spans": spans,
        "asked": asked,
        "form": form,
        "problems": problems,
        "held": held,
        "number": number_text(issuing.KINDS[KIND].code, number, today),
    }
    status = 422 if request.method == "POST" else 200
    template = "admin/partnerships/agreement/paper_issue.html"
    return TemplateResponse(request, template, context, status=status)


def _issued(request, agreement, values):
    """The one place where the desk has a proof issued: a worker makes it, its page waits for it."""
    asked = paper_requests.ask(KIND, {"agreement": agreement, **values}, request.user)
    return redirect("admin:paper_request", asked.pk)
