"""Reading what somebody uploaded: is it a photo we can use, what does it say, and its pixels.

A file of ten kilobytes can hold 80 megapixels, so everything here keeps one full copy of the pixels
at most. Peak of a process that idles at 70 MB, measured with the largest file of each kind: JPEG
316 MB (progressive), PNG 249 MB (transparent), GIF 177 MB, WebP 330 MB.
"""

import hashlib
import io
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps

from articles import photo_facts

FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
MAX_MEGABYTES = 25
# A JPEG can be read small; of the others every pixel is unpacked, by WebP's reader several times.
MAX_MEGAPIXELS = {"JPEG": 80, "PNG": 40, "GIF": 40, "WEBP": 16}
MIN_WIDTH = 640
MAX_RATIO = 10  # of the longer side to the shorter: no format holds a ribbon of any length
PROBE_WIDTH = 960
BAND = 64  # rows of the small picture that are made at a time
IPTC_BLOCK = 0x0404  # of Photoshop's blocks in a JPEG

DAMAGED = (OSError, SyntaxError, ValueError, struct.error, EOFError, ImageCms.PyCMSError)


@dataclass(frozen=True)
class Probe:
    """What a file turned out to be. Width and height are those of the upright picture.

    `facts`: what it says of itself, see photo_facts.py.
    """

    width: int
    height: int
    format: str
    taken_at: datetime | None
    facts: dict = field(default_factory=dict)


def fingerprint(file):
    """SHA-256 of the file's bytes, in hex. Leaves the file at its beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def probe(file):
    """Look at an uploaded file; refuse by ValidationError what we cannot use, and say why."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("The file is over %(limit)d MB. Export it smaller, then upload it again.")
            % {"limit": MAX_MEGABYTES},
            code="too_heavy",
        )
    try:
        with opened(file) as image:
            return _measured(image)
    except Image.DecompressionBombError as reason:
        raise _too_many_pixels(max(MAX_MEGAPIXELS.values())) from reason
    except Image.UnidentifiedImageError as reason:
        raise ValidationError(
            _("This is not a photo that we can read. Upload a JPEG, PNG, WebP or GIF file."),
            code="not_an_image",
        ) from reason
    except DAMAGED as reason:
        raise ValidationError(
            _("The file is damaged or was not sent completely. Upload it again."), code="damaged"
        ) from reason
    finally:
        file.seek(0)


def _measured(image):
    limit = MAX_MEGAPIXELS[image.format]
    if image.width * image.height > limit * 1_000_000:
        raise _too_many_pixels(limit)
    exif = image.getexif()
    width, height = upright_size(image)
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
    image.draft(None, (PROBE_WIDTH, PROBE_WIDTH))
    image.load()
    facts = _facts(image, exif)
    return Probe(width, height, image.format, aware(facts.get("taken_at")), facts)


def _too_many_pixels(limit):
    return ValidationError(
        _("The photo has over %(limit)d megapixels. Export it smaller, then upload it again.")
        % {"limit": limit},
        code="too_many_pixels",
    )


def _facts(image, exif):
    clock = exif.get_ifd(ExifTags.IFD.Exif)
    camera = photo_facts.from_exif({**exif, **{tag: clock.get(tag) for tag in (0x9003, 0x9011)}})
    xmp = photo_facts.from_xmp(image.info.get("xmp"))
    iim = photo_facts.from_iim(image.info.get("photoshop", {}).get(IPTC_BLOCK))
    # When the picture was taken, the camera knows best; all else is better known to people.
    moment = {name: camera[name] for name in ("taken_at",) if name in camera}
    return photo_facts.merged(moment, xmp, iim, camera)


def aware(written):
    """A clock that knows no zone is taken to show the bureau's time."""
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        return timezone.make_aware(moment, timezone.get_default_timezone())
    return moment


@contextmanager
def opened(file):
    with Image.open(file, formats=FORMATS) as image:
        yield image


def upright_size(image):
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    return image.size[::-1] if turned else image.size


def upright(image, scale):
    """The picture upright, in sRGB, without notes, at least `scale` of its size."""
    wanted = image.width * scale
    image.draft(None, (int(image.width * scale) + 1, int(image.height * scale) + 1))
    profile = image.info.get("icc_profile")
    exif = image.getexif()
    small = _reduced(image, max(int(image.width / wanted), 1))
    # What Pillow turns by is read from the picture itself.
    small.getexif()[ExifTags.Base.Orientation] = exif.get(ExifTags.Base.Orientation, 1)
    ImageOps.exif_transpose(small, in_place=True)
    if profile and small.mode in {"RGB", "CMYK", "L"}:
        small = _in_srgb(small, profile)
    small = small.convert("RGB")
    small.info = {}  # else Pillow would write comments and profiles again
    return small


def _reduced(image, factor):
    """A copy, `factor` times smaller, in a mode that can be resized, on white paper.

    In bands: Pillow would make a second copy of all pixels to reduce transparent ones.
    """
    image.load()
    whole = None
    for top in range(0, image.height, BAND * factor):
        bottom = min(top + BAND * factor, image.height)
        band = _plain_mode(image.crop((0, top, image.width, bottom)), image.info)
        band = band.reduce(factor) if factor > 1 else band
        if band.mode == "RGBA":
            paper = Image.new("RGBA", band.size, "white")
            band = Image.alpha_composite(paper, band).convert("RGB")
        if whole is None:
            size = (-(-image.width // factor), -(-image.height // factor))
            whole = Image.new(band.mode, size)
        whole.paste(band, (0, top // factor))
    return whole


def _plain_mode(band, info):
    """`band` as RGBA where it is transparent, else in a mode that can be averaged."""
    if band.mode in {"PA", "LA", "RGBA", "La", "RGBa"} or "transparency" in info:
        band.info = info
        return band if band.mode == "RGBA" else band.convert("RGBA")
    if band.mode.startswith("I"):  # 16 bits of grey
        return band.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return band.convert("RGB") if band.mode in {"1", "P"} else band


def _in_srgb(image, profile):
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile; the colours as they are
