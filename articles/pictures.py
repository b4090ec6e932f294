"""What pages read of a photo's renditions: addresses, sizes, `srcset`. No query for a card."""

import re
from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from articles.models import Photo

FALLBACK_WIDTH = 960
BODY_SIZES = "(min-width: 768px) 680px, 100vw"

_BODY_IMAGE = re.compile(r'<img src="([^"]*)"((?: [a-z]+="[^"]*")*)>')
_ALT = re.compile(r' alt="([^"]*)"')


@dataclass(frozen=True)
class Source:
    """One format for <source>: its MIME type and its addresses with their widths."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What <picture> needs: the JPEG that every browser shows, and the formats before it."""

    src: str
    width: int
    height: int
    srcset: str
    sources: tuple


def sources(photo, shape):
    """The `Picture` of one shape: full, card or wide.

    Where that shape is not made yet it is the full picture; None where nothing is made.
    """
    made = [r for r in photo.renditions if r["shape"] == shape]
    jpegs = _of_format(made, "jpeg")
    if not jpegs:
        return None if shape == "full" else sources(photo, "full")
    fitting = [r for r in jpegs if r["width"] <= FALLBACK_WIDTH]
    fallback = fitting[-1] if fitting else jpegs[0]
    return Picture(
        src=default_storage.url(fallback["name"]),
        width=fallback["width"],
        height=fallback["height"],
        srcset=_srcset(jpegs),
        sources=tuple(
            Source(f"image/{format_}", _srcset(found))
            for format_ in ("avif", "webp")
            if (found := _of_format(made, format_))
        ),
    )


def picture_context(photo, shape, *, sizes="100vw", alt=None, lazy=True):
    """What templates/articles/_picture.html expects."""
    return {
        "picture": sources(photo, shape) if photo else None,
        "sizes": sizes,
        "alt": photo.alt if alt is None and photo else alt,
        "lazy": lazy,
    }


def expand_body_images(html, photos=None):
    """Give the photos in a cleaned body all their sizes.

    `photos`: {key: Photo} where they are loaded already (details.load_photos); else one query, and
    none where there is no photo. A photo that left the library, or has no rendition, keeps the
    plain <img> that stands there.
    """
    keys = keys_in(html)
    if not keys:
        return html
    if photos is None:
        rows = Photo.objects.filter(key__in=keys).only("key", "alt", "renditions")
        photos = {photo.key: photo for photo in rows}

    def expanded(found):
        photo = photos.get(_key(found[1]))
        if not photo or not photo.renditions:
            return found[0]
        alt = _ALT.search(found[2])
        # Put in before the photo had its words: then the library's count.
        alt = unescape(alt[1]) if alt and alt[1] else None
        context = picture_context(photo, "full", sizes=BODY_SIZES, alt=alt)
        return render_to_string("articles/_picture.html", context).strip()

    return _BODY_IMAGE.sub(expanded, html)


def keys_in(html):
    """Keys of the photos of our library that `html` shows."""
    return {key for src, _rest in _BODY_IMAGE.findall(html) if (key := _key(src))}


def _key(src):
    prefix = f"{settings.MEDIA_URL}foto/"
    return src.removeprefix(prefix).split("/")[0] if src.startswith(prefix) else None


def _of_format(renditions, format_):
    return sorted((r for r in renditions if r["format"] == format_), key=lambda r: r["width"])


def _srcset(renditions):
    return ", ".join(f"{default_storage.url(r['name'])} {r['width']}w" for r in renditions)
