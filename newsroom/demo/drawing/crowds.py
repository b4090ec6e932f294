"""Market, stadium, festival."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import person, umbrella


def market(c, *, sky, goods, night=False):
    """Stalls under umbrellas, baskets in front. `goods`: colours of what the baskets hold."""
    c.sky(sky, H)
    _street(c, sky, night)
    if night:
        _lamps(c)
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


def _street(c, sky, night):
    """House fronts and the ground before them."""
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


def _lamps(c):
    """Two strings of bulbs across the street."""
    for k, drop in enumerate((150, 110)):
        wire = curve((-20, 120 + k * 40), (W + 20, 90 + k * 60), (800, 120 + drop * 2), 18)
        c.line(wire, "#1a1620", 3)
        for x, y in wire[1:-1]:
            c.glow(x, y + 14, 74, "#ffd27a", 0.85)
            c.oval(x, y + 14, 9, 11, "#fff4d0")


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
    _stands(c, sky)
    ground = ["#b9573a", "#8f3a28"] if track else ["#5fa04c", "#2c6b36"]
    c.shape([(0, 525), (W, 525), (W, H), (0, H)], ground, brush="#f5f0c8", amount=0.2)
    if track:
        for i in range(-7, 9):
            c.stroke([(800 + i * 60, 525), (800 + i * 330, H + 10)], "#f3ead8", 2, 11)
    else:
        _goal(c, sky)
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


def _stands(c, sky):
    """A full stand, its people as dots of colour."""
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


def _goal(c, sky):
    """Mown stripes, lines and the goal."""
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
            c.line([(1183, 420 + k * 21), (1473, 420 + k * 21)], mix("#ffffff", sky[0], 0.45), 1)


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
