"""Obligations and evaluations: small forms of the working file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.forms import PlainLabels
from partnerships.admin import access
from partnerships.admin.agreement_forms import DayInput
from partnerships.admin.sections import back_to, refused
from partnerships.models import Evaluation, Obligation


class ObligationForm(PlainLabels, forms.ModelForm):
    prefix = "obligation"

    class Meta:
        model = Obligation
        fields = ["side", "text", "due_on"]
        widgets = {"due_on": DayInput}


class EvaluationForm(PlainLabels, forms.ModelForm):
    prefix = "evaluation"

    class Meta:
        model = Evaluation
        fields = ["from_day", "until_day", "text"]
        widgets = {"from_day": DayInput, "until_day": DayInput, "text": forms.Textarea({"rows": 4})}


def _kept(request, pk, model_admin):
    agreement = model_admin.visible_or_404(request, pk)
    if not access.can_keep(request.user, agreement):
        raise PermissionDenied
    return agreement


@require_POST
def add_obligation(request, pk, *, model_admin):
    agreement = _kept(request, pk, model_admin)
    form = ObligationForm(request.POST, instance=Obligation(agreement=agreement))
    if not form.is_valid():
        return refused(request, agreement, model_admin, obligation_form=form)
    form.save()
    messages.success(request, _("The obligation is written down."))
    return back_to(agreement, "obligations")


@require_POST
def mark_obligation(request, pk, row, *, model_admin):
    """Done today, or not done after all."""
    agreement = _kept(request, pk, model_admin)
    obligation = get_object_or_404(agreement.obligations, pk=row)
    obligation.done_on = None if "undo" in request.POST else timezone.localdate()
    obligation.save(update_fields=["done_on"])
    return back_to(agreement, "obligations")


@require_POST
def add_evaluation(request, pk, *, model_admin):
    agreement = _kept(request, pk, model_admin)
    evaluation = Evaluation(agreement=agreement, by=request.user)
    form = EvaluationForm(request.POST, instance=evaluation)
    if not form.is_valid():
        return refused(request, agreement, model_admin, evaluation_form=form)
    form.save()
    messages.success(request, _("The evaluation is kept."))
    return back_to(agreement, "evaluations")
