"""The drawings in a real browser: axe, letters that keep clear of each other, the keyboard."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from partnerships.drawings import (
    Bar,
    DayCount,
    MonthProgress,
    RegionTile,
    Term,
    burn_down,
    days,
    pipeline,
    progress_months,
    regions,
    terms,
)
from partnerships.drawings.tiles import TILES
from partnerships.models import Agreement
from partnerships.tests.drawn import markup

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)
TODAY = date(2026, 12, 1)
CSS = Path(settings.BASE_DIR, "static/css")
TITLE = "Kerja Sama Publikasi Pembangunan dan Penyebarluasan Informasi Pemerintah Kabupaten Karo"
# Letters of one drawing that lie over each other, stand beside it, or are wider than their tile.
CROWDED = """() => [...document.querySelectorAll(".drawing__svg")].flatMap((svg) => {
  const seen = (element) => element.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")].filter((text) => seen(text).width);
  const whole = seen(svg), found = [];
  words.forEach((one, place) => {
    const a = seen(one);
    if (a.left < whole.left - 8 || a.right > whole.right + 8) found.push([one.textContent]);
    const tile = one.parentElement.querySelector(".drawing__tile");
    if (tile && a.width > seen(tile).width + 1) found.push(["wide", one.textContent]);
    words.slice(place + 1).forEach((other) => {
      const b = seen(other);
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 4) found.push([one.textContent, other.textContent]);
    });
  });
  return found;
})"""


def drawings():
    """One of each, as full as a page shows them."""
    states = [(str(label), value) for value, label in Agreement.State.choices]
    bars = [
        Bar(label, 7 * n, f"/s/{n}", f"rata-rata {n * 9} hari", state)
        for n, (label, state) in enumerate(states)
    ]
    terms_shown = [
        Term(
            TITLE, f"/t/{n}", TODAY + (n * 40 - 200) * DAY, TODAY + (n * 45 + 10) * DAY,
            state, label,
        )
        for n, (label, state) in enumerate(states)
    ]  # fmt: skip
    stories = [DayCount(TODAY - n * DAY, n * 7 % 23, f"/d/{n}") for n in range(60)]
    tiles = [
        RegionTile(tile.slug, tile.name, n * n, f"/r/{n}", n % 5, f"{n * n} berita")
        for n, tile in enumerate(TILES[:-2])
    ]
    months = [MonthProgress(date(2026, n, 1), 4, n * 3 % 7, f"/m/{n}") for n in range(1, 13)]
    year = {"starts_on": date(2026, 3, 1), "ends_on": date(2027, 2, 28), "today": TODAY}
    return [
        pipeline(bars),
        terms(terms_shown, first=date(2026, 10, 1), today=TODAY),
        days(stories, today=TODAY),
        regions(tiles, title="Liputan menurut daerah"),
        burn_down(title="Kurang", quota=96, deliveries=[(TODAY - 90 * DAY, 30)], **year),
        burn_down(title="Lebih", quota=40, deliveries=[(TODAY - 90 * DAY, 52)], **year),
        progress_months(months, title="Bulan demi bulan"),
    ]


@pytest.fixture
def shown(browser):
    """`shown(width, scheme)`: a page with all drawings."""
    contexts = []

    def shown(width, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="id-ID"
        )
        contexts.append(context)
        page = context.new_page()
        body = "".join(markup(thing) for thing in drawings())
        page.set_content(f"<!doctype html><html lang=id><title>Gambar</title><main>{body}</main>")
        for name in ("tokens.css", "drawings.css"):
            page.add_style_tag(content=(CSS / name).read_text())
        page.add_style_tag(content="body { margin: 16px; background: var(--paper) }")
        return page

    yield shown
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_drawing(shown, width, scheme):
    page = shown(width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    bad = [
        (row["id"], node["html"][:160])
        for row in Axe().run(page).response["violations"]
        if row["impact"] in {"serious", "critical"}
        for node in row["nodes"]
    ]
    assert bad == []


@pytest.mark.parametrize("width", [360, 600, 768, 1280])
def test_letters_keep_clear_of_each_other(shown, width):
    page = shown(width)
    assert page.evaluate(CROWDED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_reaches_a_tile_and_shows_where_it_is(shown):
    page = shown(360)
    tile = page.locator(".drawing--regions .drawing__link").first
    width = "(link) => getComputedStyle(link.querySelector('rect')).strokeWidth"
    assert tile.evaluate(width) == "1px"
    page.locator(".drawing--days summary").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/r/0"
    assert tile.evaluate(width) == "3px"
