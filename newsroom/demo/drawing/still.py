"""Things seen close: coffee, ulos, durian, scales, charts."""

import math

from newsroom.demo.drawing.canvas import H, W, curve, mix
from newsroom.demo.drawing.props import person


def coffee(c, *, back, leaf, cherry, beans=False):
    """A branch of ripe cherries before misty hills, or roasted beans with a cup."""
    c.sky(back, H)
    c.glow(1180, 260, 640, "#fff3cf", 0.7)
    if beans:
        _cup_and_beans(c, back)
        return
    for i in range(4):
        c.ridge(
            760 + i * 80,
            300 - i * 50,
            [mix(leaf[0], back[-1], 0.72 - i * 0.17), mix(leaf[0], back[-1], 0.66 - i * 0.1)],
            peaks=2 + i,
        )
        c.haze(640 + i * 70, 880 + i * 60, back[-1], 0.45)
    branch = curve((-30, 230), (W + 30, 560), (760, 720), 26)
    c.stroke(branch, "#5a4028", 26, 12)
    c.line([(x, y - 6) for x, y in branch], "#9a7a50", 4)
    for depth in range(2):
        for i in range(2, 25, 3):
            x, y = branch[i]
            for side in (-1, 1):
                angle = side * (0.95 + c.rng.uniform(-0.3, 0.3)) + 0.25
                long = c.rng.uniform(230, 320) * (0.85 + depth * 0.2)
                tone = mix(leaf[0], leaf[1], c.rng.random() * 0.8 if depth else 0.1)
                c.leaf(x + depth * 40, y, long, angle, tone, 0.36)
                end = (
                    x + depth * 40 + math.cos(angle) * long * 0.92,
                    y + math.sin(angle) * long * 0.92,
                )
                c.line([(x + depth * 40, y), end], mix(tone, "#f0f4c0", 0.4), 3)
                for k in (0.3, 0.5, 0.7):
                    px, py = (
                        x + depth * 40 + math.cos(angle) * long * k,
                        y + math.sin(angle) * long * k,
                    )
                    for turn in (-0.7, 0.7):
                        c.line(
                            [
                                (px, py),
                                (
                                    px + math.cos(angle + turn) * long * 0.15,
                                    py + math.sin(angle + turn) * long * 0.15,
                                ),
                            ],
                            mix(tone, "#f0f4c0", 0.25),
                            1.6,
                        )
    for i in range(3, 25, 3):
        x, y = branch[i]
        for _ in range(15):
            px, py = x + c.rng.gauss(0, 44), y + c.rng.gauss(8, 34)
            r = c.rng.uniform(23, 34)
            tone = c.rng.choice([cherry, cherry, mix(cherry, "#5a0f14", 0.4), "#d8842c", "#8fa83a"])
            c.oval(px, py, r, r * 1.08, mix(tone, "#000000", 0.4))
            c.oval(px - 2, py - 3, r * 0.9, r * 0.96, tone)
            c.oval(px - r * 0.3, py - r * 0.36, r * 0.3, r * 0.24, mix(tone, "#ffffff", 0.55))
            c.oval(px + r * 0.2, py + r * 0.86, r * 0.16, r * 0.1, "#2a1810")


def _bean(c, x, y, r, turn, tone):
    dx, dy = math.cos(turn), math.sin(turn)
    ring = [
        (
            x + math.cos(a) * r * dx - math.sin(a) * r * 0.66 * dy,
            y + math.cos(a) * r * dy + math.sin(a) * r * 0.66 * dx,
        )
        for a in (k / 9 * math.pi for k in range(18))
    ]
    c.flat([(px + 4, py + 6) for px, py in ring], "#160c07")
    c.flat(ring, tone)
    c.flat(
        [(x + (px - x) * 0.6 - r * 0.12, y + (py - y) * 0.5 - r * 0.16) for px, py in ring],
        mix(tone, "#e8b07a", 0.25),
    )
    c.line(
        curve(
            (x - dx * r * 0.85, y - dy * r * 0.85),
            (x + dx * r * 0.85, y + dy * r * 0.85),
            (x - dy * r * 0.3, y + dx * r * 0.3),
            6,
        ),
        mix(tone, "#000000", 0.6),
        3.4,
    )


def _cup_and_beans(c, back):
    c.shape(
        [(0, 560), (W, 560), (W, H), (0, H)],
        [mix("#7a5230", back[-1], 0.2), "#4a2f1c"],
        brush="#c99a66",
        amount=0.55,
    )
    for i in range(900):
        y = 620 + (i / 900) ** 0.9 * 470
        x = c.rng.uniform(-30, W + 30)
        if not (560 < x < 1220 and y < 860):
            _bean(
                c,
                x,
                y,
                15 + (y - 600) / 16,
                c.rng.uniform(0, 3.14),
                mix("#4a2616", "#7d4526", c.rng.random()),
            )
    c.oval(890, 872, 370, 82, "#241509")
    c.oval(890, 858, 350, 78, "#f4efe2")
    c.oval(890, 852, 250, 52, "#d9d1bd")
    c.line(curve((1110, 560), (1100, 770), (1340, 640), 14), "#e6dfcd", 40)
    body = curve((640, 500), (790, 850), (660, 800), 12) + curve(
        (990, 850), (1140, 500), (1120, 800), 12
    )
    c.shape(body, ["#fbf8ef", "#efe7d4", "#cfc3a8"], brush="#ffffff", amount=0.3)
    for i in range(11):
        x = 690 + i * 40
        c.flat([(x, 612), (x + 17, 636), (x, 660), (x - 17, 636)], "#8c2f25")
        c.flat([(x, 624), (x + 8, 636), (x, 648), (x - 8, 636)], "#1d1715")
    c.line([(652, 602), (1128, 602)], "#1d1715", 4)
    c.line([(664, 670), (1116, 670)], "#1d1715", 4)
    c.oval(890, 500, 250, 62, "#fffdf6")
    c.oval(890, 504, 228, 50, "#2c160c")
    c.oval(870, 500, 150, 28, "#4f2a16")
    for k in range(46):
        t = k / 45
        c.glow(
            850 + math.sin(t * 7) * 60 * (0.3 + t),
            470 - t * 420,
            50 + t * 70,
            "#ffffff",
            0.2 * (1 - t * 0.8),
        )


def ulos(c, *, ground, bands, weaver=False):
    """Woven cloth filling the page in bands of pattern, perhaps a weaver before it."""
    c.rect(0, 0, W, H, ground)
    x = -30
    while x < W:
        wide = c.rng.choice([34, 60, 96, 140])
        tone = c.rng.choice(bands)
        c.rect(x, 0, wide, H, tone)
        pattern = c.rng.randrange(4)
        ink = c.rng.choice([b for b in [*bands, ground] if b != tone])
        for y in range(-20, H + 40, max(26, wide // 2)):
            mid, half = x + wide / 2, wide * 0.36
            if wide < 40:
                c.rect(mid - 4, y, 8, 13, ink)
            elif pattern == 0:
                c.flat(
                    [
                        (mid, y - half * 0.8),
                        (mid + half, y),
                        (mid, y + half * 0.8),
                        (mid - half, y),
                    ],
                    ink,
                )
                c.flat(
                    [
                        (mid, y - half * 0.4),
                        (mid + half * 0.5, y),
                        (mid, y + half * 0.4),
                        (mid - half * 0.5, y),
                    ],
                    tone,
                )
            elif pattern == 1:
                c.line([(mid - half, y), (mid, y + half * 0.7), (mid + half, y)], ink, 7)
            elif pattern == 2:
                c.flat([(mid - half, y), (mid, y + half * 0.62), (mid - half, y + half * 1.2)], ink)
                c.flat([(mid + half, y), (mid, y + half * 0.62), (mid + half, y + half * 1.2)], ink)
            else:
                for k in (-1, 0, 1):
                    c.rect(mid + k * half * 0.7 - 5, y + (k % 2) * 12, 10, 10, ink)
        c.rect(x + wide, 0, 7, H, c.rng.choice(bands))
        x += wide + 7
    shade = c.noise((26, 4), contrast=2.2)
    c.image.paste(
        mix(ground, "#000000", 0.75), (0, 0), shade.point(lambda v: max(0, v - 110) * 3 // 4)
    )
    for y in range(0, H, 5):
        c.line(
            [(0, y), (W, y + c.rng.uniform(-1, 1))],
            mix(ground, "#000000" if y % 2 else "#ffffff", 0.3),
            0.7,
        )
    c.glow(1200, 200, 700, "#ffe9c8", 0.3)
    if weaver:
        c.shape(
            [(0, 850), (W, 850), (W, H), (0, H)],
            ["#7a5230", "#3f2817"],
            brush="#d9a066",
            amount=0.4,
        )
        c.oval(690, 890, 360, 46, "#23150c")
        person(
            c,
            690,
            1130,
            800,
            "#23527a",
            hat="scarf",
            arm=[(0.02, 0.3), (0.3, 0.26)],
            legs="#3a2030",
        )
        c.shape(
            [(250, 790), (1320, 700), (1360, 810), (230, 900)],
            ["#e9dcc0", "#b59c70"],
            brush="#8c2f25",
            amount=0.5,
        )
        for i in range(30):
            c.line(
                [(240 + i * 37, 890 - i * 2.9), (256 + i * 36.6, 792 - i * 3)],
                bands[i % len(bands)],
                9,
            )
        for px, py in ((240, 900), (1350, 810)):
            c.stroke([(px, py + 110), (px + 12, py - 190)], "#5a3a22", 22, 18)
        c.stroke([(900, 880), (936, 690)], "#a8784f", 18, 15)


def durian(c, *, back, shell):
    """A heap of durians, one opened."""
    c.sky(back, H)
    c.glow(800, 220, 800, "#ffe7b0", 0.6)
    c.shape(
        [(0, 760), (W, 760), (W, H), (0, H)], ["#8f6b42", "#4f3820"], brush="#d9b27a", amount=0.5
    )
    for row in range(4, -1, -1):
        count = 8 - row
        for i in range(count):
            _durian(
                c,
                800 + (i - (count - 1) / 2) * 232 + c.rng.uniform(-18, 18),
                900 - row * 158 + c.rng.uniform(-14, 14),
                c.rng.uniform(132, 152),
                mix(c.rng.choice(shell), "#000000", max(0, 0.24 - row * 0.06)),
            )
    _opened(c, 1120, 930, 210, shell[0])


def _durian(c, x, y, r, tone):
    c.oval(x, y, r, r * 0.93, mix(tone, "#000000", 0.4))
    c.stroke([(x, y - r * 0.85), (x + r * 0.1, y - r * 1.35)], "#6b5a34", r * 0.17, r * 0.13)
    for ring in range(8, -1, -1):
        far = ring / 8
        for k in range(max(1, ring * 5)):
            angle = 2 * math.pi * (k + ring * 0.4) / max(1, ring * 5)
            px, py = x + math.cos(angle) * far * r * 0.96, y + math.sin(angle) * far * r * 0.9
            light = max(0, min(1, 0.5 - (px - x) / r * 0.32 - (py - y) / r * 0.42))
            size = r * (0.19 - far * 0.05)
            tip = (
                px + math.cos(angle) * far * size * 0.9 - size * 0.1,
                py + math.sin(angle) * far * size * 0.9 - size * 0.5,
            )
            c.flat(
                [(px - size * 0.6, py + size * 0.3), tip, (px + size * 0.1, py + size * 0.4)],
                mix(tone, "#fbf3b0", light * 0.6),
            )
            c.flat(
                [(px + size * 0.6, py + size * 0.3), tip, (px, py + size * 0.4)],
                mix(tone, "#20260c", (1 - light) * 0.65),
            )


def _opened(c, x, y, r, tone):
    _durian(c, x, y, r * 1.05, tone)
    c.oval(x, y, r * 0.86, r * 0.66, "#e9dfb4")
    c.oval(x, y, r * 0.78, r * 0.57, "#d4c68e")
    for dx, dy in ((-0.38, -0.06), (0.02, -0.14), (0.4, -0.02), (-0.16, 0.2), (0.22, 0.22)):
        px, py = x + dx * r, y + dy * r
        c.oval(px + 4, py + 7, r * 0.23, r * 0.2, "#a8812c")
        c.oval(px, py, r * 0.23, r * 0.2, "#f2c84a")
        c.oval(px - r * 0.06, py - r * 0.06, r * 0.12, r * 0.07, "#fbe9a0")


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
