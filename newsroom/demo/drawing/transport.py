"""Harbour and railway."""

from newsroom.demo.drawing.canvas import H, W, mix
from newsroom.demo.drawing.props import flock, palm

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
