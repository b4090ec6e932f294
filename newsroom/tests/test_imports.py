"""newsroom → partnerships → articles: an arrow is "may import", and there is no other way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

MAY_IMPORT = {"articles": set(), "partnerships": {"articles"}}
EXISTING = [app for app in MAY_IMPORT if Path(settings.BASE_DIR, app).is_dir()]


def imported_packages(source):
    """The top packages that Python source imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("app", EXISTING)
def test_an_app_imports_only_what_it_may(app):
    forbidden = {*MAY_IMPORT, "newsroom"} - {app, *MAY_IMPORT[app]}
    for path in Path(settings.BASE_DIR, app).rglob("*.py"):
        assert not imported_packages(path.read_text()) & forbidden, path


def test_an_import_inside_a_function_is_seen_too():
    source = "def late():\n    from newsroom.roles import LABELS\n    import articles.models as m\n"
    assert imported_packages(source) == {"newsroom", "articles"}
