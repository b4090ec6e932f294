"""Where an editor asks for a retraction, and the head answers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import retraction
from articles.admin.forms import PlainLabels
from articles.models import RetractionGround
from articles.moves import MoveNotAllowed


class AskForm(PlainLabels, forms.Form):
    """What the head needs to retract, too: the page of that move has the same fields."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=[("", gettext_lazy("Choose")), *RetractionGround.choices],
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Reason that readers see"),
        help_text=gettext_lazy("Stands at the story's address from now on."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    hides_identity = forms.BooleanField(
        label=gettext_lazy("To protect a child's identity"),
        help_text=gettext_lazy(
            "Then not even the headline stays, photos leave their addresses, and only the bureau "
            "head still reads the words."
        ),
        required=False,
    )


class RefuseForm(PlainLabels, forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why the story stays"),
        help_text=gettext_lazy("For those who asked; readers do not see it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk, *, model_admin):
    """What is asked for, or the form to ask; the head gets the way to confirm or to refuse."""
    article = model_admin.visible_or_404(request, pk)
    user = request.user
    asked = retraction.open_request(article)
    head, posted = user.has_perm("articles.retract_article"), request.method == "POST"
    publishes = user.has_perm("articles.publish_article")
    if not (publishes or (user.has_perm("articles.view_any_article") and not posted)):
        raise PermissionDenied
    # What was typed stands there still where a colleague was faster; the sentences say so.
    decides = head and (posted or bool(asked))
    asks = not head and (posted or (not asked and retraction.can_ask(user, article)))
    form_class = RefuseForm if decides else AskForm
    form = form_class(request.POST or None) if decides or asks else None
    problems = []
    if posted and form.is_valid():
        function = retraction.refuse if decides else retraction.ask
        try:
            function(article, by=user, **form.cleaned_data)
        except MoveNotAllowed as refusal:
            for field, sentence in refusal.problems:
                if field in form.fields:
                    form.add_error(field, sentence)
                else:
                    problems.append(sentence)
        else:
            done = _("The story stays.") if decides else _("The bureau head is asked.")
            messages.success(request, done)
            return redirect("admin:articles_article_change", pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Retraction"),
        "opts": model_admin.opts,
        "original": article,
        "asked": asked,
        "decides": decides,
        "form": form,
        "problems": problems,
        "earlier": article.retraction_requests.filter(decided_at__isnull=False).select_related(
            "by", "decided_by"
        ),
    }
    status = 422 if posted else 200
    return render(request, "admin/articles/article/retraction.html", context, status=status)
