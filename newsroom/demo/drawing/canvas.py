"""The paper and the brushes: everything a scene needs to paint with Pillow alone.

Scenes think in a picture of 1600 x 1067 units. The canvas is larger than that and is reduced at
the end, which smooths the edges. Blurs and noise are made small and enlarged, because Pillow pays
by the pixel.
"""

import io
import math
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

W, H = 1600, 1067
SCALE = 1.5


@lru_cache(maxsize=4096)
def rgb(colour):
    return colour if isinstance(colour, tuple) else ImageColor.getrgb(colour)


def mix(one, other, share):
    """`one` with that share (0 to 1) of `other` stirred in."""
    return tuple(round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))


def curve(a, b, bend, steps=14):
    """Points of an arc from `a` to `b` whose middle is pulled to `bend`."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        points.append(
            tuple(
                (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r
                for p, q, r in zip(a, bend, b, strict=True)
            )
        )
    return points


def gradient(size, colours):
    """A vertical run through `colours`; a colour may come with its place: (0.3, "#fff")."""
    if isinstance(colours, str) or isinstance(colours[0], int):
        colours = [colours, colours]
    stops = [
        c if isinstance(c, tuple) and len(c) == 2 else (i / (len(colours) - 1), c)
        for i, c in enumerate(colours)
    ]
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        at = y / 255
        low = max((s for s in stops if s[0] <= at), key=lambda s: s[0], default=stops[0])
        high = min((s for s in stops if s[0] >= at), key=lambda s: s[0], default=stops[-1])
        share = (at - low[0]) / (high[0] - low[0]) if high[0] > low[0] else 0
        strip.putpixel((0, y), mix(low[1], high[1], share))
    return strip.resize(size, Image.Resampling.BILINEAR)


class Canvas:
    def __init__(self, seed):
        self.rng = Random(seed)
        self.size = (round(W * SCALE), round(H * SCALE))
        self.image = Image.new("RGB", self.size)
        self.pen = ImageDraw.Draw(self.image)
        # Dry paint: fine speckle, broken by broad soft patches and faint strokes.
        speckle = ImageChops.multiply(self.noise((800, 534), contrast=2.2), self.noise((60, 40)))
        self.bristles = Image.blend(speckle, self.noise((70, 300), contrast=1.6), 0.22)
        self.mottle = self.noise((120, 80), contrast=1.8)

    # -- noise ---------------------------------------------------------------------------------

    def noise(self, cells, *, contrast=1.0, size=None):
        """Random grey, `cells` wide and high, enlarged smoothly. The same for the same seed."""
        raw = Image.frombytes("L", cells, self.rng.randbytes(cells[0] * cells[1]))
        big = raw.resize(size or self.size, Image.Resampling.BICUBIC)
        return big.point(lambda v: max(0, min(255, round((v - 128) * contrast + 128))))

    def cloud_mask(self, stretch=4, cover=0.5):
        """Banks of cloud: three octaves of noise, drawn wide."""
        small = (320, 214)
        mask = Image.new("L", small, 0)
        for cells, weight in (((8, 3 * stretch), 0.55), ((22, 9 * stretch), 0.3), ((60, 90), 0.15)):
            layer = self.noise(cells, size=small)
            mask = ImageChops.add(mask, layer.point(lambda v, w=weight: round(v * w)))
        edge = 255 * (1 - cover)
        mask = mask.point(lambda v: max(0, min(255, round((v - edge) * 3.2))))
        return mask.filter(ImageFilter.GaussianBlur(1.2)).resize(
            self.size, Image.Resampling.BICUBIC
        )

    # -- surfaces ------------------------------------------------------------------------------

    def box(self, points):
        xs, ys = [x * SCALE for x, _ in points], [y * SCALE for _, y in points]
        left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
        right = min(self.size[0], math.ceil(max(xs)) + 1)
        bottom = min(self.size[1], math.ceil(max(ys)) + 1)
        return left, top, right, bottom

    def shape(self, points, fill, *, opacity=1.0, brush=None, amount=0.5):
        """A polygon of one colour or a vertical run of several; `brush`: a dry second colour."""
        if isinstance(fill, str | tuple) and not brush and opacity == 1:
            self.flat(points, fill)
            return
        left, top, right, bottom = self.box(points)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon(
            [(x * SCALE - left, y * SCALE - top) for x, y in points], fill=round(255 * opacity)
        )
        self.image.paste(gradient(mask.size, fill), (left, top), mask)
        if brush:
            strokes = self.bristles.crop((left, top, right, bottom))
            strokes = strokes.point(lambda v: round(v * amount))
            self.image.paste(
                Image.new("RGB", mask.size, rgb(brush)),
                (left, top),
                ImageChops.multiply(mask, strokes),
            )

    def rect(self, x, y, w, h, fill, **more):
        self.shape([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, **more)

    def flat(self, points, colour):
        """A small polygon of one colour: much cheaper than shape()."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=rgb(colour))

    def oval(self, x, y, rx, ry, colour):
        self.pen.ellipse(
            [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE],
            fill=rgb(colour),
        )

    def line(self, points, colour, width=2):
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=rgb(colour),
            width=max(1, round(width * SCALE)),
            joint="curve",
        )

    def stroke(self, points, colour, start, end=0.5):
        """A line that tapers from `start` to `end` units."""
        left, right = [], []
        for i, (x, y) in enumerate(points):
            ahead, behind = points[min(i + 1, len(points) - 1)], points[max(i - 1, 0)]
            dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
            length = math.hypot(dx, dy) or 1
            half = (start + (end - start) * i / (len(points) - 1)) / 2
            left.append((x - dy / length * half, y + dx / length * half))
            right.append((x + dy / length * half, y - dx / length * half))
        self.flat(left + right[::-1], colour)

    def leaf(self, x, y, long, angle, colour, wide=0.34):
        """A pointed leaf growing from (x, y) in that direction (radians)."""
        tip = (x + math.cos(angle) * long, y + math.sin(angle) * long)
        side = (-math.sin(angle) * long * wide, math.cos(angle) * long * wide)
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        one = curve((x, y), tip, (middle[0] + side[0], middle[1] + side[1]), 6)
        other = curve(tip, (x, y), (middle[0] - side[0], middle[1] - side[1]), 6)
        self.flat(one + other, colour)
        self.flat([*one, tip], mix(colour, "#ffffff", 0.12))

    def foam(self, x, y, wide, high, count, size, colour="#ffffff", shade="#9fd0d6"):
        """Bubbles in a soft heap."""
        for _ in range(count):
            r = self.rng.uniform(0.15, 1) ** 2 * size
            px, py = self.rng.gauss(x, wide), self.rng.gauss(y, high)
            lift = max(0, min(1, 0.5 + (py - y) / (high * 4 + 1)))
            self.oval(px, py, r, r * 0.8, mix(colour, shade, lift * 0.7))

    def glow(self, x, y, radius, colour, strength=0.8):
        """Soft light that fades to nothing at `radius`."""
        side = round(radius * 2 * SCALE)
        mask = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda v: round(255 * strength * (max(0, v - 74) / 181) ** 1.9) if v > 74 else 0
        )
        mask = mask.resize((side, side), Image.Resampling.BICUBIC)
        at = (round(x * SCALE) - side // 2, round(y * SCALE) - side // 2)
        self.image.paste(Image.new("RGB", mask.size, rgb(colour)), at, mask)

    def haze(self, top, bottom, colour, strength=0.6):
        """A band of mist, thickest in its middle."""
        high = max(2, round((bottom - top) * SCALE))
        mask = gradient((self.size[0], high), ["#000000", "#ffffff", "#000000"]).convert("L")
        wisps = self.mottle.crop((0, 0, self.size[0], high))
        mask = ImageChops.multiply(mask, wisps.point(lambda v: 150 + v * 105 // 255))
        mask = mask.point(lambda v: round(v * strength))
        self.image.paste(Image.new("RGB", mask.size, rgb(colour)), (0, round(top * SCALE)), mask)

    # -- parts of a landscape ------------------------------------------------------------------

    def sky(self, colours, bottom=H, *, clouds=None, cover=0.45):
        self.image.paste(rgb(colours[-1]), (0, 0, *self.size))
        self.image.paste(gradient((self.size[0], round(bottom * SCALE) + 1), colours), (0, 0))
        if clouds:
            mask = self.cloud_mask(cover=cover).crop((0, 0, self.size[0], round(bottom * SCALE)))
            self.image.paste(Image.new("RGB", mask.size, rgb(clouds)), (0, 0), mask)

    def ridge_line(self, base, height, *, rough=0.5, peaks=3):
        """Points of a skyline from edge to edge: broad hills with small breaks on them."""
        waves = [
            (self.rng.uniform(0.6, 1.4) * peaks * 2**i, self.rng.uniform(0, 7), rough**i)
            for i in range(6)
        ]
        total = sum(weight for *_, weight in waves)
        points = []
        for x in range(-10, W + 21, 10):
            up = sum(
                weight * (1 - abs(math.sin(x / W * math.pi * f / 2 + phase)))
                for f, phase, weight in waves
            )
            points.append((x, base - height * up / total))
        return points

    def ridge(self, base, height, fill, *, brush=None, rough=0.5, peaks=3, amount=0.35):
        line = self.ridge_line(base, height, rough=rough, peaks=peaks)
        deep = base + 60
        self.shape([*line, (W + 20, deep), (-20, deep)], fill, brush=brush, amount=amount)
        return line

    def water(self, top, colours, *, mirror=0.35, streak="#ffffff", streaks=150):
        """Water from `top` down: a blurred mirror of what stands above, colour, and ripples."""
        y = round(top * SCALE)
        high = self.size[1] - y
        above = self.image.crop((0, max(0, y - high), self.size[0], y))
        small = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((220, 90))
        small = small.filter(ImageFilter.BoxBlur((1, 3)))
        reflection = small.resize((self.size[0], high), Image.Resampling.BICUBIC)
        surface = gradient((self.size[0], high), colours)
        self.image.paste(Image.blend(surface, reflection, mirror), (0, y))
        for _ in range(streaks):
            depth = self.rng.random() ** 1.7
            at = top + 3 + depth * (H - top)
            long = 14 + depth * self.rng.uniform(40, 190)
            x = self.rng.uniform(-60, W)
            thick = 0.8 + depth * 3.2
            under = self.image.getpixel(
                (
                    min(self.size[0] - 1, max(0, round((x + long / 2) * SCALE))),
                    min(self.size[1] - 1, round(at * SCALE)),
                )
            )
            colour = mix(under, streak, self.rng.uniform(0.1, 0.42))
            self.flat(
                [
                    (x, at),
                    (x + long / 2, at - thick / 2),
                    (x + long, at),
                    (x + long / 2, at + thick),
                ],
                colour,
            )

    def blades(self, top, bottom, colours, count=500, height=34):
        """Grass: short tapered strokes, larger towards the bottom."""
        for i in range(count):
            y = top + (bottom - top) * (i / count)
            grow = 0.4 + 0.9 * (i / count)
            x = self.rng.uniform(0, W)
            lean = self.rng.uniform(-10, 10) * grow
            tip = (x + lean, y - height * grow * self.rng.uniform(0.5, 1))
            self.flat([(x - 2.2 * grow, y), tip, (x + 2.2 * grow, y)], self.rng.choice(colours))

    # -- the end -------------------------------------------------------------------------------

    def finish(self, *, warmth=None, vignette=0.34, grain=9):
        """Reduce, tint, darken the corners, add grain; the JPEG as bytes."""
        image = self.image.resize((W, H), Image.Resampling.BOX if SCALE == 2 else Image.LANCZOS)
        if warmth:
            image = Image.blend(image, Image.new("RGB", image.size, rgb(warmth)), 0.07)
        corner = Image.radial_gradient("L").point(
            lambda v: 255 - round(255 * vignette * max(0, (v - 110) / 145) ** 1.5)
        )
        shade = corner.resize((W, H), Image.Resampling.BICUBIC)
        fine = Image.frombytes("L", (W // 2, H // 2), self.rng.randbytes((W // 2) * (H // 2)))
        fine = fine.resize((W, H), Image.Resampling.BILINEAR)
        paper = self.noise((200, 134), size=(W, H))
        fine = Image.blend(fine, paper, 0.45).point(
            lambda v: 255 - grain * 2 + v * grain * 2 // 255
        )
        shade = ImageChops.multiply(shade, fine)
        image = ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=88, optimize=False, progressive=True)
        return out.getvalue()
