"""Calling a session off: a page that says what it means, and asks why."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels
from partnerships import training as rules
from partnerships.admin import access
from partnerships.admin.training_pages import back_to, on_form, opened, shown


class ReasonForm(PlainLabels, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,  # the rules ask for it, along with all else that is missing
        widget=forms.Textarea({"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk, row, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    session = get_object_or_404(training.sessions.prefetch_related("speakers__user"), pk=row)
    form, problems = ReasonForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            rules.cancel_session(session, by=request.user, **form.cleaned_data)
        except rules.TrainingNotAllowed as refusal:
            problems = on_form(form, refusal.problems)
        else:
            messages.success(request, _("“%(session)s” is called off.") % {"session": session})
            return back_to(training, "sessions")
    return shown(
        request, training, "session_cancel", model_admin=model_admin,
        title=_("Call a session off"), status=422 if request.method == "POST" else 200,
        session=session, form=form, problems=problems,
    )  # fmt: skip
