"""The worker does what is due, whatever happens to one job, and leaves when told."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from newsroom import jobs


def broken():
    raise RuntimeError("no disk")


def test_a_failing_job_stops_no_other(db, caplog):
    done = []
    assert jobs.run_all([broken, lambda: done.append("second")]) == [f"{__name__}.broken"]
    assert done == ["second"]
    assert "no disk" in caplog.text


def test_tick_runs_each_job_once(db, monkeypatch):
    done = []
    monkeypatch.setattr(jobs, "JOBS", [lambda: done.append("a"), lambda: done.append("b")])
    call_command("tick")
    assert done == ["a", "b"]


def test_tick_fails_by_the_name_of_what_failed(db, monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", [broken])
    with pytest.raises(CommandError, match=r"test_jobs\.broken"):
        call_command("tick")


def seconds_to_leave(var_dir):
    """How long a worker inside a job takes to end after SIGTERM."""
    # Its own database is empty, so that every job fails, too: that must not keep it.
    environment = {"VAR_DIR": str(var_dir), "DEMO": "true", "DATABASE_URL": ""}
    worker = subprocess.Popen(
        [sys.executable, "-c", WAIT_INSIDE_A_JOB],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
    )
    try:
        assert worker.stdout.readline() == b"busy\n"
        told = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
        return time.monotonic() - told
    finally:
        worker.kill()
        worker.wait()


def test_the_worker_leaves_within_a_second_when_told_even_inside_a_job(tmp_path):
    # A busy machine may keep it waiting for a moment; not three times in a row.
    assert any(seconds_to_leave(tmp_path) < 1 for _ in range(3))


WAIT_INSIDE_A_JOB = """
import os, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
django.setup()
from django.core.management import call_command
from newsroom import jobs

def busy():
    print("busy", flush=True)
    time.sleep(60)

jobs.JOBS[:] = [busy]
call_command("worker")
"""
