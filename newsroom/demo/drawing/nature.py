"""Lake, field, forest, sea."""

import math

from newsroom.demo.drawing.canvas import SCALE, H, W, curve, mix
from newsroom.demo.drawing.props import fishing_boat, flock, palm, person, rumah_bolon, tree


def lake(
    c, *, sky, hills, water, sun=None, glow="#ffe2ae", clouds="#ffffff", boat=True, house=False
):
    """Lake Toba between its walls. `hills`: far and near colour."""
    c.sky(sky, 640, clouds=clouds, cover=0.4)
    if sun:
        c.glow(*sun, 520, glow, 0.85)
        c.oval(*sun, 46, 46, mix(glow, "#ffffff", 0.6))
    for i in range(5):
        share = i / 4
        far = mix(hills[0], hills[1], share)
        c.ridge(
            590 + i * 14,
            330 - i * 55,
            [mix(far, "#ffffff", 0.06), mix(far, hills[0], 0.35)],
            peaks=1.6 + i * 0.9,
            rough=0.46,
            brush=mix(far, glow, 0.5),
            amount=0.2 + share * 0.2,
        )
        if i < 4:
            c.haze(500 + i * 25, 640 + i * 10, sky[-1], 0.5)
    c.water(640, water, mirror=0.5, streak=glow, streaks=240)
    if sun:
        for _ in range(70):
            y = 648 + c.rng.random() ** 1.3 * 330
            half = (16 + (y - 640) * 0.16) * c.rng.uniform(0.2, 1)
            x = sun[0] + c.rng.uniform(-1, 1) * (20 + (y - 640) * 0.12)
            c.flat(
                [(x - half, y), (x, y - 2), (x + half, y), (x, y + 2.6)], mix(glow, "#ffffff", 0.25)
            )
    if boat:
        _ferry(c, 1030 if house else 620, 800, 330)
    if house:
        near = mix(hills[1], "#000000", 0.45)
        bank = c.ridge_line(985, 60, peaks=1, rough=0.4)
        c.shape([*bank, (W, H), (0, H)], [near, mix(near, "#000000", 0.4)], brush=hills[1])
        rumah_bolon(c, 390, 985, 430, lit="#ffcf7a")
        rumah_bolon(c, 130, 1000, 270, wall="#5d2a22")
        palm(
            c, 690, 1000, 400, mix(near, "#000000", 0.3), hills[1], fat=0.03, spread=0.4, lean=0.06
        )
    flock(c, 1150, 230, mix(sky[0], "#000000", 0.55))


def _ferry(c, x, y, long):
    """A wooden lake ferry with two decks."""
    high = long * 0.1
    c.rect(x - long * 0.33, y - high * 2.5, long * 0.62, high * 1.7, ["#f7f1e3", "#cfc3ad"])
    c.rect(x - long * 0.22, y - high * 3.5, long * 0.38, high * 0.9, ["#f7f1e3", "#d8ccb6"])
    c.rect(x - long * 0.37, y - high * 2.75, long * 0.7, high * 0.32, "#b33a2b")
    c.rect(x - long * 0.26, y - high * 3.72, long * 0.46, high * 0.28, "#b33a2b")
    for i in range(9):
        c.rect(
            x - long * 0.3 + i * long * 0.063, y - high * 2.1, long * 0.038, high * 0.62, "#39515c"
        )
    for i in range(5):
        c.rect(
            x - long * 0.19 + i * long * 0.068, y - high * 3.25, long * 0.04, high * 0.45, "#39515c"
        )
    top = curve(
        (x - long * 0.48, y - high * 1.2), (x + long * 0.54, y - high * 1.6), (x, y - high * 0.6)
    )
    low = curve(
        (x + long * 0.54, y - high * 1.6),
        (x - long * 0.43, y + high * 0.4),
        (x + long * 0.4, y + high * 0.5),
    )
    c.shape([*top, *low], ["#2f6f86", "#173b4b"], brush="#8fc0cd", amount=0.35)
    c.line(top, "#f7f1e3", 4)
    for i in range(9):
        py = y + high * 0.55 + i * 7
        c.flat(
            [
                (x - long * 0.42 + i * 9, py),
                (x + long * (0.46 - i * 0.03), py),
                (x + long * 0.2, py + 4),
            ],
            mix("#dfe9e6", "#2f6f86", 0.35 + i * 0.06),
        )


def terraces(c, *, sky, hill, paddy, ripe=False):
    """Rice terraces below hills, their lips following the slope."""
    c.sky(sky, 470, clouds="#ffffff", cover=0.46)
    c.glow(1180, 170, 460, "#fff2cf", 0.7)
    for i in range(3):
        c.ridge(
            440 + i * 30,
            210 - i * 45,
            [mix(hill, sky[-1], 0.62 - i * 0.25), mix(hill, sky[-1], 0.7)],
            brush=mix(hill, "#ffffff", 0.4),
            amount=0.3,
            peaks=2 + i,
        )
        c.haze(380 + i * 20, 520 + i * 20, sky[-1], 0.45)
    steps = 19
    for i in range(steps):
        t = i / (steps - 1)
        y = 470 + (t**1.6) * 600
        sway = [
            (
                x,
                y
                + math.sin(x / 330 + t * 2.4) * (20 + 70 * t) * (1 - 0.4 * t)
                + math.sin(x / 118 + t * 5) * (5 + 10 * t),
            )
            for x in range(-20, W + 41, 20)
        ]
        colour = mix(paddy[0], paddy[1], t * 0.8 + c.rng.uniform(0, 0.2))
        wet = not ripe and i % 3 == 1
        top = mix(sky[-1], "#ffffff", 0.3) if wet else mix(colour, "#fff6c8", 0.3)
        c.shape(
            [*sway, (W + 20, H), (-20, H)],
            [top, colour, mix(colour, "#0c2418", 0.35)],
            brush=mix(colour, "#fffbe0", 0.5),
            amount=0.34,
        )
        c.line(sway, mix(colour, "#1c2a14", 0.55), 2 + 7 * t)
        c.line([(x, py - 3 - 2 * t) for x, py in sway], mix(colour, "#fff6c8", 0.55), 1 + 2 * t)
        if 3 < i < 13 and i % 2:
            tree(
                c,
                c.rng.choice([120, 260, 1290, 1440, 1530]),
                sway[20][1] + 8,
                60 + 80 * t,
                mix(hill, "#06140d", 0.35),
                mix(paddy[0], "#fff6c8", 0.25),
            )
    for x, y, tall in ((560, 800, 120), (680, 832, 128), (1010, 905, 150)):
        person(
            c,
            x,
            y,
            tall,
            c.rng.choice(["#a8392c", "#2c5c7a", "#d8a53a"]),
            hat="caping",
            arm=[(-0.12, 0.4), (0.2, 0.36)],
        )
    c.blades(1010, H + 20, [mix(paddy[1], "#000000", 0.3), paddy[1], paddy[0]], 420, 60)


def palm_rows(c, *, sky, leaf, ground, truck=False):
    """An oil-palm smallholding: two rows that run to the light."""
    c.sky(sky, 700)
    c.glow(800, 520, 620, "#fff0c0", 0.9)
    c.ridge(600, 90, [mix(leaf[0], sky[-1], 0.6), mix(leaf[0], sky[-1], 0.75)], peaks=4)
    c.shape(
        [(0, 600), (W, 600), (W, H), (0, H)],
        [mix(ground, sky[-1], 0.5), ground, mix(ground, "#120c06", 0.45)],
        brush=mix(ground, "#ffe9b0", 0.5),
        amount=0.4,
    )
    c.shape(
        [(770, 605), (830, 605), (1130, H), (470, H)],
        [mix("#d9b98a", sky[-1], 0.5), "#a8794d", "#7c5434"],
        brush="#e7c795",
        amount=0.55,
    )
    for i in range(9):
        t = i / 8
        tall = 90 + 620 * t**1.8
        y = 612 + 440 * t**1.7
        gap = 62 + 700 * t**1.45
        mist = 0.62 * (1 - t)
        dark, light = mix(leaf[0], sky[-1], mist), mix(leaf[1], sky[-1], mist * 0.8)
        for side in (-1, 1):
            x = 800 + side * gap
            if i % 2:
                palm(c, x + side * gap * 0.7, y - 10, tall * 0.9, dark, light, fronds=13)
            c.oval(x, y, tall * 0.34, tall * 0.03, mix(ground, "#000000", 0.35))
            palm(c, x, y, tall, dark, light)
            for k in range(7):
                c.oval(
                    x + (k - 3) * tall * 0.016,
                    y - tall * (0.955 - 0.016 * (k % 2)),
                    tall * 0.017,
                    tall * 0.021,
                    mix("#b0401f" if k % 3 else "#5f2013", sky[-1], mist),
                )
        if i < 7:
            c.haze(540 + i * 12, 690 + i * 16, sky[-1], 0.16)
    if truck:
        _fruit_truck(c, 800, 905, 260)
    else:
        person(c, 742, 890, 190, "#355f7d", hat="#b9432f", arm=[(-0.15, 0.36), (0.22, 0.1)])
        c.stroke([(782, 757), (818, 600)], "#2c241d", 6, 4)
        for i in range(12):
            c.oval(
                880 + (i % 6) * 27 + (i // 6) * 12,
                905 - (i // 6) * 22,
                19,
                16,
                c.rng.choice(["#8c2c14", "#c2461f", "#5f2013"]),
            )
            c.oval(875 + (i % 6) * 27 + (i // 6) * 12, 899 - (i // 6) * 22, 7, 5, "#e8813a")
    c.blades(900, H + 30, [mix(leaf[0], "#000000", 0.25), leaf[0], leaf[1]], 260, 50)


def _fruit_truck(c, x, y, wide):
    for i in range(46):
        c.oval(
            x + c.rng.uniform(-0.4, 0.4) * wide,
            y - wide * c.rng.uniform(0.62, 0.83),
            wide * 0.06,
            wide * 0.05,
            c.rng.choice(["#8c2c14", "#c2461f", "#5f2013", "#e0702c"]),
        )
    c.rect(
        x - wide * 0.45,
        y - wide * 0.66,
        wide * 0.9,
        wide * 0.4,
        ["#e7b33c", "#b57f22"],
        brush="#f7d98a",
    )
    for i in range(6):
        c.rect(
            x - wide * 0.42 + i * wide * 0.15, y - wide * 0.64, wide * 0.02, wide * 0.36, "#8c5f18"
        )
    c.rect(x - wide * 0.42, y - wide * 0.26, wide * 0.84, wide * 0.08, "#2a2522")
    for side in (-1, 1):
        c.rect(
            x + side * wide * 0.3 - wide * 0.08, y - wide * 0.2, wide * 0.16, wide * 0.22, "#1c1917"
        )
        c.rect(
            x + side * wide * 0.37 - wide * 0.035,
            y - wide * 0.24,
            wide * 0.07,
            wide * 0.04,
            "#d8432f",
        )


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
    for i in range(60):
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


def fleet(c, *, sky, sea, sun, glow, lamps=False):
    """Fishing boats of the Malacca Strait coming home or going out."""
    c.sky(sky, 560, clouds=mix(sky[-1], "#ffffff", 0.4), cover=0.46)
    c.glow(*sun, 560, glow, 0.95)
    c.oval(*sun, 58, 58, mix(glow, "#ffffff", 0.55))
    c.ridge(560, 46, [mix(sea[1], sky[-1], 0.6), mix(sea[1], sky[-1], 0.5)], peaks=5)
    c.water(560, [mix(sea[0], sky[-1], 0.55), sea[0], sea[1]], mirror=0.4, streak=glow, streaks=320)
    for _ in range(90):
        y = 566 + c.rng.random() ** 1.4 * 420
        half = (10 + (y - 560) * 0.14) * c.rng.uniform(0.3, 1)
        x = sun[0] + c.rng.uniform(-1, 1) * (18 + (y - 560) * 0.16)
        c.flat([(x - half, y), (x, y - 2), (x + half, y), (x, y + 3)], mix(glow, "#ffffff", 0.3))
    hulls = ["#27525c", "#7d2f28", "#2f5d3a", "#3c3f63", "#8a5a24"]
    for i, (x, y, long) in enumerate(
        ((1290, 610, 120), (300, 622, 150), (1100, 690, 230), (420, 770, 340), (1130, 900, 520))
    ):
        fade = mix(hulls[i], sky[-1], max(0, 0.55 - i * 0.14))
        c.oval(x, y + long * 0.06, long * 0.5, long * 0.035, mix(sea[1], "#000000", 0.35))
        fishing_boat(c, x, y, long, fade, lamp="#ffdf9a" if lamps else None)
        if long > 200:
            person(c, x + long * 0.3, y - long * 0.09, long * 0.24, "#a8392c", hat="caping")
            person(
                c,
                x + long * 0.18,
                y - long * 0.07,
                long * 0.24,
                "#d9c08a",
                arm=[(-0.2, 0.2), (0.24, 0.1)],
            )
    flock(c, 760, 300, mix(sky[0], "#000000", 0.45), 10, 420)


def volcano(c, *, sky, cone, field):
    """A smoking cone above the vegetable fields of Karo."""
    c.sky(sky, 640, clouds="#ffffff", cover=0.42)
    c.glow(380, 180, 480, "#fff0cc", 0.7)
    c.ridge(610, 150, [mix(cone, sky[-1], 0.65), mix(cone, sky[-1], 0.7)], peaks=2.4)
    left = curve((180, 640), (730, 190), (560, 500), 14)
    rim = [(760, 204), (790, 186), (815, 206), (850, 192)]
    right = curve((850, 192), (1500, 640), (1080, 520), 14)
    c.shape(
        [*left, *rim, *right],
        [mix(cone, "#ffffff", 0.12), cone, mix(cone, sky[-1], 0.4)],
        brush=mix(cone, "#ffffff", 0.35),
        amount=0.45,
    )
    for i in range(34):
        side = c.rng.uniform(-1, 1)
        foot = 800 + side * 560 + 20
        far = c.rng.uniform(0.35, 1)
        end = (800 + (foot - 800) * far, 205 + 430 * far)
        c.stroke(
            curve((800 + side * 46, 208), end, (800 + side * 170 * far, 215 + 260 * far), 10),
            mix(cone, "#000000" if i % 3 else "#ffffff", c.rng.uniform(0.08, 0.2)),
            2,
            c.rng.uniform(6, 22),
        )
    for i in range(60):
        t = i / 59
        x, y = (
            800 + t * 560 + c.rng.gauss(0, 14 + 40 * t),
            190 - t * 120 + c.rng.gauss(0, 8 + 24 * t),
        )
        c.glow(x, y, 46 + 150 * t, mix("#ffffff", "#8d8a8f", c.rng.random() * 0.7), 0.8 - 0.45 * t)
    c.haze(520, 700, sky[-1], 0.75)
    c.shape(
        [(0, 640), (W, 620), (W, H), (0, H)],
        [mix(field[0], sky[-1], 0.5), field[0], field[1]],
        brush="#f3e6a8",
        amount=0.25,
    )
    for i in range(-16, 18):
        c.stroke(
            [(800 + i * 34, 636), (800 + i * 215, H + 10)], mix(field[1], "#1b120a", 0.5), 4, 46
        )
    for row in range(14):
        t = (row / 13) ** 1.7
        y = 652 + t * 400
        for i in range(-16, 18):
            x = 800 + (i + 0.5) * (34 + t * 175)
            if -60 < x < W + 60:
                r = 7 + t * 46
                c.oval(x, y, r, r * 0.62, mix(field[0], "#0b2314", 0.3))
                c.oval(
                    x - r * 0.15, y - r * 0.14, r * 0.72, r * 0.44, mix(field[0], "#e8f6b8", 0.25)
                )
                c.oval(x - r * 0.2, y - r * 0.2, r * 0.34, r * 0.2, mix(field[0], "#f4fbd4", 0.6))
    for x, y, tall, top in ((430, 830, 150, "#b3382c"), (1180, 800, 130, "#315f86")):
        person(c, x, y, tall, top, hat="caping", arm=[(-0.18, 0.42), (0.12, 0.44)])


def _house_front(c, x, top, wide, dark, depth):
    door = c.rng.random() < 0.5
    for k in range(2):
        left = x + 26 + k * (wide - 98)
        c.rect(left - 5, top + 64, 56, 76 if not (door and k) else 260, mix(dark, "#ffffff", 0.55))
        c.rect(
            left, top + 70, 46, 60 if not (door and k) else 250, [dark, mix(dark, "#ffffff", 0.2)]
        )
        c.line([(left + 23, top + 70), (left + 23, top + 130)], mix(dark, "#ffffff", 0.5), 2)
    if depth and c.rng.random() < 0.7:
        one = c.rng.choice(["#b5452f", "#2f6f7c", "#c79a3a"])
        for k in range(6):
            left = x + k * wide / 6
            c.flat(
                [
                    (left, top + 150),
                    (left + wide / 6, top + 150),
                    (left + wide / 6 - 8, top + 190),
                    (left - 8, top + 190),
                ],
                one if k % 2 else "#e9e2d2",
            )


def flood(c, *, sky, mud):
    """A street of houses on stilts and shops in brown water, under rain."""
    c.sky(sky, 560, clouds=mix(sky[0], "#000000", 0.3), cover=0.6)
    for depth in range(2):
        for i in range(9):
            x, wide = -60 + i * 200 + depth * 90, 180 - depth * 10
            top = 330 + depth * 110 + c.rng.uniform(-40, 40)
            wall = mix(
                c.rng.choice(["#c9b48a", "#8fa6a0", "#b9776a", "#9a9f7d"]),
                sky[-1],
                0.5 - depth * 0.3,
            )
            c.rect(
                x,
                top,
                wide,
                330,
                [wall, mix(wall, "#000000", 0.25)],
                brush=mix(wall, "#ffffff", 0.3),
            )
            roof = mix("#8a3c2c", sky[-1], 0.45 - depth * 0.3)
            c.flat([(x - 18, top + 6), (x + wide * 0.5, top - 78), (x + wide + 18, top + 6)], roof)
            _house_front(c, x, top, wide, mix("#27323a", sky[-1], 0.3 - depth * 0.15), depth)
        if depth == 0:
            c.haze(360, 620, sky[-1], 0.5)
    c.water(
        640,
        [mix(mud, sky[-1], 0.35), mud, mix(mud, "#1d1208", 0.35)],
        mirror=0.34,
        streak="#efe0c4",
        streaks=420,
    )
    for x in (170, 1240):
        c.stroke([(x, 900), (x + 6, 120)], "#2d2a2a", 16, 9)
        c.line([(x - 60, 170), (x + 70, 164)], "#2d2a2a", 8)
    for drop in (40, 58, 80):
        c.line(curve((115, 168), (1180, 164), (640, 190 + drop * 2)), "#2d2a2a", 2)
    c.flat([(420, 800), (860, 800), (900, 745), (380, 745)], "#d9622b")
    c.flat([(420, 800), (860, 800), (846, 824), (440, 824)], "#a3431b")
    c.line([(380, 745), (900, 745)], "#f6c79a", 6)
    for x, top, hat in (
        (470, "#e2b43a", "scarf"),
        (570, "#e8792f", "#d8432f"),
        (690, "#3d6f96", "scarf"),
        (800, "#e8792f", "#d8432f"),
    ):
        person(c, x, 790, 190, top, hat=hat)
    c.stroke([(800, 640), (930, 850)], "#5a4330", 7, 9)
    for _ in range(520):
        x, y, long = c.rng.uniform(-20, W), c.rng.uniform(-20, H), c.rng.uniform(14, 46)
        spot = c.image.getpixel(
            (min(c.size[0] - 1, max(0, int(x * SCALE))), min(c.size[1] - 1, max(0, int(y * SCALE))))
        )
        c.line([(x, y), (x - long * 0.2, y + long)], mix(spot, "#f0f4f4", 0.32), 1.2)
