"""Long jobs: somebody asks for a paper, a worker makes it, whoever asked fetches it later.

A request is a row. A worker takes one that is due by a conditional UPDATE, which only one of two
can win, and holds it for the time of LEASE, renewed with each step of progress. The row's
`attempts` says whose turn it is: a worker that was thought dead and comes back writes nothing any
more. The paper is issued and the request closed in one transaction, so that being killed at any
point neither loses a request nor issues a paper twice.
"""

import hashlib
import json
import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships import issuing
from partnerships.askable import ASKABLE
from partnerships.issuing import PaperNotAllowed
from partnerships.models import PaperRequest
from partnerships.models.paper_request import OPEN
from partnerships.people import one_line
from partnerships.signals import request_finished

log = logging.getLogger("partnerships.papers")

S = PaperRequest.State
LEASE = timedelta(minutes=5)
PAUSES = (timedelta(seconds=30), timedelta(minutes=5))
MOST_ATTEMPTS = len(PAUSES) + 1
# Mails and pictures wait their turn behind papers only so long.
AT_ONCE, AT_MOST = 5, timedelta(minutes=1)
# One person's requests are not all that the others wait for.
MOST_OPEN = 10
# A worker that runs takes a request sooner than this, beside the pause between its rounds.
SLOW = timedelta(minutes=2)
KEPT = timedelta(days=30)
# How often progress is written down.
STEP = timedelta(seconds=1)


class _Lost(Exception):
    """The request was cancelled, or another worker has it."""


# --- asking --------------------------------------------------------------------------------------


def ask(kind, params, by, *, tell_by_mail=False):
    """Ask for a paper, a worker makes it; returns the PaperRequest.

    The same that `by` waits for already is not asked for twice: that request is returned. Raises
    PermissionDenied, or PaperNotAllowed with every reason; TypeError for a parameter that the kind
    does not know, which would be lost without a word.
    """
    askable, values = _opened(kind, params, by)
    if problems := askable.problems_of(by, values):
        raise PaperNotAllowed(problems)
    kept = {name: param.kept(values[name]) for name, param in askable.params.items()}
    said = [param.said(values[name]) for name, param in askable.params.items()]
    text = json.dumps([kind, kept], sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(text.encode()).hexdigest()
    waiting = PaperRequest.objects.filter(asked_by=by, key=key, state__in=OPEN)
    if found := waiting.first():
        return found
    if PaperRequest.objects.filter(asked_by=by, state__in=OPEN).count() >= MOST_OPEN:
        sentence = _("You wait for %(number)d papers already: let them be made, or cancel some.")
        raise PaperNotAllowed([(None, sentence % {"number": MOST_OPEN})])
    now = timezone.now()
    try:
        with transaction.atomic():
            return PaperRequest.objects.create(
                kind=kind,
                params=kept,
                key=key,
                subject=one_line(", ".join(filter(None, said)))[:300],
                language=translation.get_language() or "",
                tell_by_mail=tell_by_mail,
                asked_by=by,
                asked_at=now,
                due_at=now,
            )
    except IntegrityError:
        # Pressed twice: the other press was faster.
        if found := waiting.first():
            return found
        raise


def _opened(kind, params, by):
    """(Askable, values): what was asked for, read, and whether `by` may ask for it at all."""
    askable = ASKABLE.get(kind)
    if askable is None or not askable.may(by):
        raise PermissionDenied
    if unknown := set(params) - set(askable.params):
        raise TypeError(f"A {kind} is not asked for with {', '.join(sorted(unknown))}.")
    values, problems = {}, []
    for name, param in askable.params.items():
        try:
            values[name] = param.read(params.get(name), by)
        except ValueError as reason:
            problems.append((name, str(reason)))
    if problems:
        raise PaperNotAllowed(problems)
    return askable, values


def cancel(request, *, by):
    """Take back one's own request while it is open; whether there was anything to take back."""
    if request.asked_by_id != by.pk:
        raise PermissionDenied
    found = PaperRequest.objects.filter(pk=request.pk, state__in=OPEN)
    return bool(found.update(state=S.CANCELLED, finished_at=timezone.now()))


def slow_since(now=None):
    """Since when the oldest request has waited for a worker that does not come; None without one.

    One that pauses before its next try waits for nobody; while one is being made, a worker runs.
    """
    now = now or timezone.now()
    patience = SLOW + timedelta(seconds=settings.WORKER_INTERVAL)
    found = PaperRequest.objects.filter(state__in=OPEN).aggregate(
        oldest=Min("due_at"), at_work=Count("pk", filter=Q(state=S.WORKING, due_at__gt=now))
    )
    is_late = found["oldest"] and found["oldest"] <= now - patience
    return found["oldest"] if is_late and not found["at_work"] else None


# --- making --------------------------------------------------------------------------------------


def make_due():
    """A job: make what was asked for, one at a time. Returns how many came to an end."""
    ended, until = 0, timezone.now() + AT_MOST
    for _number in range(AT_ONCE):
        request = claim()
        if request is None:
            break
        ended += _make(request)
        if timezone.now() > until:
            break
    return ended


def claim():
    """The next request that is due, taken for the time of LEASE, or None."""
    now = timezone.now()
    due = PaperRequest.objects.filter(state__in=OPEN, due_at__lte=now).order_by("due_at", "id")
    for pk, attempts in due.values_list("pk", "attempts")[:50]:
        won = due.order_by().filter(pk=pk, attempts=attempts)
        if won.update(state=S.WORKING, due_at=now + LEASE, attempts=attempts + 1, done=0, total=0):
            return PaperRequest.objects.select_related("asked_by").get(pk=pk)
    return None


def _make(request):
    """1 where the request came to its end, 0 where it goes on: later, or with somebody else."""
    with translation.override(request.language):
        try:
            return _tried(request)
        except _Lost:
            return 0


def _tried(request):
    if request.attempts > MOST_ATTEMPTS:  # killed each time: by us, or by the system
        return _fail(request, _given_up(request))
    try:
        _carry_out(request)
    except (_Lost, DatabaseError):
        # Of the database, and no fault of the request: its lease runs out, and it is tried again.
        raise
    except PermissionDenied:
        return _fail(request, _("You may not have this any more: your role has changed."))
    except PaperNotAllowed as refusal:
        return _fail(request, " ".join(str(sentence) for _field, sentence in refusal.problems))
    except Exception:
        log.exception("request %s for a paper (%s) failed", request.pk, request.kind)
        if request.attempts >= MOST_ATTEMPTS:
            return _fail(request, _given_up(request))
        due_at = timezone.now() + PAUSES[request.attempts - 1]
        _held(request).update(state=S.WAITING, due_at=due_at, done=0, total=0)
        return 0
    return 1


def _carry_out(request):
    by = request.asked_by
    if not (by.is_active and by.is_staff):
        raise PermissionDenied
    askable, values = _opened(request.kind, request.params, by)
    if problems := askable.problems_of(by, values):
        raise PaperNotAllowed(problems)
    progress = _Progress(request)
    progress(0, 2)
    if askable.make is None:
        settle = partial(_settle_paper, request)
        issuing.issue(request.kind, by=by, progress=progress, settle=settle, **values)
        return
    made = askable.make(progress, **values)
    field = request.file
    field.save("file", ContentFile(made.content), save=False)
    try:
        with transaction.atomic():
            if not made.still():
                raise PaperNotAllowed([(None, issuing.changed_meanwhile())])
            _close(request, S.DONE, file=field.name, file_name=made.name)
    except BaseException:
        field.storage.delete(field.name)
        raise


class _Progress:
    """Writes down how far a request is, and with it that its worker lives."""

    def __init__(self, request):
        self.request, self.written_at = request, None

    def __call__(self, done, total):
        now = timezone.now()
        if self.written_at and now - self.written_at < STEP:
            return
        self.written_at = now
        held = _held(self.request)
        if not held.update(done=min(done, total), total=total, due_at=now + LEASE):
            raise _Lost


def _held(request):
    """The row, as long as it is ours."""
    return PaperRequest.objects.filter(pk=request.pk, state=S.WORKING, attempts=request.attempts)


def _settle_paper(request, paper):
    _close(request, S.DONE, paper=paper)


def _close(request, state, **values):
    """Bring the request to its end, in the caller's transaction."""
    if not _held(request).update(state=state, finished_at=timezone.now(), **values):
        raise _Lost
    request.refresh_from_db()
    request_finished.send(PaperRequest, request=request)


def _fail(request, sentence):
    with transaction.atomic():
        _close(request, S.FAILED, error=sentence)
    return 1


def _given_up(request):
    return _(
        "It could not be made, tried %(times)d times. The server's log says why; give the "
        "administrator the number %(number)d."
    ) % {"times": MOST_ATTEMPTS, "number": request.pk}


# --- afterwards ----------------------------------------------------------------------------------


def may_fetch(request, user):
    """Whether `user` may have the file of a request that got no paper: who asked, and still may."""
    askable = ASKABLE.get(request.kind)
    return bool(askable and request.asked_by_id == user.pk and askable.may(user))


def prune(now=None):
    """A job: forget requests that ended a month ago, and their files; papers stay.

    Returns how many.
    """
    old = PaperRequest.objects.filter(finished_at__lt=(now or timezone.now()) - KEPT).exclude(
        state__in=OPEN
    )
    return remove(old)


def remove(requests):
    """Delete these rows, and their files once that stands. Returns how many."""
    rows = list(requests.only("file"))
    with transaction.atomic():
        PaperRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            if row.file:
                transaction.on_commit(partial(row.file.storage.delete, row.file.name))
    return len(rows)
