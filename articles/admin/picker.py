"""The photos to choose from, as the dialog of the story form asks for them, and new ones."""

from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import library, originals, pictures
from articles.models import Photo
from articles.paging import parse_cursor

PAGE = 24
SEARCHED = 20_000  # how far back one search looks; what is older needs a narrower cursor
SEARCHED_WORDS = ("alt", "caption", "credit", "headline", "byline", "keywords", "place")


def page_of_photos(request_get, photos):
    """{"photos", "older"}: the newest that hold every word of `q`, from the cursor `before`."""
    photos = photos.order_by("-uploaded_at", "-pk")
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
            found = (Q(**{f"{name}__icontains": word}) for name in SEARCHED_WORDS)
            photos = photos.filter(reduce(or_, found))
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
    if not model_admin.admin_site.has_permission(request):
        return _signed_out()
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    page = page_of_photos(request.GET, model_admin.get_queryset(request))
    return JsonResponse(
        {"photos": [as_json(photo) for photo in page["photos"]], "older": page["older"]}
    )


@require_POST
@never_cache
def upload(request, *, model_admin):
    """Take one or several files. JSON for the dialog; a plain form gets the page of words.

    Every file is its own photo: a bad one is refused by name, and the others stay. A file whose
    bytes the library holds already is not stored again: the photo that is there is offered.
    """
    asks_json = request.headers.get("Accept", "").startswith("application/json")
    if not model_admin.admin_site.has_permission(request):
        return _signed_out() if asks_json else redirect("admin:login")
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    sent = {name: request.POST.get(name, "").replace("\0", " ") for name in library.WORDS}
    words = {name: " ".join(text.split()) for name, text in sent.items()}
    made, known, refused = [], [], []
    for file in request.FILES.getlist("files"):
        photo = Photo(original=file, **words)
        try:
            probed = originals.probe(file)
            photo.full_clean(exclude=["original", "width", "height", "renditions", "facts"])
            made.append(library.add(photo, probed, by=request.user))
        except library.AlreadyThereError as there:
            known.append({"name": file.name, "photo": as_json(there.photo)})
        except ValidationError as reason:
            refused.append({"name": file.name, "reason": " ".join(reason.messages)})
    if not (made or known or refused):
        refused.append({"name": "", "reason": _("Choose a photo first.")})
    if asks_json:
        rows = [as_json(photo) for photo in made]
        answer = {"photos": rows, "known": known, "refused": refused}
        return JsonResponse(answer, status=200 if made or known else 422)
    return _told(request, made, known, refused)


def _signed_out():
    """In words that a script can read: a page to sign in would look like a broken connection."""
    return JsonResponse({"signed_out": True}, status=403)


def _told(request, made, known, refused):
    """The answer to a form that was sent without scripts."""
    for row in refused:
        messages.error(request, f"{row['name']}: {row['reason']}")
    for row in known:
        sentence = _("In the library already, not stored again: %(name)s")
        messages.warning(request, sentence % {"name": row["name"]})
    if not made:
        return redirect("admin:articles_photo_changelist")
    sentence = _("%(number)d photos are in the library.")
    messages.success(request, sentence % {"number": len(made)})
    chosen = urlencode([("photo", photo.pk) for photo in made])
    return redirect(f"{reverse('admin:articles_photo_words')}?{chosen}")


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
        "warnings": [str(sentence) for sentence in photo.use_warnings()],
    }
