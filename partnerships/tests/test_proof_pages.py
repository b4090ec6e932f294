"""Pictures of the pages: drawn by a browser that reaches nothing, ended when it takes too long."""

import io
import os
import stat
import time
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from articles import workflow
from articles.tests.factories import make_user
from partnerships.proof import pages
from partnerships.tests.factories import make_line
from partnerships.tests.proofs import at, issue, make_counted, make_picture, make_signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
SIZE = pages.WIDTH * pages.IN_A_ROW, pages.HEIGHT * 2


def make_browser(folder, monkeypatch, script):
    """A program that stands in for the browser; `$OUT` is where the picture must be."""
    program = Path(folder, "chromium")
    program.write_text(f"""#!/bin/sh
for word in "$@"; do case $word in --screenshot=*) OUT=${{word#*=}};; esac; done
echo "$@" > {folder}/asked
cp *.html {folder}/ 2>/dev/null
{script}
""")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pages, "browser", lambda: str(program))
    return program


@pytest.fixture
def drawing(tmp_path, monkeypatch):
    """A browser whose every picture is one of four colours, a page each."""
    picture = Image.new("RGB", SIZE, "white")
    for place, colour in enumerate(["red", "lime", "blue"]):
        box = (place * pages.WIDTH, 0, (place + 1) * pages.WIDTH, pages.HEIGHT)
        picture.paste(colour, box)
    picture.save(tmp_path / "drawn.png")
    make_browser(tmp_path, monkeypatch, f'cp {tmp_path}/drawn.png "$OUT"')
    return tmp_path


@pytest.fixture
def agreement():
    signed = make_signed()
    line = make_line(signed)
    for day in (10, 11):
        make_counted(line=line, when=at(3, day), headline=f"Berita {day}", body="<p>Isi.</p>")
    return signed


def images_in(paper):
    with paper.pdf.open("rb") as file:
        return [image.data for page in PdfReader(io.BytesIO(file.read())).pages
                for image in page.images]  # fmt: skip


def test_each_story_gets_its_own_part_of_the_picture(drawing, agreement):
    paper = issue(agreement, with_pages=True)
    assert paper.facts["pages"] == "made"
    assert all(story["page"]["sha256"] for story in paper.facts["stories"])
    colours = []
    for data in images_in(paper):
        with Image.open(io.BytesIO(data)) as image:
            colours.append(max(range(3), key=image.convert("RGB").getpixel((5, 5)).__getitem__))
    assert colours == [0, 1]


def test_the_pages_are_those_that_a_reader_gets_with_all_they_need_beside_them(drawing, agreement):
    issue(agreement, with_pages=True)
    (story, *_rest) = sorted(drawing.glob("story-*.html"))
    html = story.read_text()
    assert "Berita 10" in html
    assert '"static/css/site.css"' in html
    assert "/admin/" not in html
    assert 'loading="lazy"' not in html
    sheet = (drawing / "sheet.html").read_text()
    assert sheet.count("<iframe") == 2
    assert sheet.count('sandbox="allow-same-origin"') == 2


def test_the_browser_is_told_to_reach_nothing(drawing, agreement):
    issue(agreement, with_pages=True)
    asked = (drawing / "asked").read_text()
    for option in ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
                   "--disable-background-networking", "file://"):  # fmt: skip
        assert option in asked
    assert "http" not in asked


def test_it_says_how_far_it_is(drawing, agreement):
    told = []
    issue(agreement, with_pages=True, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (4, 4)]


def test_without_being_asked_no_browser_is_started(drawing, agreement):
    paper = issue(agreement)
    assert paper.facts["pages"] == ""
    assert not (drawing / "asked").exists()


def test_a_retracted_story_is_not_pictured(drawing, agreement):
    story = agreement.deliverables.get().claims.order_by("pk").first().article
    workflow.retract(story, by=make_user("head"), note="Keliru.", ground="error")
    found = {s["id"]: s["page"] for s in issue(agreement, with_pages=True).facts["stories"]}
    assert found.pop(story.pk) is None
    assert all(found.values())


@pytest.mark.parametrize(
    "script", ["exit 1", "exit 0", 'echo kosong > "$OUT"'], ids=["fails", "draws nothing", "broken"]
)
def test_a_browser_that_draws_nothing_leaves_a_note(script, tmp_path, monkeypatch, agreement):
    make_browser(tmp_path, monkeypatch, script)
    paper = issue(agreement, with_pages=True)
    assert paper.facts["pages"] == "none"
    assert [story["page"] for story in paper.facts["stories"]] == [None, None]


def test_without_a_browser_the_paper_says_so(monkeypatch, agreement):
    monkeypatch.setattr(pages, "browser", lambda: None)
    assert issue(agreement, with_pages=True).facts["pages"] == "none"


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(tmp_path, monkeypatch, agreement):
    make_browser(tmp_path, monkeypatch, f"sleep 600 & echo $! > {tmp_path}/child; sleep 600")
    monkeypatch.setattr(pages, "SECONDS", 0.3)
    began = time.monotonic()
    paper = issue(agreement, with_pages=True)
    assert time.monotonic() - began < 10
    assert paper.facts["pages"] == "none"
    child = int((tmp_path / "child").read_text())
    assert not Path(f"/proc/{child}").exists() or _is_gone(child)


def _is_gone(pid):
    """A killed process that nobody has waited for yet is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")
    except OSError:
        return True


def test_the_time_for_all_of_them_is_bounded(drawing, agreement, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    stories = [dict(story) for story in issue(agreement).facts["stories"]]
    clock = iter([0, 0, 200])  # the first is drawn, for the second nothing is left
    monkeypatch.setattr(pages.time, "monotonic", lambda: next(clock))
    pictures = {}
    assert pages.draw(stories, pictures) == "partly"
    assert [bool(story["page"]) for story in stories] == [True, False]


@pytest.mark.browser
def test_a_real_browser_draws_the_headline_and_the_photo(agreement, monkeypatch):
    monkeypatch.setattr(pages, "browser", lambda: os.environ["CHROMIUM"])
    photo = make_picture()
    make_counted(line=agreement.deliverables.get(), when=at(3, 12), lead_photo=photo)
    paper = issue(agreement, with_pages=True)
    assert paper.facts["pages"] == "made"
    with Image.open(io.BytesIO(images_in(paper)[0])) as image:
        colours = image.convert("L").getextrema()
    assert colours[0] < 60  # ink
    assert colours[1] > 240  # paper
