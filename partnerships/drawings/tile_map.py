"""The 33 regencies and cities of North Sumatra as tiles, shaded by a number that is printed too."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.drawings.figure import (
    WHOLE,
    Cell,
    Drawing,
    Legend,
    Table,
    grouped,
    link,
    percent,
    place,
)
from partnerships.drawings.tiles import COLUMNS, ROWS, TILES

HEIGHT = 60
LEVELS = range(5)


@dataclass(frozen=True)
class RegionTile:
    slug: str
    name: str
    number: int
    url: str
    level: int
    words: str


@dataclass(frozen=True)
class _Line:
    words: str
    top: str


@dataclass(frozen=True)
class _Shape:
    slug: str
    url: str
    words: str
    number: str
    level: str  # "none" without a row
    is_city: bool
    left: str
    top: int
    wide: tuple  # of _Line
    short: tuple


@dataclass(frozen=True)
class _Picture:
    tiles: tuple
    width: str
    height: int
    tile_height: int


def regions(rows, *, title):
    """`rows`: [RegionTile], one for a region; regions without a row are drawn empty."""
    rows = list(rows)
    found = {row.slug: row for row in rows}
    known = {tile.slug for tile in TILES}
    tiles = tuple(_tile(tile, found.get(tile.slug)) for tile in TILES)
    return Drawing(
        kind="regions",
        title=title,
        summary=_summary(rows),
        reading=_(
            "A tile for each regency and city, laid out as they lie in the province; rounded ones "
            "are cities. The stronger its shade, the higher its number, which stands in it."
        ),
        table=_table(rows, found, known),
        picture=_Picture(tiles, percent(WHOLE / COLUMNS), ROWS * HEIGHT, HEIGHT),
        legend=_legend(rows),
        has_links=any(tile.url for tile in tiles),
    )


def _tile(tile, row):
    return _Shape(
        slug=tile.slug,
        url=link(row.url) if row else "",
        words=_sentence(_full_name(tile), row),
        number=grouped(row.number) if row else "–",
        level=str(_level(row)) if row else "none",
        is_city=tile.is_city,
        left=percent(WHOLE * tile.column / COLUMNS),
        top=tile.row * HEIGHT,
        wide=_lines(tile.wide),
        short=_lines(tile.short),
    )


def _lines(names):
    """One line in the middle of its place above the number, or two around it."""
    tops = (19,) if len(names) == 1 else (16, 28)
    return tuple(_Line(name, place(top)) for name, top in zip(names, tops, strict=True))


def _full_name(tile):
    return _("City of %(name)s") % {"name": tile.name} if tile.is_city else tile.name


def _sentence(name, row):
    if row is None:
        return _("%(region)s: no figure") % {"region": name}
    words = row.words or grouped(row.number)
    return f"{name}: {words}"


def _level(row):
    return min(max(int(row.level), LEVELS[0]), LEVELS[-1])


def _table(rows, found, known):
    cells = [
        (
            Cell(_full_name(tile), link(found[tile.slug].url)),
            Cell(grouped(found[tile.slug].number), "", True),
            Cell(found[tile.slug].words),
        )
        if tile.slug in found
        else (Cell(_full_name(tile)), Cell("–", "", True), Cell(_("no figure")))
        for tile in sorted(TILES, key=lambda tile: (tile.is_city, tile.name))
    ]
    # A region that was made since: it has no tile yet, and is not passed over for that.
    cells += [
        (
            Cell(_("%(name)s (not on the map)") % {"name": row.name}, link(row.url)),
            Cell(grouped(row.number), "", True),
            Cell(row.words),
        )
        for row in rows
        if row.slug not in known
    ]
    return Table(head=(_("Region"), _("Number"), _("In words")), rows=tuple(cells))


def _summary(rows):
    with_some = [row for row in rows if row.number]
    if not with_some:
        return _("No region has a figure.")
    most = max(with_some, key=lambda row: row.number)
    words = ngettext(
        "%(count)s of %(all)s regions has a figure", "%(count)s of %(all)s regions have a figure",
        len(with_some),
    )  # fmt: skip
    words = words % {"count": grouped(len(with_some)), "all": grouped(len(TILES))}
    return _("%(regions)s; the highest: %(name)s (%(number)s).") % {
        "regions": words,
        "name": most.name,
        "number": grouped(most.number),
    }


def _legend(rows):
    """The numbers that stand in each shade, then the two kinds of tile."""
    found = []
    for level in LEVELS:
        numbers = [row.number for row in rows if _level(row) == level]
        if numbers:
            low, high = grouped(min(numbers)), grouped(max(numbers))
            found.append(Legend(f"level--{level}", low if low == high else f"{low}–{high}"))
    if len({row.slug for row in rows}) < len(TILES):
        found.append(Legend("level--none", _("no figure")))
    return (*found, Legend("regency", _("regency")), Legend("city", _("city")))
