"""What a person decides about a claim on the agreement's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from partnerships import ledger
from partnerships.admin import access
from partnerships.admin.sections import back_to
from partnerships.models import Claim, Session

DONE = {
    "accept": gettext_lazy("“%(story)s” counts towards “%(line)s”."),
    "decline": gettext_lazy("“%(story)s” does not count towards “%(line)s”."),
    "reverse": gettext_lazy("“%(story)s” no longer counts towards “%(line)s”."),
}
PERMISSIONS = {
    "accept": "partnerships.accept_claim",
    "decline": "partnerships.accept_claim",
    "reverse": "partnerships.reverse_claim",
}


@require_POST
def decide(request, pk, row, name, *, model_admin):
    agreement = model_admin.visible_or_404(request, pk)
    if name not in PERMISSIONS:
        raise Http404
    if not request.user.has_perm(PERMISSIONS[name]):
        raise PermissionDenied
    claim = get_object_or_404(Claim, pk=row, deliverable__agreement=agreement)
    try:
        perform(name, claim, by=request.user, note=request.POST.get("note", "").strip()[:300])
    except ledger.ClaimNotAllowed as refusal:
        for _field, sentence in refusal.problems:
            messages.error(request, sentence)
    else:
        said = {"story": claim.source, "line": claim.deliverable}
        messages.success(request, DONE[name] % said)
    return back_to(agreement, "claims")


def perform(name, claim, *, by, note=""):
    """Make the decision through the ledger, which checks it once more under lock."""
    if name == "reverse":
        return ledger.reverse(claim, by=by, note=note)
    act = ledger.accept if name == "accept" else ledger.decline
    return act(claim.source, claim.deliverable, by=by, note=note)


SESSION_DONE = {
    "propose": gettext_lazy("“%(story)s” is proposed for “%(line)s”."),
    "accept": DONE["accept"],
}
SESSION_PERMISSIONS = {
    "propose": "partnerships.propose_claim",
    "accept": PERMISSIONS["accept"],
}


@require_POST
def of_session(request, pk, row, name, *, model_admin):
    """Propose or accept a session of the agreement's trainings for one of its lines."""
    agreement = model_admin.visible_or_404(request, pk)
    if name not in SESSION_PERMISSIONS:
        raise Http404
    user = request.user
    if not access.reads_file(user) or not user.has_perm(SESSION_PERMISSIONS[name]):
        raise PermissionDenied
    session = get_object_or_404(Session, pk=row, training__agreement=agreement)
    number = request.POST.get("line", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    line = get_object_or_404(agreement.deliverables, pk=number)
    act = ledger.propose if name == "propose" else ledger.accept
    try:
        act(session, line, by=user)
    except ledger.ClaimNotAllowed as refusal:
        for _field, sentence in refusal.problems:
            messages.error(request, sentence)
    else:
        said = {"story": session, "line": line}
        messages.success(request, SESSION_DONE[name] % said)
    return back_to(agreement, "claims")
