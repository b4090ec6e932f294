"""The page of links that show a story to somebody outside: give one, see who opened it, end it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles import sharing
from articles.admin.forms import PlainLabels
from articles.http import absolute
from articles.models import ShareLink
from articles.moves import MoveNotAllowed

OPENINGS_SHOWN = 20


class ShareForm(PlainLabels, forms.Form):
    """For whom and how long; whether it may be, sharing.share() decides."""

    reader = ShareLink._meta.get_field("reader").formfield(required=False)
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        choices=list(sharing.TERMS.items()),
        coerce=int,
        initial=24,
        empty_value=0,
        required=False,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def links(request, pk, *, model_admin):
    article = model_admin.visible_or_404(request, pk)
    if not sharing.can_see(request.user, article):
        raise PermissionDenied
    form, made, problems = ShareForm(request.POST or None), None, []
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.share(article, by=request.user, **form.cleaned_data)
        except MoveNotAllowed as refusal:
            for field, sentence in refusal.problems:
                form.add_error(field, sentence) if field else problems.append(sentence)
        else:
            form = ShareForm()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Links for people outside"),
        "opts": model_admin.opts,
        "original": article,
        "form": form,
        "problems": problems,
        "made": made and made[0],
        # The only time that it is shown: the table holds its hash.
        "address": made and absolute(reverse("articles:shared", args=[made[1]])),
        "links": _with_openings(article),
        "reason": sharing.why_not(article),
        "may_share": sharing.can_share(request.user, article),
        "may_revoke": request.user.has_perm("articles.publish_article"),
    }
    status = 422 if request.method == "POST" and not made else 200
    return render(request, "admin/articles/article/share.html", context, status=status)


@require_POST
def revoke(request, pk, link, *, model_admin):
    article = model_admin.visible_or_404(request, pk)
    found = article.share_links.select_related("article").filter(pk=link).first()
    if found is None:
        raise Http404
    sharing.revoke(found, by=request.user)
    sentence = _("The link for %(reader)s is closed.") % {"reader": found.reader}
    messages.success(request, sentence)
    return redirect("admin:articles_article_share", pk)


def _with_openings(article):
    found = list(sharing.links_of(article))
    prefetch_related_objects(found, "openings")
    return [(link, link.is_open(), list(link.openings.all())[:OPENINGS_SHOWN]) for link in found]
