"""Mountain road and bridge."""

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import person, tree


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
    _sampans(c)


def _sampans(c):
    """Two men rowing under the bridge."""
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
