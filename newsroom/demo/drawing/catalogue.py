"""Which scene, in which light, makes which picture."""

from newsroom.demo.drawing import nature, still, town, work

GREEN_LEAF = ("#1f5a36", "#7aa84a")
CHILLIES = ["#c8261c", "#d83a1c", "#5f9a2c", "#c8261c", "#e8a52c"]

PICTURES = {
    "danau-pagi": (
        nature.lake,
        {
            "sky": ["#f3b27a", "#f7d3a0", "#fbe9c8"],
            "hills": ("#9fa7b8", "#3d4f5e"),
            "water": ["#e8c79c", "#5f7f8c", "#243a48"],
            "sun": (1120, 430),
            "glow": "#ffd48a",
        },
    ),
    "danau-senja": (
        nature.lake,
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
        nature.lake,
        {
            "sky": ["#3f8fc4", "#a9d3e6", "#e6f1ea"],
            "hills": ("#8fb3bd", "#2f5f4c"),
            "water": ["#8fc6d4", "#2f7f9c", "#123f5c"],
            "glow": "#f4fbff",
        },
    ),
    "danau-kabut": (
        nature.lake,
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
        nature.terraces,
        {
            "sky": ["#7fb7d9", "#cfe6ea"],
            "hill": "#2f6a4f",
            "paddy": ("#9cc44a", "#2f7a3c"),
        },
    ),
    "sawah-panen": (
        nature.terraces,
        {
            "sky": ["#e9a86a", "#f7dfae"],
            "hill": "#5a6a4a",
            "paddy": ("#e3bd4c", "#a8772a"),
            "ripe": True,
        },
    ),
    "sawit-pagi": (
        nature.palm_rows,
        {
            "sky": ["#8ec1c9", "#f4e7bf"],
            "leaf": ("#1f4a2a", "#8fb04a"),
            "ground": "#6d7a3a",
        },
    ),
    "sawit-truk": (
        nature.palm_rows,
        {
            "sky": ["#d98a5a", "#fae0a8"],
            "leaf": ("#2a3f2a", "#a8983f"),
            "ground": "#7a6a3a",
            "truck": True,
        },
    ),
    "hutan-orangutan": (nature.forest, {"light": "#e6e7a6", "leaf": ("#123c26", "#5d9a46")}),
    "hutan-pagi": (
        nature.forest,
        {"light": "#d3ecdf", "leaf": ("#0f3c3a", "#3f9a7a"), "ape": False},
    ),
    "ombak-peselancar": (
        nature.surf,
        {"sky": ["#4fa3c7", "#d8ecea"], "sea": ("#2a9aa0", "#0b4a66")},
    ),
    "ombak-senja": (
        nature.surf,
        {
            "sky": ["#e08a5a", "#fbd9a0"],
            "sea": ("#4f9a8a", "#1f3f5c"),
            "rider": False,
        },
    ),
    "nelayan-fajar": (
        nature.fleet,
        {
            "sky": ["#274060", "#d97e6a", "#f8c98a"],
            "sea": ("#c98a6a", "#1f3550"),
            "sun": (860, 470),
            "glow": "#ffd79a",
        },
    ),
    "nelayan-malam": (
        nature.fleet,
        {
            "sky": ["#0e1a33", "#22406a", "#6a7f9a"],
            "sea": ("#3a5a7a", "#0c1a30"),
            "sun": (1180, 260),
            "glow": "#e6ecf4",
            "lamps": True,
        },
    ),
    "gunung-ladang": (
        nature.volcano,
        {
            "sky": ["#6fa8cf", "#dfe9dd"],
            "cone": "#5a6672",
            "field": ("#5c9a4a", "#5b3a22"),
        },
    ),
    "banjir-permukiman": (nature.flood, {"sky": ["#59656e", "#a9aea8"], "mud": "#93704a"}),
    "pelabuhan-siang": (
        work.harbour,
        {
            "sky": ["#5f9cc0", "#cfe3e2"],
            "sea": ("#4f8a98", "#173b4b"),
            "sun": (300, 260),
            "glow": "#fff2cf",
        },
    ),
    "pelabuhan-malam": (
        work.harbour,
        {
            "sky": ["#1b2447", "#6a4a6e", "#e39a6a"],
            "sea": ("#6a5a72", "#141a30"),
            "sun": (340, 560),
            "glow": "#ffc98a",
            "lights": True,
        },
    ),
    "jalan-perbaikan": (
        work.road,
        {
            "sky": ["#6fb0d4", "#dcebe4"],
            "hill": "#3f7a4c",
            "earth": "#a8794d",
        },
    ),
    "jalan-pegunungan": (
        work.road,
        {
            "sky": ["#c98a6a", "#f6dcae"],
            "hill": "#5a6f4a",
            "earth": "#b08456",
            "machine": False,
        },
    ),
    "kereta": (work.railway, {"sky": ["#7fb7d9", "#f0e9cf"], "land": ("#8fae4a", "#3f6b34")}),
    "jembatan": (
        work.bridge,
        {
            "sky": ["#e59a6a", "#f6cf98", "#fbe9c4"],
            "water": ("#8f9a94", "#2c4652"),
            "steel": "#8f4a3a",
        },
    ),
    "pasar-cabai": (work.market, {"sky": ["#e8d3a4", "#f3e6c8"], "goods": CHILLIES}),
    "pasar-sayur": (
        work.market,
        {
            "sky": ["#a9cfd4", "#e6efe2"],
            "goods": ["#5f9a2c", "#e07a2c", "#8fb84a", "#b0402f", "#e8d05a"],
        },
    ),
    "pasar-malam": (
        work.market,
        {
            "sky": ["#141a33", "#3a2f4a"],
            "goods": ["#e8a52c", "#c8261c", "#b5d05a"],
            "night": True,
        },
    ),
    "sepak-bola": (work.pitch, {"sky": ["#131a3a", "#3a4a7a"], "kits": ("#c8372d", "#f2ead8")}),
    "atletik": (
        work.pitch,
        {
            "sky": ["#f0a45a", "#f6d39a"],
            "kits": ("#2d6a86", "#d8a53a"),
            "track": True,
        },
    ),
    "gordang": (
        work.drums,
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
        town.classroom,
        {
            "wall": "#e6d9a8",
            "floor": "#b98a56",
            "shirts": ["#fbf8ef", "#f2ede0"],
        },
    ),
    "puskesmas": (town.clinic, {"wall": "#cfe6dc", "floor": "#c9bfa4"}),
    "perpustakaan": (
        town.library,
        {
            "wood": "#7a4a28",
            "spines": ["#8c2f25", "#2d5a7a", "#3f6b4a", "#c99a3a", "#6b3f63"],
            "light": "#ffd99a",
        },
    ),
    "mikrofon": (town.press, {"back": "#3a6f86", "cloth": "#8c2f25"}),
    "mikrofon-hijau": (town.press, {"back": "#4a5a4a", "cloth": "#2f5a4a"}),
    "rapat": (
        town.meeting,
        {
            "wall": "#e9dfc8",
            "table": "#8a5a30",
            "jackets": ["#2a3550", "#8c2f25", "#b59c5a", "#3f5a4a"],
        },
    ),
    "kunjungan": (
        town.meeting,
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
    "timbangan": (still.scales, {"back": ["#5a3a2c", "#2f1d16"], "brass": "#c9993a"}),
    "grafik-batang": (still.chart, {"paper": "#f3ecd9", "ink": ("#2d4f66", "#c8372d")}),
    "grafik-garis": (
        still.chart,
        {"paper": "#e6eee8", "ink": ("#2f5a4a", "#d9822b"), "bars": False},
    ),
    "cek-fakta": (still.phone, {"back": "#8fb0a8", "ink": ("#2f6b58", "#c8372d")}),
    "cek-fakta-biru": (still.phone, {"back": "#a8a4b8", "ink": ("#34527a", "#d0662a")}),
}
