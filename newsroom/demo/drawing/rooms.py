"""School, clinic, meeting room."""

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import person, tree


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
