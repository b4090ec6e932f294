"""Every save of a story's words, with its version, its links and its place in lists and search.

Saves and moves (articles/workflow.py) lock the story first, and write it with write().
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions, versions
from articles.dates import long_time
from articles.models import Article, BodyPhoto, Correction, Photo, Version
from articles.moves import MoveNotAllowed, StaleStory, missing_for_publication
from articles.pictures import keys_in
from articles.search import index_article
from articles.signals import article_saved

S = Article.Status


def create(article, *, by):
    """Save a new draft of `by`. Credits and links follow, then save_content()."""
    article.status = S.DRAFT
    article.created_by = by
    article.version = 0
    article.slug = article.suggested_slug()
    article.save()
    return article


def lock_for_edit(pk, *, version, by):
    """Lock the story for a save that began at `version`. Call inside a transaction.

    Raises StaleStory where somebody was faster, PermissionDenied where `by` may not edit (any
    more: it may have been submitted meanwhile).
    """
    current = locked(pk)
    if current.version != version:
        raise StaleStory(current)
    if not permissions.can_edit(by, current):
        raise PermissionDenied
    return current


def check_edit(article, *, kind, text="", changed=(), credit_count=None, gallery=None):
    """Whether a story with these new, unsaved values may be saved. Raises MoveNotAllowed.

    For a story that readers see, `kind` must say what the change is. `changed`: names of changed
    fields. `credit_count`, `gallery`: see missing_for_publication().
    """
    if article.status != S.PUBLISHED:
        return
    # What readers see or will see by the clock stays complete.
    problems = missing_for_publication(article, credit_count=credit_count, gallery=gallery)
    if article.embargo_until and article.publish_at < article.embargo_until:
        problems.append(
            (
                "embargo_until",
                _("The story is timed for %(time)s; the embargo may not end after that.")
                % {"time": long_time(article.publish_at)},
            )
        )
    if article.is_public():
        if kind not in (Version.Kind.SILENT, Version.Kind.UPDATE, *Correction.Kind.values):
            problems.append(
                ("save_kind", _("Say what kind of change this is to the public story."))
            )
        if kind in Correction.Kind.values and not text.strip():
            problems.append(("correction_text", _("Tell readers in their words what was changed.")))
        if fixed := {"story_class", "disclosure"} & set(changed):
            problems.append((min(fixed), _label_is_fixed()))
    if problems:
        raise MoveNotAllowed(problems)


@transaction.atomic
def save_content(
    article, *, by, kind=Version.Kind.SAVE, text="", place=Correction.Place.FOOT, note=""
):
    """Close a save of words, links and credits that began with create() or lock_for_edit().

    Writes the version, lists and search; for a public story `kind` (silent, update, correction,
    reply) decides what readers are told; `text` is the public entry of the last two, and `place`
    where it stands (a Correction.Place).
    """
    check_edit(article, kind=kind, text=text)
    if not article.is_public():
        # A scheduled story's latest text is what the public will see: it joins the chain.
        kind = Version.Kind.PUBLISH if article.is_scheduled() else Version.Kind.SAVE
    now = timezone.now()
    values = {"modified_at": now}
    if kind in (Version.Kind.UPDATE, *Correction.Kind.values):
        values["revised_at"] = now
    if kind in Correction.Kind.values:
        Correction.objects.create(
            article=article, kind=kind, text=text.strip(), place=place, by=by, at=now
        )
    if kind == Version.Kind.CORRECTION:
        values["corrected_at"] = now
    if not article.first_published_at:
        values["slug"] = article.suggested_slug()
    write(article, values)
    relist(article)
    link_body_photos(article)
    index_article(article)
    version = versions.record(article, by=by, kind=kind, note=note or text[:300])
    article_saved.send(
        Article, article=article, version=version, kind=version.kind, text=text.strip(), by=by
    )
    return version


@transaction.atomic
def record_photo(photo, *, by):
    """Write down what readers see of each public story that shows `photo`, whose words changed."""
    shows = Q(lead_photo=photo) | Q(gallery_items__photo=photo)
    stories = Article.objects.filter(shows, status=S.PUBLISHED)
    locked = Article.objects.select_for_update(of=("self",)).filter(pk__in=stories.values("pk"))
    for article in locked.select_related("section", "lead_photo").order_by("pk"):
        write(article, {})
        kind = Version.Kind.SILENT if article.is_public() else Version.Kind.PUBLISH
        versions.record(article, by=by, kind=kind, note=str(photo)[:300])


@transaction.atomic
def set_label(article, *, by, story_class, disclosure):
    """Set what readers will be told of a story's nature, before they see it; reclassify() after.

    Writes a version of `by`. Raises PermissionDenied, or MoveNotAllowed.
    """
    article = locked(article.pk)
    if not permissions.can_edit(by, article):
        raise PermissionDenied
    if article.is_public():
        raise MoveNotAllowed([("story_class", _label_is_fixed())])
    disclosure = disclosure.strip()
    if problems := label_problems(story_class, disclosure):
        raise MoveNotAllowed(problems)
    values = {"story_class": story_class, "disclosure": disclosure}
    write(article, {**values, "modified_at": timezone.now()})
    kind = Version.Kind.PUBLISH if article.is_scheduled() else Version.Kind.SAVE
    versions.record(article, by=by, kind=kind)
    return article


def relist(article):
    """Bring the links' `listed_at` to what the story's state says; see models.Listed."""
    listed_at = article.publish_at if article.status == S.PUBLISHED else None
    article.region_links.update(listed_at=listed_at)
    article.tag_links.update(listed_at=listed_at)
    article.credits.update(listed_at=None)
    if listed_at:
        # Whoever wrote and edited a story has two credits; the author's page lists it once.
        firsts = {}
        for pk, user in article.credits.order_by("-pk").values_list("pk", "user"):
            if user:
                firsts[user] = pk
        article.credits.filter(pk__in=firsts.values()).update(listed_at=listed_at)


def link_body_photos(article):
    """Bring the story's BodyPhoto rows to what its text shows."""
    shown = set(Photo.objects.filter(key__in=keys_in(article.body)).values_list("pk", flat=True))
    article.body_photos.exclude(photo__in=shown).delete()
    new = shown - set(article.body_photos.values_list("photo", flat=True))
    BodyPhoto.objects.bulk_create(BodyPhoto(article=article, photo_id=pk) for pk in new)


def locked(pk):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return Article.objects.select_for_update().get(pk=pk)


def write(article, values):
    """Store `values`; every write counts the version up, so that an older form is refused."""
    values = {**values, "version": article.version + 1}
    for field, value in values.items():
        setattr(article, field, value)
    Article.objects.filter(pk=article.pk).update(**values)


def _label_is_fixed():
    return _(
        "Class and disclosure are fixed at first publication; the bureau head can change them "
        "with “Change class or disclosure”."
    )


def label_problems(story_class, disclosure):
    """[(field, sentence)]: why readers cannot be told this of a story."""
    problems = []
    if story_class not in Article.StoryClass.values:
        problems.append(("story_class", _("Choose one of the classes.")))
    elif story_class == Article.StoryClass.ADVERTORIAL and not disclosure:
        problems.append(
            ("disclosure", _("An advertorial needs a disclosure line that says who stands behind."))
        )
    return problems
