"""Every move of a story between its states, and every save of its words.

Nothing else sets `status`. A move reads the row again under lock, checks who (permission on this
story), whether (the pair stands in MOVES) and what is missing (guards), writes the story and a
StatusChange, and sends `article_moved` after the commit. All of them raise MoveNotAllowed with
every reason at once, in the user's language.
"""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions, versions
from articles.dates import long_time
from articles.html import plain_text
from articles.images import withdraw_photos_of
from articles.models import Article, BodyPhoto, Correction, Photo, StatusChange, Version
from articles.pictures import keys_in
from articles.search import index_article
from articles.signals import article_moved, article_moving

S = Article.Status


class MoveNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


class StaleStory(Exception):
    """Somebody saved or moved the story since it was opened. `current`: the story as it is now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            _("This story was changed by somebody else since you opened it (version %(number)s).")
            % {"number": current.version}
        )


@dataclass(frozen=True)
class Move:
    name: str
    label: str
    from_statuses: tuple
    to: str
    permission: str
    needs_note: bool = False
    takes_time: bool = False
    own_draft: bool = False  # the writer may do it to an own draft without the permission


MOVES = {
    move.name: move
    for move in [
        Move("submit", gettext_lazy("Submit to the desk"), (S.DRAFT,), S.SUBMITTED,
             "articles.submit_article"),
        Move("return", gettext_lazy("Return to the reporter"), (S.SUBMITTED,), S.DRAFT,
             "articles.publish_article", needs_note=True),
        Move("publish", gettext_lazy("Publish now"), (S.SUBMITTED,), S.PUBLISHED,
             "articles.publish_article"),
        Move("schedule", gettext_lazy("Schedule"), (S.SUBMITTED,), S.PUBLISHED,
             "articles.publish_article", takes_time=True),
        Move("reschedule", gettext_lazy("Change the time"), (S.PUBLISHED,), S.PUBLISHED,
             "articles.publish_article", takes_time=True),
        Move("unschedule", gettext_lazy("Take back from the schedule"), (S.PUBLISHED,),
             S.SUBMITTED, "articles.publish_article"),
        Move("spike", gettext_lazy("Spike"), (S.DRAFT, S.SUBMITTED), S.SPIKED,
             "articles.publish_article", needs_note=True, own_draft=True),
        Move("revive", gettext_lazy("Revive"), (S.SPIKED,), S.DRAFT,
             "articles.publish_article", own_draft=True),
        Move("reclassify", gettext_lazy("Change class or disclosure"), (S.PUBLISHED,),
             S.PUBLISHED, "articles.reclassify_article", needs_note=True),
        Move("retract", gettext_lazy("Retract"), (S.PUBLISHED,), S.RETRACTED,
             "articles.retract_article", needs_note=True),
    ]
}  # fmt: skip


def may(user, move, article):
    """Whether `user` may try `move` on this story: permission and state, not the guards."""
    move = MOVES[move]
    if article.status not in move.from_statuses:
        return False
    # A time that has come cannot be changed or taken back; one that has not, not be retracted.
    if article.status == S.PUBLISHED:
        ahead = move.name in ("reschedule", "unschedule")
        if ahead is not article.is_scheduled():
            return False
    return _permitted(user, move, article)


def moves_for(user, article):
    """The moves that `user` may try on this story now, in the order of the work."""
    return [move for name, move in MOVES.items() if may(user, name, article)]


def missing_for_publication(article, *, credit_count=None):
    """[(field, sentence)]: what stands between the story and its readers. Empty when ready.

    `credit_count`: how many the story will have, where they are not saved yet.
    """
    problems = []
    needed = ("headline", "summary", "section", "dateline")
    for name in needed:
        value = getattr(article, name)
        if not (value.strip() if isinstance(value, str) else value):
            label = article._meta.get_field(name).verbose_name
            problems.append((name, _("%(field)s is missing.") % {"field": capfirst(label)}))
    if not plain_text(article.body).strip():
        problems.append(("body", _("The story has no text yet.")))
    if not (article.credits.exists() if credit_count is None else credit_count):
        problems.append(("credits", _("Name at least one credit (reporter, editor).")))
    if article.lead_photo and (missing := article.lead_photo.missing_for_publication()):
        fields = ", ".join(str(label) for label in missing)
        problems.append(("lead_photo", _("The lead photo lacks: %(fields)s.") % {"fields": fields}))
    if article.story_class == Article.StoryClass.ADVERTORIAL and not article.disclosure.strip():
        problems.append(
            ("disclosure", _("An advertorial needs a disclosure line that says who stands behind."))
        )
    if article.child_involved:
        for name in ("child_identity_hidden", "child_consent", "child_no_harm"):
            if not getattr(article, name):
                label = article._meta.get_field(name).verbose_name
                sentence = _("Child checklist: confirm that “%(line)s”.") % {"line": label}
                problems.append((name, sentence))
    return problems


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
    current = _locked(pk)
    if current.version != version:
        raise StaleStory(current)
    if not permissions.can_edit(by, current):
        raise PermissionDenied
    return current


def check_edit(article, *, kind, text="", changed=(), credit_count=None):
    """Whether a story with these new, unsaved values may be saved. Raises MoveNotAllowed.

    For a story that readers see, `kind` must say what the change is. `changed`: names of changed
    fields. `credit_count`: how many there will be, where they are not saved yet.
    """
    if article.status != S.PUBLISHED:
        return
    # What readers see or will see by the clock stays complete.
    problems = missing_for_publication(article, credit_count=credit_count)
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
def save_content(article, *, by, kind=Version.Kind.SAVE, text="", note=""):
    """Close a save of words, links and credits that began with create() or lock_for_edit().

    Writes the version, lists and search; for a public story `kind` (silent, update, correction,
    reply) decides what readers are told, and `text` is the public entry of the last two.
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
        Correction.objects.create(article=article, kind=kind, text=text.strip(), by=by, at=now)
    if kind == Version.Kind.CORRECTION:
        values["corrected_at"] = now
    if not article.first_published_at:
        values["slug"] = article.suggested_slug()
    _write(article, values)
    relist(article)
    link_body_photos(article)
    index_article(article)
    return versions.record(article, by=by, kind=kind, note=note or text[:300])


@transaction.atomic
def record_photo(photo, *, by):
    """Write down what readers see of each public story that shows `photo`, whose words changed."""
    shows = Q(lead_photo=photo) | Q(gallery_items__photo=photo)
    stories = Article.objects.filter(shows, status=S.PUBLISHED)
    locked = Article.objects.select_for_update(of=("self",)).filter(pk__in=stories.values("pk"))
    for article in locked.select_related("section", "lead_photo").order_by("pk"):
        _write(article, {})
        kind = Version.Kind.SILENT if article.is_public() else Version.Kind.PUBLISH
        versions.record(article, by=by, kind=kind, note=str(photo)[:300])


def submit(article, *, by):
    """To the desk. The writer needs a headline and some text; the rest the desk can ask for."""
    return _move("submit", article, by=by)


def return_to_writer(article, *, by, note):
    return _move("return", article, by=by, note=note)


def publish(article, *, by, at=None):
    """Make `article` public now, or `at` a moment ahead; readers' pages ask the clock."""
    return _move("schedule" if at else "publish", article, by=by, at=at)


def reschedule(article, *, by, at):
    """Move the time of a story that readers cannot see yet."""
    return _move("reschedule", article, by=by, at=at)


def unschedule(article, *, by, note=""):
    """Back to the queue, while readers cannot see it yet."""
    return _move("unschedule", article, by=by, note=note)


def spike(article, *, by, note):
    return _move("spike", article, by=by, note=note)


def revive(article, *, by):
    return _move("revive", article, by=by)


@transaction.atomic
def retract(article, *, by, note, hides_identity=False):
    """Take a public story back. `note` is what readers get instead of it.

    With `hides_identity` its photos leave their addresses too: these are in other people's feeds.
    """
    article = _move("retract", article, by=by, note=note, hides_identity=hides_identity)
    if hides_identity:
        withdraw_photos_of(article)
    return article


def reclassify(article, *, by, note, story_class, disclosure):
    """Change what readers are told of a public story's nature; only the bureau head."""
    values = {"story_class": story_class, "disclosure": disclosure.strip()}
    return _move("reclassify", article, by=by, note=note, **values)


@transaction.atomic
def set_label(article, *, by, story_class, disclosure):
    """Set what readers will be told of a story's nature, before they see it; reclassify() after.

    Writes a version of `by`. Raises PermissionDenied, or MoveNotAllowed.
    """
    article = _locked(article.pk)
    if not permissions.can_edit(by, article):
        raise PermissionDenied
    if article.is_public():
        raise MoveNotAllowed([("story_class", _label_is_fixed())])
    fields, problems = _guard_reclassify(
        article, story_class=story_class, disclosure=disclosure.strip()
    )
    if problems:
        raise MoveNotAllowed(problems)
    _write(article, {**fields, "modified_at": timezone.now()})
    kind = Version.Kind.PUBLISH if article.is_scheduled() else Version.Kind.SAVE
    versions.record(article, by=by, kind=kind)
    return article


@transaction.atomic
def _move(name, article, *, by, note="", **values):
    # Read the row again: the caller's copy may be a tab old.
    article = _locked(article.pk)
    move, was = MOVES[name], article.status
    if not _permitted(by, move, article):
        raise PermissionDenied
    if not may(by, name, article):
        raise MoveNotAllowed([(None, _not_from_here(move, article))])
    note = note.strip()
    problems = [("note", _NOTE_MISSING[name]())] if move.needs_note and not note else []
    fields, more = _GUARDS.get(name, _no_guard)(article, by=by, note=note, **values)
    if problems + more:
        raise MoveNotAllowed(problems + more)
    _write(article, {"status": move.to, **fields})
    relist(article)
    change = StatusChange.objects.create(
        article=article, move=name, from_status=was, to_status=move.to, note=note, by=by
    )
    if name in ("publish", "schedule", "reschedule", "reclassify"):
        kind = Version.Kind.RECLASSIFY if name == "reclassify" else Version.Kind.PUBLISH
        versions.record(article, by=by, kind=kind, note=note[:300])
    told = {
        "article": article, "move": name, "from_status": was, "to_status": move.to, "by": by,
        "note": change.note,
    }  # fmt: skip
    article_moving.send(Article, **told)
    transaction.on_commit(partial(article_moved.send, Article, **told))
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


def _locked(pk):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return Article.objects.select_for_update().get(pk=pk)


def _write(article, values):
    """Store `values`; every write counts the version up, so that an older form is refused."""
    values = {**values, "version": article.version + 1}
    for field, value in values.items():
        setattr(article, field, value)
    Article.objects.filter(pk=article.pk).update(**values)


def _permitted(user, move, article):
    if user.has_perm(move.permission):
        return move.name != "submit" or permissions.can_edit(user, article)
    own = article.created_by_id == user.pk and article.status in (S.DRAFT, S.SPIKED)
    return move.own_draft and own and user.has_perm("articles.change_article")


def _not_from_here(move, article):
    if article.status == S.PUBLISHED:
        now = _("scheduled") if article.is_scheduled() else _("published")
    else:
        now = article.get_status_display()
    return _(
        "“%(move)s” is not possible: the story is %(status)s now. Reload the page to see it."
    ) % {"move": move.label, "status": now}


def _label_is_fixed():
    return _(
        "Class and disclosure are fixed at first publication; the bureau head can change them "
        "with “Change class or disclosure”."
    )


_NOTE_MISSING = {
    "return": lambda: _("Write the reporter a note: what should change?"),
    "spike": lambda: _("Say why the story is spiked."),
    "retract": lambda: _("Tell readers why the story is retracted."),
    "reclassify": lambda: _("Say why the class or the disclosure line changes."),
}


# A guard returns (values to store, problems).


def _no_guard(article, **values):
    return {}, []


def _guard_submit(article, **values):
    problems = []
    if not article.headline.strip():
        problems.append(("headline", _("Give the story a headline before you submit it.")))
    if not plain_text(article.body).strip():
        problems.append(("body", _("Write the story before you submit it.")))
    return {"submitted_at": timezone.now(), "return_note": ""}, problems


def _guard_return(article, *, note, **values):
    return {"return_note": note, "submitted_at": None}, []


def _guard_publish(article, *, by, at=None, **values):
    now = timezone.now()
    problems = missing_for_publication(article)
    # A story on the schedule has passed its second pair of eyes already.
    waits = article.status == S.SUBMITTED
    if settings.FOUR_EYES and waits and not (versions.writers_of(article) - {by.pk}):
        problems.append(
            (None, _("Four eyes: you wrote this story alone, so a colleague must publish it."))
        )
    if at and at <= now:
        problems.append(("at", _("Choose a time ahead; to publish at once use “Publish now”.")))
    moment = at or now
    if article.embargo_until and moment < article.embargo_until:
        limit = {"time": long_time(article.embargo_until)}
        problems.append(
            ("at", _("Embargo: not before %(time)s. Schedule it for then or later.") % limit)
        )
    return {"publish_at": moment, "first_published_at": moment}, problems


def _guard_schedule(article, *, by, at=None, **values):
    if at is None:
        return {}, [("at", _("Choose the day and the time."))]
    return _guard_publish(article, by=by, at=at)


def _guard_unschedule(article, **values):
    return {
        "publish_at": None,
        "first_published_at": None,
        "submitted_at": article.submitted_at or timezone.now(),
    }, []


def _guard_spike(article, **values):
    return {"submitted_at": None, "return_note": ""}, []


def _guard_retract(article, *, note, hides_identity=False, **values):
    return {
        "retracted_at": timezone.now(),
        "retraction_reason": note,
        "retraction_hides_identity": hides_identity,
    }, []


def _guard_reclassify(article, *, story_class, disclosure, **values):
    problems = []
    if story_class not in Article.StoryClass.values:
        problems.append(("story_class", _("Choose one of the classes.")))
    elif story_class == Article.StoryClass.ADVERTORIAL and not disclosure:
        problems.append(
            ("disclosure", _("An advertorial needs a disclosure line that says who stands behind."))
        )
    return {"story_class": story_class, "disclosure": disclosure}, problems


_GUARDS = {
    "submit": _guard_submit,
    "return": _guard_return,
    "publish": _guard_publish,
    "schedule": _guard_schedule,
    "reschedule": _guard_schedule,
    "unschedule": _guard_unschedule,
    "spike": _guard_spike,
    "reclassify": _guard_reclassify,
    "retract": _guard_retract,
}
