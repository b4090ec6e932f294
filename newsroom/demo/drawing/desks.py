"""Library, press table, scales, charts, a telephone: what a news desk illustrates with."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import person


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
    _microphones(c)
    for x in (130, 1430):
        c.rect(x - 26, 590, 52, 108, ["#dff0f4", "#a9cfd9"])
        c.rect(x - 16, 566, 32, 26, "#3a6f96")
    for x in (200, 560, 1060, 1420):
        c.oval(x, H + 40, 150, 190, "#121316")
        c.rect(x - 100, H - 190, 200, 100, "#1b1c20")
        c.oval(x + 20, H - 142, 40, 40, "#3a4048")
        c.oval(x + 12, H - 152, 16, 16, "#8fb2c4")


def _microphones(c):
    """Eight stands that lean to the chair."""
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


def scales(c, *, back, brass):
    """The scales of a court and a gavel in raking light."""
    c.sky(back, H)
    for i in range(6):
        x = 120 + i * 270
        c.rect(
            x,
            0,
            120,
            800,
            [mix(back[0], "#ffffff", 0.16), mix(back[-1], "#ffffff", 0.08)],
            brush="#fff0d0",
            amount=0.2,
        )
        for k in range(4):
            c.rect(x + 14 + k * 28, 0, 7, 800, mix(back[0], "#000000", 0.25))
    c.glow(380, 180, 820, "#ffe7b8", 0.6)
    c.shape(
        [(0, 800), (W, 800), (W, H), (0, H)], ["#6b4226", "#2c180d"], brush="#d09a62", amount=0.55
    )
    dark = mix(brass, "#2a1805", 0.55)
    c.shape([(560, 880), (920, 880), (960, 940), (520, 940)], [mix(brass, "#ffffff", 0.4), dark])
    c.shape(
        [(640, 840), (840, 840), (880, 884), (600, 884)], [mix(brass, "#ffffff", 0.5), brass, dark]
    )
    c.stroke([(740, 850), (740, 180)], brass, 44, 24)
    c.stroke([(732, 850), (734, 190)], mix(brass, "#ffffff", 0.55), 9, 5)
    c.oval(740, 172, 36, 36, brass)
    c.oval(730, 162, 14, 14, mix(brass, "#ffffff", 0.7))
    beam = curve((330, 300), (1150, 250), (740, 190), 18)
    c.line(beam, brass, 18)
    c.line([(x, y - 5) for x, y in beam], mix(brass, "#ffffff", 0.5), 4)
    for px, py in (beam[0], beam[-1]):
        pan = py + 330
        for dx in (-130, 0, 130):
            c.line([(px, py), (px + dx, pan)], mix(brass, "#ffffff", 0.2), 3)
        c.shape(
            [*curve((px - 165, pan), (px + 165, pan), (px, pan + 150), 16)],
            [mix(brass, "#ffffff", 0.4), brass, dark],
        )
        c.oval(px, pan, 165, 26, dark)
        c.oval(px - 6, pan - 3, 152, 20, brass)
    c.oval(1270, 985, 200, 46, "#1d0f07")
    c.oval(1270, 960, 170, 44, "#7a4324")
    c.oval(1270, 944, 170, 44, "#a8683c")
    c.stroke([(1330, 800), (1590, 1010)], "#8a5028", 30, 40)
    c.stroke([(1240, 900), (1400, 720)], "#6b3a1c", 130, 130)
    c.stroke([(1218, 888), (1372, 710)], "#a8683c", 34, 34)
    for t in (0.18, 0.82):
        x, y = 1240 + 160 * t, 900 - 180 * t
        c.stroke([(x - 50, y - 45), (x + 50, y + 45)], brass, 16, 16)


def chart(c, *, paper, ink, bars=True):
    """An infographic: bars or a line over a faint map of hills."""
    c.rect(0, 0, W, H, [mix(paper, "#ffffff", 0.4), paper])
    for i in range(4):
        c.ridge(
            840 + i * 80,
            260 - i * 30,
            [mix(ink[0], paper, 0.82 - i * 0.05), mix(ink[0], paper, 0.9)],
            peaks=2 + i,
        )
    c.rect(110, 96, 600, 44, mix(ink[0], "#000000", 0.2))
    c.rect(110, 162, 420, 20, mix(ink[0], paper, 0.5))
    for i in range(6):
        c.line([(110, 320 + i * 110), (1490, 320 + i * 110)], mix(ink[0], paper, 0.75), 2)
        c.rect(110, 296 + i * 110, 46, 12, mix(ink[0], paper, 0.55))
    level, points = 0.62, []
    for i in range(12):
        level = max(0.2, min(0.95, level + c.rng.uniform(-0.2, 0.22)))
        x, top = 210 + i * 108, 870 - level * 520
        points.append((x + 38, top))
        if bars:
            tone = ink[1] if i == 10 else mix(ink[0], paper, 0.25)
            c.rect(x + 8, top + 10, 76, 870 - top, mix(ink[0], paper, 0.7))
            c.rect(
                x,
                top,
                76,
                870 - top,
                [mix(tone, "#ffffff", 0.25), tone],
                brush="#ffffff",
                amount=0.35,
            )
        c.rect(x + 14, 894, 48, 13, mix(ink[0], paper, 0.45))
    if not bars:
        c.shape(
            [*points, (points[-1][0], 870), (points[0][0], 870)],
            [mix(ink[1], paper, 0.2), paper],
            opacity=0.7,
        )
        c.line(points, ink[1], 12)
        c.line(
            [(x, y + 90 + 40 * math.sin(x / 160)) for x, y in points], mix(ink[0], paper, 0.2), 7
        )
        for x, y in points:
            c.oval(x, y, 17, 17, paper)
            c.oval(x, y, 11, 11, ink[1])
    c.line([(110, 872), (1490, 872)], ink[0], 5)
    for k, (start, end) in enumerate(((0, 150), (150, 255), (255, 360))):
        wedge = [
            (
                1350 + math.cos(math.radians(a - 90)) * 130,
                190 + math.sin(math.radians(a - 90)) * 130,
            )
            for a in range(start, end + 1, 5)
        ]
        c.flat(
            [(1350, 190), *wedge], [ink[1], mix(ink[0], paper, 0.2), mix(ink[0], paper, 0.55)][k]
        )
    c.oval(1350, 190, 64, 64, mix(paper, "#ffffff", 0.3))


def phone(c, *, back, ink):
    """A chat message under a magnifying glass: for fact checks."""
    c.rect(
        0,
        0,
        W,
        H,
        [mix(back, "#ffffff", 0.35), back, mix(back, "#000000", 0.3)],
        brush="#ffffff",
        amount=0.25,
    )
    c.glow(420, 240, 760, "#ffffff", 0.5)
    c.shape([(580, 1010), (1060, 1010), (1130, 1060), (560, 1060)], "#000000", opacity=0.25)
    c.shape(
        [
            (520, 50),
            (1010, 50),
            (1030, 70),
            (1030, 1020),
            (1010, 1040),
            (520, 1040),
            (500, 1020),
            (500, 70),
        ],
        ["#2a2d33", "#131519"],
    )
    c.rect(524, 110, 482, 860, ["#eef1ec", "#dfe4dc"])
    c.rect(524, 110, 482, 76, ink[0])
    c.oval(572, 148, 24, 24, mix(ink[0], "#ffffff", 0.6))
    c.rect(612, 136, 190, 14, mix(ink[0], "#ffffff", 0.75))
    c.rect(612, 160, 110, 9, mix(ink[0], "#ffffff", 0.5))
    y = 216
    for side, tall in ((0, 110), (1, 76), (0, 250), (1, 90), (0, 120)):
        x, wide = (546, 350) if side == 0 else (636, 350)
        tone = "#ffffff" if side == 0 else mix(ink[0], "#ffffff", 0.75)
        c.rect(x, y, wide, tall, [tone, mix(tone, "#000000", 0.05)])
        for k in range(int(tall // 28) - (1 if tall > 100 else 0)):
            c.rect(x + 20, y + 18 + k * 26, (wide - 40) * c.rng.uniform(0.5, 1), 10, "#a9b0b4")
        y += tall + 20
    x, y, r = 920, 500, 226
    c.stroke([(x + r * 0.7, y + r * 0.7), (x + r * 1.75, y + r * 1.75)], "#3a2418", 62, 76)
    c.stroke([(x + r * 0.72, y + r * 0.66), (x + r * 1.7, y + r * 1.66)], "#7a4a2c", 18, 24)
    c.oval(x, y, r + 26, r + 26, "#8d969c")
    c.oval(x, y, r + 10, r + 10, "#d9dee0")
    c.oval(x, y, r, r, "#fdfdf8")
    for k, share in enumerate((0.6, 0.9, 0.75)):
        c.rect(x - 150, y - 140 + k * 40, 300 * share, 18, "#b9c0c3")
    c.stroke([(x - 100, y + 20), (x + 100, y + 160)], ink[1], 44, 44)
    c.stroke([(x + 100, y + 20), (x - 100, y + 160)], ink[1], 44, 44)
    c.glow(x - 90, y - 110, 150, "#ffffff", 0.8)
