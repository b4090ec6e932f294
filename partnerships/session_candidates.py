"""Which lines the sessions of an agreement's trainings could count towards."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.candidates import Candidate
from partnerships.models import Agreement, Attendance, Claim, Deliverable, Session
from partnerships.sources import Sitting, collisions, counted_rows, day_problems
from partnerships.terms import terms_on

WHOLE = Deliverable.Measure.TRAINING


@dataclass(frozen=True)
class OpenSession:
    session: Session
    present: int
    candidates: list  # of Candidate; `problems` empty: it can be proposed and accepted


def session_candidates(session, *, user=None):
    """[Candidate] of the training's agreement, each with what accepting it still needs.

    Lines that count whole trainings are named for the session that stands for all, alone.
    `user`: nothing where this person may not know of the agreement. Constant in queries.
    """
    agreements = Agreement.objects.all() if user is None else Agreement.objects.visible_to(user)
    agreement = agreements.filter(trainings__sessions=session).first()
    if agreement is None:
        return []
    found = {row.session.pk: row.candidates for row in _judged(agreement)}
    return found.get(session.pk, [])


def open_sessions(agreement):
    """[OpenSession] that are over and count nowhere yet, the oldest first. Constant in queries."""
    rows = [row for row in _judged(agreement) if row.session.is_over() and row.candidates]
    return [row for row in rows if all(c.entry != "accept" for c in row.candidates)]


def _judged(agreement):
    lines = list(
        agreement.deliverables.filter(kind=Deliverable.Kind.TRAINING).select_related("organization")
    )
    sessions = Session.objects.filter(training__agreement=agreement).select_related("training")
    sessions = list(sessions.order_by("starts_at", "id")) if lines else []
    if not sessions:
        return []
    for line in lines:
        line.agreement = agreement
    present, stand, counted = _present(sessions), _standing(sessions), list(counted_rows(sessions))
    suspensions = list(agreement.suspensions.all())
    ends_on = terms_on(agreement, timezone.localdate()).ends_on
    found = []
    for session in sessions:
        siblings = [other for other in sessions if other.training_id == session.training_id]
        own = [row for row in counted if row.session.training_id == session.training_id]
        sitting = Sitting(session, siblings, present.get(session.pk, 0), own)
        problems = sitting.problems() + day_problems(sitting, agreement, ends_on, suspensions)
        options = [
            _candidate(sitting, line, problems, stand.get((session.pk, line.pk), ""))
            for line in lines
            if line.measure != WHOLE or sitting.stands_for_whole()
        ]
        options.sort(key=lambda candidate: (bool(candidate.problems), candidate.deliverable.pk))
        found.append(OpenSession(session, sitting.present, options))
    return found


def _candidate(sitting, line, problems, entry):
    rules = problems + sitting.of_line(line) + collisions(sitting, line, [])
    reason = _("The training stands under this agreement.")
    return Candidate(line, [reason], [sentence for _field, sentence in rules], entry)


def _present(sessions):
    marks = Attendance.objects.filter(session__in=sessions, mark=Attendance.Mark.PRESENT)
    found = {}
    for pk in marks.values_list("session", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _standing(sessions):
    """{(session, line): entry} of what is proposed or accepted now."""
    rows = Claim.objects.filter(session__in=sessions).order_by("id")
    last = {
        (s, line): entry for s, line, entry in rows.values_list("session", "deliverable", "entry")
    }
    return {key: entry for key, entry in last.items() if entry in ("propose", "accept")}
