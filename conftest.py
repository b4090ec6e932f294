"""What every test may rely on: own files, an empty cache, a known browser."""

import fcntl
import gc
import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest
from _pytest.runner import pytest_runtest_protocol as run_test
from django.conf import settings
from django.core.cache import cache

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


def pytest_unconfigure():
    """Remove the files of this run; settings.py made a directory for them."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def pytest_collection_finish():
    """What stands now stands to the end: looking through it again and again took a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def with_room(call, *args):
    """`call(*args)`, with room for the frames of all that it calls in turn.

    CPython since 3.11 keeps frames in pieces of 16 kB, asks the system for one more when the last
    is full, and gives it back as soon as the frame that needed it returns. As deep as pytest and
    Django's test client call, loops cross such a border all the time: mapping memory took a third
    of a request's time. A server's stack is shallower; there nothing was gained.
    """
    return call(*args)


# A frame that claims a large stack makes CPython take one large piece for it and what follows.
with_room.__code__ = with_room.__code__.replace(co_stacksize=2**16)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Run each test with room for its frames."""
    return with_room(run_test, item, nextitem)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def sign_in(roles, client):
    """`sign_in("editor")`: `client` is somebody of these roles from now on; returns the user."""
    from articles.tests.factories import make_user

    def sign_in(*names, **values):
        user = make_user(*names, **values)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Tests with real transactions empty the tables after them; the record's triggers forbid it.

    SQLite empties by DELETE, so the triggers step aside for that; `flush` sends post_migrate,
    which brings them back. PostgreSQL empties by TRUNCATE, which asks no row.
    """
    from django.db import connection

    from articles.guards import RECORD
    from partnerships.guards import CERTIFICATES, GUARDS, OPENINGS, PAPERS

    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def past_the_guards(self, statements):
        for guards in (RECORD, GUARDS, CERTIFICATES, PAPERS, OPENINGS):
            guards.drop(self.connection)
        flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", past_the_guards)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's own Chromium, kept from calling anybody."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    # Playwright runs an event loop in the test's thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {
        **browser_type_launch_args,
        "executable_path": found,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


class MigratedDatabase:
    """An SQLite database with all migrations applied, kept for the next run and the next worker.

    Migrating from nothing takes some seven seconds of CPU. The copy's name says what went into
    it: whenever a migration, a trigger or a pinned library changes, it is made anew. What else
    `migrate` does (permissions, triggers) is done on the copy again.
    """

    FOLDER = Path(settings.BASE_DIR, ".pytest_cache", "databases")

    def __init__(self, target):
        self.target = Path(target)
        self.FOLDER.mkdir(parents=True, exist_ok=True)
        self.kept = self.FOLDER / f"{self._digest()}.sqlite3"
        # Two workers: the second waits until the first has migrated, and copies.
        self.lock = open(self.FOLDER / "lock", "w")  # noqa: SIM115  (closed in done())
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.kept.exists():
            shutil.copy(self.kept, self.target)
            self.done()

    @staticmethod
    def _digest():
        found, base = hashlib.sha256(sys.version.encode()), Path(settings.BASE_DIR)
        parts = sorted([*base.glob("*/migrations/*.py"), *base.glob("*/guards.py")])
        for path in [*parts, base / "requirements.txt", base / "newsroom" / "settings.py"]:
            found.update(path.read_bytes())
        return found.hexdigest()[:20]

    def keep(self, connection):
        """The target is migrated by now: leave a copy, and let nothing old lie about."""
        if self.lock.closed:
            return
        for old in self.FOLDER.glob("*.sqlite3*"):
            old.unlink()
        half_made = self.kept.with_suffix(".new")
        half_made.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half_made)])
        half_made.rename(self.kept)
        self.done()

    def done(self):
        self.lock.close()


@pytest.fixture(scope="session")
def migrated_database(django_db_modify_db_settings):
    """The MigratedDatabase of this worker, or None on PostgreSQL."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return None
    return MigratedDatabase(connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_keepdb(migrated_database):
    """Where a copy stands, nothing is made anew; pytest_unconfigure() removes it."""
    return migrated_database is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, migrated_database):
    """The five groups stand in the test database from the start: making them for each test that
    needs them took a quarter of the suite's time."""
    from django.db import connection

    from newsroom.roles import make_roles  # models: not before Django is set up

    with django_db_blocker.unblock():
        if migrated_database:
            migrated_database.keep(connection)
        make_roles()


@pytest.fixture
def roles(db):
    """The five groups, as newsroom.roles makes them; again where a flush took them away."""
    from django.contrib.auth.models import Group

    from newsroom.roles import make_roles

    if not Group.objects.exists():
        make_roles()
