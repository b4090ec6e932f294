"""What every test may rely on: own files, an empty cache, a known browser."""

import gc
import os
import shutil

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
