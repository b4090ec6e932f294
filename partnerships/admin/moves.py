"""A page for every move of an agreement: what will happen, what it lacks, and the button."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels
from partnerships import lifecycle
from partnerships.admin import access
from partnerships.admin.agreement_forms import DayInput
from partnerships.admin.working_file import linked

EFFECTS = {
    "offer": gettext_lazy("The talks become an offer that the partner has in hand."),
    "draft": gettext_lazy("Both sides begin to write the text."),
    "review": gettext_lazy("The head reads the draft and decides. You can go on working on it."),
    "redraft": gettext_lazy("The draft goes back to the officer, with your reason."),
    "approve": gettext_lazy(
        "The text is settled and goes to the parties. Only what the signing brings is added now: "
        "numbers, days, who signed, the scan."
    ),
    "confirm": gettext_lazy(
        "The agreement is in force. Its terms are locked from now on: only a signed amendment "
        "changes them. Stories of its term begin to count."
    ),
    "suspend": gettext_lazy("From that day on nothing counts, until it is resumed."),
    "resume": gettext_lazy("From that day on stories count again."),
    "terminate": gettext_lazy(
        "The agreement ends on that day, before its term. This cannot be undone."
    ),
    "complete": gettext_lazy("The agreement is closed as fulfilled. This cannot be undone."),
    "cancel": gettext_lazy(
        "The work on it stops. Everything is kept, and it can be taken up again."
    ),
    "reopen": gettext_lazy("The work begins again at the talks, with all that is there."),
}
DONE = {
    "offer": gettext_lazy("“%(agreement)s” is offered."),
    "draft": gettext_lazy("“%(agreement)s” is being drafted."),
    "review": gettext_lazy("“%(agreement)s” is with the head."),
    "redraft": gettext_lazy("“%(agreement)s” went back to drafting."),
    "approve": gettext_lazy("“%(agreement)s” awaits the signatures."),
    "confirm": gettext_lazy("“%(agreement)s” is in force."),
    "suspend": gettext_lazy("“%(agreement)s” is suspended."),
    "resume": gettext_lazy("“%(agreement)s” is in force again."),
    "terminate": gettext_lazy("“%(agreement)s” is terminated."),
    "complete": gettext_lazy("“%(agreement)s” is completed."),
    "cancel": gettext_lazy("“%(agreement)s” is cancelled."),
    "reopen": gettext_lazy("“%(agreement)s” is explored again."),
}
DAYS = {
    "suspend": gettext_lazy("First day on which nothing counts"),
    "resume": gettext_lazy("First day that counts again"),
    "terminate": gettext_lazy("Last day of the agreement"),
}
STOPS = {"terminate", "cancel", "suspend"}


class MoveForm(PlainLabels, forms.Form):
    """What one move asks for; whether it may happen is the lifecycle's to decide."""

    def __init__(self, move, data=None):
        super().__init__(data)
        if move.takes_day:
            self.fields["day"] = forms.DateField(
                label=DAYS[move.name], initial=timezone.localdate, widget=DayInput
            )
        self.fields["note"] = forms.CharField(
            label=_("Reason") if move.needs_note else _("Note (if there is something to say)"),
            help_text=_("Kept in the history of the agreement."),
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, name, *, model_admin):
    if name not in lifecycle.MOVES:
        raise Http404
    agreement = model_admin.visible_or_404(request, pk)
    wanted = lifecycle.MOVES[name]
    if not request.user.has_perm(wanted.permission):
        raise PermissionDenied
    if not lifecycle.may(request.user, name, agreement):
        sentence = _("“%(move)s” is not possible: the agreement is %(state)s now.")
        values = {"move": wanted.label, "state": agreement.get_state_display()}
        messages.error(request, sentence % values)
        return redirect("admin:partnerships_agreement_change", pk)
    form = MoveForm(wanted, request.POST if request.method == "POST" else None)
    problems = lifecycle.missing_for(name, agreement) if request.method != "POST" else []
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.move(name, agreement, by=request.user, **form.cleaned_data)
        except lifecycle.MoveNotAllowed as refusal:
            problems = _elsewhere(form, refusal.problems)
        else:
            messages.success(request, DONE[name] % {"agreement": agreement})
            return redirect("admin:partnerships_agreement_change", pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": wanted.label,
        "opts": model_admin.opts,
        "original": agreement,
        "parties": agreement.parties.select_related("organization"),
        "move": wanted,
        "effect": EFFECTS[name],
        "stops": name in STOPS,
        "form": form,
        "problems": linked(problems),
        "may_write": access.can_write(request.user, agreement),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/partnerships/agreement/move.html", context, status=status)


def _elsewhere(form, problems):
    """Put problems on this page's fields; return those that belong to the working file."""
    rest = []
    for field, sentence in problems:
        if field in form.fields:
            form.add_error(field, sentence)
        else:
            rest.append((field, sentence))
    return rest
