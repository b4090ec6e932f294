"""Attendance and scores: one table each, saved at once.

A table is often filled by two people. What was in a cell when the page was opened comes back with
it, so that a save writes only what its author changed; where a colleague has changed the same
cell since, nothing is written, and both are shown.
"""

import json
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships import training as rules
from partnerships.admin import access
from partnerships.admin.training_pages import back_to, hold, opened, shown
from partnerships.models import Attendance, Participant
from partnerships.people import nip_groups

CELLS = 1800  # of one page: a browser sends a field for each
MARKS = [("", "–"), *Attendance.Mark.choices]
SCORES = ("pre_score", "post_score", "rating", "feedback")


@dataclass
class Cell:
    key: str
    value: str
    session: object = None
    editable: bool = True
    late: str | None = None  # what a colleague wrote there meanwhile
    errors: list = field(default_factory=list)

    @property
    def late_words(self):
        return dict(MARKS).get(self.late, self.late) or "–"


class Table:
    """What was sent, what stood there when the page was opened, and what stands there now."""

    def __init__(self, data, keys, now):
        self.now = now
        self.base = _parsed(data.get("base", ""))
        self.sent = {key: data[key].strip()[:2000] for key in keys if key in data}
        self.changed, self.late = {}, {}
        for key, mine in self.sent.items():
            was, current = self.base.get(key, ""), now.get(key, "")
            if mine not in (was, current):
                (self.changed if was == current else self.late)[key] = mine

    def shown(self, key):
        """What its author typed; where that is nothing new, what stands there now."""
        return self.changed.get(key, self.late.get(key, self.now.get(key, "")))


def _parsed(text):
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _said(request, number):
    if number:
        said = ngettext("%(n)s entry saved.", "%(n)s entries saved.", number) % {"n": number}
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was changed."))


def _parts(count, fields, asked):
    """Places of what one page shows of `count` rows or columns with so many fields each, and
    [(number, whether shown)] where one page is too few.
    """
    size = max(1, CELLS // max(1, fields))
    starts = range(0, count, size)
    number = int(asked) if asked.isdecimal() and 0 < int(asked[:6]) <= len(starts) else 1
    first = (number - 1) * size
    part = range(first, min(first + size, count))
    return part, [(n, n == number) for n in range(1, len(starts) + 1)] if len(starts) > 1 else []


# Attendance.


def mark_key(participant, session):
    return f"m-{participant}-{session}"


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    problems, table, errors = [], None, {}
    if request.method == "POST":
        with transaction.atomic():
            hold(training)
            grid = rules.attendance_of(training)
            table = Table(request.POST, _keys(grid), _marks_now(grid))
            if not table.late:
                problems, errors = _record(training, grid, table, request.user)
            if table.late or problems or errors:
                transaction.set_rollback(True)
        if not (table.late or problems or errors):
            _said(request, len(table.changed))
            return back_to(training, "attendance")
    grid = rules.attendance_of(training)
    part, parts = _parts(len(grid.sessions), len(grid.rows), request.GET.get("part", ""))
    table = table or Table({}, (), _marks_now(grid))
    return shown(
        request, training, "attendance", model_admin=model_admin, title=_("Attendance"),
        status=422 if request.method == "POST" else 200,
        grid=grid, sessions=[grid.sessions[place] for place in part], parts=parts, marks=MARKS,
        rows=[(row, _cells(grid, row, part, table, errors)) for row in grid.rows],
        base=json.dumps(_marks_now(grid)), problems=problems, late=table.late, errors=errors,
        now=timezone.now(),
    )  # fmt: skip


def _keys(grid):
    return [
        mark_key(row.participant.pk, session.pk) for row in grid.rows for session in grid.sessions
    ]


def _marks_now(grid):
    found = {}
    for row in grid.rows:
        for session, mark in zip(grid.sessions, row.marks, strict=True):
            if mark:
                found[mark_key(row.participant.pk, session.pk)] = str(mark)
    return found


def _cells(grid, row, part, table, errors):
    now, cells = timezone.now(), []
    for place in part:
        session = grid.sessions[place]
        key = mark_key(row.participant.pk, session.pk)
        editable = session.starts_at <= now and not row.certificate
        cell = _cell(key, table, errors)
        cell.session, cell.editable = session, editable
        cells.append(cell)
    return cells


def _cell(key, table, errors):
    late = table.now.get(key, "") if key in table.late else None
    return Cell(key, table.shown(key), late=late, errors=errors.get(key, []))


def _record(training, grid, table, by):
    """Write the changed marks of every session; (problems, {key: sentences}) of all of them."""
    sent, problems, errors = {}, [], {}
    for session in grid.sessions:
        for row in grid.rows:
            key = mark_key(row.participant.pk, session.pk)
            if key in table.changed:
                sent.setdefault(session.pk, {})[row.participant.pk] = table.changed[key]
    try:
        rules.record_grid(training, sent, by=by)
    except rules.TrainingNotAllowed as refusal:
        names = {session.pk: session for session in grid.sessions}
        for (session, person), sentence in refusal.problems:
            if person is None:
                problems.append(f"{names[session]}: {sentence}")
            else:
                errors.setdefault(mark_key(person, session), []).append(sentence)
    return problems, errors


# Scores.


def score_key(participant, name):
    return f"{name}-{participant}"


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    problems, table, errors = [], None, {}
    if request.method == "POST":
        with transaction.atomic():
            hold(training)
            now = _scores_now(training)
            table = Table(request.POST, now, now)
            if not table.late:
                problems, errors = _record_scores(training, table, request.user)
            if table.late or problems or errors:
                transaction.set_rollback(True)
        if not (table.late or problems or errors):
            _said(request, len(table.changed))
            return back_to(training, "scores")
    now, rows = _scores_now(training), []
    table = table or Table({}, (), now)
    people = list(_scored(training))
    part, parts = _parts(len(people), len(SCORES), request.GET.get("part", ""))
    for person in people[part.start : part.stop]:
        keys = [score_key(person.pk, name) for name in SCORES]
        cells = [_cell(key, table, errors) for key in keys]
        rows.append((person, nip_groups(person.nip), cells))
    return shown(
        request, training, "scores", model_admin=model_admin, title=_("Scores"),
        status=422 if request.method == "POST" else 200, parts=parts,
        rows=rows, base=json.dumps(now), problems=problems, late=table.late, errors=errors,
    )  # fmt: skip


def _scored(training):
    return Participant.objects.filter(training=training, anonymised_at__isnull=True)


def _scores_now(training):
    """{key: text} of every cell of the table."""
    found = {}
    for pk, *values in _scored(training).values_list("pk", *SCORES):
        for name, value in zip(SCORES, values, strict=True):
            found[score_key(pk, name)] = "" if value is None else str(value)
    return found


def _record_scores(training, table, by):
    sent = {}
    for key, value in table.changed.items():
        name, pk = key.rsplit("-", 1)
        sent.setdefault(int(pk), {})[name] = value
    problems, errors = [], {}
    try:
        rules.record_scores(training, sent, by=by)
    except rules.TrainingNotAllowed as refusal:
        for (pk, name), sentence in refusal.problems:
            if name:
                errors.setdefault(score_key(pk, name), []).append(sentence)
            else:
                problems.append(sentence)
    return problems, errors
