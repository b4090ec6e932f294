"""The desk speaks its user's language; a public page depends on no cookie and no header."""

import pytest
from django.conf import settings


@pytest.fixture
def prefers_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_desk_speaks_the_language_that_was_chosen(db, prefers_english):
    response = prefers_english.get("/admin/login/")
    assert response["Content-Language"] == "en"


def test_the_desk_speaks_indonesian_whatever_the_browser_prefers(db, client):
    response = client.get("/admin/login/", headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "id"


def test_a_language_that_we_do_not_have_is_not_spoken(db, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/admin/login/")["Content-Language"] == "id"


def test_a_public_page_heeds_neither_cookie_nor_header(prefers_english):
    response = prefers_english.get("/healthz", headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "id"
    assert not response.has_header("Vary")


def test_choosing_a_language_sets_a_cookie_for_the_desk_alone(db, client):
    response = client.post("/admin/language/", {"language": "en", "next": "/admin/"})
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["path"]) == ("en", "/admin/")
