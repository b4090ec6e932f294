"""The photo library: what comes in, what is changed, where it is used, what may go.

The admin's pages call these; who may do what is said here too.
"""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, Q, Value
from django.utils.translation import gettext as _

from articles import images, photo_facts, photo_marks, workflow
from articles.models import Article, Photo
from articles.originals import fingerprint

WORDS = ("alt", "caption", "credit", "rights")  # what publishing asks for
MOST_USES = 500


class AlreadyThereError(Exception):
    """The library holds these very bytes already, as `photo`."""

    def __init__(self, photo):
        self.photo = photo
        super().__init__(str(photo))


class InUseError(Exception):
    """A story shows the photo, so it stays."""


def may_change(user, photo):
    """Whether `user` may change the photo's words and its focal point."""
    return bool(changeable([photo], user))


def hidden_from(user, photos=None):
    """Keys of the photos (of these, or of all) that `user` may not see.

    A retraction that protects a child hides its photos from everybody but the head, as
    permissions.can_read_words() hides the words. What another public story shows is no secret.
    """
    if user.has_perm("articles.retract_article"):
        return set()
    retracted = Article.objects.filter(status=Article.Status.RETRACTED)
    hidden = _keys_in(retracted.filter(retraction_hides_identity=True), photos)
    return hidden and hidden - _keys_in(Article.objects.published(), hidden)


def changeable(photos, user):
    """Of these photos those that `user` may change, at the price of two queries at most.

    Reporters their own uploads while these stand in drafts alone; editors all. A photo's words
    are read with its story: changing them there is the desk's, as the story is.
    """
    if not user.has_perm("articles.change_photo") or not photos:
        return []
    if user.has_perm("articles.edit_any_article"):
        hidden = hidden_from(user, photos)
        return [photo for photo in photos if photo.pk not in hidden]
    own = [photo for photo in photos if photo.uploaded_by_id == user.pk]
    # A story that has left its writer's hands takes its photos with it.
    beyond = ~Q(status__in=[Article.Status.DRAFT, Article.Status.SPIKED])
    beyond = _keys_in(Article.objects.filter(beyond), own) if own else set()
    return [photo for photo in own if photo.pk not in beyond]


def _keys_in(stories, photos=None):
    """Keys of the photos (of these, or of all) that these stories show. One query."""
    found = []
    for link in ("lead_photo", "gallery_items__photo", "body_photos__photo"):
        wanted = {f"{link}__isnull": False} if photos is None else {f"{link}__in": photos}
        found.append(stories.order_by().filter(**wanted).values_list(link, flat=True))
    first, *others = found
    return set(first.union(*others))


def add(photo, probed, *, by):
    """Save a new photo whose file passed originals.probe(), with the one rendition pages need.

    What was typed with it stays; what is empty is filled from the file's own notes. Raises
    AlreadyThereError, also where another upload of the same file is faster; ValidationError where
    the photo that is there is hidden from `by`.
    """
    photo.sha256 = fingerprint(photo.original.file)
    if known := Photo.objects.filter(sha256=photo.sha256).first():
        if hidden_from(by, [known]):
            raise ValidationError(
                _("This photo was withdrawn to protect a child. Only the bureau head can see it.")
            )
        raise AlreadyThereError(known)
    photo.uploaded_by = by
    photo.facts = probed.facts
    photo.taken_at = photo.taken_at or probed.taken_at
    for name, text in _usable(photo_facts.field_values(probed.facts)).items():
        setattr(photo, name, getattr(photo, name) or text)
    # The camera may have said .jpg of a PNG: the name follows what the file is.
    photo.original.name = f"upload.{probed.format.lower().replace('jpeg', 'jpg')}"
    try:
        with transaction.atomic():
            photo.save()
            images.make_first_rendition(photo)
    except IntegrityError:
        known = Photo.objects.filter(sha256=photo.sha256).first()
        if known is None:
            raise
        photo.original.storage.delete(photo.original.name)
        raise AlreadyThereError(known) from None
    return photo


def _usable(values):
    try:
        URLValidator(["http", "https"])(values.get("licence_url", ""))
    except ValidationError:
        values.pop("licence_url", None)
    return values


@transaction.atomic
def change(photo, fields, *, by):
    """Store these changed fields. New cuts and new notes in them are the worker's to make."""
    fields = list(fields)
    if not fields:
        return
    if {"focal_x", "focal_y", *photo_marks.MARKED} & set(fields):
        photo.renditions_done = False
        fields.append("renditions_done")
    photo.save(update_fields=fields)
    if {"alt", "caption", "credit"} & set(fields):
        workflow.record_photo(photo, by=by)


def taken_back(photo, before, after):
    """Names of the words that a story which readers have needs, and that a change would empty.

    `before`, `after`: {field: value}.
    """
    emptied = [name for name in WORDS if before.get(name) and name in after and not after[name]]
    return emptied if emptied and _stories(photo).filter(status="published").exists() else []


def uses(photo, user):
    """([(story, [where])], how many more `user` may not see). Newest first, fifty at most.

    `where`: "lead", "gallery", "text", "front" (the story stands on the home page by hand).
    """
    rows = _links(photo)[:MOST_USES]
    places = {}
    for pk, where in rows:
        places.setdefault(pk, []).append(where)
    stories = Article.objects.visible_to(user).filter(pk__in=places).select_related("home_slot")
    found = []
    for story in stories.order_by("-modified_at", "-pk"):
        front = ["front"] if hasattr(story, "home_slot") else []
        found.append((story, sorted(places[story.pk], key=_ORDER.index) + front))
    return found[:50], len(places) - len(found)


_ORDER = ["lead", "gallery", "text"]


def _links(photo):
    def named(rows, field, where):
        return rows.order_by().values_list(field, Value(where, models.CharField()))

    return named(photo.led_articles, "pk", "lead").union(
        named(photo.gallery_items, "article", "gallery"),
        named(photo.body_uses, "article", "text"),
    )


def is_used(photo):
    """Whether a story shows it: as lead, in its gallery, or in its text."""
    return _links(photo)[:1].count() > 0


def late_stories(photo):
    """How many stories on the schedule show it at a time when it may not be used."""
    times = _stories(photo).scheduled().values_list("publish_at", flat=True)[:MOST_USES]
    return sum(bool(photo.use_forbidden(at)) for at in times)


def _stories(photo):
    return Article.objects.filter(pk__in=[pk for pk, _where in _links(photo)[:MOST_USES]])


@transaction.atomic
def delete(photo):
    """Remove the photo and its files. Raises InUseError where a story shows it."""
    names = [rendition["name"] for rendition in photo.renditions]
    storage, original = photo.original.storage, photo.original.name
    try:
        photo.delete()
    except ProtectedError:
        raise InUseError from None
    # After commit: the database may still refuse, and then the files must be there.
    transaction.on_commit(partial(_remove, storage, [original]))
    transaction.on_commit(partial(_remove, default_storage, names))


def _remove(storage, names):
    for name in names:
        storage.delete(name)
