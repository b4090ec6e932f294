"""Settings fail by name, and .env.example tells the whole truth about them."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom.env import Environment

SHOW = "from newsroom import settings as s; print(s.{})"


def documented():
    text = (settings.BASE_DIR / ".env.example").read_text()
    return set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))


def start(tmp_path, show="SECRET_KEY", **variables):
    """Import the settings in a process of its own, as a server would; blank means unset."""
    blank = dict.fromkeys(documented(), "")
    blank.update(VAR_DIR=str(tmp_path), SECRET_KEY="x" * 50)
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(show)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **blank, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def environment(monkeypatch):
    """An Environment over the given variables alone."""

    def make(variables, env_file=None):
        monkeypatch.setattr(Environment, "ENVIRON", dict(variables))
        return Environment(env_file)

    return make


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("DEBUG", "maybe"),
        ("BUREAU_TIME_ZONE", "Asia/Atlantis"),
        ("BUREAU_TIME_ZONE", "Europe/Paris"),
        ("SITE_URL", "news.example.org"),
        ("DATABASE_URL", "mysql://localhost/news"),
        ("DATABASE_URL", "postgres://u:p@host:port/news"),
        ("CACHE_URL", "memcached"),
        ("EMAIL_URL", "carrier-pigeon://"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY", ""),
        ("BUREAU_NAEM", "misspelt"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(tmp_path, name, value):
    done = start(tmp_path, **{name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_refused_database_address_does_not_print_its_password(tmp_path):
    done = start(tmp_path, DATABASE_URL="postgres://u:s3cr3t@host:port/news")
    assert "s3cr3t" not in done.stderr


def test_a_secret_key_is_not_needed_to_try_the_demo(tmp_path):
    assert start(tmp_path, SECRET_KEY="", DEMO="true").returncode == 0


def test_blank_variables_mean_the_defaults(tmp_path):
    assert start(tmp_path, show="SITE_URL, s.HOST, s.FOUR_EYES").stdout == (
        "http://127.0.0.1:8000 127.0.0.1 True\n"
    )


def test_the_site_address_follows_the_port(tmp_path):
    assert start(tmp_path, show="SITE_URL", PORT="8123").stdout == "http://127.0.0.1:8123\n"


def test_https_brings_secure_cookies_and_hsts(tmp_path):
    show = "SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS"
    done = start(tmp_path, show=show, SITE_URL="https://news.example.org")
    assert done.stdout == "True True 31536000\n"


def test_a_shared_cache_brings_a_second_web_process(tmp_path):
    done = start(tmp_path, show="WEB_PROCESSES", CACHE_URL="redis://127.0.0.1:6379/0")
    assert done.stdout == "2\n"


def test_postgresql_gets_a_pool_and_health_checks(tmp_path):
    show = "DATABASES['default']['OPTIONS']['pool']['max_size'], s.DATABASES['default']"
    show += "['CONN_HEALTH_CHECKS']"
    done = start(tmp_path, show=show, DATABASE_URL="postgres://u@h/n", DATABASE_POOL_SIZE="7")
    assert done.stdout == "7 True\n"


def test_every_variable_is_documented_and_every_documented_one_is_read(tmp_path):
    done = start(tmp_path, show="env.names")
    assert set(re.findall(r"[A-Z_]+", done.stdout)) == documented()


def test_the_example_file_is_accepted_as_it_stands(environment):
    env = environment({}, settings.BASE_DIR / ".env.example")
    env.names = documented()
    env.refuse_unknown(prefix="BUREAU_")


def test_a_variable_in_the_env_file_that_nobody_reads_is_refused(environment, tmp_path):
    (tmp_path / ".env").write_text("DEBGU=true\n")
    with pytest.raises(ImproperlyConfigured, match="DEBGU"):
        environment({}, tmp_path / ".env").refuse_unknown(prefix="BUREAU_")


def test_a_line_in_the_env_file_that_sets_nothing_is_refused(environment, tmp_path):
    (tmp_path / ".env").write_text("# fine\nDEBUG true\n")
    with pytest.raises(ImproperlyConfigured, match="line 2"):
        environment({}, tmp_path / ".env")


def test_the_environment_wins_over_the_env_file(environment, tmp_path):
    (tmp_path / ".env").write_text("PORT=9000\n")
    assert environment({"PORT": "8000"}, tmp_path / ".env").number("PORT") == 8000


def test_sqlite_writes_ahead_and_checks_foreign_keys(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            found[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 20000,
    }


def test_tests_never_write_to_the_developers_files():
    assert settings.BASE_DIR not in settings.MEDIA_ROOT.parents


def test_a_page_waits_three_seconds_at_most_for_a_database_that_is_away(tmp_path):
    done = start(
        tmp_path, "DATABASES['default']['OPTIONS']", DATABASE_URL="postgres://u:p@localhost/news"
    )
    options = ast.literal_eval(done.stdout)
    assert (options["connect_timeout"], options["pool"]["timeout"]) == (3, 3)
