"""Put painted pictures into the photo library."""

from datetime import timedelta

from django.core.files.base import ContentFile

from articles.images import make_first_rendition
from articles.models import Photo

CREDIT = "Ilustrasi ANTARA Sumut/demo"


def add_photo(jpeg, *, alt, caption, by, at):
    """A photo of the library with the rendition that pages need; the worker makes the others."""
    photo = Photo(
        original=ContentFile(jpeg, name="ilustrasi.jpg"),
        alt=alt,
        caption=caption,
        credit=CREDIT,
        rights=Photo.Rights.STAFF,
        uploaded_by=by,
        uploaded_at=at,
        taken_at=at - timedelta(hours=1),
    )
    photo.save()
    make_first_rendition(photo)
    return photo
