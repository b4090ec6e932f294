"""Every move of an agreement between its states: the same shape as articles/workflow.py.

Nothing else sets `state`. A move reads the row again under lock, checks who, whether and what is
missing (all of it at once, each with the field that mends it), writes the agreement and a
StateChange, and sends `agreement_moved` after the commit.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.models import Agreement, Document, StateChange, Suspension
from partnerships.signals import agreement_moved

S = Agreement.State
OFFICER, HEAD = "partnerships.change_agreement", "partnerships.decide_agreement"
UNSIGNED = (S.EXPLORING, S.OFFERED, S.DRAFTING, S.REVIEW, S.SIGNATURE)
# What an amendment alone changes once the agreement is signed.
CORE = {
    "title", "type", "umbrella", "renews", "starts_on", "ends_on", "signed_on", "value",
    "counts_before_signing", "dprd_consent", "order_reference",
}  # fmt: skip


class MoveNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


@dataclass(frozen=True)
class Move:
    name: str
    label: str
    from_states: tuple
    to: str
    permission: str
    needs_note: bool = False
    takes_day: bool = False


MOVES = {
    move.name: move
    for move in [
        Move("offer", gettext_lazy("Offer"), (S.EXPLORING,), S.OFFERED, OFFICER),
        Move("draft", gettext_lazy("Start drafting"), (S.OFFERED,), S.DRAFTING, OFFICER),
        Move("review", gettext_lazy("Send to the head"), (S.DRAFTING,), S.REVIEW, OFFICER),
        Move("redraft", gettext_lazy("Back to drafting"), (S.REVIEW,), S.DRAFTING, HEAD,
             needs_note=True),
        Move("approve", gettext_lazy("Send to signature"), (S.REVIEW,), S.SIGNATURE, HEAD),
        Move("confirm", gettext_lazy("Confirm: in force"), (S.SIGNATURE,), S.IN_FORCE, HEAD),
        Move("suspend", gettext_lazy("Suspend"), (S.IN_FORCE,), S.SUSPENDED, HEAD,
             needs_note=True, takes_day=True),
        Move("resume", gettext_lazy("Resume"), (S.SUSPENDED,), S.IN_FORCE, HEAD,
             needs_note=True, takes_day=True),
        Move("terminate", gettext_lazy("Terminate"), (S.IN_FORCE, S.SUSPENDED), S.TERMINATED,
             HEAD, needs_note=True, takes_day=True),
        Move("complete", gettext_lazy("Complete"), (S.IN_FORCE,), S.COMPLETED, HEAD),
        Move("cancel", pgettext_lazy("move", "Cancel"), UNSIGNED, S.CANCELLED, HEAD,
             needs_note=True),
        Move("reopen", gettext_lazy("Explore again"), (S.CANCELLED,), S.EXPLORING, HEAD,
             needs_note=True),
    ]
}  # fmt: skip


def may(user, name, agreement):
    """Whether `user` may try the move now: permission and state, not the guards."""
    move = MOVES[name]
    return agreement.state in move.from_states and user.has_perm(move.permission)


def moves_for(user, agreement):
    return [move for name, move in MOVES.items() if may(user, name, agreement)]


def next_move(agreement):
    """The move that carries the agreement on, whoever makes it; None at an end."""
    onward = ("offer", "draft", "review", "approve", "confirm", "complete")
    return next((MOVES[n] for n in onward if agreement.state in MOVES[n].from_states), None)


def missing_for(name, agreement, *, day=None):
    """[(field, sentence)]: all that the move still lacks, as the checklist of its page."""
    guard = _GUARDS.get(name)
    return guard(agreement, day or timezone.localdate()) if guard else []


def can_edit(user, agreement):
    """Officers work on it until the signature; the head on what is no core term after that.

    What the signing brings (numbers, signatories, the scan) the officer still records while it
    waits for its signatures: partnerships/admin/access.py says which fields these are.
    """
    if agreement.is_signed or agreement.state in (S.SIGNATURE, S.CANCELLED):
        return user.has_perm(HEAD) and agreement.state != S.CANCELLED
    return user.has_perm(OFFICER)


def can_keep(user, agreement):
    """Papers, obligations, evaluations, drafts of amendments: kept from the first day on."""
    return user.has_perm(OFFICER) and agreement.state != S.CANCELLED


def check_edit(agreement, changed):
    """Raises MoveNotAllowed where a changed field is a core term of a signed agreement."""
    if not agreement.is_signed:
        return
    sentence = _("Signed terms change by a signed amendment only.")
    if locked := CORE & set(changed):
        raise MoveNotAllowed([(field, sentence) for field in sorted(locked)])


def move(name, agreement, *, by, note="", day=None):
    """Make the move `name`. `day`: when it applies (suspend, resume, terminate; today by default).

    Raises PermissionDenied, or MoveNotAllowed with everything that is still missing.
    """
    return _move(MOVES[name], agreement, by=by, note=note.strip(), day=day or timezone.localdate())


@transaction.atomic
def _move(move, agreement, *, by, note, day):
    agreement = _locked(agreement.pk)
    if not by.has_perm(move.permission):
        raise PermissionDenied
    if agreement.state not in move.from_states:
        values = {"move": move.label, "state": agreement.get_state_display()}
        raise MoveNotAllowed(
            [(None, _("“%(move)s” is not possible: the agreement is %(state)s now.") % values)]
        )
    problems = [("note", _("Write down why."))] if move.needs_note and not note else []
    problems += missing_for(move.name, agreement, day=day)
    if problems:
        raise MoveNotAllowed(problems)
    was = agreement.state
    values = {"state": move.to, "version": agreement.version + 1}
    if move.name == "terminate":
        values["terminated_on"] = day
    if move.name == "suspend":
        Suspension.objects.create(agreement=agreement, from_day=day)
    if was == S.SUSPENDED:
        # The day on which it goes on counts again; the one before is the last suspended one.
        _end_suspension(agreement, day)
    for field, value in values.items():
        setattr(agreement, field, value)
    Agreement.objects.filter(pk=agreement.pk).update(**values)
    StateChange.objects.create(
        agreement=agreement, move=move.name, from_state=was, to_state=move.to, note=note, by=by
    )
    transaction.on_commit(
        partial(
            agreement_moved.send, Agreement, agreement=agreement, move=move.name, from_state=was,
            to_state=move.to, by=by, note=note,
        )
    )  # fmt: skip
    return agreement


def _locked(pk):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return Agreement.objects.select_for_update().get(pk=pk)


def _end_suspension(agreement, day):
    open_one = agreement.suspensions.get(until_day__isnull=True)
    last = day - timedelta(days=1)
    if last < open_one.from_day:
        open_one.delete()  # suspended and resumed on one day: no day was lost
    else:
        open_one.until_day = last
        open_one.save()


def _has(agreement, *kinds):
    return Document.objects.filter(
        agreement=agreement, kind__in=kinds, versions__isnull=False
    ).exists()


def _for_offer(agreement, day):
    problems = []
    if not agreement.parties.exclude(organization__kind="own").exists():
        problems.append(("parties", _("Name the partner as a party.")))
    if not agreement.scope.strip():
        problems.append(("scope", _("Describe the scope.")))
    if not agreement.activities.exists():
        problems.append(("activities", _("Log at least one activity: a visit, a letter, a call.")))
    return problems


def _for_draft(agreement, day):
    problems = []
    if not _has(agreement, "offer"):
        problems.append(("documents", _("Upload the offer.")))
    if not agreement.type:
        problems.append(("type", _("Choose the type: MoU, PKS, note or contract.")))
    return problems


def _of_terms(agreement):
    """What the text itself must say before somebody decides on it, and when it is signed."""
    problems = []
    if not agreement.type:
        problems.append(("type", _("Choose the type: MoU, PKS, note or contract.")))
    if not agreement.starts_on:
        problems.append(("starts_on", _("Give the first day.")))
    if not agreement.ends_on:
        problems.append(("ends_on", _("Give the last day.")))
    if agreement.type == Agreement.Type.PKS and not agreement.deliverables.exists():
        problems.append(("deliverables", _("A PKS promises something: add a deliverable.")))
    if agreement.umbrella and agreement.umbrella.type != Agreement.Type.MOU:
        problems.append(("umbrella", _("A PKS stands under an MoU; this one is something else.")))
    return problems


def _for_review(agreement, day):
    problems = _of_terms(agreement)
    if not _has(agreement, "draft"):
        problems.insert(0, ("documents", _("Upload the draft.")))
    return problems


def _for_approve(agreement, day):
    if agreement.dprd_consent == Agreement.Consent.NEEDED:
        return [("dprd_consent", _("The consent of the DPRD is needed and not yet given."))]
    return []


def _for_confirm(agreement, day):
    # Asked again: while it waited for its signatures the terms could still be mended.
    problems = _of_terms(agreement) + _for_approve(agreement, day)
    if agreement.umbrella and not agreement.umbrella.is_signed:
        problems.append(("umbrella", _("The MoU above it is not signed yet.")))
    if agreement.parties.count() < 2:
        problems.append(("parties", _("An agreement has two parties at least.")))
    for party in agreement.parties.select_related("organization").prefetch_related("signatories"):
        who = {"party": party.organization}
        if not party.number:
            problems.append(("parties", _("The number of %(party)s is missing.") % who))
        if not party.signed_on:
            problems.append(("parties", _("%(party)s has not signed yet.") % who))
        if not party.signatories.all():
            problems.append(("parties", _("Say who signed for %(party)s.") % who))
    if not agreement.signed_on:
        problems.append(("signed_on", _("Give the day of the signing.")))
    elif agreement.signed_on > timezone.localdate():
        problems.append(("signed_on", _("The day of the signing has not come yet.")))
    if not _has(agreement, "scan"):
        problems.append(("documents", _("Upload the scan of the signed text.")))
    return problems


def _for_suspend(agreement, day):
    last = agreement.suspensions.order_by("-from_day").first()
    if last and last.until_day and day <= last.until_day:
        return [("day", _("On that day it was suspended already. Choose a later one."))]
    return []


def _for_resume(agreement, day):
    if day < agreement.suspensions.get(until_day__isnull=True).from_day:
        return [("day", _("It was suspended after that day. Choose a later one."))]
    return []


def _for_terminate(agreement, day):
    if agreement.signed_on and day < agreement.signed_on:
        return [("day", _("That day lies before the signing. Choose a later one."))]
    if day > _last_day(agreement, day):
        return [("day", _("The term has ended by then: complete the agreement instead."))]
    return []


def _last_day(agreement, day):
    """With the amendments that apply on `day`."""
    return Agreement.objects.with_end(day).get(pk=agreement.pk).term_ends_on


def _for_complete(agreement, day):
    problems = []
    if _last_day(agreement, day) >= day:
        problems.append(("ends_on", _("The term has not ended yet.")))
    if not _has(agreement, "report"):
        problems.append(("documents", _("Upload the final report.")))
    if not agreement.evaluations.exists():
        problems.append(("evaluations", _("Write the evaluation.")))
    return problems


_GUARDS = {
    "offer": _for_offer,
    "draft": _for_draft,
    "review": _for_review,
    "approve": _for_approve,
    "confirm": _for_confirm,
    "suspend": _for_suspend,
    "resume": _for_resume,
    "terminate": _for_terminate,
    "complete": _for_complete,
}
