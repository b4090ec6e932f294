"""Asking for a retraction: an editor says why, and the bureau head alone decides.

The retraction itself is workflow.retract(), which closes what was asked. docs/record.md says
where the grounds come from.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import RetractionGround, RetractionRequest
from articles.moves import MoveNotAllowed
from articles.saving import locked

# Functions that say what a retraction does in other apps; an app adds its own when it is ready.
more_effects = []


def can_ask(user, article):
    """Whether `user` may ask the head to take this story back, now."""
    return (
        user.has_perm("articles.publish_article")
        and not user.has_perm("articles.retract_article")
        and article.is_public()
    )


def open_request(article):
    return RetractionRequest.objects.filter(article=article, decided_at__isnull=True).first()


def effects(article):
    """Sentences on what else happens in the moment of the retraction."""
    found = [
        _("It stands on /ralat/, with the reason and the ground."),
        _("Who was told of the story is told of its retraction."),
        _("The record keeps every version; nothing is deleted."),
    ]
    return found + [sentence for function in more_effects for sentence in function(article)]


def ground_problems(ground):
    """[(field, sentence)]: empty where the press rules know this ground."""
    return [] if ground in RetractionGround.values else [("ground", _("Choose the ground."))]


@transaction.atomic
def ask(article, *, by, ground, note, hides_identity=False):
    """Put the question to the head. `note` is the reason that readers would get."""
    if not by.has_perm("articles.publish_article"):
        raise PermissionDenied
    article = locked(article.pk)
    problems = ground_problems(ground)
    if not note.strip():
        problems.append(("note", _("Tell readers why the story is retracted.")))
    if not article.is_public():
        problems.append((None, _("The story is not public, so there is nothing to retract.")))
    if open_request(article):
        problems.append((None, _("A retraction of this story is asked for already.")))
    if problems:
        raise MoveNotAllowed(problems)
    return RetractionRequest.objects.create(
        article=article, by=by, ground=ground, reason=note.strip(), hides_identity=hides_identity
    )


@transaction.atomic
def refuse(article, *, by, note):
    """The head keeps the story public, and says why to those who asked."""
    if not by.has_perm("articles.retract_article"):
        raise PermissionDenied
    article = locked(article.pk)
    request = open_request(article)
    problems = [] if note.strip() else [("note", _("Say why the story stays."))]
    if request is None:
        problems.append((None, _("Nobody asks for a retraction of this story any more.")))
    if problems:
        raise MoveNotAllowed(problems)
    _decide(article, by, refusal=note.strip())
    request.refresh_from_db()
    return request


def follow(article, *, by):
    """Close what was asked for: the story is retracted. Call inside that transaction."""
    _decide(article, by)


def _decide(article, by, refusal=""):
    RetractionRequest.objects.filter(article=article, decided_at__isnull=True).update(
        decided_by=by, decided_at=timezone.now(), refusal=refusal
    )
