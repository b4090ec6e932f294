"""The map of tiles: all 33, each once, in their places; shades that can be read in both themes."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from partnerships.drawings import RegionTile, regions
from partnerships.drawings.tiles import COLUMNS, ROWS, TILES
from partnerships.tests.drawn import drawn, links, misplaced, table, text_of, with_class

CSS = Path(settings.BASE_DIR, "static/css")
AT = {tile.slug: (tile.column, tile.row) for tile in TILES}
ISLANDS = {"nias", "nias-utara", "nias-barat", "nias-selatan", "gunungsitoli"}
# Those that share a border on the ground.
NEIGHBOURS = """
langkat binjai, langkat deli-serdang, langkat karo, binjai deli-serdang, medan deli-serdang,
deli-serdang karo, deli-serdang simalungun, deli-serdang serdang-bedagai,
serdang-bedagai simalungun, serdang-bedagai tebing-tinggi, serdang-bedagai batu-bara,
batu-bara simalungun, batu-bara asahan, asahan simalungun, asahan toba, asahan tanjungbalai,
asahan labuhanbatu-utara, karo dairi, dairi pakpak-bharat, dairi samosir,
pakpak-bharat humbang-hasundutan, samosir humbang-hasundutan, samosir toba, samosir simalungun,
humbang-hasundutan toba, humbang-hasundutan tapanuli-utara, humbang-hasundutan tapanuli-tengah,
toba simalungun, toba labuhanbatu-utara, toba tapanuli-utara, tapanuli-utara tapanuli-selatan,
tapanuli-utara labuhanbatu-utara, tapanuli-utara tapanuli-tengah, tapanuli-tengah sibolga,
tapanuli-tengah tapanuli-selatan, labuhanbatu-utara labuhanbatu,
labuhanbatu-utara labuhanbatu-selatan, labuhanbatu-utara padang-lawas-utara,
labuhanbatu labuhanbatu-selatan, labuhanbatu-selatan padang-lawas-utara,
padang-lawas-utara tapanuli-selatan, padang-lawas-utara padang-lawas,
padang-lawas tapanuli-selatan, padang-lawas mandailing-natal,
tapanuli-selatan padangsidimpuan, simalungun pematangsiantar, nias-utara gunungsitoli,
nias-utara nias-barat, nias-utara nias, nias gunungsitoli, nias nias-barat, nias nias-selatan,
nias-barat nias-selatan
"""
PAIRS = [pair.split() for pair in NEIGHBOURS.split(",")]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def tile(slug="medan", number=3, level=2, **values):
    defaults = {"name": slug.title(), "url": f"/r/{slug}", "words": f"{number} stories"}
    return RegionTile(slug=slug, number=number, level=level, **{**defaults, **values})


def test_every_region_of_the_province_has_one_tile_of_its_own_kind():
    rows = json.loads(Path(settings.BASE_DIR, "fixtures/regions.json").read_text())
    regions = {row["fields"]["slug"]: row["fields"] for row in rows}
    assert sorted(AT) == sorted(regions)
    assert len(TILES) == len(regions) == 33
    for each in TILES:
        assert each.name == regions[each.slug]["name"]
        assert each.is_city == (regions[each.slug]["kind"] == "kota")


def test_no_two_share_a_place_and_all_lie_on_the_grid():
    assert len(set(AT.values())) == 33
    assert {column for column, _row in AT.values()} == set(range(COLUMNS))
    assert {row for _column, row in AT.values()} == set(range(ROWS))


def test_neighbours_on_the_ground_touch_on_the_map():
    far = [
        (one, other)
        for one, other in PAIRS
        if max(abs(AT[one][0] - AT[other][0]), abs(AT[one][1] - AT[other][1])) != 1
    ]
    assert len(PAIRS) > 50
    assert far == []


def test_north_is_above_and_east_is_right():
    from_north = ["langkat", "karo", "samosir", "tapanuli-tengah"], ["medan", "simalungun", "toba"]
    from_north += ["tapanuli-utara", "tapanuli-selatan", "mandailing-natal"], ["nias-utara", "nias"]
    for places in from_north:
        rows = [AT[slug][1] for slug in places]
        assert rows == sorted(set(rows))
    from_west = ["langkat", "binjai", "medan"], ["samosir", "toba", "asahan", "tanjungbalai"]
    from_west += ["nias", "tapanuli-tengah", "padang-lawas-utara"], ["karo", "batu-bara"]
    for places in from_west:
        columns = [AT[slug][0] for slug in places]
        assert columns == sorted(set(columns))


def test_water_lies_around_nias():
    for island in ISLANDS:
        for slug in AT.keys() - ISLANDS:
            (a, b), (c, d) = AT[island], AT[slug]
            assert max(abs(a - c), abs(b - d)) > 1, (island, slug)


def test_names_fit_their_tiles():
    for each in TILES:
        assert 1 <= len(each.short) <= 2
        assert 1 <= len(each.wide) <= 2
        assert max(map(len, each.short)) <= 7, each.slug
        assert max(map(len, each.wide)) <= 11, each.slug


# Numbers.


def test_a_tile_prints_its_number_and_its_table_says_the_same():
    tree = drawn(regions([tile(number=1200), tile("karo", 7)], title="Coverage"))
    assert links(tree) == {
        "/r/medan": "City of Medan: 1200 stories", "/r/karo": "Karo: 7 stories",
    }  # fmt: skip
    rows, addresses = table(tree)
    assert len(rows) == 33
    assert ["City of Medan", "1,200", "1200 stories"] in rows
    assert ["Karo", "7", "7 stories"] in rows
    assert addresses == {"City of Medan": "/r/medan", "Karo": "/r/karo"}
    printed = [text_of(each) for each in with_class(tree, "drawing__count")]
    assert sorted(printed) == sorted(["1,200", "7", *["–"] * 31])


def test_a_region_without_a_row_is_drawn_empty():
    tree = drawn(regions([tile()], title="Coverage"))
    empty = [each for each in with_class(tree, "drawing__level--none") if each.tag == "g"]
    assert len(empty) == 32
    assert ["Nias", "–", "no figure"] in table(tree)[0]


@pytest.mark.parametrize(("level", "shade"), [(-3, 0), (0, 0), (4, 4), (9, 4)])
def test_a_level_is_one_of_five_shades(level, shade):
    tree = drawn(regions([tile(level=level)], title="Coverage"))
    assert f"drawing__level--{shade}" in next(tree.find("svg").iter("a")).get("class")


def test_the_legend_says_which_numbers_a_shade_stands_for():
    rows = [tile("medan", 130, 4), tile("karo", 25, 4), tile("nias", 2, 1), tile("dairi", 0, 0)]
    keys = [key.words for key in regions(rows, title="Coverage").legend]
    assert keys == ["0", "2", "25–130", "no figure", "regency", "city"]


def test_cities_are_round_whatever_their_shade():
    tree = drawn(regions([tile(), tile("karo")], title="Coverage"))
    corners = {each.get("rx") for each in with_class(tree, "drawing__tile")}
    assert len(corners) == 2
    round_ones = [each for each in with_class(tree, "drawing__tile") if each.get("rx") == "16"]
    assert len(round_ones) == sum(each.is_city for each in TILES) == 8


def test_a_region_made_since_is_in_the_table():
    tree = drawn(regions([tile("kota-baru", 4)], title="Coverage"))
    assert ["Kota-Baru (not on the map)", "4", "4 stories"] in table(tree)[0]


@pytest.mark.parametrize("number", [0, 9_876_543_210])
def test_all_alike_or_huge_stays_in_the_drawing(number):
    rows = [tile(each.slug, number) for each in TILES]
    assert misplaced(drawn(regions(rows, title="Coverage"))) == []


# Colours.


def values_of(css):
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]+);", css))


def themes():
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return {"light": values_of(light), "dark": values_of(light) | values_of(dark)}


def channels(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]


def over(colour, ground, opacity):
    pairs = zip(channels(colour), channels(ground), strict=True)
    return [opacity * top + (1 - opacity) * below for top, below in pairs]


def contrast(one, other):
    lights = sorted(
        sum(
            weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for weight, c in zip((0.2126, 0.7152, 0.0722), colour, strict=True)
        )
        for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def rule(css, selector):
    found = re.search(rf"^{re.escape(selector)} \{{ (.*?) \}}", css, re.MULTILINE)
    return dict(re.findall(r"([\w-]+): ([^;]+);", found[1]))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("level", range(5))
def test_letters_can_be_read_on_every_shade(level, theme):
    css, token = (CSS / "drawings.css").read_text(), themes()[theme]
    shapes = ":is(.drawing__tile, .drawing__swatch)"
    fill = rule(css, f".drawing--regions {shapes}")["fill"]
    opacity = float(rule(css, f".drawing__level--{level} {shapes}")["fill-opacity"])
    text = rule(css, ".drawing text.drawing__name")["fill"]
    if level == 4:
        text = rule(css, ".drawing .drawing__level--4 text")["fill"]
    ground = over(token[fill[4:-1]], token["--paper"], opacity)
    assert contrast(channels(token[text[4:-1]]), ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "tone",
    ["--ink-3", "--label-release", "--label-advertorial", "--label-foto", "--label-ralat",
     "--label-dicabut"],
)  # fmt: skip
def test_the_word_of_a_state_can_be_read_on_its_bar_and_the_bar_on_paper(tone, theme):
    css, token = (CSS / "drawings.css").read_text(), themes()[theme]
    opacity = float(rule(css, ".drawing__tint")["fill-opacity"])
    tint = over(token[tone], token["--paper"], opacity)
    assert contrast(channels(token["--ink"]), tint) >= 4.5
    assert contrast(channels(token[tone]), channels(token["--paper"])) >= 3


def test_shades_differ_from_each_other():
    css = (CSS / "drawings.css").read_text()
    shapes = ":is(.drawing__tile, .drawing__swatch)"
    found = [
        float(rule(css, f".drawing__level--{level} {shapes}")["fill-opacity"]) for level in range(5)
    ]
    assert all(b - a >= 0.1 for a, b in zip(found, found[1:], strict=False))


def test_paper_gets_the_light_colours():
    css = (CSS / "drawings.css").read_text()
    printed = values_of(css.split("@media print")[1])
    used = set(re.findall(r"var\((--[\w-]+)\)", css)) - {"--link", "--focus"}
    light = themes()["light"]
    assert printed == {name: light[name] for name in used if name in light}
