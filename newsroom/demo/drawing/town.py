"""City and village."""

from newsroom.demo.drawing.canvas import SCALE, H, W, curve, mix
from newsroom.demo.drawing.props import flock, palm, person, rumah_bolon, tree


def city(c, *, sky, wall, lit=None, rain=False):
    """Medan as an idea: a domed palace in yellow before towers, in rain or sun."""
    c.sky(
        sky, 760, clouds=mix(sky[0], "#ffffff", 0.3 if rain else 0.85), cover=0.58 if rain else 0.45
    )
    if not rain:
        c.glow(1250, 430, 560, lit or "#fff0c8", 0.8)
    _towers(c, sky, lit)
    _palace(c, 800, 800, 860, wall, lit)
    for x, tall in ((90, 330), (250, 260), (1370, 270), (1520, 350)):
        palm(c, x, 822, tall, mix("#17402c", sky[-1], 0.15), "#6f9a4a", fat=0.045, spread=0.42)
    if rain:
        c.water(
            810,
            [mix(sky[-1], "#5b6670", 0.4), "#49555f", "#262e36"],
            mirror=0.55,
            streak="#e9eef0",
            streaks=300,
        )
        _umbrellas(c)
        _rain(c, 560)
    else:
        c.shape(
            [(0, 812), (W, 812), (W, H), (0, H)],
            ["#7fa04f", "#3d6a35"],
            brush="#dfe8a0",
            amount=0.35,
        )
        c.shape(
            [(690, 812), (910, 812), (1180, H), (420, H)],
            ["#dccba4", "#b39a6c"],
            brush="#f3e6c4",
            amount=0.4,
        )
        for i in range(7):
            person(
                c,
                520 + i * 96,
                900 + (i % 3) * 46,
                150,
                c.rng.choice(["#a8392c", "#315f86", "#d8a53a", "#e6ddc8"]),
                hat=c.rng.choice([None, "scarf", "#f2ead8"]),
            )
        flock(c, 420, 220, mix(sky[0], "#000000", 0.4))


def _towers(c, sky, lit):
    """Three rows of towers in the haze, some windows lit."""
    for depth in range(3):
        x = -40
        while x < W:
            wide, tall = c.rng.uniform(70, 150), c.rng.uniform(150, 470) * (1 - depth * 0.22)
            tone = mix(mix("#4d6173", "#8b7f8d", c.rng.random()), sky[-1], 0.62 - depth * 0.2)
            c.rect(x, 760 - tall, wide, tall + 10, [tone, mix(tone, sky[-1], 0.45)])
            for k in range(int(tall // 34)):
                for j in range(int(wide // 24)):
                    if c.rng.random() < 0.55:
                        c.rect(
                            x + 8 + j * 24,
                            770 - tall + k * 34,
                            12,
                            17,
                            mix(lit, tone, 0.2)
                            if lit and c.rng.random() < 0.5
                            else mix(tone, "#16222c", 0.3),
                        )
            x += wide + c.rng.uniform(2, 40)
        c.haze(480, 780, sky[-1], 0.4)


def _umbrellas(c):
    """People under umbrellas."""
    for x, y, top in ((360, 960, "#b8402f"), (1120, 990, "#2d6a86"), (1300, 930, "#d8a53a")):
        person(c, x, y, 230, "#39424c", hat="scarf")
        rim = curve((x - 110, y - 215), (x + 110, y - 215), (x, y - 345), 12)
        c.flat([*rim, (x + 55, y - 222), (x, y - 215), (x - 55, y - 222)], top)
        c.line([(x, y - 265), (x, y - 140)], "#22262b", 4)


def _rain(c, count):
    for _ in range(count):
        x, y, long = c.rng.uniform(-20, W), c.rng.uniform(-20, H), c.rng.uniform(14, 50)
        spot = c.image.getpixel(
            (min(c.size[0] - 1, max(0, int(x * SCALE))), min(c.size[1] - 1, max(0, int(y * SCALE))))
        )
        c.line([(x, y), (x - long * 0.22, y + long)], mix(spot, "#f4f8f8", 0.34), 1.3)


def _palace(c, x, y, wide, wall, lit):
    dark, glass = mix(wall, "#4a3410", 0.35), lit or "#3c5346"
    c.rect(
        x - wide * 0.5,
        y - wide * 0.2,
        wide,
        wide * 0.21,
        [mix(wall, "#ffffff", 0.3), wall, dark],
        brush="#fff6d8",
        amount=0.3,
    )
    for i in range(17):
        px = x - wide * 0.475 + i * wide * 0.0594
        arch = curve(
            (px - wide * 0.02, y - wide * 0.12),
            (px + wide * 0.02, y - wide * 0.12),
            (px, y - wide * 0.19),
            8,
        )
        c.flat(
            [*arch, (px + wide * 0.02, y - wide * 0.02), (px - wide * 0.02, y - wide * 0.02)],
            mix(glass, "#14100a", 0 if lit else 0.25),
        )
        c.rect(px - wide * 0.032, y - wide * 0.19, wide * 0.006, wide * 0.19, dark)
    c.flat(
        [
            (x - wide * 0.52, y - wide * 0.2),
            (x + wide * 0.52, y - wide * 0.2),
            (x + wide * 0.46, y - wide * 0.26),
            (x - wide * 0.46, y - wide * 0.26),
        ],
        "#4d6a5a",
    )
    c.rect(
        x - wide * 0.13,
        y - wide * 0.31,
        wide * 0.26,
        wide * 0.32,
        [mix(wall, "#ffffff", 0.4), wall],
        brush="#fff6d8",
        amount=0.3,
    )
    gate = curve(
        (x - wide * 0.07, y - wide * 0.14),
        (x + wide * 0.07, y - wide * 0.14),
        (x, y - wide * 0.3),
        12,
    )
    c.flat([*gate, (x + wide * 0.07, y), (x - wide * 0.07, y)], glass)
    _domes(c, x, y, wide)


def _domes(c, x, y, wide):
    """A large onion dome between two small ones."""
    for px, size in ((x, 0.125), (x - wide * 0.36, 0.07), (x + wide * 0.36, 0.07)):
        base = y - wide * (0.31 if px == x else 0.255)
        r = wide * size
        bulb = curve((px - r, base), (px, base - r * 1.75), (px - r * 1.25, base - r * 1.0), 12)
        bulb += curve((px, base - r * 1.75), (px + r, base), (px + r * 1.25, base - r * 1.0), 12)
        c.shape(bulb, ["#2c3f3a", "#1b2a27"], brush="#9fc0b0", amount=0.35)
        for k in (-0.5, 0, 0.5):
            c.line(
                curve((px + k * r, base), (px, base - r * 1.7), (px + k * r * 1.5, base - r), 8),
                "#4d6a5a",
                2,
            )
        c.rect(px - r * 1.08, base - r * 0.06, r * 2.16, r * 0.2, "#e9dcae")
        c.stroke([(px, base - r * 1.7), (px, base - r * 2.3)], "#d9b24a", 7, 1)
        c.oval(px, base - r * 1.95, 6, 6, "#d9b24a")


def village(c, *, sky, hill, cloth):
    """A row of rumah bolon on the lake's island with a crowd in ulos."""
    c.sky(sky, 560, clouds="#ffffff", cover=0.46)
    c.glow(300, 180, 460, "#fff2cf", 0.75)
    for i in range(3):
        c.ridge(
            540 + i * 24,
            280 - i * 70,
            [mix(hill, sky[-1], 0.6 - i * 0.2), mix(hill, sky[-1], 0.66 - i * 0.15)],
            brush=mix(hill, "#ffffff", 0.4),
            peaks=1.8 + i,
        )
        c.haze(460 + i * 20, 600 + i * 16, sky[-1], 0.4)
    c.shape(
        [(0, 585), (W, 585), (W, H), (0, H)],
        [mix(hill, "#e8dca0", 0.3), "#b29a63", "#8a6a42"],
        brush="#f0deb0",
        amount=0.4,
    )
    for x in (60, 1540):
        tree(c, x, 760, 420, mix(hill, "#06140d", 0.4), mix(hill, "#eef2a8", 0.4))
    for i, (x, wide) in enumerate(((250, 380), (640, 400), (1030, 400), (1400, 370))):
        rumah_bolon(
            c, x, 800, wide, wall=["#7a2f25", "#63301f"][i % 2], roof=["#5a4032", "#4a3328"][i % 2]
        )
    for i in range(21):
        row = i % 3
        x = 30 + i * 78 + c.rng.uniform(-14, 14)
        person(
            c,
            x,
            935 + row * 62,
            180 + row * 28,
            cloth[i % len(cloth)],
            hat="scarf" if i % 2 else "#1d1715",
            arm=[(-0.2, 0.1), (0.2, 0.1)] if row == 1 else None,
            legs=mix(cloth[(i + 2) % len(cloth)], "#000000", 0.5),
        )
    c.blades(1020, H + 20, [mix(hill, "#000000", 0.3), hill], 200, 40)
