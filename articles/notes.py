"""Notes on a story between those who work on it: who may read, write and resolve them.

Never public, and narrower than reading a story: once it is public, the whole desk may read the
story, but what editors and writer wrote to each other stays with them.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article, Note
from articles.models.notes import LONGEST
from articles.moves import MoveNotAllowed
from articles.signals import note_written


def can_read(user, article):
    """Whether `user` may read the notes: it works on the story, or reads everything at the desk."""
    if article.retraction_hides_identity:
        # A note may name the child that the retraction protects.
        return user.has_perm("articles.retract_article")
    if not permissions.can_view(user, article):
        return False
    if user.has_perm("articles.view_any_article") or article.created_by_id == user.pk:
        return True
    return article.credits.filter(user=user).exists()


def can_write(user, article):
    """Auditors read and write nothing."""
    return user.has_perm("articles.change_article") and can_read(user, article)


def colleagues(article, *, without):
    """Who can be addressed in a note on this story: all who may read it but one, by name."""
    if article.retraction_hides_identity:
        readers = _holds("retract_article")
    else:
        own = Q(pk=article.created_by_id)
        if article.is_public():
            own |= Q(pk__in=article.credits.exclude(user=None).values("user"))
        readers = _holds("view_any_article") | own & _holds("view_article")
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    found = users.filter(Q(is_superuser=True) | readers).exclude(pk=without.pk).distinct()
    return sorted(found, key=lambda user: str(user).casefold())


def threads(article):
    """[(first note, [answers])]: open threads first, the newest of them on top; two queries."""
    notes = article.notes.select_related("by", "resolved_by").prefetch_related("mentions")
    firsts, answers = [], {}
    for note in notes:
        if note.thread_id:
            answers.setdefault(note.thread_id, []).append(note)
        else:
            firsts.append(note)
    firsts.sort(key=lambda note: (note.resolved_at is None, note.at, note.pk), reverse=True)
    return [(note, answers.get(note.pk, [])) for note in firsts]


@transaction.atomic
def write(article, *, by, text, thread=None, mentions=()):
    """Add a note, or an answer to `thread` (its key), which opens it again.

    Raises PermissionDenied, or MoveNotAllowed with what is wrong. `mentions`: keys of colleagues.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not can_write(by, article):
        raise PermissionDenied
    text = text.replace("\0", "").strip()
    first = None
    if thread:
        first = article.notes.filter(pk=thread, thread=None).first()
        if first is None:
            raise MoveNotAllowed([(None, _("That note does not stand on this story."))])
    if not text:
        raise MoveNotAllowed([("text", _("Write something first."))])
    if len(text) > LONGEST:
        sentence = _("A note has at most %(number)s characters.") % {"number": LONGEST}
        raise MoveNotAllowed([("text", sentence)])
    known = {user.pk: user for user in colleagues(article, without=by)}
    mentioned = [known[pk] for pk in known if pk in set(mentions)]
    now = timezone.now()
    note = Note.objects.create(article=article, thread=first, text=text, by=by, at=now)
    note.mentions.set(mentioned)
    if first and first.resolved_at:
        _set_resolved(first, None, None)
    spoken_to = {user.pk for user in mentioned} | _in_talk(article, first)
    addressed = [user for pk, user in known.items() if pk in spoken_to]
    note_written.send(Note, note=note, addressed=addressed, by=by)
    return note


@transaction.atomic
def resolve(article, pk, *, by, resolved=True):
    """Close a thread, or open it again. Returns its first note; None where there is no such."""
    if not can_write(by, article):
        raise PermissionDenied
    note = article.notes.select_for_update().filter(pk=pk, thread=None).first()
    if note and bool(note.resolved_at) is not resolved:
        _set_resolved(note, timezone.now() if resolved else None, by if resolved else None)
    return note


def keep_return_note(sender, *, article, move, note, by, **kwargs):
    """Receiver of article_moving: what an editor returned a story with begins a thread."""
    if move == "return":
        now = timezone.now()
        Note.objects.create(article=article, text=note[:LONGEST], by=by, at=now, returned=True)


def _in_talk(article, first):
    """Keys of those who are spoken to without being named: writer, and whoever wrote before."""
    if first is None:
        return {article.created_by_id}
    before = Q(pk=first.pk) | Q(thread=first)
    return set(article.notes.filter(before).values_list("by", flat=True))


def _holds(codename):
    """Who may do that by a role: the same question as has_perm(), asked of everybody at once."""
    return Q(
        groups__permissions__content_type__app_label="articles",
        groups__permissions__codename=codename,
    )


def _set_resolved(note, at, by):
    note.resolved_at, note.resolved_by = at, by
    note.save(update_fields=["resolved_at", "resolved_by"])
