"""Where each regency and city of North Sumatra lies on the map of tiles.

Seven columns from west to east, eight rows from north to south. Neighbours on the ground are
neighbours here, corners included, but for three pairs that a grid this narrow cannot hold
together: Karo and Simalungun, Dairi and Humbang Hasundutan, Tapanuli Selatan and Mandailing
Natal. Nias and its neighbours are an island: a column of water lies between them and the rest.
"""

from dataclasses import dataclass

COLUMNS, ROWS = 7, 8


@dataclass(frozen=True)
class Tile:
    slug: str
    name: str
    column: int
    row: int
    wide: tuple  # the name in one or two lines, where a tile is 90 px wide
    short: tuple  # as people shorten it, where a tile is 42 px wide
    is_city: bool = False


TILES = (
    Tile("langkat", "Langkat", 2, 0, ("Langkat",), ("Langkat",)),
    Tile("binjai", "Binjai", 3, 0, ("Binjai",), ("Binjai",), True),
    Tile("medan", "Medan", 4, 0, ("Medan",), ("Medan",), True),
    Tile("karo", "Karo", 2, 1, ("Karo",), ("Karo",)),
    Tile("deli-serdang", "Deli Serdang", 3, 1, ("Deli", "Serdang"), ("Deli", "Serdang")),
    Tile("serdang-bedagai", "Serdang Bedagai", 4, 1, ("Serdang", "Bedagai"), ("Sergai",)),
    Tile("tebing-tinggi", "Tebing Tinggi", 5, 1, ("Tebing", "Tinggi"), ("Tebing", "Tinggi"), True),
    Tile("dairi", "Dairi", 2, 2, ("Dairi",), ("Dairi",)),
    Tile("pematangsiantar", "Pematangsiantar", 3, 2, ("Pematang-", "siantar"), ("Siantar",), True),
    Tile("simalungun", "Simalungun", 4, 2, ("Simalungun",), ("Sima-", "lungun")),
    Tile("batu-bara", "Batu Bara", 5, 2, ("Batu", "Bara"), ("Batu", "Bara")),
    Tile("pakpak-bharat", "Pakpak Bharat", 2, 3, ("Pakpak", "Bharat"), ("Pakpak", "Bharat")),
    Tile("samosir", "Samosir", 3, 3, ("Samosir",), ("Samosir",)),
    Tile("toba", "Toba", 4, 3, ("Toba",), ("Toba",)),
    Tile("asahan", "Asahan", 5, 3, ("Asahan",), ("Asahan",)),
    Tile("tanjungbalai", "Tanjungbalai", 6, 3, ("Tanjung-", "balai"), ("Tanjung", "balai"), True),
    Tile(
        "humbang-hasundutan", "Humbang Hasundutan", 3, 4,
        ("Humbang", "Hasundutan"), ("Hum-", "bahas"),
    ),
    Tile("tapanuli-utara", "Tapanuli Utara", 4, 4, ("Tapanuli", "Utara"), ("Taput",)),
    Tile("labuhanbatu-utara", "Labuhanbatu Utara", 5, 4, ("Labuhanbatu", "Utara"), ("Labura",)),
    Tile("labuhanbatu", "Labuhanbatu", 6, 4, ("Labuhan-", "batu"), ("Labuhan", "batu")),
    Tile("nias-utara", "Nias Utara", 0, 5, ("Nias", "Utara"), ("Nias", "Utara")),
    Tile("gunungsitoli", "Gunungsitoli", 1, 5, ("Gunung-", "sitoli"), ("Gunung", "sitoli"), True),
    Tile("tapanuli-tengah", "Tapanuli Tengah", 3, 5, ("Tapanuli", "Tengah"), ("Tapteng",)),
    Tile("tapanuli-selatan", "Tapanuli Selatan", 4, 5, ("Tapanuli", "Selatan"), ("Tapsel",)),
    Tile("padang-lawas-utara", "Padang Lawas Utara", 5, 5, ("Padang", "Lawas Utara"), ("Paluta",)),
    Tile(
        "labuhanbatu-selatan", "Labuhanbatu Selatan", 6, 5,
        ("Labuhanbatu", "Selatan"), ("Labusel",),
    ),
    Tile("nias-barat", "Nias Barat", 0, 6, ("Nias", "Barat"), ("Nias", "Barat")),
    Tile("nias", "Nias", 1, 6, ("Nias",), ("Nias",)),
    Tile("sibolga", "Sibolga", 3, 6, ("Sibolga",), ("Sibolga",), True),
    Tile(
        "padangsidimpuan", "Padangsidimpuan", 4, 6,
        ("Padang-", "sidimpuan"), ("Sidim-", "puan"), True,
    ),
    Tile("padang-lawas", "Padang Lawas", 5, 6, ("Padang", "Lawas"), ("Palas",)),
    Tile("nias-selatan", "Nias Selatan", 1, 7, ("Nias", "Selatan"), ("Nias", "Selatan")),
    Tile("mandailing-natal", "Mandailing Natal", 4, 7, ("Mandailing", "Natal"), ("Madina",)),
)  # fmt: skip
