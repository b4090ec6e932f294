"""Papers that were issued for an agreement: the list, the files, the revocation."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.admin.forms import PlainLabels
from partnerships import issuing
from partnerships.admin import access
from partnerships.admin.downloads import handed_out
from partnerships.admin.sections import back_to
from partnerships.admin.training_pages import on_form
from partnerships.models import Paper

SHOWN = 100


class RevokeForm(PlainLabels, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kept with the paper; whoever checks its code is not told."),
    )


def section(user, agreement):
    """What the section “papers” of the agreement's page needs. One query."""
    return {
        "issued_papers": list(
            agreement.issued_papers.listed().select_related("issued_by", "revoked_by")[:SHOWN]
        ),
        "issues_papers": access.issues_papers(user) and agreement.is_signed,
        "revokes_papers": access.revokes_papers(user),
    }


@require_safe
def download(request, pk, row, name, *, model_admin):
    """The paper's file, as it was issued. Asked for anew each time: a lost role closes it."""
    agreement, paper = _opened(request, pk, row, model_admin)
    if name not in issuing.TYPES:
        raise Http404
    found = issuing.paper_file(paper, name, to=request.user)
    if found is None:
        if not issuing.withheld(paper):
            raise Http404
        messages.error(
            request,
            _(
                "%(number)s shows a story that was retracted since to protect a child. Only the "
                "bureau head reads it; have it revoked and issue a new one."
            )
            % {"number": paper},
        )
        return back_to(agreement, "papers")
    return handed_out(found.field, found.name)


@require_POST
def share(request, pk, row, *, model_admin):
    """Let the partner find it on its private page, or not any more."""
    agreement, paper = _opened(request, pk, row, model_admin)
    shared = "undo" not in request.POST
    if shared and not Paper.objects.for_partner().filter(pk=paper.pk).exists():
        raise Http404
    issuing.share(paper, by=request.user, shared=shared)
    said = _("The partner finds %(number)s on its page.")
    if not shared:
        said = _("The partner does not find %(number)s any more.")
    messages.success(request, said % {"number": paper})
    return back_to(agreement, "papers")


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, pk, row, *, model_admin):
    agreement, paper = _opened(request, pk, row, model_admin)
    if not access.revokes_papers(request.user):
        raise PermissionDenied
    form, problems = RevokeForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            issuing.revoke(paper, by=request.user, **form.cleaned_data)
        except issuing.PaperNotAllowed as refusal:
            problems = on_form(form, refusal.problems)
        else:
            messages.success(request, _("%(number)s is revoked.") % {"number": paper})
            return back_to(agreement, "papers")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Revoke a paper"),
        "opts": model_admin.opts,
        "original": agreement,
        "paper": paper,
        "form": form,
        "problems": problems,
    }
    status = 422 if request.method == "POST" else 200
    template = "admin/partnerships/agreement/paper_revoke.html"
    return TemplateResponse(request, template, context, status=status)


def _opened(request, pk, row, model_admin):
    """(agreement, paper) for a user who may read it."""
    agreement = model_admin.visible_or_404(request, pk)
    paper = get_object_or_404(Paper, agreement=agreement, pk=row)
    if not issuing.readable_by(request.user, paper):
        raise PermissionDenied
    return agreement, paper
