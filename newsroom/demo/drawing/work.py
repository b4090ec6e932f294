"""Harbour, road, railway, bridge, market, pitch, drums: people at work and at play."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import flock, palm, person, tree, umbrella

BOXES = ["#b8402f", "#2d6a86", "#d89b3c", "#4c7a57", "#8b8f93", "#7a3f63"]


def harbour(c, *, sky, sea, sun, glow, lights=False):
    """Quay cranes and a container ship."""
    c.sky(sky, 620, clouds=mix(sky[-1], "#ffffff", 0.35), cover=0.45)
    c.glow(*sun, 540, glow, 0.9)
    c.ridge(625, 70, [mix(sea[1], sky[-1], 0.6), mix(sea[1], sky[-1], 0.5)], peaks=4)
    steel = mix("#b3452f", sky[-1], 0.2)
    for x, scale in ((1010, 0.72), (1240, 0.85), (1480, 1.0)):
        _crane(c, x, 700, 560 * scale, mix(steel, sky[-1], 0.45 - scale * 0.4), lights)
    c.rect(880, 690, W - 880, 60, [mix("#6d6a66", sky[-1], 0.3), "#3a3836"], brush="#a8a29a")
    for i in range(34):
        c.rect(900 + i * 21, 690 - 19 * (1 + c.rng.randrange(3)), 20, 19, c.rng.choice(BOXES))
    c.water(
        748, [mix(sea[0], sky[-1], 0.45), sea[0], sea[1]], mirror=0.42, streak=glow, streaks=260
    )
    _container_ship(c, 520, 800, 900, sky)
    for x, y, long in ((1270, 930, 190), (170, 1000, 150)):
        c.shape(
            [
                (x - long / 2, y - 16),
                (x + long / 2, y - 26),
                (x + long * 0.4, y + 22),
                (x - long * 0.42, y + 22),
            ],
            ["#2c3e46", "#141d22"],
        )
        c.rect(x - long * 0.26, y - 62, long * 0.3, 46, ["#f2ead8", "#b9ac95"])
        c.rect(x - long * 0.2, y - 92, long * 0.1, 32, "#b8402f")
    flock(c, 640, 200, mix(sky[0], "#000000", 0.5), 8, 380)


def _crane(c, x, y, tall, colour, lights):
    dark = mix(colour, "#000000", 0.3)
    for dx in (-0.17, 0.17):
        c.stroke(
            [(x + dx * tall, y), (x + dx * tall * 0.8, y - tall * 0.72)],
            colour,
            tall * 0.035,
            tall * 0.028,
        )
    for level in (0.12, 0.4, 0.7):
        c.line(
            [(x - tall * 0.17, y - tall * level), (x + tall * 0.17, y - tall * level)],
            dark,
            tall * 0.02,
        )
    c.line(
        [(x - tall * 0.16, y - tall * 0.12), (x + tall * 0.15, y - tall * 0.4)], dark, tall * 0.012
    )
    c.line(
        [(x - tall * 0.15, y - tall * 0.7), (x + tall * 0.16, y - tall * 0.4)], dark, tall * 0.012
    )
    c.stroke(
        [(x + tall * 0.38, y - tall * 0.74), (x - tall * 0.78, y - tall * 0.78)],
        colour,
        tall * 0.045,
        tall * 0.025,
    )
    mast = (x - tall * 0.02, y - tall * 1.04)
    c.stroke([(x + tall * 0.1, y - tall * 0.74), mast], colour, tall * 0.03, tall * 0.02)
    c.stroke([(x - tall * 0.12, y - tall * 0.74), mast], colour, tall * 0.03, tall * 0.02)
    for end in (
        (x - tall * 0.74, y - tall * 0.78),
        (x - tall * 0.4, y - tall * 0.77),
        (x + tall * 0.36, y - tall * 0.75),
    ):
        c.line([mast, end], dark, tall * 0.008)
    hook = x - tall * 0.5
    c.rect(hook - tall * 0.04, y - tall * 0.77, tall * 0.08, tall * 0.05, dark)
    c.line([(hook, y - tall * 0.74), (hook, y - tall * 0.45)], dark, 2)
    c.rect(hook - tall * 0.08, y - tall * 0.46, tall * 0.16, tall * 0.06, "#d89b3c")
    if lights:
        for px, py in ((x - tall * 0.6, y - tall * 0.75), (x + tall * 0.1, y - tall * 0.72)):
            c.glow(px, py, tall * 0.22, "#ffe9b5", 0.9)
            c.oval(px, py, 4, 4, "#fffbe8")


def _container_ship(c, x, y, long, sky):
    deck = y - long * 0.07
    for col in range(15):
        for row in range(2 + c.rng.randrange(4)):
            left, top = x - long * 0.24 + col * long * 0.044, deck - (row + 1) * long * 0.036
            colour = mix(c.rng.choice(BOXES), sky[-1], 0.1)
            c.rect(
                left,
                top,
                long * 0.042,
                long * 0.034,
                [mix(colour, "#ffffff", 0.14), mix(colour, "#000000", 0.22)],
            )
            for k in range(1, 4):
                c.line(
                    [
                        (left + k * long * 0.0105, top + 3),
                        (left + k * long * 0.0105, top + long * 0.03),
                    ],
                    mix(colour, "#000000", 0.25),
                    1,
                )
    c.rect(x - long * 0.4, deck - long * 0.24, long * 0.12, long * 0.24, ["#f6efe0", "#c5b9a2"])
    c.rect(x - long * 0.43, deck - long * 0.255, long * 0.18, long * 0.022, "#e6dcc6")
    for row in range(5):
        c.rect(
            x - long * 0.385,
            deck - long * (0.225 - row * 0.042),
            long * 0.09,
            long * 0.017,
            "#2b4350",
        )
    c.rect(x - long * 0.46, deck - long * 0.17, long * 0.045, long * 0.17, ["#2d6a86", "#173b4b"])
    hull = [
        (x - long * 0.5, deck),
        (x + long * 0.47, deck - long * 0.005),
        (x + long * 0.55, deck - long * 0.05),
        (x + long * 0.49, y + long * 0.035),
        (x - long * 0.47, y + long * 0.035),
    ]
    c.shape(hull, ["#31536b", "#1b2f40"], brush="#7fa0b3", amount=0.4)
    c.flat(
        [
            (x - long * 0.485, y + long * 0.012),
            (x + long * 0.503, y + long * 0.012),
            (x + long * 0.49, y + long * 0.04),
            (x - long * 0.47, y + long * 0.04),
        ],
        "#8c2f25",
    )
    c.line([(x - long * 0.49, deck + 6), (x + long * 0.5, deck)], "#e9e0cc", 3)
    for i in range(7):
        py = y + long * 0.045 + i * 8
        c.flat(
            [(x - long * 0.5 + i * 12, py), (x + long * (0.5 - i * 0.02), py), (x, py + 5)],
            mix("#22374a", sky[-1], 0.15 + i * 0.07),
        )


def road(c, *, sky, hill, earth, machine=True):
    """A mountain road: new asphalt with a roller, or an empty bend."""
    c.sky(sky, 600, clouds="#ffffff", cover=0.45)
    c.glow(1200, 200, 450, "#fff0cf", 0.75)
    for i in range(4):
        c.ridge(
            560 + i * 26,
            270 - i * 48,
            [mix(hill, sky[-1], 0.66 - i * 0.2), mix(hill, sky[-1], 0.72 - i * 0.1)],
            brush=mix(hill, "#ffffff", 0.35),
            peaks=2 + i,
        )
        c.haze(480 + i * 30, 640 + i * 20, sky[-1], 0.35)
    c.shape(
        [(0, 640), (W, 620), (W, H), (0, H)],
        [mix(hill, "#d9e2a0", 0.25), hill, mix(hill, "#000000", 0.35)],
        brush="#e8eeb0",
        amount=0.3,
    )
    edge = curve((980, 628), (110, H + 20), (1270, 740), 22)
    other = curve((1500, H + 20), (1004, 628), (1520, 760), 22)
    c.shape([*edge, *other], [mix(earth, sky[-1], 0.4), earth])
    inner = [(x + 30, y) for x, y in edge] + [(x - 30, y) for x, y in other]
    c.shape(
        inner, [mix("#4a4b50", sky[-1], 0.4), "#3c3d42", "#2a2b30"], brush="#8b8c92", amount=0.3
    )
    middle = curve((992, 628), (830, H + 20), (1380, 752), 26)
    for i in range(2, 26, 2):
        c.stroke(middle[i : i + 2], "#efe7cf", 2 + i * 0.55, 2.6 + i * 0.6)
    for i in range(13):
        tree(
            c,
            40 + i * 62 + c.rng.uniform(-20, 20),
            660 + (12 - i) * 9,
            110 + (12 - i) * 11,
            mix(hill, "#06140d", 0.4),
            mix(hill, "#e8f0a0", 0.4),
        )
    if machine:
        _roller(c, 1010, 905, 300)
        for x, y, tall, top in (
            (480, 985, 250, "#e8792f"),
            (590, 960, 235, "#e2b43a"),
            (1330, 930, 220, "#e8792f"),
        ):
            person(c, x, y, tall, top, hat="#f0c53c", arm=[(-0.2, 0.32), (0.17, 0.28)])
            c.rect(x - tall * 0.1, y - tall * 0.66, tall * 0.2, tall * 0.03, "#f3f0dd")
        for x in (250, 350, 700):
            c.flat([(x - 24, 1040), (x, 966), (x + 24, 1040)], "#e0592b")
            c.flat([(x - 14, 1010), (x - 9, 992), (x + 9, 992), (x + 14, 1010)], "#f6efe0")
    else:
        for i in range(8):
            x, y = edge[-1 - i * 2]
            c.rect(x - 16, y - 66 + i * 5, 9, 60 - i * 4, "#e9e2cf")
            c.rect(x - 16, y - 66 + i * 5, 9, 15, "#b8402f")
    c.blades(930, H + 20, [mix(hill, "#000000", 0.3), hill, mix(hill, "#dfe8a0", 0.4)], 130, 70)


def _roller(c, x, y, wide):
    c.rect(
        x - wide * 0.5,
        y - wide * 0.34,
        wide * 0.86,
        wide * 0.18,
        ["#f0bb36", "#c08618"],
        brush="#fbe3a0",
    )
    c.rect(x - wide * 0.48, y - wide * 0.52, wide * 0.36, wide * 0.22, ["#f0bb36", "#b97f16"])
    c.rect(x - wide * 0.08, y - wide * 0.72, wide * 0.3, wide * 0.4, "#3f5866")
    c.rect(x - wide * 0.05, y - wide * 0.69, wide * 0.1, wide * 0.26, "#9cc3cb")
    c.rect(x + wide * 0.08, y - wide * 0.69, wide * 0.11, wide * 0.26, "#86b1bb")
    c.rect(x - wide * 0.14, y - wide * 0.77, wide * 0.42, wide * 0.06, "#e0a527")
    c.oval(x - wide * 0.34, y - wide * 0.12, wide * 0.17, wide * 0.17, "#1f1d1c")
    c.oval(x - wide * 0.34, y - wide * 0.12, wide * 0.08, wide * 0.08, "#c08618")
    c.oval(x + wide * 0.34, y - wide * 0.14, wide * 0.2, wide * 0.2, "#6d7076")
    c.oval(x + wide * 0.32, y - wide * 0.16, wide * 0.16, wide * 0.16, "#8f9399")
    c.oval(x + wide * 0.34, y - wide * 0.14, wide * 0.045, wide * 0.045, "#2c2d30")
    c.stroke(
        [(x + wide * 0.3, y - wide * 0.26), (x + wide * 0.34, y - wide * 0.14)], "#c08618", 18, 14
    )


def railway(c, *, sky, land):
    """A diesel train crossing the coastal plain."""
    c.sky(sky, 620, clouds="#ffffff", cover=0.48)
    c.glow(1250, 220, 480, "#fff0cf", 0.8)
    for i in range(3):
        c.ridge(
            590 + i * 18,
            130 - i * 30,
            [mix(land[0], sky[-1], 0.66 - i * 0.16), mix(land[0], sky[-1], 0.6)],
            peaks=3 + i,
        )
    c.shape(
        [(0, 620), (W, 620), (W, H), (0, H)],
        [mix(land[0], "#f3eebb", 0.35), land[0], land[1]],
        brush="#f6f0c0",
        amount=0.35,
    )
    for i in range(24):
        palm(
            c,
            c.rng.uniform(-20, W + 20),
            640 + i * 2,
            70 + i * 4,
            mix(land[1], sky[-1], 0.3),
            mix(land[0], sky[-1], 0.2),
            fronds=11,
        )
    c.shape(
        [(-20, 900), (W, 770), (W, 830), (-20, 1010)],
        ["#a89a86", "#7b6f60"],
        brush="#d9cdb8",
        amount=0.6,
    )
    _train(c)
    for i in range(46):
        t = (i / 45) ** 0.8
        x = -20 + t * (W + 40)
        y = 962 - t * 148
        c.flat(
            [
                (x - 16, y - 8),
                (x + 20, y - 12),
                (x + 30, y + 14 * (1.6 - t)),
                (x - 8, y + 18 * (1.6 - t)),
            ],
            "#54473a",
        )
    for a, b in (((-20, 948), (W, 806)), ((-20, 976), (W, 822))):
        c.stroke([a, b], "#d7dbe0", 7, 4)
    c.blades(
        980, H + 30, [mix(land[1], "#000000", 0.2), land[0], mix(land[0], "#f3eebb", 0.4)], 420, 80
    )


def _train(c):
    for car in range(4):
        t = 1 - car * 0.22
        left, wide, tall = [90, 640, 1080, 1420][car], [540, 432, 332, 240][car], 250 * t
        base = 928 - (left / W) * 138
        drop = wide * 0.083
        face = mix("#f4f1ea", "#9fb2bd", car * 0.1)
        body = [
            (left, base - tall),
            (left + wide, base - tall * 0.87 - drop),
            (left + wide, base - drop),
            (left, base),
        ]
        c.shape(body, [face, mix(face, "#7d8d97", 0.4)], brush="#ffffff", amount=0.25)
        for low, high, colour in (
            (0.12, 0.3, "#d8622b"),
            (0.3, 0.36, "#274a7a"),
            (0.92, 1.0, "#6b747b"),
        ):
            c.flat(
                [
                    (left, base - tall * low),
                    (left + wide, base - tall * 0.87 * low - drop),
                    (left + wide, base - tall * 0.87 * high - drop),
                    (left, base - tall * high),
                ],
                colour,
            )
        for k in range(6):
            a, b = 0.08 + k * 0.15, 0.08 + k * 0.15 + 0.1
            c.flat(
                [
                    (left + wide * a, base - tall * 0.52 - drop * a),
                    (left + wide * b, base - tall * 0.52 - drop * b),
                    (left + wide * b, base - tall * 0.8 - drop * b * 0.95),
                    (left + wide * a, base - tall * 0.8 - drop * a * 0.95),
                ],
                "#2f4654",
            )
        c.flat(
            [
                (left + 8, base),
                (left + wide - 8, base - drop),
                (left + wide - 16, base - drop + 28 * t),
                (left + 20, base + 32 * t),
            ],
            "#2a2a2c",
        )
    c.flat([(90, 920), (90, 672), (48, 700), (26, 800), (30, 918)], "#d8622b")
    c.flat([(84, 770), (84, 694), (56, 714), (44, 770)], "#24343f")
    c.oval(54, 850, 12, 12, "#fff3c4")
    c.glow(54, 850, 90, "#fff3c4", 0.8)


def bridge(c, *, sky, water, steel):
    """A cable-stayed bridge over a river mouth."""
    c.sky(sky, 640, clouds=mix(sky[-1], "#ffffff", 0.5), cover=0.46)
    c.glow(420, 470, 560, "#ffe6b0", 0.85)
    for i in range(3):
        c.ridge(
            636 + i * 6,
            120 - i * 30,
            [mix(water[1], sky[-1], 0.62 - i * 0.14), mix(water[1], sky[-1], 0.55)],
            peaks=3 + i,
        )
    for tower in (520, 1150):
        for side in (-1, 1):
            c.stroke(
                [(tower + side * 44, 800), (tower + side * 6, 130)],
                mix(steel, "#000000", 0.1 if side < 0 else 0.3),
                34,
                16,
            )
        c.rect(tower - 34, 330, 68, 16, steel)
        for i in range(11):
            for side in (-1, 1):
                c.line(
                    [(tower, 150 + i * 26), (tower + side * (310 - i * 26), 618)],
                    mix(steel, "#ffffff", 0.5),
                    1.6,
                )
    c.shape(
        [(-10, 612), (W + 10, 612), (W + 10, 650), (-10, 650)],
        [mix(steel, "#ffffff", 0.25), mix(steel, "#000000", 0.35)],
        brush="#ffffff",
        amount=0.3,
    )
    for i in range(40):
        c.rect(i * 41, 592, 3, 22, mix(steel, "#000000", 0.2))
    for x, colour in (
        (90, "#b8402f"),
        (330, "#2d6a86"),
        (760, "#d89b3c"),
        (890, "#f2ead8"),
        (1380, "#4c7a57"),
    ):
        c.rect(x, 584, 62, 26, colour)
        c.rect(x + 10, 568, 38, 18, mix(colour, "#0f1a22", 0.5))
    for tower in (520, 1150):
        c.rect(tower - 70, 650, 140, 170, [mix(steel, "#000000", 0.25), mix(steel, "#000000", 0.5)])
    c.water(
        790,
        [mix(water[0], sky[-1], 0.4), water[0], water[1]],
        mirror=0.5,
        streak="#ffe9c0",
        streaks=260,
    )
    for x, y in ((260, 900), (860, 960)):
        c.flat(
            [
                *curve((x - 120, y - 16), (x + 130, y - 26), (x, y + 18), 8),
                *curve((x + 130, y - 26), (x - 120, y - 16), (x, y + 52), 8),
            ],
            "#3a2a22",
        )
        person(c, x - 20, y, 120, "#a8392c", hat="caping", arm=[(-0.2, 0.3), (0.25, 0.2)])
        c.line([(x + 8, y - 70), (x + 90, y + 40)], "#2a1f18", 4)


def market(c, *, sky, goods, night=False):
    """Stalls under umbrellas, baskets in front. `goods`: colours of what the baskets hold."""
    c.sky(sky, H)
    for i in range(8):
        wall = mix(["#c8a46a", "#9f6a52", "#7d9088"][i % 3], sky[-1], 0.35 if not night else 0.55)
        c.rect(
            -20 + i * 210,
            190 + (i % 3) * 50,
            206,
            470,
            [wall, mix(wall, "#000000", 0.3)],
            brush="#fff0d0",
            amount=0.25,
        )
        for k in range(3):
            c.rect(
                14 + i * 210 + k * 62,
                262 + (i % 3) * 50,
                38,
                56,
                "#f7c65c" if night and c.rng.random() < 0.7 else "#3a4248",
            )
    c.haze(260, 760, sky[-1], 0.4)
    c.shape(
        [(0, 620), (W, 620), (W, H), (0, H)],
        [mix("#8b7d6b", sky[-1], 0.3), "#5d5348"],
        brush="#c9bba4",
        amount=0.35,
    )
    if night:
        for k, drop in enumerate((150, 110)):
            wire = curve((-20, 120 + k * 40), (W + 20, 90 + k * 60), (800, 120 + drop * 2), 18)
            c.line(wire, "#1a1620", 3)
            for x, y in wire[1:-1]:
                c.glow(x, y + 14, 74, "#ffd27a", 0.85)
                c.oval(x, y + 14, 9, 11, "#fff4d0")
    for x in range(70, W, 92):
        person(
            c,
            x + c.rng.uniform(-20, 20),
            760 + c.rng.uniform(-30, 10),
            250,
            mix(
                c.rng.choice(["#b3382c", "#315f86", "#d8a53a", "#4c7a57", "#7a3f63", "#e6ddc8"]),
                sky[-1],
                0.22,
            ),
            hat=c.rng.choice(["scarf", None, "caping", "scarf"]),
        )
    for x, one, other in (
        (220, "#c23b2c", "#f0e4cc"),
        (640, "#2d6a86", "#f0c862"),
        (1060, "#3d7a52", "#f0e4cc"),
        (1440, "#c23b2c", "#f0c862"),
    ):
        umbrella(c, x, 400 + c.rng.uniform(-30, 30), 250, one, other)
    for x in (240, 800, 1350):
        person(
            c,
            x,
            960,
            360,
            c.rng.choice(["#7a3f63", "#2f6b58", "#a8392c"]),
            hat="scarf",
            arm=[(-0.22, 0.36), (0.24, 0.34)],
        )
    for row in range(3):
        y = 800 + row * 108
        r = 112 + row * 26
        for i in range(8 - row):
            _basket(
                c,
                -20 + row * 60 + i * (W + 60) / (7 - row),
                y,
                r,
                goods[(i + row) % len(goods)],
                long=row == 0 or i % 2 == 0,
            )
    if night:
        c.glow(800, 700, 900, "#ffb45a", 0.3)


def _basket(c, x, y, r, colour, long):
    weave = "#b68a4e"
    c.shape(
        [(x - r, y), (x + r, y), (x + r * 0.78, y + r * 0.7), (x - r * 0.78, y + r * 0.7)],
        [mix(weave, "#ffffff", 0.15), mix(weave, "#000000", 0.45)],
        brush="#e8cb93",
        amount=0.5,
    )
    for k in range(4):
        c.line(
            [
                (x - r * (0.97 - k * 0.06), y + r * (0.1 + k * 0.16)),
                (x + r * (0.97 - k * 0.06), y + r * (0.1 + k * 0.16)),
            ],
            mix(weave, "#3a2410", 0.5),
            2,
        )
    c.oval(x, y, r, r * 0.3, mix(colour, "#000000", 0.5))
    for _ in range(95):
        angle, far = c.rng.uniform(0, 2 * math.pi), c.rng.random() ** 0.6
        px, py = (
            x + math.cos(angle) * far * r * 0.92,
            y - r * 0.05 + math.sin(angle) * far * r * 0.24 - (1 - far) * r * 0.3,
        )
        tone = mix(colour, c.rng.choice(["#ffffff", "#000000"]), c.rng.uniform(0, 0.3))
        if long:
            turn = c.rng.uniform(0, 2 * math.pi)
            c.leaf(px, py, r * 0.3, turn, tone, 0.17)
            c.line([(px, py), (px - math.cos(turn) * 7, py - math.sin(turn) * 7)], "#3f6b2c", 2.4)
        else:
            c.oval(px, py, r * 0.1, r * 0.095, tone)
            c.oval(px - r * 0.03, py - r * 0.035, r * 0.03, r * 0.024, mix(tone, "#ffffff", 0.6))


def pitch(c, *, sky, kits, track=False):
    """A stadium in the evening: football under floodlights, or sprinters on a track."""
    c.sky(sky, 520)
    c.shape(
        [(0, 330), (W, 300), (W, 540), (0, 540)],
        [mix(sky[0], "#000000", 0.35), mix(sky[-1], "#101420", 0.55)],
    )
    for _ in range(1500):
        y = c.rng.uniform(345, 515)
        tone = mix(
            c.rng.choice(["#c9402f", "#e8c15a", "#e9e4d6", "#3f6f96", "#7d8d97"]),
            sky[0],
            c.rng.uniform(0.25, 0.75),
        )
        c.oval(c.rng.uniform(0, W), y, 3 + (y - 340) / 60, 3 + (y - 340) / 50, tone)
    c.flat([(0, 250), (W, 215), (W, 330), (0, 338)], mix(sky[0], "#0a0d16", 0.55))
    ground = ["#b9573a", "#8f3a28"] if track else ["#5fa04c", "#2c6b36"]
    c.shape([(0, 525), (W, 525), (W, H), (0, H)], ground, brush="#f5f0c8", amount=0.2)
    if track:
        for i in range(-7, 9):
            c.stroke([(800 + i * 60, 525), (800 + i * 330, H + 10)], "#f3ead8", 2, 11)
    else:
        for i in range(0, 9, 2):
            y, deep = 525 + (i / 9) ** 1.5 * 540, 525 + ((i + 1) / 9) ** 1.5 * 540
            c.shape([(0, y), (W, y), (W, deep), (0, deep)], "#ffffff", opacity=0.07)
        c.line([(0, 610), (W, 610)], "#f3f3e6", 4)
        c.line([(W + 10, 720), (380, 720), (200, 1000), (W + 10, 1000)], "#f3f3e6", 8)
        c.rect(1180, 420, 6, 190, "#f6f6f0")
        c.rect(1470, 420, 6, 190, "#f6f6f0")
        c.rect(1180, 416, 296, 7, "#f6f6f0")
        for k in range(1, 15):
            c.line([(1180 + k * 20, 422), (1180 + k * 20, 606)], mix("#ffffff", sky[0], 0.45), 1)
            if k < 9:
                c.line(
                    [(1183, 420 + k * 21), (1473, 420 + k * 21)], mix("#ffffff", sky[0], 0.45), 1
                )
    for x in (120, 1490):
        c.stroke([(x, 540), (x, 90)], "#20242c", 16, 10)
        c.rect(x - 78, 50, 156, 74, "#20242c")
        c.glow(x, 86, 430, "#f6f9ff", 0.85)
        for k in range(8):
            c.oval(x - 58 + (k % 4) * 38, 70 + (k // 4) * 34, 14, 13, "#ffffff")
    if track:
        spots = [(330, 905, 420, 0), (620, 880, 400, 1), (930, 890, 405, 0), (1240, 915, 430, 1)]
    else:
        spots = [
            (240, 770, 250, 0),
            (480, 960, 380, 1),
            (770, 900, 350, 0),
            (1010, 780, 260, 1),
            (1330, 620, 180, 0),
            (1250, 990, 390, 0),
        ]
    for x, y, tall, side in spots:
        _runner(c, x, y, tall, kits[side], c.rng.choice((-1, 1)) if not track else 1)
    if not track:
        c.oval(640, 986, 46, 9, "#1f4a27")
        c.oval(640, 950, 34, 34, "#f6f4ec")
        for a in range(5):
            c.oval(640 + math.cos(a * 1.26) * 20, 950 + math.sin(a * 1.26) * 20, 8, 8, "#22252b")
        c.oval(640, 950, 9, 9, "#22252b")


def _runner(c, x, y, tall, kit, way):
    c.oval(x, y, tall * 0.2, tall * 0.035, mix("#1f4a27", "#000000", 0.3))
    skin = c.rng.choice(["#7d5238", "#8f5f40", "#6b4630"])
    hip, chest = (x, y - tall * 0.47), (x + way * tall * 0.07, y - tall * 0.76)
    for knee, foot in (((0.17, 0.33), (0.1, 0.06)), ((-0.03, 0.25), (-0.24, 0.14))):
        mid, end = (
            (x + way * tall * knee[0], y - tall * knee[1]),
            (x + way * tall * foot[0], y - tall * foot[1]),
        )
        c.stroke([hip, mid], mix(kit, "#101018", 0.6), tall * 0.1, tall * 0.085)
        c.stroke([mid, end], skin, tall * 0.06, tall * 0.04)
        c.stroke(
            [((mid[0] + end[0]) / 2, (mid[1] + end[1]) / 2), end], kit, tall * 0.055, tall * 0.045
        )
        c.stroke(
            [end, (end[0] + way * tall * 0.07, end[1] + tall * 0.015)],
            "#f2efe6",
            tall * 0.04,
            tall * 0.03,
        )
    c.stroke([(hip[0], hip[1] + tall * 0.04), chest], kit, tall * 0.13, tall * 0.17)
    c.oval(*chest, tall * 0.085, tall * 0.06, kit)
    for hand, bend in (((0.24, 0.62), (0.16, 0.56)), ((-0.14, 0.56), (-0.16, 0.7))):
        c.stroke(
            curve(
                chest,
                (x + way * tall * hand[0], y - tall * hand[1]),
                (x + way * tall * bend[0], y - tall * bend[1]),
                6,
            ),
            skin,
            tall * 0.055,
            tall * 0.04,
        )
    head = (chest[0] + way * tall * 0.035, chest[1] - tall * 0.135)
    c.stroke([chest, head], skin, tall * 0.06, tall * 0.05)
    c.oval(*head, tall * 0.06, tall * 0.072, skin)
    c.oval(
        head[0] - way * tall * 0.012, head[1] - tall * 0.026, tall * 0.06, tall * 0.052, "#17120f"
    )


def drums(c, *, sky, cloth):
    """Gordang drums at a festival, with pennants and dancers behind."""
    c.sky(sky, 700, clouds="#fff2d8", cover=0.42)
    c.glow(800, 360, 720, "#ffe2a0", 0.85)
    c.ridge(640, 200, [mix("#4a5a4c", sky[-1], 0.55), mix("#4a5a4c", sky[-1], 0.65)], peaks=2.2)
    for k in range(3):
        rope = curve((-20, 90 + k * 70), (W + 20, 60 + k * 80), (800, 280 + k * 60), 22)
        c.line(rope, "#3a2a22", 2)
        for i, (x, y) in enumerate(rope):
            c.flat([(x - 20, y), (x + 20, y), (x, y + 56)], cloth[(i + k) % len(cloth)])
    for i in range(11):
        person(
            c,
            70 + i * 148,
            760 + (i % 2) * 24,
            300,
            cloth[i % len(cloth)],
            hat="scarf" if i % 2 else "#1d1715",
            arm=[(-0.26, -0.02), (0.26, -0.02)],
            legs=mix(cloth[(i + 1) % len(cloth)], "#000000", 0.55),
        )
    c.shape(
        [(0, 770), (W, 770), (W, H), (0, H)], ["#b98a56", "#7a5230"], brush="#e9c490", amount=0.5
    )
    for i in range(9):
        tall, r = 190 + i * 24, 48 + i * 7
        x, y = 110 + i * 168, 900 + (i % 2) * 16
        wood = mix("#7a4324", "#3a1d10", (i % 3) / 4)
        c.shape(
            [
                (x - r, y - tall * 0.62),
                (x + r, y - tall * 0.62),
                (x + r * 0.74, y + tall * 0.42),
                (x - r * 0.74, y + tall * 0.42),
            ],
            [mix(wood, "#ffffff", 0.18), wood, mix(wood, "#000000", 0.45)],
            brush="#d9a066",
            amount=0.4,
        )
        for k in range(7):
            left = x - r + k * r / 3
            c.line(
                [(left, y - tall * 0.58), (left + (x - left) * 0.26 + r * 0.14, y + tall * 0.1)],
                "#e9d6b0",
                2.4,
            )
        c.rect(x - r * 0.86, y + tall * 0.06, r * 1.72, 15, cloth[i % len(cloth)])
        c.oval(x, y - tall * 0.62, r * 1.06, r * 0.34, mix(wood, "#000000", 0.4))
        c.oval(x, y - tall * 0.63, r * 0.96, r * 0.28, "#ecdcb9")
        c.oval(x - r * 0.2, y - tall * 0.64, r * 0.5, r * 0.13, "#f8efd8")
        if i % 2:
            c.stroke([(x + 6, y - tall * 0.64), (x + 62, y - tall * 0.64 - 130)], "#5a3a22", 11, 6)
