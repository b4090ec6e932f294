"""What a story's photos still need before readers may see them with it: words, rights, time."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Photo
from articles.pictures import keys_in


def photo_problems(article, *, gallery=None, at=None):
    """[(field, sentence)] of lead, gallery and text. Empty when all may be published.

    `gallery`: primary keys of the photos it will show, where the rows are not saved yet. `at`:
    when readers get the story; its own time, or now.

    What readers of a public story have seen in it is not asked again: a licence that ends, or a
    rule that is younger than the story, must not stop the correction of a typing error.
    """
    if at is None:
        at = article.publish_at if article.is_scheduled() else timezone.now()
    seen = _seen_by_readers(article)
    problems = []
    lead = article.lead_photo
    if lead and (missing := lead.missing_for_publication()):
        fields = ", ".join(map(str, missing))
        problems.append(("lead_photo", _("The lead photo lacks: %(fields)s.") % {"fields": fields}))
    if lead and lead.key not in seen and (reason := lead.use_forbidden(at)):
        problems.append(("lead_photo", _("The lead photo %(reason)s.") % {"reason": reason}))
    for photo in _shown(article, gallery):
        if photo.pk != article.lead_photo_id and photo.key not in seen:
            problems += _problems_inside(photo, at, in_text=photo.key in keys_in(article.body))
        if photo.is_taken_away:
            # A photo that protects a child by its absence does not come back with another story.
            field = "lead_photo" if photo.pk == article.lead_photo_id else "gallery"
            sentence = _("The photo “%(photo)s” was withdrawn to protect a child: take it off.")
            problems.append((field, sentence % {"photo": str(photo)[:80]}))
    return problems


def _problems_inside(photo, at, *, in_text):
    field = "body" if in_text else "gallery"
    name = {"photo": str(photo)[:80]}
    problems = []
    if missing := photo.missing_for_publication(leads=False):
        sentence = _("The photo “%(photo)s” lacks: %(fields)s.")
        problems.append((field, sentence % {**name, "fields": ", ".join(map(str, missing))}))
    if reason := photo.use_forbidden(at):
        sentence = _("The photo “%(photo)s” %(reason)s.")
        problems.append((field, sentence % {**name, "reason": reason}))
    return problems


def _shown(article, gallery):
    """The photos of lead, gallery and text. At most one query."""
    wanted = Q(key__in=keys_in(article.body))
    if article.lead_photo_id:
        wanted |= Q(pk=article.lead_photo_id)
    if gallery is not None:
        wanted |= Q(pk__in=gallery)
    elif article.pk:
        wanted |= Q(pk__in=article.gallery_items.values("photo"))
    photos = Photo.objects.with_taken_away().filter(wanted).order_by("pk")
    return photos.only("key", "alt", "caption", "credit", "rights", "usable_from", "usable_until")


def _seen_by_readers(article):
    """Keys of the photos in the version that readers see now."""
    if not article.pk or not article.is_public():
        return set()
    last = article.versions.exclude(sha256="").order_by("-number").first()
    if last is None:
        return set()
    content = last.content
    shown = [content.get("lead_photo"), *content.get("gallery", [])]
    return {photo["key"] for photo in shown if photo} | keys_in(content.get("body", ""))
