"""One line for each request, which nobody can forge and which gives nobody away."""

import logging
import re

import pytest
from django.test import Client, RequestFactory

from newsroom.logging import LineFormatter, without_keys
from newsroom.middleware import client_ip


@pytest.fixture
def lines(caplog):
    """The lines that a request writes."""
    caplog.set_level(logging.INFO, logger="newsroom.request")

    def read():
        found = [record for record in caplog.records if record.name == "newsroom.request"]
        return [LineFormatter().format(record) for record in found]

    return read


def test_a_request_writes_one_line(client, lines):
    client.get("/healthz")
    (line,) = lines()
    assert re.search(r" method=GET path=/healthz status=200 ms=\d+ user=-$", line)


def test_the_line_names_the_filters_used_and_not_what_was_typed(client, lines):
    client.get("/healthz?q=Siti+Aminah&page=2")
    (line,) = lines()
    assert line.endswith(" query=page,q")
    assert "Siti" not in line


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/p/a-token-that-opens-a-door/", "/p/*"),
        ("/p/a-token-that-opens-a-door/dokumen/7/", "/p/*"),
        ("/pratinjau/a-token-that-opens-a-door/", "/pratinjau/*"),
        ("/kalender/a-token-that-opens-a-door.ics", "/kalender/*"),
    ],
)
def test_a_private_link_does_not_reach_the_log(path, kept, db, client, lines):
    client.get(path)
    (line,) = lines()
    assert f"path={kept} status=404" in line


@pytest.mark.parametrize(
    "sentence",
    [
        "Internal Server Error: /p/KEY/",
        "Forbidden (CSRF cookie not set.): /pratinjau/KEY/",
        "Referer checking failed - https://bureau.example/p/KEY/ does not match any.",
        '"GET /kalender/KEY.ics HTTP/1.1" 500 -',
        "<WSGIRequest: GET '/p/KEY/dokumen/3/'>",
        'quoted once more: \\"/p/KEY/\\"',
    ],
)
def test_what_django_itself_writes_of_a_path_holds_no_key(sentence):
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, "%s", (sentence,), None)
    line = LineFormatter().format(record)
    assert "KEY" not in line
    assert "/*" in line


def test_a_traceback_holds_no_key_either():
    try:
        raise RuntimeError("no such row for https://bureau.example/p/KEY/")
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("a", logging.ERROR, __file__, 1, "it failed", (), info)
    assert "KEY" not in LineFormatter().format(record)


@pytest.mark.parametrize("text", ["/admin/p/7/", "/var/lib/p/x.py", "src/p/x.py", "a /p/ b"])
def test_other_paths_stay_as_they_are(text):
    assert without_keys(text) == text


def test_a_refused_post_to_a_private_page_leaves_no_key_in_the_log(caplog):
    Client(enforce_csrf_checks=True).post("/p/a-token-that-opens-a-door/")
    written = [LineFormatter().format(record) for record in caplog.records]
    assert any("Forbidden" in line for line in written)
    assert not any("a-token" in line for line in written)


def test_a_path_cannot_forge_a_second_line(client, lines):
    client.get("/nowhere%0Atime=1%20level=error%20%22x")
    (line,) = lines()
    assert "\n" not in line
    assert 'path="/nowhere%0Atime%3D1' in line or "path=/nowhere%0Atime%3D1" in line


def test_a_signed_in_user_is_named_by_number(admin_client, admin_user, lines):
    admin_client.get("/admin/password_change/")
    assert f" user={admin_user.pk}" in lines()[-1]


def test_a_sane_request_id_is_kept_and_returned(client):
    response = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-42"})
    assert response["X-Request-ID"] == "from-the-proxy-42"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "spaces in it", 'a"quote-in-it'])
def test_any_other_request_id_is_replaced(client, given):
    response = client.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])


def test_a_traceback_follows_its_line():
    try:
        raise RuntimeError("broken")
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("a", logging.ERROR, __file__, 1, "it %s", ("failed",), info)
    record.created = 1656413511.5
    first, *rest = LineFormatter().format(record).splitlines()
    assert first == (
        'time=2022-06-28T10:51:51.500Z level=error logger=a request=- message="it failed"'
    )
    assert rest[-1] == "RuntimeError: broken"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_a_visitor_cannot_choose_the_address_that_is_counted(
    settings, proxies, forwarded, expected
):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_ip(request) == expected
