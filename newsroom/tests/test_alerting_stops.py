"""Whatever stops the work, and whatever the clock says: nothing is lost and nothing is told twice.

The job is stopped at each of its writes and commits, killed for good around its commit, run by two
workers at once, and run on days that jump back and forth; each proof has a control without its
guard.
"""

import os
import signal
import threading
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from articles.tests.factories import make_user
from newsroom import alerting, jobs, mailing
from newsroom.models import Alert, AlertMail
from partnerships import alerts
from partnerships.digest import digest
from partnerships.tests.test_alerts import one_of_each, running

ZONE = timezone.get_default_timezone()
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
JOBS = [alerting.queue_daily, alerting.queue_weekly, mailing.send_due]
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE")


def at(day, minute=0):
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(minutes=minute)


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.MAIL_IS_ON = True


@pytest.fixture
def people(roles):
    return [make_user(role, email=f"{role}@example.org") for role in ("officer", "head")]


# --- Stopped at every step -------------------------------------------------------------------


class Stopped(OperationalError):
    """The process ends here. As a database error it takes back what was not committed."""


@contextmanager
def stopped_before(number):
    """Let the `number`-th write or commit not happen; yields how many have been asked for."""
    seen = [0]

    def count(execute, sql, params, many, context):
        if sql.lstrip().startswith(WRITES):
            seen[0] += 1
            if seen[0] == number:
                raise Stopped
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


def run(minute, number=0):
    """One pass over the jobs, as `tick` makes it, until it ends or is stopped; how many steps."""
    with (
        time_machine.travel(at(MONDAY, minute), tick=False),
        stopped_before(number) as seen,
        suppress(Stopped),
    ):
        for job in JOBS:
            job()
    # Only the test's own transaction is around it, which goes on.
    transaction.set_rollback(False)
    return seen[0]


def told_after(number):
    """What the mail server got of a pass stopped there and of the pass after it: [(id, text)]."""
    django_mail.outbox.clear()
    with transaction.atomic():
        run(0, number)
        run(6)  # later than the sender's claim runs out
        left = Email.objects.filter(status__in=mailing.WAITS).count()
        told = Alert.objects.count()
        transaction.set_rollback(True)
    return (
        [(mail.extra_headers["Message-ID"], mail.body) for mail in django_mail.outbox],
        left,
        told,
    )


@pytest.fixture
def due(people, monkeypatch):
    """Mails for both; what is due is read once, so that the writes alone are the steps."""
    one_of_each(people[0])
    rows, figures = alerts.due(MONDAY), digest(MONDAY)
    monkeypatch.setattr(alerting.alerts, "due", lambda today: rows)
    monkeypatch.setattr(alerting, "digest", lambda today: figures)


def steps():
    with transaction.atomic():
        number = run(0)
        transaction.set_rollback(True)
    return number


@pytest.mark.django_db
def test_stopped_at_any_step_it_tells_the_same_once(due):
    django_mail.outbox = []
    undisturbed, left, told = told_after(0)
    assert len(dict(undisturbed)) == len(undisturbed) == 3  # two mornings and a digest
    last, again = steps(), []
    assert last > 25
    for number in range(1, last + 1):
        mails, waiting, rows = told_after(number)
        assert (dict(mails), waiting, rows) == (dict(undisturbed), 0, told), number
        again.append(len(mails) - len(undisturbed))
    # A mail that the server took while we could not note that comes again as the same mail, and
    # as no other: once for each of the three.
    assert sorted(again) == [0] * (last - 3) + [1] * 3


@pytest.mark.django_db
def test_without_its_transaction_it_would_lose_a_mail(due, monkeypatch):
    django_mail.outbox = []
    undisturbed, _left, _told = told_after(0)
    monkeypatch.setattr(alerting, "transaction", SimpleNamespace(atomic=nullcontext))
    assert any(dict(told_after(n)[0]) != dict(undisturbed) for n in range(1, steps() + 1))


def killed_worker(moment):
    """A process that runs the job and is killed `before` or `after` its commit."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # its sockets are this process's own
    worker = os.fork()
    if not worker:
        wrapper = type(connections["default"])
        commit = wrapper._commit

        def die(self):
            if moment == "after":
                commit(self)
            os.kill(os.getpid(), signal.SIGKILL)

        wrapper._commit = die
        try:
            alerting.queue_daily(at(MONDAY))
        finally:
            os._exit(1)
    _pid, status = os.waitpid(worker, 0)
    return os.WTERMSIG(status)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "there"), [("before", 0), ("after", 1)])
def test_killed_around_its_commit_it_leaves_all_or_nothing_and_goes_on(moment, there, people):
    running(MONDAY + 20 * DAY, owner=people[0])
    type(people[1]).objects.filter(pk=people[1].pk).update(is_active=False)
    assert killed_worker(moment) == signal.SIGKILL
    assert [model.objects.count() for model in (AlertMail, Alert, Email)] == [there] * 3
    assert alerting.queue_daily(at(MONDAY)) == 1 - there
    assert [model.objects.count() for model in (AlertMail, Alert, Email)] == [1] * 3


# --- Two workers -------------------------------------------------------------------------------


def both_workers(people, monkeypatch, moments):
    """Two workers have both looked whom to tell before either has written; how many mails."""
    running(MONDAY + 20 * DAY, owner=people[0])
    type(people[1]).objects.filter(pk=people[1].pk).update(is_active=False)
    meet, queued = threading.Barrier(2, timeout=5), []
    look_for = alerting._not_looked_at

    def together(rhythm, period):
        found = list(look_for(rhythm, period))
        meet.wait()
        return found

    monkeypatch.setattr(alerting, "_not_looked_at", together)

    def work(moment):
        try:
            queued.append(alerting.queue_daily(moment))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[moment]) for moment in moments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(queued) == 2
    return Email.objects.count()


# The second pair: one machine's clock is a day ahead.
PAIRS = {"one day": [at(MONDAY)] * 2, "two days": [at(MONDAY), at(MONDAY + DAY)]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moments", PAIRS.values(), ids=PAIRS)
def test_two_workers_tell_once(moments, people, monkeypatch):
    assert both_workers(people, monkeypatch, moments) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_rows_of_what_was_told_two_workers_would_tell_it_twice(people, monkeypatch):
    monkeypatch.setattr(alerting._Daily, "tell", lambda self, look: None)
    assert both_workers(people, monkeypatch, PAIRS["two days"]) == 2


# --- The clock ----------------------------------------------------------------------------------


def on_days(days):
    """Run the job on each of these days; [(day, how many things were told)]."""
    found = []
    for n in days:
        before = Alert.objects.count()
        alerting.queue_daily(at(MONDAY + n * DAY))
        Email.objects.update(status=STATUS.sent)
        found.append((n, Alert.objects.count() - before))
    return [day for day, number in found for _one in range(number)]


@pytest.mark.django_db
def test_a_clock_that_jumps_back_and_forth_tells_every_threshold_once(people):
    running(MONDAY + 100 * DAY, owner=people[0])
    type(people[1]).objects.filter(pk=people[1].pk).update(is_active=False)
    jumps = [0, 400, 3, -300, 5, 20, 19, 21, 9, 10, 11, 60, 12, 39, 41, 40, 42, 500, 43]
    told = on_days([*jumps, 44, 69, 70, 71, 92, 93, 94, 99, 100, 101, 107, 108, 129])
    # The last day and the final report in the false year, 30 at the jump to day 60, 90 and 60 on
    # days that the clock took for theirs, 7 on its day; and none of them twice.
    found = Alert.objects.values_list("series", "step")
    ends = [-step for series, step in found if series.startswith("end:")]
    assert (sorted(ends), len(found), len(told)) == ([0, 7, 30, 60, 90], 6, 6)
    said = "".join(Email.objects.values_list("message", flat=True))
    assert said.count("\n- ") == 6


@pytest.mark.django_db
def test_weeks_of_a_clock_that_jumps_are_told_once_each(people):
    for n in (0, 70, 0, 7, 3, 70, 0, 14, 7):
        alerting.queue_weekly(at(MONDAY + n * DAY))
        Email.objects.update(status=STATUS.sent)
    weeks = AlertMail.objects.filter(mail__isnull=False).order_by("period")
    assert [look.period for look in weeks] == ["2026-W49", "2026-W50", "2026-W51", "2027-W06"]


@pytest.mark.django_db
def test_the_jobs_are_those_of_tick():
    assert set(JOBS) <= set(jobs.JOBS)
