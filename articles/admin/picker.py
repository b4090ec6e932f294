"""The photos to choose from, as the dialog of the story form asks for them, and new ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import images, originals, pictures
from articles.models import Photo
from articles.paging import parse_cursor

PAGE = 24
SEARCHED = 20_000  # how far back one search looks; what is older needs a narrower cursor
WORDS = ("alt", "caption", "credit", "rights")


def page_of_photos(request_get):
    """{"photos", "older"}: the newest that hold every word of `q`, from the cursor `before`."""
    photos = Photo.objects.order_by("-uploaded_at", "-pk")
    if cursor := parse_cursor(request_get.get("before", "")):
        moment, pk = cursor
        photos = photos.filter(
            Q(uploaded_at__lt=moment) | Q(uploaded_at=moment, pk__lt=pk), uploaded_at__lte=moment
        )
    if words := request_get.get("q", "").split()[:8]:
        # The bound keeps a search for what is not there from reading the whole library.
        photos = Photo.objects.filter(pk__in=photos.values("pk")[:SEARCHED])
        photos = photos.order_by("-uploaded_at", "-pk")
        for word in words:
            photos = photos.filter(
                Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word)
            )
    found = list(photos[: PAGE + 1])
    more = len(found) > PAGE
    return {"photos": found[:PAGE], "older": _cursor(found[PAGE - 1]) if more else ""}


def _cursor(photo):
    moment = photo.uploaded_at
    whole = int(moment.replace(microsecond=0).timestamp())
    return f"{whole}.{moment.microsecond:06d}-{photo.pk}"


@require_safe
@never_cache
def photos(request, *, model_admin):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    page = page_of_photos(request.GET)
    return JsonResponse(
        {"photos": [as_json(photo) for photo in page["photos"]], "older": page["older"]}
    )


@require_POST
def upload(request, *, model_admin):
    """Take one or several files. JSON for the dialog; a plain form gets the grid back.

    Every file is its own photo: a bad one is refused by name, and the others stay.
    """
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    sent = {name: request.POST.get(name, "").replace("\0", " ") for name in WORDS}
    words = {name: " ".join(text.split()) for name, text in sent.items()}
    made, refused = [], []
    for file in request.FILES.getlist("files"):
        photo = Photo(original=file, **words)
        try:
            probed = originals.probe(file)
            photo.full_clean(exclude=["original", "width", "height", "renditions"])
            made.append(store(photo, probed, by=request.user))
        except ValidationError as reason:
            refused.append({"name": file.name, "reason": " ".join(reason.messages)})
    if not made and not refused:
        refused.append({"name": "", "reason": _("Choose a photo first.")})
    if request.headers.get("Accept", "").startswith("application/json"):
        rows = [as_json(photo) for photo in made]
        return JsonResponse({"photos": rows, "refused": refused}, status=200 if made else 422)
    for row in refused:
        messages.error(request, f"{row['name']}: {row['reason']}")
    if made:
        sentence = _("%(number)d photos are in the library.")
        messages.success(request, sentence % {"number": len(made)})
    return redirect("admin:articles_photo_changelist")


@transaction.atomic
def store(photo, probed, *, by):
    """Save a new photo whose file passed originals.probe(), with the one rendition pages need."""
    photo.uploaded_by = by
    photo.taken_at = photo.taken_at or probed.taken_at
    # The camera may have said .jpg of a PNG: the name follows what the file is.
    photo.original.name = f"upload.{probed.format.lower().replace('jpeg', 'jpg')}"
    photo.save()
    images.make_first_rendition(photo)
    return photo


def as_json(photo):
    """What the dialog shows of a photo, and what a figure of the body needs."""
    full = pictures.sources(photo, "full")
    small = pictures.sources(photo, "card")
    return {
        "id": photo.pk,
        "src": full.src if full else "",
        "width": full.width if full else photo.width,
        "height": full.height if full else photo.height,
        "thumb": small.src if small else "",
        "alt": photo.alt,
        "caption": photo.caption,
        "credit": photo.credit,
        "missing": [str(label) for label in photo.missing_for_publication()],
    }
