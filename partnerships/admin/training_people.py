"""One participant: added, corrected, taken off the list, or anonymised."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels
from partnerships import people
from partnerships import training as rules
from partnerships.admin import access
from partnerships.admin.training_pages import back_to, hold, opened, shown
from partnerships.models import Participant


class ParticipantForm(PlainLabels, forms.ModelForm):
    # Wider than what is stored: people paste them with spaces.
    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=40,
        help_text=gettext_lazy("18 digits; spaces do no harm. Empty for who has none."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        model = Participant
        fields = ["name", "nip", "office"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.nip:
            self.initial["nip"] = people.nip_groups(self.instance.nip)

    def clean_nip(self):
        return people.bare_nip(self.cleaned_data["nip"])

    def _get_validation_exclusions(self):
        # Whose list it is stands in the address, and the list must not hold anybody twice.
        return super()._get_validation_exclusions() - {"training", "anonymised_at"}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    return _form(request, training, lambda: Participant(training=training), model_admin)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, row, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    # What was erased is not written again.
    listed = training.participants.filter(anonymised_at__isnull=True)
    return _form(request, training, lambda: get_object_or_404(listed, pk=row), model_admin)


def _form(request, training, read, model_admin):
    """`read()` gives the participant: as it is once nobody else can change it any more."""
    with transaction.atomic():
        if request.method == "POST":
            hold(training)
        participant = read()
        form = ParticipantForm(request.POST or None, instance=participant)
        if request.method == "POST" and form.is_valid():
            kept = form.save()
            messages.success(request, _("“%(name)s” is saved.") % {"name": kept})
            if people.nip_looks_odd(kept.nip):
                sentence = _("The NIP %(nip)s is not built as most are. Please check it.")
                messages.warning(request, sentence % {"nip": people.nip_groups(kept.nip)})
            return back_to(training, "participants")
    return shown(
        request, training, "participant", model_admin=model_admin, form=form,
        title=_("Correct a participant") if participant.pk else _("Add a participant"),
        participant=participant if participant.pk else None,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk, row, *, model_admin):
    """Off the list, where somebody was put on it by mistake; the rules say when that may be."""
    return _confirm(request, pk, row, model_admin, "participant_remove", rules.remove_participant)


@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request, pk, row, *, model_admin):
    act = rules.anonymise_participant
    return _confirm(request, pk, row, model_admin, "participant_anonymise", act)


TITLES = {
    "participant_remove": gettext_lazy("Take off the list?"),
    "participant_anonymise": gettext_lazy("Anonymise this participant?"),
}
DONE = {
    "participant_remove": gettext_lazy("“%(name)s” is off the list."),
    "participant_anonymise": gettext_lazy("The participant is anonymised. The count stays."),
}


def _confirm(request, pk, row, model_admin, name, act):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    participant = get_object_or_404(training.participants, pk=row)
    who, problems = str(participant), []
    if request.method == "POST":
        try:
            act(participant, by=request.user)
        except rules.TrainingNotAllowed as refusal:
            problems = [sentence for _field, sentence in refusal.problems]
        else:
            messages.success(request, DONE[name] % {"name": who})
            return back_to(training, "participants")
    return shown(
        request, training, name, model_admin=model_admin, title=TITLES[name],
        participant=participant, nip=people.nip_groups(participant.nip), problems=problems,
        status=422 if problems else 200,
    )  # fmt: skip
