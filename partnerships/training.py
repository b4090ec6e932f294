"""What is done to a training after it is planned: the same shape as lifecycle.py.

Each function locks the training (so that ledger.py and certificates.py wait, or it waits for
them), reads again, checks who and whether (every reason at once), and writes. Forms ask
check_session_edit() and check_training_edit() before they save what people type.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.attendance import Grid, attendance_of, evaluation_of
from partnerships.models import (
    Attendance,
    Certificate,
    Deliverable,
    Participant,
    Session,
    Training,
)
from partnerships.people import bare_nip, is_nip, one_line
from partnerships.refusals import RowsNotAllowed, TrainingNotAllowed, refuse
from partnerships.sheet_rows import Row, is_rounded, parse_rows, read_rows
from partnerships.sources import counted_rows

__all__ = [
    "Grid", "Row", "RowsNotAllowed", "TrainingNotAllowed", "add_participants",
    "anonymise_participant", "attendance_of", "cancel_session", "check_session_edit",
    "check_training_edit", "evaluation_of", "locked", "parse_rows", "read_rows",
    "record_attendance", "record_grid", "record_scores", "remove_participant",
]  # fmt: skip

KEEP = "partnerships.change_training"
MOST_ROWS = 500
SCORES = ("pre_score", "post_score", "rating", "feedback")
TIMES = {"starts_at", "ends_at"}


def locked(training, by, permission=KEEP):
    """The row as it is now; whoever else changes this training waits."""
    if not by.has_perm(permission):
        raise PermissionDenied
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return Training.objects.select_for_update().get(pk=getattr(training, "pk", training))


def counted_whole(training):
    """The row that counts the training as a whole, or None."""
    rows = counted_rows(Session.objects.filter(training=training))
    return rows.filter(deliverable__measure=Deliverable.Measure.TRAINING).first()


@transaction.atomic
def cancel_session(session, *, by, reason):
    """Call the session off, for good. Not while it counts towards a line: reverse that first."""
    locked(session.training_id, by)
    session = Session.objects.get(pk=session.pk)
    reason = reason.strip()[:300]
    problems = [] if reason else [("reason", _("Write down why."))]
    if session.cancelled_at:
        problems.append((None, _("It was called off already.")))
    problems += _while_counted(session)
    if session.attendance.filter(mark=Attendance.Mark.PRESENT).exists():
        problems.append((None, _("People were recorded as present, so it took place.")))
    refuse(problems)
    session.cancelled_at, session.cancel_reason = timezone.now(), reason
    session.save(update_fields=["cancelled_at", "cancel_reason"])
    return session


def check_session_edit(session, changed):
    """Raises TrainingNotAllowed where `session`, with its new values, may not change these fields.

    `session.pk` None: whether it may be added. What counts keeps its times and its training; one
    with attendance stays with its people, and cannot be moved to where it has not begun yet.
    """
    changed, problems, now = set(changed), [], timezone.now()
    whole = counted_whole(session.training_id)
    if session.pk is None:
        sentence = _("The training counts as a whole already; make another one for this session.")
        refuse([(None, sentence)] if whole else [])
        return
    was = Session.objects.get(pk=session.pk)
    recorded = was.attendance.exists()
    if was.cancelled_at and changed:
        problems.append((None, _("It was called off; add another session instead.")))
    for field in sorted(changed & {"training", *TIMES}):
        problems += _while_counted(was, field)
    if not problems and whole and changed & TIMES:
        problems.append((None, _("The training counts as a whole with these times.")))
    if recorded and "training" in changed:
        problems.append(("training", _("Attendance is recorded for people of this training.")))
    if recorded and changed & TIMES and session.starts_at > now:
        sentence = _("Attendance is recorded, so it cannot begin later than now.")
        problems.append(("starts_at", sentence))
    refuse(problems)


def check_training_edit(training, changed):
    """Raises TrainingNotAllowed where the ledger rests on what would change."""
    fixed = sorted({"agreement", "organization"} & set(changed))
    if fixed and counted_rows(Session.objects.filter(training=training.pk)).exists():
        sentence = _("A session counts towards a line of the agreement; reverse that first.")
        refuse([(field, sentence) for field in fixed])


def _while_counted(session, field=None):
    return [(field, _counted_words(row.deliverable)) for row in counted_rows([session.pk])]


def _counted_words(line):
    return _("It counts towards “%(line)s”; reverse that first.") % {"line": line}


@transaction.atomic
def record_attendance(session, marks, *, by):
    """Write who was there. `marks`: {pk of a participant: mark, or "" to clear it}.

    People whom it does not name keep their mark. Returns how many marks changed.
    """
    try:
        return record_grid(session.training_id, {session.pk: marks}, by=by)
    except TrainingNotAllowed as refusal:
        problems = [(person, sentence) for (_session, person), sentence in refusal.problems]
        raise TrainingNotAllowed(problems) from None


@transaction.atomic
def record_grid(training, grid, *, by):
    """The same for several sessions, all of it or nothing: {pk of a session: marks}.

    Each problem stands under (pk of the session, pk of the participant or None).
    """
    training = locked(training, by)
    sessions = Session.objects.filter(training=training).in_bulk(list(grid))
    people = {person.pk: person for person in Participant.objects.filter(training=training)}
    known = {pk: {} for pk in grid}
    rows = Attendance.objects.filter(session__in=list(grid))
    for session, person, mark in rows.values_list("session", "participant", "mark"):
        known[session][person] = mark
    changed = {
        session: {pk: mark for pk, mark in marks.items() if known[session].get(pk, "") != mark}
        for session, marks in grid.items()
    }
    certified = set(_certified({pk for marks in changed.values() for pk in marks}))
    lines, problems = {row.session_id: row.deliverable for row in counted_rows(list(grid))}, []
    for session, marks in grid.items():
        found = _attendance_problems(sessions[session], marks, people)
        found += [(pk, _has_certificate(people[pk])) for pk in sorted(certified & set(marks))
                  if pk in changed[session] and pk in people]  # fmt: skip
        after = {**known[session], **changed[session]}.values()
        if session in lines and Attendance.Mark.PRESENT not in after:
            found.append((None, _counted_words(lines[session])))
        problems += [((session, person), sentence) for person, sentence in found]
    refuse(problems)
    _write_marks(changed)
    return sum(map(len, changed.values()))


def _write_marks(changed):
    gone, kept = Q(pk=None), []
    for session, marks in changed.items():
        gone |= Q(session=session, participant__in=[pk for pk, mark in marks.items() if not mark])
        kept += [
            Attendance(session_id=session, participant_id=pk, mark=mark)
            for pk, mark in marks.items()
            if mark
        ]
    Attendance.objects.filter(gone).delete()
    Attendance.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["session", "participant"],
        update_fields=["mark"],
    )


def _attendance_problems(session, marks, people):
    problems = []
    if session.cancelled_at:
        problems.append((None, _("The session was called off.")))
    elif session.starts_at > timezone.now():
        problems.append((None, _("The session has not begun yet.")))
    for pk, mark in marks.items():
        if pk not in people:
            problems.append((pk, _("This person is not on the list of the training.")))
        if mark and mark not in Attendance.Mark.values:
            problems.append((pk, _("Choose present, excused or absent.")))
    return problems


def _certified(pks):
    found = Certificate.objects.filter(participant__in=list(pks), revoked_at__isnull=True)
    return found.values_list("participant", flat=True)


def _has_certificate(person):
    return _("%(name)s holds a certificate that rests on this; revoke it first.") % {"name": person}


@transaction.atomic
def add_participants(training, rows, *, by):
    """Put people on the list: all of `rows`, or none. Returns the participants.

    `rows`: of (name, NIP, office), or Row from parse_rows() and read_rows(). Raises RowsNotAllowed
    with every error of every row.
    """
    training = locked(training, by)
    rows = [row if isinstance(row, Row) else Row(*row) for row in rows]
    if not rows:
        raise TrainingNotAllowed([("rows", _("There is nobody in these rows."))])
    if len(rows) > MOST_ROWS:
        most = {"most": MOST_ROWS, "count": len(rows)}
        sentence = _("These are %(count)d rows; add %(most)d at most at a time.") % most
        raise TrainingNotAllowed([("rows", sentence)])
    listed = {}
    for person in Participant.objects.filter(training=training, anonymised_at__isnull=True):
        listed[_identity(person.name, person.nip, person.office)] = None
    errors, people = [], []
    for place, row in enumerate(rows, 1):
        person, number = _participant(training, row), row.number or place
        found = _row_errors(person, row.nip)
        who = _identity(person.name, person.nip, person.office)
        if not found and who in listed:
            found.append(("nip" if person.nip else "name", _on_list_already(listed[who])))
        if not found:
            listed[who] = number
        errors += [(number, column, sentence) for column, sentence in found]
        people.append(person)
    if errors:
        raise RowsNotAllowed(errors)
    return Participant.objects.bulk_create(people)


def _participant(training, row):
    # An apostrophe before the digits is how a sheet is told that they are text.
    nip = bare_nip(row.nip.lstrip("'’"))
    return Participant(
        training=training, name=one_line(row.name), nip=nip, office=one_line(row.office)
    )


def _identity(name, nip, office):
    return nip or (" ".join(name.casefold().split()), " ".join(office.casefold().split()))


def _on_list_already(number):
    if number is None:
        return _("This person is on the list already.")
    return _("This person stands in row %(row)d already.") % {"row": number}


def _row_errors(person, typed_nip):
    """[(column, sentence)] of one row by itself."""
    errors = []
    if is_rounded(typed_nip):
        sentence = _(
            "The sheet rounded this NIP (%(nip)s): format the column as text, then copy it again."
        )
        errors.append(("nip", sentence % {"nip": typed_nip[:30]}))
    elif person.nip and not is_nip(person.nip):
        sentence = _("A NIP has 18 digits; this one has %(count)d signs.")
        errors.append(("nip", sentence % {"count": len(person.nip)}))
    if not person.name:
        errors.append(("name", _("The name is missing.")))
    for column in ("name", "office"):
        longest = Participant._meta.get_field(column).max_length
        if len(getattr(person, column)) > longest:
            sentence = _("This is longer than %(longest)d letters.") % {"longest": longest}
            errors.append((column, sentence))
    return errors


@transaction.atomic
def record_scores(training, scores, *, by):
    """Write tests and opinions: {pk of a participant: {pre_score, post_score, rating, feedback}}.

    Numbers may come as text; "" and None clear. Raises TrainingNotAllowed, each problem under
    (pk, field). Returns how many people it changed.
    """
    training = locked(training, by)
    people = {person.pk: person for person in Participant.objects.filter(training=training)}
    problems, changed = [], []
    certified = set(_certified(scores))
    for pk, values in scores.items():
        person = people.get(pk)
        if person is None:
            problems.append(((pk, None), _("This person is not on the list of the training.")))
            continue
        if person.anonymised_at:
            problems.append(((pk, None), _("The person was taken out of the list.")))
            continue
        new, wrong = _scores(values)
        problems += [((pk, field), sentence) for field, sentence in wrong]
        new = {field: value for field, value in new.items() if getattr(person, field) != value}
        if "post_score" in new and pk in certified:
            problems.append(((pk, "post_score"), _has_certificate(person)))
        for field, value in new.items():
            setattr(person, field, value)
        if new:
            changed.append(person)
    refuse(problems)
    Participant.objects.bulk_update(changed, SCORES)
    return len(changed)


def _scores(values):
    new, wrong = {}, []
    for name, value in values.items():
        if name not in SCORES:
            raise ValueError(name)
        field = Participant._meta.get_field(name)
        value = value.strip() if isinstance(value, str) else value
        if name != "feedback" and value == "":
            value = None
        try:
            new[name] = field.clean("" if value is None and name == "feedback" else value, None)
        except ValidationError as error:
            wrong.append((name, " ".join(error.messages)))
    return new, wrong


@transaction.atomic
def remove_participant(participant, *, by):
    """Take somebody off the list who should not stand there: nobody who was present."""
    locked(participant.training_id, by)
    participant = Participant.objects.get(pk=participant.pk)
    problems = []
    if participant.attendance.filter(mark=Attendance.Mark.PRESENT).exists():
        problems.append((None, _("The person was present; that stays on record.")))
    if participant.certificates.exists():
        problems.append((None, _("The person was given a certificate; that stays on record.")))
    refuse(problems)
    participant.delete()


@transaction.atomic
def anonymise_participant(participant, *, by):
    """Take the person out and leave the count (UU 27/2022). Certificates lose the name as well.

    Once only: the time of the first stays.
    """
    locked(participant.training_id, by)
    participant = Participant.objects.get(pk=participant.pk)
    if not participant.anonymised_at:
        participant.anonymise()
    return participant
