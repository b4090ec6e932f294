"""/healthz and /readyz tell a load balancer what it needs, and nobody anything else."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from newsroom import health


def test_healthz_answers_without_the_database(client):
    # No `db` fixture: pytest-django would refuse any query.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_gets_no_cookie_and_is_never_cached(db, client, path):
    response = client.get(path)
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]
    assert not response.has_header("Vary")


def test_readyz_is_ready_when_all_parts_are(db, client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "database": "ok", "cache": "ok", "migrations": "ok"},
    )


def test_readyz_says_that_the_database_is_away_and_not_where_it_was(db, client):
    away = OperationalError('connection to "db.internal", user "newsroom" failed')
    with mock.patch.object(connection, "cursor", side_effect=away):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"ready": False, "database": "cannot be reached", "cache": "ok"},
    )


def test_readyz_counts_the_migrations_that_are_missing(db, client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "1 not applied")


def test_readyz_says_that_the_cache_is_away(db, client):
    with mock.patch.object(type(cache), "set", side_effect=ConnectionError, create=True):
        assert health.shared_cache() == "cannot be reached"


def test_a_probe_may_only_look(client):
    assert client.post("/healthz").status_code == 405
