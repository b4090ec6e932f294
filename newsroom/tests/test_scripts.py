"""The scripts behind `make`: what they say when something is not as it should be."""

import ast
import importlib.util
import re
import socket
import sys

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "scripts"


def load(name):
    """A script as a module; some of their names are also names in the standard library."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def siblings(monkeypatch):
    """Let scripts import each other, as they do when Python runs one of them."""
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_an_old_python_can_read_the_script_that_refuses_it():
    ast.parse((SCRIPTS / "setup.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as stopped:
        load("setup").check_python()
    assert re.fullmatch(r"Newsroom needs Python 3\.11 .* this is 3\.9\.2: .*\.", stopped.value.code)


def test_an_env_file_that_exists_is_left_alone(monkeypatch, tmp_path):
    setup = load("setup")
    monkeypatch.setattr(setup, "BASE", str(tmp_path))
    (tmp_path / ".env").write_text("DEMO=false\n")
    setup.write_env()
    assert (tmp_path / ".env").read_text() == "DEMO=false\n"


def test_a_new_env_file_is_for_its_owner_alone(monkeypatch, tmp_path):
    setup = load("setup")
    monkeypatch.setattr(setup, "BASE", str(tmp_path))
    setup.write_env()
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert re.search(r"^SECRET_KEY=.{50,}$", (tmp_path / ".env").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("asked", "written"), [(None, "true"), ("false", "false")])
def test_a_new_env_file_is_for_the_demo_unless_asked_otherwise(
    asked, written, monkeypatch, tmp_path
):
    setup = load("setup")
    monkeypatch.setattr(setup, "BASE", str(tmp_path))
    monkeypatch.delenv("DEMO", raising=False)
    if asked:
        monkeypatch.setenv("DEMO", asked)
    setup.write_env()
    assert f"\nDEMO={written}\n" in (tmp_path / ".env").read_text()


def test_a_busy_port_is_refused_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} of 127.0.0.1 is in use"):
            load("run").refuse_busy_port("127.0.0.1", port)


def test_a_step_is_done_again_only_when_what_it_reads_has_changed(tmp_path):
    prepare = load("prepare")
    prepare.BASE = tmp_path
    (tmp_path / "input").write_text("a")

    def step():
        return prepare.Step(tmp_path / "stamps", "x", prepare.digest(tmp_path / "input"))

    assert not step().is_done
    step().mark()
    assert step().is_done
    (tmp_path / "input").write_text("b")
    assert not step().is_done


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p style="color: red">', "style attribute"),
        ('<a href="{% url "x" %}" onclick="go()">', "event handler attribute"),
        ("<style>", "inline <style>"),
        ("<script>", "inline <script> without a nonce"),
        ('<script src="{% static "a.js" %}" defer>', None),
        ('<script type="application/ld+json">', None),
        ('<script nonce="{{ request.csp_nonce }}">', None),
        ('{# <p style="x"> #}', None),
        ('<p class="{% if a > b %}style{% endif %}">', None),
    ],
)
def test_what_the_browser_would_refuse_is_found_in_a_template(tmp_path, markup, expected):
    page = tmp_path / "page.html"
    page.write_text(f"<p>\n{markup}\n")
    found = load("check_templates").faults(page, tmp_path)
    assert found == ([f"page.html:2: {expected}"] if expected else [])


def test_a_run_of_tests_is_counted_from_its_report(siblings, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>'
    )
    result = load("test").Result("SQLite")
    result.read(report)
    assert str(result) == "SQLite      5 passed, 2 failed, 2 skipped"


def test_tests_run_without_the_callers_own_settings(siblings, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////precious.sqlite3")
    monkeypatch.setenv("HOME", "/home/somebody")
    environment = load("test").clean_environment(PORT="1")
    assert "DATABASE_URL" not in environment
    assert (environment["HOME"], environment["PORT"]) == ("/home/somebody", "1")


def test_every_target_of_the_makefile_says_what_it_does():
    text = (settings.BASE_DIR / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", text, re.MULTILINE)
    assert targets == re.findall(r"^([a-z]+):.*## .+$", text, re.MULTILINE)
    assert set(targets) == set(re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)[1].split())
