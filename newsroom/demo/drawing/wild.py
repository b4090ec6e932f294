"""Rain forest and surf."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import palm


def forest(c, *, light, leaf, ape=True):
    """Inside the rain forest: trunks fading into light, lianas, and perhaps an orangutan."""
    c.sky([mix(leaf[1], light, 0.55), light, mix(leaf[1], light, 0.35)], H)
    c.glow(930, 330, 720, light, 0.9)
    for depth in range(4):
        fade = 0.72 - depth * 0.2
        bark = mix("#2b2620", light, fade)
        for _ in range(8 - depth):
            x = c.rng.uniform(-40, W + 40)
            wide = 22 + depth * 22 + c.rng.uniform(-6, 14)
            c.shape(
                [
                    (x - wide * 0.5, -10),
                    (x + wide * 0.5, -10),
                    (x + wide * 0.6, 900),
                    (x + wide * 1.4, H),
                    (x - wide * 1.4, H),
                    (x - wide * 0.6, 900),
                ],
                [mix(bark, leaf[0], 0.3), bark],
                brush=mix(bark, light, 0.4),
                amount=0.45,
            )
        for _ in range(150):
            x, y = c.rng.uniform(-50, W + 50), c.rng.random() ** 1.6 * (430 - depth * 20)
            if c.rng.random() < 0.35:
                y = H - c.rng.random() ** 2 * (250 - depth * 30)
            r = c.rng.uniform(18, 46) + depth * 6
            tone = mix(mix(leaf[0], leaf[1], c.rng.random()), light, fade * 0.85)
            c.leaf(x, y, r * 1.7, c.rng.uniform(0.2, math.pi - 0.2), tone)
        c.haze(300, 1000, light, 0.2)
    for i in range(5):
        x = 330 + i * 210
        c.shape(
            [(x + 260, -10), (x + 330, -10), (x + 40 + i * 8, H), (x - 120, H)],
            [mix(light, "#ffffff", 0.5), light],
            opacity=0.13,
        )
    dark = mix(leaf[0], "#050805", 0.55)
    bough = curve((-20, 560), (W + 20, 470), (760, 690), 24)
    c.stroke(bough, mix("#1d1711", leaf[0], 0.2), 64, 34)
    c.line([(x, y - 20) for x, y in bough], mix("#4a3c2a", light, 0.2), 5)
    for x, drop in ((240, 520), (1250, 430), (1420, 560)):
        c.line(curve((x, -10), (x + 60, drop), (x - 70, drop * 0.6), 12), dark, 6)
    if ape:
        _orangutan(c, 760, 600, 300)
    _fringe(c, dark, leaf)


def _fringe(c, dark, leaf):
    """Dark leaves that frame the view."""
    for x, y, turn in (
        (40, -30, 0.9),
        (300, -50, 1.4),
        (1330, -50, 1.7),
        (1570, -20, 2.3),
        (20, H + 30, -0.8),
        (250, H + 50, -1.3),
        (1370, H + 50, -1.8),
        (1590, H + 20, -2.3),
    ):
        for k in range(13):
            spread = (k - 6) * 0.17
            c.leaf(
                x + (k - 6) * 9,
                y,
                c.rng.uniform(190, 300),
                turn + spread,
                mix(dark, leaf[0], c.rng.random() * 0.75),
                0.2,
            )


def _orangutan(c, x, y, tall):
    """Sitting on the bough with one arm up to a liana, lit from behind."""
    fur, edge = "#7b3517", "#d9752c"
    c.line(
        curve((x + tall * 0.42, -10), (x + tall * 0.36, y - tall * 0.2), (x + tall * 0.5, 260), 12),
        "#2a2417",
        9,
    )
    for shift, colour in ((-5, edge), (0, fur)):
        px = x + shift
        c.stroke(
            curve(
                (px + tall * 0.2, y - tall * 0.5),
                (x + tall * 0.41, y - tall * 1.25),
                (px + tall * 0.52, y - tall * 0.75),
            ),
            colour,
            tall * 0.19,
            tall * 0.1,
        )
        c.oval(px, y - tall * 0.32, tall * 0.3, tall * 0.36, colour)
        c.oval(px - tall * 0.02, y - tall * 0.76, tall * 0.2, tall * 0.19, colour)
        c.stroke(
            curve(
                (px - tall * 0.22, y - tall * 0.5),
                (px - tall * 0.24, y + tall * 0.06),
                (px - tall * 0.5, y - tall * 0.2),
            ),
            colour,
            tall * 0.19,
            tall * 0.1,
        )
        for side in (-1, 1):
            c.oval(px + side * tall * 0.17, y - tall * 0.04, tall * 0.16, tall * 0.1, colour)
    for _ in range(120):
        angle = c.rng.uniform(0, 2 * math.pi)
        px, py = x + math.cos(angle) * tall * 0.27, y - tall * 0.34 + math.sin(angle) * tall * 0.34
        c.flat(
            [(px - 3, py), (px + 3, py), (px - 4 + c.rng.uniform(-6, 6), py + tall * 0.11)],
            mix(fur, edge, c.rng.random() * 0.7),
        )
    c.oval(x - tall * 0.02, y - tall * 0.73, tall * 0.12, tall * 0.125, "#3b2118")
    c.oval(x - tall * 0.02, y - tall * 0.67, tall * 0.075, tall * 0.055, "#5b3a28")
    for side in (-1, 1):
        c.oval(
            x - tall * 0.02 + side * tall * 0.045,
            y - tall * 0.765,
            tall * 0.014,
            tall * 0.014,
            "#0f0a08",
        )
        c.oval(x - tall * 0.017 + side * tall * 0.045, y - tall * 0.77, 1.6, 1.6, "#f6e8d0")


def surf(c, *, sky, sea, rider=True):
    """A hollow wave off Nias with a surfer on its face."""
    c.sky(sky, 470, clouds="#ffffff", cover=0.46)
    c.glow(330, 240, 430, "#fff3d0", 0.8)
    c.ridge(455, 110, [mix(sea[1], sky[-1], 0.55), mix(sea[1], sky[-1], 0.65)], peaks=2)
    for x in range(20, 600, 47):
        palm(
            c,
            x,
            452 + c.rng.uniform(-4, 8),
            c.rng.uniform(60, 110),
            mix(sea[1], sky[-1], 0.4),
            mix(sea[0], sky[-1], 0.4),
            fat=0.04,
            spread=0.5,
            fronds=11,
        )
    c.water(450, [mix(sea[0], sky[-1], 0.4), sea[0], sea[1]], mirror=0.2, streaks=260)
    crest = curve((-20, 690), (1010, 300), (640, 640), 22)
    top = curve((1010, 300), (W + 30, 330), (1300, 190), 16)
    c.shape(
        [*crest, *top, (W + 30, H), (-20, H)],
        [mix(sea[0], "#d9fff2", 0.5), sea[0], sea[1], mix(sea[1], "#02121c", 0.35)],
        brush="#d8fff4",
        amount=0.3,
    )
    for i in range(44):
        t = i / 43
        start = crest[min(len(crest) - 1, int(5 + t * 18))]
        end = (
            60 + t * 980 + c.rng.uniform(-40, 40),
            860 + 160 * math.sin(t * 2.2) + c.rng.uniform(-60, 60),
        )
        c.stroke(
            curve(start, end, (start[0] - 60 + t * 60, start[1] + 250), 12),
            mix(sea[0], "#e9fff8", c.rng.uniform(0.05, 0.5)),
            1,
            c.rng.uniform(2, 9),
        )
    _barrel(c, sea)
    for px, py in crest[9:] + top:
        c.foam(px, py, 26, 14, 14, 24, shade=mix(sea[0], "#ffffff", 0.4))
    for i in range(26):
        c.foam(
            820 + i * 32,
            900 - 50 * math.sin(i / 25 * 2.6),
            44,
            34,
            34,
            34,
            shade=mix(sea[0], "#ffffff", 0.3),
        )
    if rider:
        _surfer(c, 690, 745, 190)
    for _ in range(260):
        c.oval(c.rng.uniform(640, W), c.rng.uniform(180, 900), 2, 2, "#ffffff")


def _barrel(c, sea):
    """The hollow of the wave and the sheet of water that falls before it."""
    for i in range(9):
        t = i / 8
        rx, ry = 300 - 200 * t, 270 - 185 * t
        cx, cy = 1150 + 95 * t, 640 - 25 * t
        ring = [
            (cx + math.cos(a / 24 * math.pi) * rx, cy + math.sin(a / 24 * math.pi) * ry)
            for a in range(49)
        ]
        c.flat(ring, mix(mix(sea[1], "#02121c", 0.5), mix(sea[0], "#d9fff2", 0.4), t**1.4))
    sheet = [
        (1010, 300),
        *curve((1010, 300), (1290, 880), (1420, 380), 16),
        (W + 30, 900),
        (W + 30, 310),
    ]
    c.shape(
        sheet,
        [mix(sea[0], "#f2fffb", 0.75), mix(sea[0], "#d9fff2", 0.4), sea[0]],
        brush="#ffffff",
        amount=0.5,
    )
    for _ in range(60):
        t = c.rng.random()
        start = (1030 + t * 560, 300 + c.rng.uniform(0, 40))
        end = (1290 + t * 330 + c.rng.uniform(-10, 10), c.rng.uniform(620, 900))
        c.stroke(
            curve(start, end, (1395 + t * 180, 420), 10),
            mix("#ffffff", sea[0], c.rng.random() * 0.6),
            1,
            c.rng.uniform(2, 8),
        )


def _surfer(c, x, y, tall):
    c.flat(
        curve((x - tall * 0.62, y + 16), (x + tall * 0.66, y - 24), (x, y + 52), 10)
        + curve((x + tall * 0.66, y - 24), (x - tall * 0.62, y + 16), (x, y + 14), 10),
        "#f6d34b",
    )
    skin, suit = "#5a3824", "#c8372d"
    hip, chest = (x - 12, y - tall * 0.42), (x + tall * 0.1, y - tall * 0.7)
    c.stroke(curve(hip, (x - tall * 0.3, y + 12), (x - tall * 0.3, y - tall * 0.32)), skin, 30, 16)
    c.stroke(curve(hip, (x + tall * 0.28, y - 4), (x + tall * 0.3, y - tall * 0.36)), skin, 30, 16)
    c.stroke([hip, chest], suit, 42, 46)
    c.stroke(
        curve(chest, (x + tall * 0.62, y - tall * 0.66), (x + tall * 0.36, y - tall * 0.86)),
        skin,
        18,
        10,
    )
    c.stroke(
        curve(chest, (x - tall * 0.42, y - tall * 0.82), (x - tall * 0.12, y - tall * 0.92)),
        skin,
        18,
        10,
    )
    c.oval(chest[0] + 14, chest[1] - tall * 0.17, tall * 0.075, tall * 0.088, skin)
    c.oval(chest[0] + 10, chest[1] - tall * 0.2, tall * 0.075, tall * 0.066, "#15100f")
    for i in range(60):
        c.oval(
            x - tall * 0.7 - i * 5,
            y + 22 + c.rng.uniform(-10, 26),
            3 + i / 10,
            2 + i / 16,
            "#f4fffb",
        )
