"""What every test may rely on: own files, an empty cache, a known browser."""

import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


def pytest_unconfigure():
    """Remove the files of this run; settings.py made a directory for them."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Tests with real transactions empty the tables after them; the record's triggers forbid it.

    SQLite empties by DELETE, so the triggers step aside for that; `flush` sends post_migrate,
    which brings them back. PostgreSQL empties by TRUNCATE, which asks no row.
    """
    from django.db import connection

    from articles.guards import RECORD
    from partnerships.guards import CERTIFICATES, GUARDS

    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def past_the_guards(self, statements):
        for guards in (RECORD, GUARDS, CERTIFICATES):
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The five groups stand in the test database from the start: making them for each test that
    needs them took a quarter of the suite's time."""
    from newsroom.roles import make_roles  # models: not before Django is set up

    with django_db_blocker.unblock():
        make_roles()


@pytest.fixture
def roles(db):
    """The five groups, as newsroom.roles makes them; again where a flush took them away."""
    from django.contrib.auth.models import Group

    from newsroom.roles import make_roles

    if not Group.objects.exists():
        make_roles()
