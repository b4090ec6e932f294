"""City, school, clinic, library, press room, meeting."""

import math

from newsroom.demo.drawing.canvas import SCALE, H, W, curve, mix
from newsroom.demo.drawing.props import flock, palm, person, rumah_bolon, tree


def city(c, *, sky, wall, lit=None, rain=False):
    """Medan as an idea: a domed palace in yellow before towers, in rain or sun."""
    c.sky(
        sky, 760, clouds=mix(sky[0], "#ffffff", 0.3 if rain else 0.85), cover=0.58 if rain else 0.45
    )
    if not rain:
        c.glow(1250, 430, 560, lit or "#fff0c8", 0.8)
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
        for x, y, top in ((360, 960, "#b8402f"), (1120, 990, "#2d6a86"), (1300, 930, "#d8a53a")):
            person(c, x, y, 230, "#39424c", hat="scarf")
            rim = curve((x - 110, y - 215), (x + 110, y - 215), (x, y - 345), 12)
            c.flat([*rim, (x + 55, y - 222), (x, y - 215), (x - 55, y - 222)], top)
            c.line([(x, y - 265), (x, y - 140)], "#22262b", 4)
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


def _room(c, wall, floor, window):
    c.rect(
        0,
        0,
        W,
        720,
        [mix(wall, "#ffffff", 0.25), wall, mix(wall, "#000000", 0.14)],
        brush="#ffffff",
        amount=0.2,
    )
    c.shape(
        [(0, 720), (W, 720), (W, H), (0, H)],
        [mix(floor, "#ffffff", 0.2), floor, mix(floor, "#000000", 0.35)],
        brush="#fff0d0",
        amount=0.3,
    )
    for i in range(-12, 14):
        c.line([(800 + i * 70, 720), (800 + i * 230, H)], mix(floor, "#000000", 0.2), 2)
    for x in window:
        c.rect(x - 8, 132, 236, 296, mix(wall, "#3a2a1a", 0.5))
        c.rect(x, 140, 220, 280, ["#bfe0ea", "#eef2d8"])
        tree(c, x + 130, 440, 230, "#3f7a4a", "#b8d67a")
        c.rect(x - 8, 420, 236, 20, mix(wall, "#3a2a1a", 0.4))
        c.line([(x + 110, 140), (x + 110, 420)], mix(wall, "#3a2a1a", 0.5), 7)
        c.line([(x, 270), (x + 220, 270)], mix(wall, "#3a2a1a", 0.5), 7)
    for x in window:
        c.shape([(x, 720), (x + 220, 720), (x + 60, H), (x - 330, H)], "#fff6d0", opacity=0.22)
        c.glow(x + 110, 280, 360, "#fffbe0", 0.42)


def classroom(c, *, wall, floor, shirts):
    """A primary school class from behind, a teacher at the board."""
    _room(c, wall, floor, (70, 1310))
    c.rect(392, 128, 816, 372, "#7a5230")
    c.rect(408, 144, 784, 340, ["#2f5a4a", "#234639"], brush="#8fb5a2", amount=0.4)
    for i, wide in enumerate((420, 300, 380)):
        for k in range(int(wide // 44)):
            x, y = 470 + k * 44, 220 + i * 74
            c.line(
                curve((x, y), (x + 30, y + 4), (x + 12, y - 30 if k % 2 else y + 24), 5),
                "#f2f2e4",
                4,
            )
    c.line([(980, 380), (1090, 240), (1140, 380), (980, 380)], "#f2e6a0", 4)
    person(
        c, 1130, 742, 430, "#8a5a24", hat="scarf", arm=[(-0.3, 0.05), (0.16, 0.36)], legs="#5a3a18"
    )
    for row in range(3):
        y, tall = 770 + row * 118, 210 + row * 62
        count = 7 - row
        for i in range(count):
            x = (i + 0.5) * W / count + (row % 2) * 30 - 15
            c.rect(
                x - tall * 0.42, y - tall * 0.06, tall * 0.84, tall * 0.1, ["#c9995c", "#8f6434"]
            )
            c.rect(x - tall * 0.38, y, tall * 0.05, tall * 0.5, "#6b4a28")
            c.rect(x + tall * 0.33, y, tall * 0.05, tall * 0.5, "#6b4a28")
            _pupil(
                c,
                x,
                y,
                tall,
                shirts[(i + row) % len(shirts)],
                scarf=(i + row) % 3 == 0,
                hand=row < 2 and (i * 3 + row) % 5 == 0,
            )


def _pupil(c, x, y, tall, shirt, *, scarf, hand):
    c.flat(
        [
            *curve(
                (x - tall * 0.25, y + tall * 0.3),
                (x - tall * 0.08, y - tall * 0.32),
                (x - tall * 0.27, y - tall * 0.28),
                8,
            ),
            *curve(
                (x + tall * 0.08, y - tall * 0.32),
                (x + tall * 0.25, y + tall * 0.3),
                (x + tall * 0.27, y - tall * 0.28),
                8,
            ),
        ],
        shirt,
    )
    if hand:
        c.stroke(
            [(x + tall * 0.18, y - tall * 0.16), (x + tall * 0.27, y - tall * 0.66)],
            shirt,
            tall * 0.1,
            tall * 0.07,
        )
        c.oval(x + tall * 0.275, y - tall * 0.68, tall * 0.04, tall * 0.05, "#7d5238")
    if scarf:
        c.oval(x, y - tall * 0.45, tall * 0.16, tall * 0.18, "#f4f1e8")
        c.flat(
            [
                (x - tall * 0.2, y - tall * 0.2),
                (x, y - tall * 0.6),
                (x + tall * 0.2, y - tall * 0.2),
            ],
            "#e6e1d2",
        )
    else:
        c.stroke([(x, y - tall * 0.25), (x, y - tall * 0.4)], "#7d5238", tall * 0.11, tall * 0.1)
        c.oval(x, y - tall * 0.46, tall * 0.13, tall * 0.155, "#1f1815")
        c.oval(x - tall * 0.04, y - tall * 0.52, tall * 0.06, tall * 0.05, "#3a2e28")


def clinic(c, *, wall, floor):
    """Immunisation day at a health centre."""
    _room(c, wall, floor, (1290,))
    c.rect(120, 130, 330, 260, "#f6f6ee")
    c.rect(136, 146, 298, 228, ["#dcefe8", "#c2e0d6"])
    for i in range(4):
        c.rect(160, 180 + i * 46, 200 - i * 24, 14, mix("#2f7d6b", "#ffffff", 0.2 + i * 0.1))
    c.rect(690, 120, 46, 150, "#c8372d")
    c.rect(638, 172, 150, 46, "#c8372d")
    c.rect(60, 640, 640, 26, ["#f4efe2", "#cfc5ae"])
    c.rect(90, 666, 26, 250, "#a89a80")
    c.rect(640, 666, 26, 250, "#a89a80")
    for x, colour, tall in (
        (130, "#2f7d6b", 70),
        (190, "#d8a53a", 54),
        (240, "#c8372d", 64),
        (300, "#e9eef0", 86),
        (370, "#3a6f96", 50),
    ):
        c.rect(x, 640 - tall, 42, tall, [mix(colour, "#ffffff", 0.35), colour])
        c.rect(x + 8, 626 - tall, 26, 16, "#f6f6ee")
    c.rect(470, 560, 170, 80, ["#3d87b0", "#215a7a"])
    c.rect(462, 546, 186, 22, "#f6f6ee")
    person(
        c, 560, 990, 560, "#f4f4ee", hat="scarf", arm=[(-0.14, 0.36), (0.36, 0.28)], legs="#d6dcd8"
    )
    person(
        c, 930, 1000, 520, "#a8392c", hat="scarf", arm=[(-0.06, 0.3), (0.12, 0.3)], legs="#3a2a3a"
    )
    c.oval(925, 690, 74, 92, "#f0d9a0")
    c.oval(900, 618, 44, 48, "#8a5a3e")
    c.oval(896, 596, 45, 34, "#241a16")
    c.stroke([(762, 700), (800, 640), (846, 622)], "#7fb6c4", 20, 6)
    for x, top, tall in ((1160, "#315f86", 470), (1330, "#d8a53a", 450), (1490, "#4c7a57", 480)):
        person(
            c, x, 980, tall, top, hat=c.rng.choice(["scarf", None]), arm=[(-0.08, 0.3), (0.1, 0.3)]
        )
        c.oval(x, 980 - tall * 0.55, 52, 62, c.rng.choice(["#f3e3c0", "#cfe0e8", "#f0c9b8"]))
        c.oval(x - 22, 980 - tall * 0.66, 33, 36, "#8a5a3e")
        c.oval(x - 24, 980 - tall * 0.69, 34, 25, "#241a16")


def library(c, *, wood, spines, light):
    """Shelves to the ceiling, readers at a table in lamp light."""
    c.rect(0, 0, W, H, [mix(wood, "#ffffff", 0.1), wood, mix(wood, "#000000", 0.5)])
    for row in range(5):
        y = 30 + row * 152
        c.rect(0, y, W, 140, [mix(wood, "#000000", 0.62), mix(wood, "#000000", 0.45)])
        x = 8
        while x < W:
            wide, tall = c.rng.uniform(16, 44), c.rng.uniform(84, 128)
            tone = mix(c.rng.choice(spines), "#000000", c.rng.uniform(0, 0.35))
            lean = c.rng.choice([0, 0, 0, 0, 0, 14])
            c.flat(
                [
                    (x + lean, y + 138 - tall),
                    (x + wide + lean, y + 138 - tall),
                    (x + wide, y + 138),
                    (x, y + 138),
                ],
                tone,
            )
            c.line([(x + 3 + lean, y + 138 - tall), (x + 3, y + 138)], mix(tone, "#ffffff", 0.3), 2)
            if wide > 24:
                c.rect(x + 6, y + 156 - tall, wide - 12, 10, mix(tone, "#f6e6b8", 0.65))
            x += wide + lean * 0.8 + c.rng.uniform(0, 3)
            if c.rng.random() < 0.04:
                x += 50
        c.rect(0, y + 138, W, 15, [mix(wood, "#ffffff", 0.3), wood], brush="#f0d0a0")
    for x in (-8, 520, 1056, 1588):
        c.rect(x, 0, 22, 800, [mix(wood, "#ffffff", 0.22), mix(wood, "#000000", 0.2)])
    c.shape(
        [(0, 800), (W, 800), (W, H), (0, H)],
        [mix(wood, "#000000", 0.35), mix(wood, "#000000", 0.6)],
    )
    for x in (330, 1180):
        c.glow(x, 640, 480, light, 0.75)
    for i, x in enumerate((150, 480, 800, 1080, 1400)):
        person(
            c,
            x,
            1190,
            560,
            spines[i % len(spines)],
            hat="scarf" if i % 2 else None,
            arm=[(0.02, 0.34), (0.1, 0.34)],
        )
    c.rect(-20, 952, W + 40, 130, [mix(wood, "#ffe0a8", 0.5), wood], brush="#ffe9c0", amount=0.5)
    for x in (120, 470, 790, 1070, 1400):
        c.flat(
            [*curve((x - 76, 962), (x, 970), (x - 38, 942), 6), (x, 1000), (x - 84, 990)], "#fbf6e6"
        )
        c.flat(
            [*curve((x, 970), (x + 76, 962), (x + 38, 942), 6), (x + 84, 990), (x, 1000)], "#efe6cc"
        )
    for x in (330, 1180):
        c.rect(x - 4, 760, 8, 195, "#d9b24a")
        c.flat([(x - 86, 764), (x - 44, 690), (x + 44, 690), (x + 86, 764)], "#2f6b58")
        c.glow(x, 790, 170, "#fff3cf", 0.8)


def press(c, *, back, cloth):
    """Microphones before an empty chair: the minute before a press conference."""
    c.rect(
        0,
        0,
        W,
        H,
        [mix(back, "#ffffff", 0.2), back, mix(back, "#000000", 0.45)],
        brush="#ffffff",
        amount=0.16,
    )
    for row in range(5):
        for col in range(7):
            x, y = 70 + col * 240 + (row % 2) * 120, 70 + row * 130
            tone = mix(back, "#ffffff", 0.22)
            c.rect(x - 46, y - 16, 92, 12, tone)
            c.rect(x - 46, y + 2, 60, 9, tone)
    c.glow(800, 240, 760, "#fff3d8", 0.6)
    c.flat(
        [
            *curve((640, 740), (690, 330), (630, 400), 8),
            *curve((910, 330), (960, 740), (970, 400), 8),
        ],
        "#2a2422",
    )
    c.shape(
        [(668, 720), (700, 372), (900, 372), (932, 720)],
        ["#5a3a2a", "#38231a"],
        brush="#a8784f",
        amount=0.4,
    )
    c.shape(
        [(-20, 700), (W + 20, 700), (W + 20, H), (-20, H)],
        [mix(cloth, "#ffffff", 0.25), cloth, mix(cloth, "#000000", 0.5)],
        brush="#ffffff",
        amount=0.2,
    )
    for i in range(26):
        x = i * 64
        c.stroke(
            curve((x, 735), (x + c.rng.uniform(-14, 14), H), (x + 10, 900), 6),
            mix(cloth, "#000000", 0.3),
            3,
            16,
        )
    c.rect(-20, 694, W + 40, 30, [mix(cloth, "#ffffff", 0.55), mix(cloth, "#ffffff", 0.15)])
    for i, x in enumerate((420, 545, 660, 760, 850, 950, 1070, 1190)):
        head = (800 + (x - 800) * 0.62, 470 + abs(i - 3.5) * 26)
        c.line(curve((x, 705), head, (x, 560), 10), "#17181b", 9)
        angle = math.atan2(head[1] - 560, head[0] - x)
        tip = (head[0] + math.cos(angle) * 64, head[1] + math.sin(angle) * 64)
        c.stroke([head, tip], ["#2b2d31", "#8c2f25", "#2d5a7a", "#3a3b40"][i % 4], 42, 54)
        c.oval(*tip, 30, 30, "#1d1e21")
        for k in range(-2, 3):
            c.line([(tip[0] - 22, tip[1] + k * 9), (tip[0] + 22, tip[1] + k * 9)], "#4a4c52", 1.6)
        cube = ["#b8402f", "#e0a527", "#2d6a86", "#4c7a57"][i % 4]
        c.rect(head[0] - 26, head[1] - 6, 52, 46, [mix(cube, "#ffffff", 0.25), cube])
        c.oval(x, 708, 46, 11, "#17181b")
    for x in (130, 1430):
        c.rect(x - 26, 590, 52, 108, ["#dff0f4", "#a9cfd9"])
        c.rect(x - 16, 566, 32, 26, "#3a6f96")
    for x in (200, 560, 1060, 1420):
        c.oval(x, H + 40, 150, 190, "#121316")
        c.rect(x - 100, H - 190, 200, 100, "#1b1c20")
        c.oval(x + 20, H - 142, 40, 40, "#3a4048")
        c.oval(x + 12, H - 152, 16, 16, "#8fb2c4")


def meeting(c, *, wall, table, jackets):
    """Two delegations on either side of a long table."""
    _room(c, wall, "#8a6a4a", (60, 1320))
    c.rect(470, 120, 660, 330, "#3a2a22")
    c.rect(484, 134, 632, 302, ["#f6f1e4", "#e2d9c3"])
    for i, tall in enumerate((90, 140, 120, 190, 230)):
        c.rect(
            560 + i * 96,
            400 - tall,
            60,
            tall,
            ["#b8402f", "#2d6a86", "#d89b3c", "#4c7a57", "#b8402f"][i],
        )
    for side in (-1, 1):
        c.stroke([(800 + side * 390, 720), (800 + side * 390, 250)], "#8f6a2c", 9, 7)
        c.shape(
            [
                (800 + side * 390, 260),
                (800 + side * 340, 300),
                (800 + side * 350, 560),
                (800 + side * 390, 600),
            ],
            ["#c8372d", "#f4efe4"] if side < 0 else ["#2d6a86", "#1b4258"],
        )
    for i in range(7):
        x = 260 + i * 180
        person(
            c,
            x,
            900,
            420,
            jackets[i % len(jackets)],
            hat=[None, "scarf", "#1d1715", "scarf"][i % 4],
            arm=[(-0.06, 0.32), (0.08, 0.32)],
        )
    c.shape(
        [(150, 770), (1450, 770), (W + 80, H + 10), (-80, H + 10)],
        [mix(table, "#ffffff", 0.4), table, mix(table, "#000000", 0.35)],
        brush="#ffe9c0",
        amount=0.5,
    )
    for i in range(7):
        x = 300 + i * 168
        c.flat([(x - 50, 800), (x + 34, 796), (x + 44, 834), (x - 56, 838)], "#fbf8ee")
        c.line([(x - 36, 812), (x + 24, 809)], "#9aa0a4", 2)
        c.line([(x - 38, 822), (x + 10, 820)], "#9aa0a4", 2)
        c.rect(x + 58, 776, 24, 40, ["#e3f2f5", "#a9cfd9"])
    for x in (330, 640, 960, 1270):
        c.oval(x, 960, 66, 22, mix(table, "#000000", 0.35))
        c.oval(x, 950, 60, 20, "#f2ecdd")
        c.oval(x, 942, 30, 12, "#6b3a1e")
    c.oval(800, 880, 130, 26, mix(table, "#000000", 0.3))
    for _ in range(60):
        x, y = c.rng.gauss(800, 60), c.rng.gauss(850, 18)
        c.leaf(x, y, 36, c.rng.uniform(-3.1, 0), c.rng.choice(["#3f7a4a", "#5f9a4a"]), 0.3)
        c.oval(x, y, 11, 10, c.rng.choice(["#d8432f", "#f2ead8", "#e8a53a", "#c96a8a"]))
