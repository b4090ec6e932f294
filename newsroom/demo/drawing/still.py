"""Things seen close: coffee, cloth, durian."""

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
        _motifs(c, x, wide, pattern, ink, tone)
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
        _weaver(c, bands)


def _motifs(c, x, wide, pattern, ink, tone):
    """One band of the cloth: lozenges, chevrons, triangles or dots."""
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


def _weaver(c, bands):
    """A weaver at the loom in front of the cloth."""
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
