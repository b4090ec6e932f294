"""The form of an agreement: its facts, its parties with who signs, its lines."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.forms import PlainLabels, RowChoiceField, RowFormSet
from partnerships import lifecycle
from partnerships.admin import access
from partnerships.models import Agreement, Deliverable, Organization, Party, Signatory

STALE = gettext_lazy(
    "Somebody saved this agreement after you opened it. Nothing of yours is lost: it stands in the "
    "fields. Compare what differs below, then save once more."
)


class DayInput(forms.DateInput):
    """A native field for a day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class AgreementForm(PlainLabels, forms.ModelForm):
    """`by`, the user, is set on the class by AgreementAdmin.get_form().

    A field that the user may not change now is left out, unless it was sent: then it is checked,
    refused by name and shown again as it was typed.
    """

    by = None
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Agreement
        fields = access.FACTS
        widgets = {
            "scope": forms.Textarea({"rows": 4}),
            "starts_on": DayInput,
            "ends_on": DayInput,
            "signed_on": DayInput,
            "value": forms.NumberInput({"min": 0, "step": "any", "inputmode": "decimal"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = None  # the agreement as it is now, where this form came too late
        self.writable = set(access.FACTS)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self.writable = access.writable_facts(self.by, self.instance)
            for name in access.FACTS:
                if name not in self.writable and name not in self.data:
                    del self.fields[name]
        self._limit_choices()

    def _limit_choices(self):
        others = Agreement.objects.visible_to(self.by).exclude(pk=self.instance.pk)
        free = Q(renewed_by=None) | Q(renewed_by=self.instance.pk)
        keepers = Q(groups__name__in=["officer", "head"]) | Q(pk=self.instance.owner_id)
        people = get_user_model().objects.filter(is_active=True)
        rows = {
            "umbrella": others.filter(type=Agreement.Type.MOU),
            "renews": others.signed().filter(free),
            "owner": people.filter(keepers).distinct(),
        }
        for name in rows.keys() & self.fields.keys():
            old = self.fields[name]
            field = RowChoiceField(rows[name], required=old.required, label=old.label)
            found = [(pk, str(row)) for pk, row in field.rows.items()]
            field.choices = found if old.required else [("", _("none")), *found]
            self.fields[name] = field

    def clean(self):
        super().clean()
        if self.instance.pk:
            now = Agreement.objects.select_for_update().get(pk=self.instance.pk)
            self._refuse_stale(now)
            self._refuse_locked(now)
        return self.cleaned_data

    def _refuse_stale(self, now):
        if self.cleaned_data.get("version") == now.version:
            return
        self.current = now
        # The next save is against what the page shows from now on.
        self.data = self.data.copy()
        self.data["version"] = now.version
        self.add_error(None, str(STALE))

    def _refuse_locked(self, now):
        changed = [name for name in self.changed_data if name in access.FACTS]
        try:
            lifecycle.check_edit(now, changed)
        except lifecycle.MoveNotAllowed as refusal:
            for field, sentence in refusal.problems:
                self.add_error(field if field in self.fields else None, sentence)
            return
        locked = set(changed) - access.writable_facts(self.by, now)
        for name in sorted(locked):
            self.add_error(name, _("It is not yours to change now: look at the state above."))
        if not access.can_write(self.by, now) and not locked:
            sentence = _("The agreement is %(state)s now: only the head can change it.")
            self.add_error(None, sentence % {"state": now.get_state_display()})

    def differences(self):
        """[(label, what is saved now)] of the fields that were typed differently."""
        if self.current is None:
            return []
        theirs, found = AgreementForm.shown(self.current), []
        for name in self.fields.keys() & theirs.keys():
            column = Agreement._meta.get_field(name).attname
            if self.fields[name].has_changed(getattr(self.current, column), self[name].data):
                found.append((self.fields[name].label, theirs[name]))
        return found

    @staticmethod
    def shown(agreement):
        names = {name: getattr(agreement, name) for name in access.FACTS}
        for name in ("type", "dprd_consent"):
            names[name] = getattr(agreement, f"get_{name}_display")()
        for name in ("counts_before_signing", "is_public"):
            names[name] = _("yes") if names[name] else _("no")
        return {name: "" if value is None else value for name, value in names.items()}


def free_slug(title):
    """An address that no other agreement has."""
    base = slugify(title)[:110].strip("-") or "kerja-sama"
    taken = set(Agreement.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def organization_field(organizations, *, required, label, empty):
    field = RowChoiceField(organizations, required=required, label=label)
    names = sorted((row.name.lower(), pk, row.name) for pk, row in field.rows.items())
    field.choices = [("", empty), *((pk, name) for _key, pk, name in names)]
    return field


class SignatoryForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = Signatory
        fields = ["name", "title", "power_of_attorney"]


SignatoryFormSet = forms.inlineformset_factory(
    Party, Signatory, SignatoryForm, formset=RowFormSet, extra=1, can_delete=True
)


class PartyForm(PlainLabels, forms.ModelForm):
    """One party with the rows of those who sign for it."""

    class Meta:
        model = Party
        fields = ["organization", "order", "number", "signed_on"]
        widgets = {"order": forms.HiddenInput, "signed_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.signers = SignatoryFormSet(
            self.data if self.is_bound else None,
            instance=self.instance,
            prefix=f"{self.prefix}-signers",
        )
        if "signatories" in getattr(self.instance, "_prefetched_objects_cache", {}):
            # Loaded for all parties at once (PartyInline): not asked for party by party.
            self.signers._queryset = self.instance.signatories.all()

    def has_changed(self):
        if not self.is_bound:
            return super().has_changed()
        # The first rows of a new agreement are filled in before they are seen: keep them.
        filled = not self.instance.pk and bool(self["organization"].data)
        return filled or super().has_changed() or self.signers.has_changed()

    def is_valid(self):
        return super().is_valid() and (not self.has_changed() or self.signers.is_valid())

    def clean(self):
        super().clean()
        if self.is_bound and self.has_changed() and not self.signers.is_valid():
            raise ValidationError(_("Every signatory needs a name and a title."))
        return self.cleaned_data

    def save(self, commit=True):
        party = super().save(commit)
        if commit:
            self.save_signers(party)
        return party

    def save_signers(self, party):
        self.signers.instance = party
        self.signers.save()


class LockedFormSet(RowFormSet):
    def clean(self):
        super().clean()
        if self.instance.pk and self.instance.is_signed and self.has_changed():
            raise ValidationError(_("Signed terms change by a signed amendment only."))


class PartyFormSet(LockedFormSet):
    def clean(self):
        super().clean()
        chosen = [
            form.cleaned_data["organization"].pk
            for form in self.forms
            if form.cleaned_data.get("organization") and not form.cleaned_data.get("DELETE")
        ]
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("An organization is a party once."))


class LineForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = Deliverable
        fields = [
            "kind", "measure", "title", "organization", "quota_total", "quota_period", "period",
            "carry_over", "unit_price", "is_paid", "shareable",
        ]  # fmt: skip
        widgets = {"unit_price": forms.NumberInput({"min": 0, "step": "any"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].required = False

    def clean_measure(self):
        """Only a training leaves a choice: by its sessions, unless somebody says otherwise."""
        measures, measure = Deliverable.Measure, self.cleaned_data["measure"]
        if self.cleaned_data.get("kind") != Deliverable.Kind.TRAINING:
            return measures.PIECE
        return measures.SESSION if measure in ("", measures.PIECE) else measure


def choices_of_parties():
    return organization_field(
        Organization.objects.all(),
        required=True,
        label=gettext_lazy("Organization"),
        empty=gettext_lazy("Choose"),
    )


def choices_of_offices():
    return organization_field(
        Organization.objects.partners(),
        required=False,
        label=gettext_lazy("For which office"),
        empty=gettext_lazy("the whole partner"),
    )
