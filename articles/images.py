"""The way of a picture: checked at upload, one rendition at once, the rest by the worker.

Readers get renditions only, without the camera's notes (place, device, owner). A page view never
makes one: it reads `Photo.renditions`, and falls back to the one made at upload.
"""

import io
import logging
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps

from articles.models import Article, Photo
from articles.models.photo import new_key

log = logging.getLogger("articles.images")

FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
MAX_MEGABYTES = 25
MAX_MEGAPIXELS = 80
MIN_WIDTH = 640
MAX_RATIO = 10  # of the longer side to the shorter: no format holds a ribbon of any length
FIRST_YEAR = 1800  # what a camera dates before photography is no date

RATIOS = {"full": None, "card": 3 / 2, "wide": 16 / 9}
WIDTHS = {"full": (480, 960, 1600), "card": (320, 640), "wide": (640, 960, 1280)}
FIRST_WIDTH = 960
# AVIF at 50 looks like WebP at 76 (the same signal-to-noise ratio) in about 14 % fewer bytes.
ENCODERS = {
    "jpeg": ("jpg", {"quality": 80, "progressive": True, "optimize": True}),
    "webp": ("webp", {"quality": 76, "method": 4}),
    "avif": ("avif", {"quality": 50, "speed": 8}),
}
# Large shapes are tried as AVIF too, and keep it where it saves a tenth of the bytes of WebP.
AVIF_SHAPES = {"full", "wide"}
AVIF_PAYS = 0.9

_DAMAGED = (OSError, SyntaxError, ValueError, struct.error, EOFError, ImageCms.PyCMSError)


@dataclass(frozen=True)
class Probe:
    """What a file turned out to be. Width and height are those of the upright picture."""

    width: int
    height: int
    format: str
    taken_at: datetime | None


def probe(file):
    """Look at an uploaded file; refuse by ValidationError what we cannot use, and say why."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("The file is over %(limit)d MB. Export it smaller, then upload it again.")
            % {"limit": MAX_MEGABYTES},
            code="too_heavy",
        )
    try:
        with _opened(file) as image:
            return _measured(image)
    except Image.DecompressionBombError as reason:
        raise _too_many_pixels() from reason
    except Image.UnidentifiedImageError as reason:
        raise ValidationError(
            _("This is not a photo that we can read. Upload a JPEG, PNG, WebP or GIF file."),
            code="not_an_image",
        ) from reason
    except _DAMAGED as reason:
        raise ValidationError(
            _("The file is damaged or was not sent completely. Upload it again."), code="damaged"
        ) from reason
    finally:
        file.seek(0)


def _measured(image):
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    exif = image.getexif()
    turned = exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    width, height = image.size[::-1] if turned else image.size
    if width < MIN_WIDTH:
        raise ValidationError(
            _("The photo is only %(width)d pixels wide. Use one of at least %(least)d pixels.")
            % {"width": width, "least": MIN_WIDTH},
            code="too_small",
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ValidationError(
            _("The photo is too narrow: one side may be %(ratio)d times the other at most.")
            % {"ratio": MAX_RATIO},
            code="too_narrow",
        )
    # Reads the file to its end, which finds a truncated one; small, as a JPEG can be.
    image.draft(None, (FIRST_WIDTH, FIRST_WIDTH))
    image.load()
    return Probe(width, height, image.format, _taken_at(exif))


def _too_many_pixels():
    return ValidationError(
        _("The photo has over %(limit)d megapixels. Export it smaller, then upload it again.")
        % {"limit": MAX_MEGAPIXELS},
        code="too_many_pixels",
    )


def _taken_at(exif):
    """The camera's clock, which knows no zone, is taken to show the bureau's time."""
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        moment = datetime.strptime(str(written or "").strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    if moment.year < FIRST_YEAR:
        return None
    return timezone.make_aware(moment, timezone.get_default_timezone())


def make_first_rendition(photo):
    """Make the JPEG that every page can fall back on. Fast enough for the upload's own request.

    `photo` is saved already. Its width and height become those of the upright picture.
    """
    with photo.original.open("rb") as file, _opened(file) as image:
        width, height = _upright_size(image)
        base = _upright(image, min(FIRST_WIDTH / width, 1))
    first = _cut(photo, base, "full", min(FIRST_WIDTH, width))
    made = _stored(photo, "full", "jpeg", first.size, _encoded(first, "jpeg"))
    _update(photo, width=width, height=height, renditions=[made], renditions_done=False)


def make_renditions(photo):
    """Make all renditions that are missing, and remove those of a former focal point.

    Safe to repeat. Returns False where the focal point was moved meanwhile: then it is still due.
    """
    old = {rendition["name"] for rendition in photo.renditions}
    with photo.original.open("rb") as file, _opened(file) as image:
        size = _upright_size(image)
        sizes = {shape: _widths(shape, size) for shape in WIDTHS}
        base = _upright(image, _scale(sizes, size))
    renditions = []
    for shape, widths in sizes.items():
        renditions += _kept(photo, shape, widths) or _made(photo, base, shape, widths)
    now_at = {"key": photo.key, "focal_x": photo.focal_x, "focal_y": photo.focal_y}
    values = {"renditions": renditions, "renditions_done": True}
    values |= {"width": size[0], "height": size[1]}
    if not Photo.objects.filter(pk=photo.pk, **now_at).update(**values):
        return False
    for name, value in values.items():
        setattr(photo, name, value)
    gone = old - {rendition["name"] for rendition in renditions}
    # After commit: a rolled back transaction would list files that are no more.
    transaction.on_commit(partial(_delete_files, gone))
    return True


def make_due_renditions(limit=20):
    """For the worker: photos whose renditions are due, oldest first. Returns how many it did."""
    due = Photo.objects.filter(renditions_done=False).order_by("uploaded_at", "pk")
    done = 0
    for photo in due[:limit]:
        # Two workers may make the same files, at no harm but the time; a claim spares that.
        claim = f"renditions:{photo.pk}"
        if not cache.add(claim, True, 300):
            continue
        try:
            done += make_renditions(photo)
        except (*_DAMAGED, Image.DecompressionBombError):
            log.exception("no renditions of photo %s: its file cannot be read", photo.pk)
            # Pages go on showing the first one; trying for ever would not mend the file.
            _update(photo, renditions_done=True)
        finally:
            cache.delete(claim)
    return done


def withdraw_photos_of(article):
    """Take the photos of a story from their public addresses, unless another story shows them.

    Each gets a new key, so that the library can show it again where nobody has looked before.
    """
    shows = Q(led_articles=article) | Q(gallery_items__article=article)
    photos = Photo.objects.filter(shows | Q(body_uses__article=article)).distinct()
    others = Article.objects.filter(status=Article.Status.PUBLISHED).exclude(pk=article.pk)
    for link in ("led_articles", "gallery_items__article", "body_uses__article"):
        photos = photos.exclude(**{f"{link}__in": others})
    for photo in photos:
        names = [rendition["name"] for rendition in photo.renditions]
        _update(photo, key=new_key(), renditions=[], renditions_done=False)
        transaction.on_commit(partial(_delete_files, names))


def _delete_files(names):
    for name in names:
        default_storage.delete(name)


@contextmanager
def _opened(file):
    with Image.open(file, formats=FORMATS) as image:
        yield image


def _upright_size(image):
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    return image.size[::-1] if turned else image.size


def _upright(image, scale):
    """The picture upright, in sRGB, without notes, at least `scale` of its size."""
    wanted = _upright_size(image)[0] * scale
    image.draft(None, (int(image.width * scale) + 1, int(image.height * scale) + 1))
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in {"PA", "LA", "RGBA"} or "transparency" in image.info:
        image = _reduced(image if image.mode == "RGBA" else image.convert("RGBA"), wanted)
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    elif image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in {"1", "P"}:
        image = image.convert("RGB")
    image = _reduced(image, wanted)
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        image = _in_srgb(image, profile)
    image = image.convert("RGB")
    image.info = {}  # else Pillow would write comments and profiles again
    return image


def _reduced(image, wanted):
    """`image`, a whole number of times smaller, but at least `wanted` wide.

    A file of ten kilobytes can hold 80 megapixels: each copy of those takes 320 MB of memory.
    """
    factor = int(image.width / wanted)
    return image.reduce(factor) if factor > 1 else image


def _in_srgb(image, profile):
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile; the colours as they are


def _widths(shape, size):
    """The widths to make of one shape: never more than the original has."""
    width = _box(shape, size, (0.5, 0.5))[2]
    return sorted({min(wanted, width) for wanted in WIDTHS[shape]})


def _scale(sizes, size):
    """How much of the original's size is enough for the largest rendition of each shape."""
    needed = (max(widths) / _box(shape, size, (0.5, 0.5))[2] for shape, widths in sizes.items())
    return min(max(needed), 1)


def _box(shape, size, focus):
    """(left, top, width, height) of the largest cut of that shape with `focus` inside it."""
    width, height = size
    ratio = RATIOS[shape]
    if ratio is None:
        return 0, 0, width, height
    cut_width = max(min(width, round(height * ratio)), 1)
    cut_height = max(min(height, round(width / ratio)), 1)
    left = min(max(round(focus[0] * width - cut_width / 2), 0), width - cut_width)
    top = min(max(round(focus[1] * height - cut_height / 2), 0), height - cut_height)
    return left, top, cut_width, cut_height


def _cut(photo, base, shape, width):
    left, top, cut_width, cut_height = _box(shape, base.size, (photo.focal_x, photo.focal_y))
    height = max(round(width / (RATIOS[shape] or base.width / base.height)), 1)
    box = (left, top, left + cut_width, top + cut_height)
    return base.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _made(photo, base, shape, widths):
    """All renditions of one shape, stored."""
    cuts = {width: _cut(photo, base, shape, width) for width in widths}
    formats = ("jpeg", "webp", "avif") if shape in AVIF_SHAPES else ("jpeg", "webp")
    data = {f: {width: _encoded(cut, f) for width, cut in cuts.items()} for f in formats}
    weight = {f: sum(map(len, encoded.values())) for f, encoded in data.items()}
    # All widths or none: a browser that takes AVIF looks at no other source.
    if "avif" in data and weight["avif"] > AVIF_PAYS * weight["webp"]:
        del data["avif"]
    return [
        _stored(photo, shape, format_, cuts[width].size, encoded)
        for format_, by_width in data.items()
        for width, encoded in by_width.items()
    ]


def _kept(photo, shape, widths):
    """The renditions of one shape that are there already, or [] where one is missing."""
    names = {f: {_name(photo, shape, f, width) for width in widths} for f in ENCODERS}
    there = [r for r in photo.renditions if r["name"] in names[r["format"]]]
    missing = (names["jpeg"] | names["webp"]) - {rendition["name"] for rendition in there}
    return [] if missing else there


def _name(photo, shape, format_, width):
    # A cut is named after its focal point: caches may keep the old one, so the new needs a name.
    focus = "" if shape == "full" else f"-{_permille(photo.focal_x)}-{_permille(photo.focal_y)}"
    return f"foto/{photo.key}/{shape}-{width}{focus}.{ENCODERS[format_][0]}"


def _permille(part):
    return round(part * 1000)


def _encoded(image, format_):
    out = io.BytesIO()
    image.save(out, format_, **ENCODERS[format_][1])
    return out.getvalue()


def _stored(photo, shape, format_, size, data):
    name = _name(photo, shape, format_, size[0])
    if default_storage.exists(name):  # half written by a worker that was stopped
        default_storage.delete(name)
    return {
        "shape": shape,
        "format": format_,
        "width": size[0],
        "height": size[1],
        "name": default_storage.save(name, ContentFile(data)),
        "bytes": len(data),
    }


def _update(photo, **values):
    Photo.objects.filter(pk=photo.pk).update(**values)
    for name, value in values.items():
        setattr(photo, name, value)
