"""Amendments: a draft with its changes line by line, and the page on which the head signs it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels, RowChoiceField, RowFormSet
from partnerships import lifecycle, terms
from partnerships.admin import access
from partnerships.admin.agreement_forms import DayInput
from partnerships.admin.sections import back_to
from partnerships.models import Amendment, AmendmentChange, AmendmentNumber

TERM_TITLE = gettext_lazy("the term or the value of the whole agreement")


class AmendmentForm(PlainLabels, forms.ModelForm):
    """The draft itself, with a number for each party."""

    class Meta:
        model = Amendment
        fields = ["title", "effective_on", "reason"]
        widgets = {"effective_on": DayInput, "reason": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = list(self.instance.agreement.parties.select_related("organization"))
        numbers = {}
        if self.instance.pk:
            numbers = dict(self.instance.numbers.values_list("party", "number"))
        for party in self.parties:
            self.fields[f"number_{party.pk}"] = forms.CharField(
                label=_("Number of %(party)s") % {"party": party.organization},
                initial=numbers.get(party.pk, ""),
                required=False,
                max_length=120,
            )

    def save_numbers(self):
        typed = {party: self.cleaned_data[f"number_{party.pk}"] for party in self.parties}
        AmendmentNumber.objects.filter(amendment=self.instance).delete()
        AmendmentNumber.objects.bulk_create(
            AmendmentNumber(amendment=self.instance, party=party, number=number)
            for party, number in typed.items()
        )


class ChangeForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = AmendmentChange
        fields = ["term", "deliverable", "new_value"]

    def clean(self):
        values = super().clean()
        change = AmendmentChange(**{k: v for k, v in values.items() if k in self.Meta.fields})
        if values.get("term") and values.get("new_value") and terms.parsed(change) is None:
            day = values["term"] == AmendmentChange.Term.ENDS_ON
            self.add_error(
                "new_value",
                _("Write the day as 2026-12-31.") if day else _("Write a number, without dots."),
            )
        return values


class ChangeRows(RowFormSet):
    def validate_unique(self):
        """Each term of a line, or of the agreement, once; said at the row that repeats it."""
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not form.is_valid() or not form.cleaned_data:
                continue
            key = form.cleaned_data["term"], form.cleaned_data["deliverable"]
            if key in seen:
                form.add_error("term", _("Another row changes this already. Take one away."))
            seen.add(key)


ChangeFormSet = forms.inlineformset_factory(
    Amendment, AmendmentChange, ChangeForm, formset=ChangeRows, extra=0
)


def _changes(data, amendment):
    lines = amendment.agreement.deliverables.all()
    field = RowChoiceField(lines, required=False, label=_("Line"))
    field.choices = [("", TERM_TITLE), *((pk, line.title) for pk, line in field.rows.items())]
    form = type("ChangeForm", (ChangeForm,), {"deliverable": field})
    formset = type("Changes", (ChangeFormSet,), {"form": form, "extra": 0 if amendment.pk else 1})
    return formset(data, instance=amendment, prefix="changes")


def _of(request, pk, row, model_admin):
    """The draft with its agreement, for those who may work on it."""
    agreement = model_admin.visible_or_404(request, pk)
    if not access.can_keep(request.user, agreement):
        raise PermissionDenied
    if row is None:
        if not agreement.is_signed:
            raise Http404  # before the signing the terms themselves are changed
        return Amendment(agreement=agreement)
    amendment = get_object_or_404(agreement.amendments, pk=row)
    amendment.agreement = agreement
    return amendment


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, row=None, *, model_admin):
    amendment = _of(request, pk, row, model_admin)
    if amendment.signed_on:
        messages.error(request, _("A signed amendment does not change. Make another one."))
        return back_to(amendment.agreement, "amendments")
    data = request.POST if request.method == "POST" else None
    form, changes = AmendmentForm(data, instance=amendment), _changes(data, amendment)
    if data is not None and form.is_valid() and changes.is_valid():
        with transaction.atomic():
            form.save()
            form.save_numbers()
            changes.instance = amendment
            changes.save()
        if "_sign" in data:
            return redirect("admin:partnerships_agreement_amendment_sign", pk, amendment.pk)
        messages.success(request, _("The draft of the amendment is saved."))
        return back_to(amendment.agreement, "amendments")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(amendment) or _("New amendment"),
        "opts": model_admin.opts,
        "original": amendment.agreement,
        "amendment": amendment,
        "form": form,
        "changes": changes,
        "may_sign": request.user.has_perm(lifecycle.HEAD),
    }
    status = 200 if data is None else 422
    return render(request, "admin/partnerships/agreement/amendment.html", context, status=status)


class SignForm(PlainLabels, forms.Form):
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"), initial=timezone.localdate, widget=DayInput
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk, row, *, model_admin):
    """The head sees each term before and after, and records the signing."""
    amendment = _of(request, pk, row, model_admin)
    if not request.user.has_perm(lifecycle.HEAD):
        raise PermissionDenied
    form = SignForm(request.POST if request.method == "POST" else None)
    problems = terms.missing_for_signing(amendment) if request.method != "POST" else []
    if form.is_bound and form.is_valid():
        try:
            terms.sign_amendment(amendment, by=request.user, **form.cleaned_data)
        except lifecycle.MoveNotAllowed as refusal:
            problems = refusal.problems
        else:
            said = _("“%(title)s” is signed.") % {"title": amendment}
            messages.success(request, said)
            return back_to(amendment.agreement, "amendments")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Sign the amendment"),
        "opts": model_admin.opts,
        "original": amendment.agreement,
        "amendment": amendment,
        "rows": terms.changes_of(amendment),
        "form": form,
        "problems": problems,
    }
    status = 422 if form.is_bound else 200
    return render(
        request, "admin/partnerships/agreement/amendment_sign.html", context, status=status
    )
