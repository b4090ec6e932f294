"""The section “Partner links” of the working file: give a link, see who opened it, close it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.forms import PlainLabels
from articles.http import absolute
from partnerships import partner_links
from partnerships.admin.sections import back_to
from partnerships.lifecycle import MoveNotAllowed
from partnerships.models import PartnerLink


class PartnerLinkForm(PlainLabels, forms.Form):
    """For whom and how long; whether it may be, partner_links.make() decides."""

    prefix = "partner_link"
    reader = PartnerLink._meta.get_field("reader").formfield(
        label=pgettext_lazy("link", "For whom"), required=False
    )
    term = forms.ChoiceField(
        label=gettext_lazy("Valid for"),
        choices=list(partner_links.TERMS.items()),
        initial="quarter",
        required=False,
        widget=forms.RadioSelect,
    )


def context(user, agreement):
    """What the section shows, or nothing for those who may not see it. One query."""
    if not partner_links.can_see(user, agreement):
        return {}
    may_manage = partner_links.can_manage(user, agreement)
    reason = partner_links.why_not(agreement)
    return {
        "partner_links": [
            (link, link.is_open(), link.is_open() and not reason)
            for link in partner_links.links_of(agreement)
        ],
        "partner_link_reason": reason,
        "may_manage_links": may_manage,
        "partner_link_form": PartnerLinkForm() if may_manage and not reason else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def make(request, pk, *, model_admin):
    """By POST; the answer shows the new address, this once. Its form stands in the working file."""
    agreement = model_admin.visible_or_404(request, pk)
    if not partner_links.can_manage(request.user, agreement):
        raise PermissionDenied
    if request.method != "POST":
        return back_to(agreement, "partner-links")
    form, made, problems = PartnerLinkForm(request.POST), None, []
    if form.is_valid():
        try:
            made = partner_links.make(agreement, by=request.user, **form.cleaned_data)
        except MoveNotAllowed as refusal:
            for field, sentence in refusal.problems:
                form.add_error(field, sentence) if field else problems.append(sentence)
    found = {
        **model_admin.admin_site.each_context(request),
        "title": _("Link for the partner"),
        "opts": model_admin.opts,
        "original": agreement,
        "form": form,
        "problems": problems,
        "link": made and made[0],
        # The only time that it is shown: the table holds its hash.
        "address": made and absolute(reverse("partnerships:partner_page", args=[made[1]])),
    }
    return TemplateResponse(
        request,
        "admin/partnerships/agreement/partner_link.html",
        found,
        status=200 if made else 422,
    )


@require_POST
def close(request, pk, row, *, model_admin):
    agreement = model_admin.visible_or_404(request, pk)
    link = get_object_or_404(agreement.partner_links, pk=row)
    partner_links.revoke(link, by=request.user)
    messages.success(request, _("The link for %(reader)s is closed.") % {"reader": link.reader})
    return back_to(agreement, "partner-links")
