"""Bring catalogues, database, demo and static files up to date with the code.

All in one process, and only what changed since the last time: a step's stamp holds the hash of
what the step reads. That is what lets a second `make run` start at once.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def digest(*parts):
    """One hash for files, folders (all files in them) and plain texts."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            found.update(part.encode())
            continue
        files = [part] if part.is_file() else sorted(part.rglob("*"))
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(str(path.relative_to(BASE)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()


def compile_messages():
    """Make the .mo catalogues, without GNU gettext; Babel skips fuzzy entries."""
    sources = sorted(BASE.glob("locale/*/LC_MESSAGES/*.po"))
    for source in sources:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        language = source.parent.parent.name
        command = [sys.executable, "-m", "babel.messages.frontend", "compile"]
        command += ["-l", language, "-i", str(source), "-o", str(target)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{source.relative_to(BASE)} cannot be compiled:\n{done.stderr.strip()}")


def database_key(settings):
    """Which database this is, so far as a stamp can know; None if it cannot."""
    database = settings.DATABASES["default"]
    path = Path(database["NAME"])
    if not database["ENGINE"].endswith("sqlite3"):
        return None  # somebody else may have emptied it: look every time
    return f"{path}:{path.stat().st_ino}" if path.exists() else None


def keep_private(settings):
    """Make a new SQLite file readable by its owner alone: it will hold names and drafts."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        Path(database["NAME"]).touch(mode=0o600)


class Step:
    """A piece of work that is done again only when its inputs have another hash."""

    def __init__(self, folder, name, key):
        self.path = folder / name
        self.key = key

    @property
    def is_done(self):
        return self.key is not None and self.path.exists() and self.path.read_text() == self.key

    def mark(self, key=None):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(key or self.key or "")


def data_key(settings):
    database = database_key(settings)
    if database is None:
        return None
    code = [BASE / "articles", BASE / "newsroom", BASE / "fixtures", BASE / "requirements.txt"]
    return digest(*code, database, str(settings.DEMO), settings.LANGUAGE_CODE)


def prepare(settings):
    stamps = settings.VAR_DIR / "stamps"
    data = Step(stamps, "data", data_key(settings))
    static = Step(stamps, "static", digest(BASE / "static", BASE / "requirements.txt"))
    if data.is_done and static.is_done:
        return
    import django
    from django.core.management import call_command

    django.setup()
    if not data.is_done:
        print("Preparing the database …", flush=True)
        keep_private(settings)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("bootstrap")
        if settings.DEMO:
            call_command("demo")
        data.mark(data_key(settings))
    if not static.is_done:
        print("Collecting static files …", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        static.mark()


if __name__ == "__main__":
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError

    try:
        compile_messages()
        if "--messages" not in sys.argv:
            prepare(settings)
    except (CommandError, ImproperlyConfigured) as reason:
        sys.exit(f"Not started: {reason}")
