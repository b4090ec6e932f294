"""Each check is silent about good settings and speaks of one bad value."""

import pytest
from django.core.checks import run_checks

pytestmark = pytest.mark.django_db  # one check looks into the database

GOOD = {
    "SECRET_KEY": "k" * 60,
    "DEMO": False,
    "SITE_URL": "https://news.example.org",
    "HOST": "127.0.0.1",
    "ALLOWED_HOSTS": ["news.example.org"],
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_SSL_REDIRECT": True,
    "WEB_PROCESSES": 1,
    "CACHE_IS_SHARED": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def csp(**directives):
    return {"DIRECTIVES": {name.replace("_", "-"): value for name, value in directives.items()}}


def ours():
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [message.id for message in found if message.id.startswith("newsroom.")]


@pytest.fixture
def server(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def test_a_well_kept_server_hears_nothing(server):
    assert ours() == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"SECRET_KEY": "only-for-development-and-demonstration"}, "newsroom.E001"),
        ({"DEMO": True}, "newsroom.E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "newsroom.E003"),
        ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}, "newsroom.E004"),
        ({"CONTENT_SECURITY_POLICY": {}}, "newsroom.E005"),
        ({"MIDDLEWARE": []}, "newsroom.E005"),
        ({"CONTENT_SECURITY_POLICY": csp(script_src=["'unsafe-inline'"])}, "newsroom.E006"),
        ({"CONTENT_SECURITY_POLICY": csp(img_src=["'self'"])}, "newsroom.E006"),
        ({"SECURE_HSTS_SECONDS": 1}, "newsroom.E007"),
        ({"WEB_PROCESSES": 2}, "newsroom.E008"),
        ({"AXES_ENABLED": False}, "newsroom.E009"),
        ({"AXES_FAILURE_LIMIT": 100000}, "newsroom.E009"),
        ({"SITE_URL": "http://news.example.org"}, "newsroom.W001"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "newsroom.W002"),
    ],
)
def test_a_bad_value_is_named(server, values, expected):
    for name, value in values.items():
        setattr(server, name, value)
    assert ours() == [expected]


def test_the_demo_may_run_on_ones_own_machine(server):
    server.DEMO = True
    server.SITE_URL = "http://127.0.0.1:8000"
    assert ours() == ["newsroom.W001"]


def test_the_demo_may_not_listen_to_the_network(server):
    server.DEMO = True
    server.SITE_URL = "http://127.0.0.1:8000"
    server.HOST = "0.0.0.0"
    assert "newsroom.E002" in ours()


@pytest.mark.parametrize(("demo", "expected"), [(True, []), (False, ["newsroom.E010"])])
def test_a_demo_newsroom_is_not_taken_into_service(demo, expected, server, monkeypatch):
    monkeypatch.setattr("newsroom.demo.loader.is_loaded", lambda: True)
    server.DEMO = demo
    assert [name for name in ours() if name == "newsroom.E010"] == expected
