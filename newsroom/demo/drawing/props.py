"""What stands in more than one scene: people, trees, boats, houses."""

import math

from newsroom.demo.drawing.canvas import curve, mix


def person(c, x, y, tall, colour, *, skin="#855637", hat=None, arm=None, legs="#2b2a33"):
    """Somebody standing with the feet at (x, y). `hat`: "caping", "scarf" or a colour's cap.

    `arm`: where the hand reaches, from the shoulder, in parts of the height.
    """
    head, neck, hip = y - tall * 0.9, y - tall * 0.8, y - tall * 0.46
    wide = tall * 0.13
    for side in (-1, 1):
        c.stroke(
            [(x + side * wide * 0.35, hip), (x + side * wide * 0.6, y)],
            legs,
            wide * 0.85,
            wide * 0.5,
        )
    c.flat(
        [
            (x - wide, neck + tall * 0.05),
            (x - wide * 0.4, neck),
            (x + wide * 0.4, neck),
            (x + wide, neck + tall * 0.05),
            (x + wide * 0.85, hip + tall * 0.06),
            (x - wide * 0.85, hip + tall * 0.06),
        ],
        colour,
    )
    dark = mix(colour, "#000000", 0.18)
    reaches = arm or [(-0.14, 0.34), (0.14, 0.34)]
    for side, (dx, dy) in zip((-1, 1), reaches, strict=False):
        shoulder = (x + side * wide * 0.9, neck + tall * 0.06)
        hand = (x + dx * tall, neck + dy * tall)
        elbow = ((shoulder[0] + hand[0]) / 2 + side * wide * 0.3, (shoulder[1] + hand[1]) / 2)
        c.stroke(curve(shoulder, hand, elbow, 6), dark, wide * 0.62, wide * 0.42)
        c.oval(*hand, wide * 0.24, wide * 0.24, skin)
    c.oval(x, head, tall * 0.062, tall * 0.078, skin)
    if hat == "caping":
        c.flat(
            [(x - tall * 0.16, head), (x, head - tall * 0.12), (x + tall * 0.16, head)], "#c9a15a"
        )
        c.flat(
            [(x, head - tall * 0.12), (x + tall * 0.16, head), (x + tall * 0.03, head)], "#a67d3d"
        )
    elif hat == "scarf":
        dark = mix(colour, "#f4e8d0", 0.5)
        c.oval(x, head - tall * 0.012, tall * 0.074, tall * 0.086, dark)
        c.flat([(x - wide, neck + tall * 0.07), (x, head), (x + wide, neck + tall * 0.07)], dark)
        c.oval(x + tall * 0.008, head + tall * 0.01, tall * 0.045, tall * 0.055, skin)
    elif hat:
        c.flat(
            [
                (x - tall * 0.066, head - tall * 0.01),
                (x - tall * 0.055, head - tall * 0.075),
                (x + tall * 0.055, head - tall * 0.075),
                (x + tall * 0.066, head - tall * 0.01),
            ],
            hat,
        )
    else:
        c.oval(x, head - tall * 0.03, tall * 0.064, tall * 0.052, "#1f1a1c")


def tree(c, x, y, tall, dark, light):
    """A broad-leaved tree: a trunk and clumps of leaves lit from the upper left."""
    c.stroke([(x, y), (x + tall * 0.02, y - tall * 0.6)], "#3a2c24", tall * 0.09, tall * 0.04)
    clumps = []
    for _ in range(16):
        angle, far = c.rng.uniform(0, 2 * math.pi), c.rng.random() ** 0.5
        clumps.append(
            (
                x + math.cos(angle) * far * tall * 0.34,
                y - tall * 0.66 + math.sin(angle) * far * tall * 0.27,
                tall * c.rng.uniform(0.1, 0.17),
            )
        )
    for cx, cy, r in clumps:
        c.oval(cx, cy, r, r * 0.85, dark)
    for cx, cy, r in clumps:
        c.oval(cx - r * 0.22, cy - r * 0.25, r * 0.7, r * 0.55, mix(dark, light, 0.55))
    for cx, cy, r in clumps[::2]:
        c.oval(cx - r * 0.4, cy - r * 0.42, r * 0.32, r * 0.22, light)


def palm(c, x, y, tall, dark, light, *, fronds=21, spread=0.55, lean=0.0, fat=0.07):
    """An oil palm or, with a high thin trunk, a coconut palm."""
    top = (x + lean * tall, y - tall)
    bark = mix("#4a3a2b", dark, 0.35)
    stem = curve((x, y), top, (x + lean * tall * 0.2, y - tall * 0.55), 12)
    c.stroke(stem, bark, tall * fat * 1.25, tall * fat * 0.85)
    c.stroke(
        [(px - tall * fat * 0.25, py) for px, py in stem],
        mix(bark, light, 0.25),
        tall * fat * 0.3,
        1,
    )
    for px, py in stem[1:-1]:
        c.line(
            [(px - tall * fat * 0.5, py), (px + tall * fat * 0.5, py - tall * 0.012)],
            mix(bark, "#000000", 0.35),
            tall * 0.004,
        )
    reach = tall * spread
    order = sorted(range(fronds), key=lambda i: abs(i - (fronds - 1) / 2), reverse=True)
    for i in order:
        angle = math.pi * (-0.2 + 1.4 * i / (fronds - 1)) + c.rng.uniform(-0.09, 0.09)
        far = reach * c.rng.uniform(0.8, 1.08)
        up = math.sin(angle)
        end = (top[0] + math.cos(angle) * far, top[1] - up * far * 0.5 + far * 0.34)
        bend = (top[0] + math.cos(angle) * far * 0.5, top[1] - up * far * 0.75 - far * 0.1)
        points = curve(top, end, bend, 13)
        colour = mix(dark, light, min(1, 0.1 + 0.75 * max(0, up) * c.rng.uniform(0.4, 1.1)))
        c.stroke(points, mix(colour, light, 0.3), far * 0.03, far * 0.01)
        for j, (px, py) in enumerate(points[1:], 1):
            leaf = far * 0.27 * (1.1 - 0.55 * j / 13) * (0.55 if j < 3 else 1)
            for side in (-1, 1):
                tip = (
                    px + math.cos(angle) * leaf * 0.55 + side * leaf * 0.3 * abs(up),
                    py + leaf * (0.62 if side > 0 else 0.2 + 0.3 * up),
                )
                c.flat(
                    [(px - far * 0.012, py), (px + far * 0.012, py), tip],
                    colour if side > 0 else mix(colour, light, 0.18),
                )


def rumah_bolon(c, x, y, wide, *, roof="#4a3328", wall="#7a2f25", lit=None):
    """The great Toba house from its long side: a saddle roof on a carved wall on posts."""
    tall = wide * 0.95
    floor, eaves = y - tall * 0.2, y - tall * 0.42
    for i in range(7):
        px = x - wide * 0.36 + i * wide * 0.12
        c.flat(
            [
                (px - wide * 0.013, floor),
                (px + wide * 0.013, floor),
                (px + wide * 0.018, y),
                (px - wide * 0.018, y),
            ],
            mix(roof, "#000000", 0.35),
        )
    c.flat(
        [
            (x - wide * 0.44, eaves),
            (x + wide * 0.44, eaves),
            (x + wide * 0.4, floor),
            (x - wide * 0.4, floor),
        ],
        wall,
    )
    for i in range(15):
        px = x - wide * 0.4 + i * wide * 0.057
        c.oval(
            px, floor - tall * 0.035, wide * 0.018, tall * 0.016, "#e9dcc3" if i % 2 else "#1d1715"
        )
        c.oval(px, eaves + tall * 0.045, wide * 0.012, tall * 0.012, "#e9dcc3")
    c.rect(x - wide * 0.42, floor - tall * 0.012, wide * 0.84, tall * 0.02, "#1d1715")
    for i in (-1, 0, 1):
        c.rect(
            x + i * wide * 0.2 - wide * 0.035,
            eaves + tall * 0.07,
            wide * 0.07,
            tall * 0.085,
            lit or mix(wall, "#000000", 0.55),
        )
    left, right = (x - wide * 0.62, y - tall * 1.02), (x + wide * 0.62, y - tall * 1.08)
    ridge = curve(left, right, (x, y - tall * 0.5), 24)
    edge = [*ridge, (x + wide * 0.46, eaves + tall * 0.03), (x - wide * 0.46, eaves + tall * 0.03)]
    c.shape(
        edge,
        [mix(roof, "#ffffff", 0.22), roof, mix(roof, "#000000", 0.35)],
        brush=mix(roof, "#f0d0a0", 0.5),
        amount=0.45,
    )
    for tip, side in ((left, -1), (right, 1)):
        c.flat(
            [tip, (x + side * wide * 0.44, y - tall * 0.86), (x + side * wide * 0.46, eaves)],
            mix(roof, "#000000", 0.45),
        )
        c.stroke([tip, (tip[0] + side * wide * 0.03, tip[1] - tall * 0.07)], "#1d1715", 4, 1)
    c.line(ridge, mix(roof, "#f6e0b8", 0.4), wide * 0.008)


def fishing_boat(c, x, y, long, hull, *, band="#f2e6c8", lamp=None):
    """A wooden boat of the east coast with a raised bow, a small deckhouse and a mast."""
    deep = long * 0.13
    sheer = curve(
        (x - long * 0.5, y - deep * 1.0),
        (x + long * 0.54, y - deep * 2.0),
        (x - long * 0.05, y - deep * 0.15),
    )
    keel = curve(
        (x + long * 0.54, y - deep * 2.0),
        (x - long * 0.42, y + deep * 0.5),
        (x + long * 0.38, y + deep * 0.75),
    )
    c.rect(x - long * 0.3, y - deep * 2.5, long * 0.26, deep * 2.1, [band, mix(band, hull, 0.45)])
    for i in range(3):
        c.rect(
            x - long * 0.28 + i * long * 0.085,
            y - deep * 2.2,
            long * 0.05,
            deep * 0.7,
            lamp or "#2b3640",
        )
    c.rect(x - long * 0.34, y - deep * 2.75, long * 0.34, deep * 0.3, mix(hull, "#000000", 0.3))
    mast = x + long * 0.1
    c.stroke([(mast, y - deep * 0.3), (mast + 2, y - long * 0.55)], "#33271f", long * 0.016, 2)
    for end in ((x + long * 0.5, y - deep * 1.9), (x - long * 0.3, y - deep * 2.7)):
        c.line([(mast + 2, y - long * 0.53), end], "#4b4038", 1.2)
    c.stroke([(mast, y - long * 0.22), (x + long * 0.34, y - long * 0.42)], "#33271f", 5, 2)
    c.shape(
        [*sheer, *keel],
        [hull, mix(hull, "#000000", 0.5)],
        brush=mix(hull, "#ffffff", 0.4),
        amount=0.4,
    )
    c.line([(px, py + deep * 0.22) for px, py in sheer], band, long * 0.014)
    if lamp:
        c.glow(mast, y - long * 0.45, long * 0.35, lamp, 0.75)
        c.oval(mast, y - long * 0.45, 5, 5, "#fff6d8")


def bird(c, x, y, span, colour):
    c.line(
        curve((x - span, y - span * 0.25), (x, y), (x - span * 0.45, y - span * 0.55), 6), colour, 2
    )
    c.line(
        curve((x, y), (x + span, y - span * 0.3), (x + span * 0.4, y - span * 0.6), 6), colour, 2
    )


def flock(c, x, y, colour, count=7, wide=260):
    for _ in range(count):
        bird(
            c,
            x + c.rng.uniform(-wide, wide),
            y + c.rng.uniform(-50, 50),
            c.rng.uniform(8, 17),
            colour,
        )


def umbrella(c, x, y, r, one, other):
    """A market umbrella seen from the side, in gores of two colours."""
    c.stroke([(x, y), (x, y + r * 1.25)], "#4b4038", 6, 6)
    for i in range(6):
        a, b = -1 + i / 3, -1 + (i + 1) / 3
        rim = [(x + r * t, y + r * 0.1 * (1 - abs(t)) + r * 0.05) for t in (a, (a + b) / 2, b)]
        rim[1] = (rim[1][0], rim[1][1] - r * 0.05)
        c.flat(
            [
                (x, y - r * 0.52),
                *[(x + r * t * 0.78, y - r * 0.36 + abs(t) * r * 0.12) for t in (a, b)][:1],
                *rim,
                (x + r * b * 0.78, y - r * 0.36 + abs(b) * r * 0.12),
            ],
            one if i % 2 else other,
        )
