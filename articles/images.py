"""The way of a picture: checked at upload, one rendition at once, the rest by the worker.

Readers get renditions only: without the camera's notes (place, device, owner), with the credit and
copyright of the library (photo_marks.py). A page view never makes one: it reads
`Photo.renditions`, and falls back to the one made at upload.
"""

import io
import logging
import os
from contextlib import suppress
from functools import partial

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from PIL import Image

from articles import photo_marks
from articles.models import Article, Photo
from articles.models.photo import new_key
from articles.originals import DAMAGED, fingerprint, opened, upright, upright_size

log = logging.getLogger("articles.images")

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


def make_first_rendition(photo):
    """Make the JPEG that every page can fall back on. Fast enough for the upload's own request.

    `photo` is saved already. Its width and height become those of the upright picture.
    """
    with photo.original.open("rb") as file, opened(file) as image:
        width, height = upright_size(image)
        base = upright(image, min(FIRST_WIDTH / width, 1))
    first = _cut(photo, base, "full", min(FIRST_WIDTH, width))
    data = _encoded(first, "jpeg", photo_marks.notes(photo))
    made = _stored(photo, "full", "jpeg", first.size, data)
    _update(photo, width=width, height=height, renditions=[made], renditions_done=False)


def make_renditions(photo):
    """Make all renditions that are missing or carry an older credit, and remove those of a former
    focal point.

    Safe to repeat. Returns False where point or credit changed meanwhile: then it is still due.
    """
    old = {rendition["name"] for rendition in photo.renditions}
    with photo.original.open("rb") as file, opened(file) as image:
        size = upright_size(image)
        sizes = {shape: _widths(shape, size) for shape in WIDTHS}
        base = upright(image, _scale(sizes, size))
    _remember_bytes(photo)
    renditions = []
    for shape, widths in sizes.items():
        renditions += _kept(photo, shape, widths) or _made(photo, base, shape, widths)
    names = ("key", "focal_x", "focal_y", *photo_marks.MARKED)
    now_at = {name: getattr(photo, name) for name in names}
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
        except (*DAMAGED, Image.DecompressionBombError):
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
    notes = photo_marks.notes(photo)
    data = {f: {width: _encoded(cut, f, notes) for width, cut in cuts.items()} for f in formats}
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
    mark = photo_marks.mark(photo)
    current = [r for r in photo.renditions if r.get("mark", "") == mark]
    there = [r for r in current if r["name"] in names[r["format"]]]
    missing = (names["jpeg"] | names["webp"]) - {rendition["name"] for rendition in there}
    return [] if missing else there


def _name(photo, shape, format_, width):
    # A cut is named after its focal point: caches may keep the old one, so the new needs a name.
    focus = "" if shape == "full" else f"-{_permille(photo.focal_x)}-{_permille(photo.focal_y)}"
    return f"foto/{photo.key}/{shape}-{width}{focus}.{ENCODERS[format_][0]}"


def _permille(part):
    return round(part * 1000)


def _encoded(image, format_, notes):
    out = io.BytesIO()
    image.save(out, format_, **ENCODERS[format_][1], **notes)
    return out.getvalue()


def _stored(photo, shape, format_, size, data):
    name = _name(photo, shape, format_, size[0])
    return {
        "shape": shape,
        "format": format_,
        "width": size[0],
        "height": size[1],
        "name": _put(name, data),
        "bytes": len(data),
        "mark": photo_marks.mark(photo),
    }


def _put(name, data):
    """Store `data` under exactly that name; a reader gets the old file or the new, never half."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:  # no folder of this machine: an object is replaced as a whole
        default_storage.delete(name)
        return default_storage.save(name, ContentFile(data))
    written = default_storage.save(f"{name}.new", ContentFile(data))
    os.replace(default_storage.path(written), path)
    return name


def _remember_bytes(photo):
    """Give a photo from before its hash; of two with the same bytes the older has it already."""
    if photo.sha256:
        return
    with photo.original.open("rb") as file:
        digest = fingerprint(file)
    if Photo.objects.filter(sha256=digest).exists():
        return
    with suppress(IntegrityError), transaction.atomic():
        _update(photo, sha256=digest)


def _update(photo, **values):
    Photo.objects.filter(pk=photo.pk).update(**values)
    for name, value in values.items():
        setattr(photo, name, value)
