"""Run everything that can be run here, and say what could not: `make test`.

SQLite always; PostgreSQL in a throw-away cluster, or where TEST_DATABASE_URL points; then the
journeys in a browser (CHROMIUM names one). With CI=true whatever is missing is a failure.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from cluster import ClusterError, find_postgres, private_cluster
from prepare import BASE, compile_messages

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
NOTHING_COLLECTED = 5


class Result:
    """What became of one of the three runs."""

    def __init__(self, name):
        self.name = name
        self.passed = self.failed = self.skipped = 0
        self.missing = ""  # why it did not run
        self.broken = ""  # why it cannot be called a success, apart from failed tests

    def read(self, report):
        if not report.exists():
            return
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314
            tests, bad, skipped = (
                int(suite.get(key) or 0) for key in ("tests", "failures", "skipped")
            )
            bad += int(suite.get("errors") or 0)
            self.failed += bad
            self.skipped += skipped
            self.passed += tests - bad - skipped

    def __str__(self):
        if self.missing:
            return f"{self.name:<11} not run: {self.missing}"
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.name:<11} {counts}{self.broken and f' ({self.broken})'}"


def clean_environment(**values):
    """The caller's environment without variables that would change what is tested."""
    text = (BASE / ".env.example").read_text()
    ours = set(re.findall(r"^#? ?([A-Z_]+)=", text, re.MULTILINE))
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, **values}


def pytest(result, *arguments, **environment):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        process = subprocess.Popen(command, cwd=BASE, env=clean_environment(**environment))
        try:
            code = process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)  # pytest then clears up after itself
            process.wait()
            raise
        result.read(report)
    if code == NOTHING_COLLECTED:
        result.broken = "no test was found"
    elif code and not result.failed:
        result.broken = f"pytest ended with code {code}"
    return result


def on_sqlite():
    print("\n— SQLite —", flush=True)
    return pytest(Result("SQLite"))


def on_postgresql():
    result = Result("PostgreSQL")
    given = os.environ.get("TEST_DATABASE_URL")
    if not given and not find_postgres():
        result.missing = "no initdb and postgres here, and TEST_DATABASE_URL is not set"
        return result
    print("\n— PostgreSQL —", flush=True)
    try:
        with contextlib.nullcontext(given) if given else private_cluster() as url:
            return pytest(result, DATABASE_URL=url)
    except ClusterError as reason:
        result.missing = str(reason)
        return result


def in_browser():
    result = Result("Browser")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        result.missing = "no Chromium here, and CHROMIUM does not name one"
        return result
    print("\n— Browser —", flush=True)
    return pytest(result, "-m", "browser", "-n", "0", CHROMIUM=found)


def leave(*_):
    raise SystemExit(130)


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    compile_messages()
    results = [on_sqlite(), on_postgresql(), in_browser()]
    passed, failed = (
        sum(getattr(result, key) for result in results) for key in ("passed", "failed")
    )
    print("", *results, sep="\n")
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    bad = [r for r in results if r.failed or r.broken or (strict and r.missing)]
    if bad:
        print(f"Not good: {', '.join(result.name for result in bad)}")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
