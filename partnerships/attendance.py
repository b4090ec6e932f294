"""Who of a training was there, who gets a certificate, and what the tests and opinions say."""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Attendance, Certificate, Participant, Session

PRESENT = Attendance.Mark.PRESENT


@dataclass(frozen=True)
class GridRow:
    participant: Participant
    marks: list  # of Attendance.Mark or "" (not recorded), one for each session of the grid
    present: int
    held: int  # sessions that are over
    why_not: list  # sentences: all that keeps the participant from a certificate
    certificate: Certificate | None  # the one in force

    @property
    def share(self):
        """Percent of the sessions held so far, or None before the first."""
        return 100 * self.present // self.held if self.held else None

    @property
    def eligible(self):
        """Gets a certificate when they are issued next."""
        return not self.why_not and not self.certificate


@dataclass(frozen=True)
class Grid:
    sessions: list  # not called off, in order
    rows: list  # of GridRow, by name

    @property
    def is_over(self):
        return all_over(self.sessions)


@dataclass(frozen=True)
class Figures:
    people: int
    pre: float | None
    pre_count: int
    post: float | None
    post_count: int
    gain: float | None  # mean of after minus before, of those who took both tests
    gain_count: int
    rating: float | None
    rating_count: int


def all_over(sessions, at=None):
    """Whether there was at least one, and none that was not called off is still to come."""
    stand = [session for session in sessions if not session.cancelled_at]
    return bool(stand) and all(session.is_over(at) for session in stand)


def attendance_of(training):
    """The Grid of a training: participants by sessions. Four queries, however many there are."""
    sessions = list(Session.objects.filter(training=training, cancelled_at__isnull=True))
    participants = list(Participant.objects.filter(training=training))
    marks = {
        (participant, session): mark
        for participant, session, mark in Attendance.objects.filter(
            participant__training=training
        ).values_list("participant", "session", "mark")
    }
    in_force = {
        certificate.participant_id: certificate
        for certificate in Certificate.objects.filter(
            participant__training=training, revoked_at__isnull=True
        )
    }
    now = timezone.now()
    held = {session.pk for session in sessions if session.is_over(now)}
    over, rows = all_over(sessions, now), []
    for participant in participants:
        own = [marks.get((participant.pk, session.pk), "") for session in sessions]
        of_held = [m for s, m in zip(sessions, own, strict=True) if s.pk in held]
        rows.append(
            GridRow(
                participant=participant,
                marks=own,
                present=of_held.count(PRESENT),
                held=len(held),
                why_not=_why_not(training, participant, of_held, over),
                certificate=in_force.get(participant.pk),
            )
        )
    return Grid(sessions, rows)


def _why_not(training, participant, marks, over):
    problems = []
    if participant.anonymised_at:
        return [_("The person was taken out of the list.")]
    if not over:
        problems.append(_("The training is not over yet."))
    if blank := marks.count(""):
        problems.append(
            ngettext(
                "Attendance at %(count)d session is not recorded.",
                "Attendance at %(count)d sessions is not recorded.",
                blank,
            )
            % {"count": blank}
        )
    present, needed = marks.count(PRESENT), training.min_attendance
    if 100 * present < needed * len(marks):
        share = {"share": 100 * present // len(marks), "needed": needed}
        problems.append(_("Present at %(share)d %% of the sessions; %(needed)d %% needed.") % share)
    if training.pass_score is not None:
        score = {"score": participant.post_score, "needed": training.pass_score}
        if participant.post_score is None:
            problems.append(_("The score after the training is missing."))
        elif participant.post_score < training.pass_score:
            problems.append(_("Scored %(score)d; %(needed)d needed.") % score)
    return problems


def evaluation_of(training):
    """Figures of tests and ratings, with how many each rests on. One query."""
    both = Q(pre_score__isnull=False, post_score__isnull=False)
    found = Participant.objects.filter(training=training).aggregate(
        people=Count("pk"),
        pre=Avg("pre_score"),
        pre_count=Count("pre_score"),
        post=Avg("post_score"),
        post_count=Count("post_score"),
        gain=Avg(F("post_score") - F("pre_score"), filter=both),
        gain_count=Count("pk", filter=both),
        # In this order: a figure named like its field stands before it for all that follow.
        rating_count=Count("rating"),
        rating=Avg("rating"),
    )
    return Figures(**found)
