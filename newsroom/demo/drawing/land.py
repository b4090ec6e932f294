"""Fields and plantations."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import palm, person, tree


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
    for _ in range(46):
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
