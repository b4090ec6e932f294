"""Which scene, in which light, makes which picture."""

from newsroom.demo.drawing import (
    crowds,
    desks,
    land,
    roads,
    rooms,
    still,
    town,
    transport,
    waters,
    wild,
)

GREEN_LEAF = ("#1f5a36", "#7aa84a")
CHILLIES = ["#c8261c", "#d83a1c", "#5f9a2c", "#c8261c", "#e8a52c"]

PICTURES = {
    "danau-pagi": (
        waters.lake,
        {
            "sky": ["#f3b27a", "#f7d3a0", "#fbe9c8"],
            "hills": ("#9fa7b8", "#3d4f5e"),
            "water": ["#e8c79c", "#5f7f8c", "#243a48"],
            "sun": (1120, 430),
            "glow": "#ffd48a",
        },
    ),
    "danau-senja": (
        waters.lake,
        {
            "sky": ["#2a3b66", "#a8577a", "#f3a463"],
            "hills": ("#8d6d8b", "#2f2a42"),
            "water": ["#e2946a", "#5a4466", "#1d1b33"],
            "sun": (980, 520),
            "glow": "#ffcf8a",
            "clouds": "#f7b6a0",
            "house": True,
        },
    ),
    "danau-siang": (
        waters.lake,
        {
            "sky": ["#3f8fc4", "#a9d3e6", "#e6f1ea"],
            "hills": ("#8fb3bd", "#2f5f4c"),
            "water": ["#8fc6d4", "#2f7f9c", "#123f5c"],
            "glow": "#f4fbff",
        },
    ),
    "danau-kabut": (
        waters.lake,
        {
            "sky": ["#8b9aa5", "#b9c4c8", "#dde2e0"],
            "hills": ("#a9b4ba", "#4a5a62"),
            "water": ["#c3cccd", "#7d8f97", "#45565f"],
            "glow": "#eef3f3",
            "house": True,
            "boat": False,
        },
    ),
    "sawah-hijau": (
        land.terraces,
        {
            "sky": ["#7fb7d9", "#cfe6ea"],
            "hill": "#2f6a4f",
            "paddy": ("#9cc44a", "#2f7a3c"),
        },
    ),
    "sawah-panen": (
        land.terraces,
        {
            "sky": ["#e9a86a", "#f7dfae"],
            "hill": "#5a6a4a",
            "paddy": ("#e3bd4c", "#a8772a"),
            "ripe": True,
        },
    ),
    "sawit-pagi": (
        land.palm_rows,
        {
            "sky": ["#8ec1c9", "#f4e7bf"],
            "leaf": ("#1f4a2a", "#8fb04a"),
            "ground": "#6d7a3a",
        },
    ),
    "sawit-truk": (
        land.palm_rows,
        {
            "sky": ["#d98a5a", "#fae0a8"],
            "leaf": ("#2a3f2a", "#a8983f"),
            "ground": "#7a6a3a",
            "truck": True,
        },
    ),
    "hutan-orangutan": (wild.forest, {"light": "#e6e7a6", "leaf": ("#123c26", "#5d9a46")}),
    "hutan-pagi": (
        wild.forest,
        {"light": "#d3ecdf", "leaf": ("#0f3c3a", "#3f9a7a"), "ape": False},
    ),
    "ombak-peselancar": (
        wild.surf,
        {"sky": ["#4fa3c7", "#d8ecea"], "sea": ("#2a9aa0", "#0b4a66")},
    ),
    "ombak-senja": (
        wild.surf,
        {
            "sky": ["#e08a5a", "#fbd9a0"],
            "sea": ("#4f9a8a", "#1f3f5c"),
            "rider": False,
        },
    ),
    "nelayan-fajar": (
        waters.fleet,
        {
            "sky": ["#274060", "#d97e6a", "#f8c98a"],
            "sea": ("#c98a6a", "#1f3550"),
            "sun": (860, 470),
            "glow": "#ffd79a",
        },
    ),
    "nelayan-malam": (
        waters.fleet,
        {
            "sky": ["#0e1a33", "#22406a", "#6a7f9a"],
            "sea": ("#3a5a7a", "#0c1a30"),
            "sun": (1180, 260),
            "glow": "#e6ecf4",
            "lamps": True,
        },
    ),
    "gunung-ladang": (
        land.volcano,
        {
            "sky": ["#6fa8cf", "#dfe9dd"],
            "cone": "#5a6672",
            "field": ("#5c9a4a", "#5b3a22"),
        },
    ),
    "banjir-permukiman": (waters.flood, {"sky": ["#59656e", "#a9aea8"], "mud": "#93704a"}),
    "pelabuhan-siang": (
        transport.harbour,
        {
            "sky": ["#5f9cc0", "#cfe3e2"],
            "sea": ("#4f8a98", "#173b4b"),
            "sun": (300, 260),
            "glow": "#fff2cf",
        },
    ),
    "pelabuhan-malam": (
        transport.harbour,
        {
            "sky": ["#1b2447", "#6a4a6e", "#e39a6a"],
            "sea": ("#6a5a72", "#141a30"),
            "sun": (340, 560),
            "glow": "#ffc98a",
            "lights": True,
        },
    ),
    "jalan-perbaikan": (
        roads.road,
        {
            "sky": ["#6fb0d4", "#dcebe4"],
            "hill": "#3f7a4c",
            "earth": "#a8794d",
        },
    ),
    "jalan-pegunungan": (
        roads.road,
        {
            "sky": ["#c98a6a", "#f6dcae"],
            "hill": "#5a6f4a",
            "earth": "#b08456",
            "machine": False,
        },
    ),
    "kereta": (transport.railway, {"sky": ["#7fb7d9", "#f0e9cf"], "land": ("#8fae4a", "#3f6b34")}),
    "jembatan": (
        roads.bridge,
        {
            "sky": ["#e59a6a", "#f6cf98", "#fbe9c4"],
            "water": ("#8f9a94", "#2c4652"),
            "steel": "#8f4a3a",
        },
    ),
    "pasar-cabai": (crowds.market, {"sky": ["#e8d3a4", "#f3e6c8"], "goods": CHILLIES}),
    "pasar-sayur": (
        crowds.market,
        {
            "sky": ["#a9cfd4", "#e6efe2"],
            "goods": ["#5f9a2c", "#e07a2c", "#8fb84a", "#b0402f", "#e8d05a"],
        },
    ),
    "pasar-malam": (
        crowds.market,
        {
            "sky": ["#141a33", "#3a2f4a"],
            "goods": ["#e8a52c", "#c8261c", "#b5d05a"],
            "night": True,
        },
    ),
    "sepak-bola": (crowds.pitch, {"sky": ["#131a3a", "#3a4a7a"], "kits": ("#c8372d", "#f2ead8")}),
    "atletik": (
        crowds.pitch,
        {
            "sky": ["#f0a45a", "#f6d39a"],
            "kits": ("#2d6a86", "#d8a53a"),
            "track": True,
        },
    ),
    "gordang": (
        crowds.drums,
        {
            "sky": ["#e8b25a", "#f8e2b0"],
            "cloth": ["#a8241c", "#1d1715", "#e8dcc0", "#c98a2c"],
        },
    ),
    "kota-cerah": (town.city, {"sky": ["#6fa8cf", "#e8ecd8"], "wall": "#e8c14a"}),
    "kota-hujan": (
        town.city,
        {
            "sky": ["#4d5a66", "#9aa5a8"],
            "wall": "#d9b24a",
            "lit": "#ffd27a",
            "rain": True,
        },
    ),
    "kota-senja": (
        town.city,
        {
            "sky": ["#3a3560", "#c96a6a", "#f6c07a"],
            "wall": "#d9a04a",
            "lit": "#ffd88a",
        },
    ),
    "kampung-pesta": (
        town.village,
        {
            "sky": ["#6fb0d4", "#e2ece0"],
            "hill": "#4a7a5a",
            "cloth": ["#a8241c", "#1d1715", "#e8dcc0", "#7a2f5a"],
        },
    ),
    "ruang-kelas": (
        rooms.classroom,
        {
            "wall": "#e6d9a8",
            "floor": "#b98a56",
            "shirts": ["#fbf8ef", "#f2ede0"],
        },
    ),
    "puskesmas": (rooms.clinic, {"wall": "#cfe6dc", "floor": "#c9bfa4"}),
    "perpustakaan": (
        desks.library,
        {
            "wood": "#7a4a28",
            "spines": ["#8c2f25", "#2d5a7a", "#3f6b4a", "#c99a3a", "#6b3f63"],
            "light": "#ffd99a",
        },
    ),
    "mikrofon": (desks.press, {"back": "#3a6f86", "cloth": "#8c2f25"}),
    "mikrofon-hijau": (desks.press, {"back": "#4a5a4a", "cloth": "#2f5a4a"}),
    "rapat": (
        rooms.meeting,
        {
            "wall": "#e9dfc8",
            "table": "#8a5a30",
            "jackets": ["#2a3550", "#8c2f25", "#b59c5a", "#3f5a4a"],
        },
    ),
    "kunjungan": (
        rooms.meeting,
        {
            "wall": "#c9d6d4",
            "table": "#6b4226",
            "jackets": ["#b59c5a", "#b59c5a", "#8c2f25", "#2a3550"],
        },
    ),
    "kopi-ceri": (
        still.coffee,
        {
            "back": ["#a9cfd4", "#f3ead0"],
            "leaf": GREEN_LEAF,
            "cherry": "#b8201c",
        },
    ),
    "kopi-cangkir": (
        still.coffee,
        {
            "back": ["#e8c99a", "#f6e6c4"],
            "leaf": GREEN_LEAF,
            "cherry": "#b8201c",
            "beans": True,
        },
    ),
    "ulos-motif": (
        still.ulos,
        {
            "ground": "#3a1518",
            "bands": ["#8c1f22", "#1d1517", "#e6d8b8", "#c98a2c"],
        },
    ),
    "ulos-penenun": (
        still.ulos,
        {
            "ground": "#1f2a4a",
            "bands": ["#27406b", "#8c1f22", "#e6d8b8", "#1d1517"],
            "weaver": True,
        },
    ),
    "durian": (
        still.durian,
        {"back": ["#e8c98a", "#f3e2b4"], "shell": ["#8f9a3a", "#a8a83f", "#7a8430"]},
    ),
    "timbangan": (desks.scales, {"back": ["#5a3a2c", "#2f1d16"], "brass": "#c9993a"}),
    "grafik-batang": (desks.chart, {"paper": "#f3ecd9", "ink": ("#2d4f66", "#c8372d")}),
    "grafik-garis": (
        desks.chart,
        {"paper": "#e6eee8", "ink": ("#2f5a4a", "#d9822b"), "bars": False},
    ),
    "cek-fakta": (desks.phone, {"back": "#8fb0a8", "ink": ("#2f6b58", "#c8372d")}),
    "cek-fakta-biru": (desks.phone, {"back": "#a8a4b8", "ink": ("#34527a", "#d0662a")}),
}
