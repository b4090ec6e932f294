"""A page without its database says so at once, and says when to come back."""

import socket

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler
from django.test import Client

PAGES = ["/", "/cari/?q=medan", "/rss.xml", "/admin/"]


@pytest.fixture
def _away(monkeypatch, django_db_blocker):
    """The database is a PostgreSQL server at a port where nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it meanwhile
        away = {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": closed.getsockname()[1],
            "NAME": "newsroom",
            "USER": "newsroom",
            "OPTIONS": {"connect_timeout": 3},
        }
        connection = ConnectionHandler({"default": away})["default"]
        known = connections["default"]
        connections["default"] = connection
        try:
            with django_db_blocker.unblock():
                yield
        finally:
            connections["default"] = known


@pytest.mark.usefixtures("_away")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_its_database_is_away_for_half_a_minute(path):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "503" in page
    assert "127.0.0.1" not in page


@pytest.mark.usefixtures("_away")
def test_the_probe_says_that_the_database_is_away():
    assert Client().get("/readyz").json()["database"] == "cannot be reached"


def test_a_fault_of_a_page_stays_a_fault(db, monkeypatch):
    def broken():
        raise OperationalError("no such table")

    monkeypatch.setattr("newsroom.views.home_page", broken)
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500
