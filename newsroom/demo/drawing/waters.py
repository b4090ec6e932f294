"""Lake, sea and flood."""

from newsroom.demo.drawing.canvas import SCALE, H, W, curve, mix
from newsroom.demo.drawing.props import fishing_boat, flock, palm, person, rumah_bolon


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
