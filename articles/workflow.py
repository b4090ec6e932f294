"""Every move of a story between its states, and every save of its words.

Nothing else sets `status`. A move reads the row again under lock, checks who (permission on this
story), whether (the pair stands in MOVES) and what is missing (guards), writes the story and a
StatusChange, and sends `article_moved` after the commit. All of them raise MoveNotAllowed with
every reason at once, in the user's language.
"""

from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import retraction, versions
from articles.dates import long_time
from articles.html import plain_text
from articles.images import withdraw_photos_of
from articles.models import Article, StatusChange, Version
from articles.moves import (
    MOVES,
    Move,
    MoveNotAllowed,
    StaleStory,
    may,
    missing_for_publication,
    moves_for,
    permitted,
)
from articles.saving import (
    check_edit,
    create,
    label_problems,
    link_body_photos,
    lock_for_edit,
    locked,
    record_photo,
    relist,
    save_content,
    set_label,
    write,
)
from articles.search import index_article
from articles.signals import article_moved, article_moving

# All that the rest of the code asks of a story's life goes by the name of this module.
__all__ = [
    "MOVES",
    "Move",
    "MoveNotAllowed",
    "StaleStory",
    "check_edit",
    "create",
    "link_body_photos",
    "lock_for_edit",
    "may",
    "missing_for_publication",
    "moves_for",
    "publish",
    "reclassify",
    "record_photo",
    "relist",
    "reschedule",
    "retract",
    "return_to_writer",
    "revive",
    "save_content",
    "set_label",
    "spike",
    "submit",
    "unschedule",
]

S = Article.Status


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
def retract(article, *, by, note, ground, hides_identity=False):
    """Take a public story back. Readers get `note` and `ground` (a RetractionGround) instead.

    With `hides_identity` its photos leave their addresses too: these are in other people's feeds.
    """
    article = _move(
        "retract", article, by=by, note=note, ground=ground, hides_identity=hides_identity
    )
    retraction.follow(article, by=by)
    if hides_identity:
        withdraw_photos_of(article)
        index_article(article)
    return article


def reclassify(article, *, by, note, story_class, disclosure):
    """Change what readers are told of a public story's nature; only the bureau head."""
    values = {"story_class": story_class, "disclosure": disclosure.strip()}
    return _move("reclassify", article, by=by, note=note, **values)


@transaction.atomic
def _move(name, article, *, by, note="", **values):
    # Read the row again: the caller's copy may be a tab old.
    article = locked(article.pk)
    move, was = MOVES[name], article.status
    if not permitted(by, move, article):
        raise PermissionDenied
    if not may(by, name, article):
        raise MoveNotAllowed([(None, _not_from_here(move, article))])
    note = note.strip()
    problems = [("note", _NOTE_MISSING[name]())] if move.needs_note and not note else []
    fields, more = _GUARDS.get(name, _no_guard)(article, by=by, note=note, **values)
    if problems + more:
        raise MoveNotAllowed(problems + more)
    write(article, {"status": move.to, **fields})
    relist(article)
    change = StatusChange.objects.create(
        article=article,
        move=name,
        from_status=was,
        to_status=move.to,
        note=note,
        ground=fields.get("retraction_ground", ""),
        by=by,
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


def _not_from_here(move, article):
    if article.status == S.PUBLISHED:
        now = _("scheduled") if article.is_scheduled() else _("published")
    else:
        now = article.get_status_display()
    return _(
        "“%(move)s” is not possible: the story is %(status)s now. Reload the page to see it."
    ) % {"move": move.label, "status": now}


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
    problems = missing_for_publication(article, at=at or now)
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


def _guard_retract(article, *, note, ground, hides_identity=False, **values):
    return {
        "retracted_at": timezone.now(),
        "retraction_reason": note,
        "retraction_ground": ground,
        "retraction_hides_identity": hides_identity,
    }, retraction.ground_problems(ground)


def _guard_reclassify(article, *, story_class, disclosure, **values):
    fields = {"story_class": story_class, "disclosure": disclosure}
    return fields, label_problems(story_class, disclosure)


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
