"""A picture of the first screen of each story's page, as a reader's phone showed it that day.

Chromium draws pages that were written to a folder for it: no server is asked, no script runs and
no host is found. Several pages are drawn at once, side by side; whatever takes too long is ended
with all that it started, and left out.
"""

import contextlib
import logging
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.urls import resolve
from PIL import Image

from partnerships.proof.pictures import UNREADABLE, sha256, shrunk

log = logging.getLogger("partnerships.proof")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 412, 760  # a phone
AT_ONCE, IN_A_ROW = 8, 4
SECONDS = 25  # for one drawing
SECONDS_IN_ALL = 150
SMALL = (360, 664)
OPTIONS = (
    "--headless=new", "--hide-scrollbars", "--disable-gpu", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage",
    # The letters lie beside the page; nothing else is reached.
    "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip
ADDRESS = re.compile(r"""(?<=["'( ,])(/(?:static|media)/[^"'()\s,?#]+)""")
# The picture is taken when everything is loaded, and what waits to be scrolled to never is.
WAITS = re.compile(r' (?:loading="lazy"|decoding="async")')
IN_CSS = re.compile(r"""url\(["']?(?!data:|/|https?:)([^"')?#]+)""")


def browser():
    """The path of a browser that can draw, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def draw(stories, pictures, *, progress=None, seconds=SECONDS_IN_ALL):
    """Give each of `stories` (facts) its `page`; returns the word for facts["pages"].

    “none”: there is no browser, or nothing came of it; “partly”; “made”. `progress(done, total)`
    is told after each drawing.
    """
    program, wanted = browser(), [story for story in stories if not story["retraction"]]
    for story in stories:
        story["page"] = None
    if not wanted:
        return ""
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="pages-", ignore_cleanup_errors=True) as folder:
        for first in range(0, len(wanted), AT_ONCE):
            left = end - time.monotonic()
            if program is None or left < 1:
                break
            some = wanted[first : first + AT_ONCE]
            _draw_some(program, Path(folder), some, pictures, min(left, SECONDS))
            if progress:
                progress(first + len(some), len(wanted))
    made = sum(bool(story["page"]) for story in wanted)
    return "made" if made == len(wanted) else "partly" if made else "none"


def _draw_some(program, folder, stories, pictures, seconds):
    pages = [_written(folder, story) for story in stories]
    frames = "".join(
        # A frame in the sandbox runs no script; the same origin lets it have its letters.
        f'<iframe sandbox="allow-same-origin" src="{name}" width="{WIDTH}" height="{HEIGHT}" '
        'scrolling="no"></iframe>'
        for name in pages
        if name
    )
    sheet = folder / "sheet.html"
    sheet.write_text(
        "<!doctype html><style>body{margin:0;font-size:0;line-height:0}iframe{border:0;"
        f"vertical-align:top}}body{{width:{WIDTH * IN_A_ROW}px}}</style>{frames}",
        encoding="utf-8",
    )
    drawn = folder / "sheet.png"
    drawn.unlink(missing_ok=True)
    rows = -(-AT_ONCE // IN_A_ROW)
    size = f"--window-size={WIDTH * IN_A_ROW},{HEIGHT * rows}"
    command = [program, *OPTIONS, size, f"--user-data-dir={folder / 'profile'}"]
    if os.geteuid() == 0:  # it refuses its sandbox to root
        command.append("--no-sandbox")
    if not _ran([*command, f"--screenshot={drawn}", sheet.as_uri()], folder, seconds):
        return
    shown = [story for story, name in zip(stories, pages, strict=True) if name]
    _cut(drawn, shown, pictures)


def _cut(drawn, stories, pictures):
    try:
        with Image.open(drawn, formats=["PNG"]) as image:
            for place, story in enumerate(stories):
                left, top = place % IN_A_ROW * WIDTH, place // IN_A_ROW * HEIGHT
                part = image.crop((left, top, left + WIDTH, top + HEIGHT))
                content = shrunk(part, SMALL)
                name = f"page-{story['id']}.jpg"
                pictures[name] = content
                story["page"] = {"file": name, "sha256": sha256(content)}
    except UNREADABLE:
        log.warning("the pages of a proof were drawn, but the picture cannot be read")


def _ran(command, folder, seconds):
    """Run it in a group of its own; end the whole group where it takes longer."""
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603  (the command is ours, and no shell reads it)
        command, cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        log.warning("drawing the pages of a proof took longer than %d s", seconds)
        return False
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _written(folder, story):
    """The name of a file with the page that a reader gets, or "" where there is none now."""
    path = story["url"].removeprefix(settings.SITE_URL)
    found = resolve(path)
    response = found.func(_request(path), *found.args, **found.kwargs)
    if response.status_code != 200:
        return ""
    html = WAITS.sub("", response.content.decode())
    html = ADDRESS.sub(lambda match: _beside(folder, match[1]), html)
    name = f"story-{story['id']}.html"
    (folder / name).write_text(html, encoding="utf-8")
    return name


def _request(path):
    """What a reader without a cookie would send."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REQUEST_METHOD": "GET"}
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = settings.LANGUAGE_CODE
    return request


def _beside(folder, address):
    """Copy the file of that address into the folder; its place there, or what leads nowhere."""
    name = address.lstrip("/")
    if ".." in name.split("/"):
        return "about:blank"
    target = folder / name
    if not target.exists():
        content = _static(name) if name.startswith("static/") else _media(name)
        if content is None:
            return "about:blank"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if name.endswith(".css"):
            _letters(folder, name, content.decode("utf-8", "replace"))
    return name


def _letters(folder, name, css):
    """What a style sheet asks for from beside itself: the fonts."""
    base = os.path.dirname(f"/{name}")
    for found in IN_CSS.findall(css):
        _beside(folder, os.path.normpath(os.path.join(base, found)))


def _static(name):
    name = name.removeprefix("static/")
    with contextlib.suppress(OSError, ValueError), staticfiles_storage.open(name) as file:
        return file.read()
    found = finders.find(name)
    return Path(found).read_bytes() if found else None


def _media(name):
    name = name.removeprefix("media/")
    with contextlib.suppress(OSError, ValueError), default_storage.open(name) as file:
        return file.read()
    return None
