"""The photo of a story, small enough that a hundred of them are one paper."""

import hashlib
import io
import logging

from django.core.files.storage import default_storage
from PIL import Image

log = logging.getLogger("partnerships.proof")

WIDTH, HEIGHT = 440, 330  # 44 mm on paper at 250 dots an inch
QUALITY = 72
# All that reading a picture that is gone or broken raises, whatever keeps it.
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def small_jpeg(photo):
    """A small JPEG of what readers see of `photo`, without any notes; None where none is left."""
    name = _rendition(photo)
    if name is None:
        return None
    try:
        with default_storage.open(name) as file, Image.open(file, formats=["JPEG"]) as image:
            return shrunk(image)
    except UNREADABLE:
        log.warning("no picture of photo %s in a proof: %s cannot be read", photo.pk, name)
        return None


def shrunk(image, size=(WIDTH, HEIGHT)):
    """`image` as a JPEG that fits into `size`."""
    scale = min(1, size[0] / image.width, size[1] / image.height)
    wanted = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    image.draft("RGB", wanted)  # the decoder leaves out what is not needed: half the time
    small = image.convert("RGB").resize(wanted, Image.Resampling.BICUBIC, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def _rendition(photo):
    """The name of the narrowest JPEG that is wide enough, or of the widest."""
    made = [r for r in photo.renditions if r["format"] == "jpeg" and r["shape"] != "wide"]
    made.sort(key=lambda r: r["width"])
    wide_enough = [r for r in made if r["width"] >= WIDTH]
    found = (wide_enough or made[-1:])[:1]
    return found[0]["name"] if found else None
