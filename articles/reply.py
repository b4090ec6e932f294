"""The right of reply (hak jawab): requests, their clock, and how each one ends.

UU 40/1999, article 5, obliges the press to serve it; Peraturan Dewan Pers 9/2008 asks for the first
opportunity. The house's own target is RIGHT_OF_REPLY_HOURS. Every function checks who, locks,
and raises MoveNotAllowed with every reason at once.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article, Correction, ReplyRequest, Version
from articles.moves import MoveNotAllowed
from articles.saving import locked, save_content

PUBLIC_ONCE = (Article.Status.PUBLISHED, Article.Status.RETRACTED)


def can_view(user):
    """Whether `user` may read requests, with the personal data in them."""
    return user.has_perm("articles.view_replyrequest")


def can_decide(user):
    return user.has_perm("articles.change_replyrequest")


@transaction.atomic
def receive(article, *, by, who, contact, text, organization="", received_at=None):
    """Record that somebody asks to be heard about `article`. The clock runs from `received_at`."""
    if not by.has_perm("articles.add_replyrequest"):
        raise PermissionDenied
    now = timezone.now()
    received_at = received_at or now
    problems = [
        (name, sentence)
        for name, value, sentence in (
            ("who", who, _("Say who asks.")),
            ("contact", contact, _("Say how to reach them.")),
            ("text", text, _("Write down what they want said.")),
        )
        if not value.strip()
    ]
    if received_at > now:
        problems.append(("received_at", _("It cannot have been received in the future.")))
    if article.status not in PUBLIC_ONCE or article.is_scheduled():
        problems.append(("article", _("Readers have never seen this story.")))
    elif received_at < article.first_published_at:
        problems.append(("received_at", _("That is before the story was published.")))
    if problems:
        raise MoveNotAllowed(problems)
    return ReplyRequest.objects.create(
        article=article,
        who=who.strip(),
        organization=organization.strip(),
        contact=contact.strip(),
        text=text.strip(),
        received_at=received_at,
        due_at=received_at + timedelta(hours=settings.RIGHT_OF_REPLY_HOURS),
        recorded_by=by,
    )


@transaction.atomic
def answer(request, *, by, text, place=Correction.Place.FOOT):
    """Publish `text` with the story as the right of reply, and link it to the request."""
    article, request = _opened(request, by)
    problems = [] if text.strip() else [("text", _("Write what readers will read."))]
    if not article.is_public():
        problems.append((None, _("The story is not public: there is nothing to answer on.")))
    elif not permissions.can_edit(by, article):
        raise PermissionDenied
    if problems:
        raise MoveNotAllowed(problems)
    save_content(article, by=by, kind=Version.Kind.REPLY, text=text, place=place)
    return _close(request, by, answer=article.corrections.filter(kind="reply").latest("at", "pk"))


@transaction.atomic
def link(request, *, by, entry):
    """Answer the request with a right of reply that stands with the story already."""
    article, request = _opened(request, by)
    problems = []
    if entry.article_id != article.pk or entry.kind != Correction.Kind.REPLY:
        problems.append(("entry", _("That is no right of reply of this story.")))
    elif ReplyRequest.objects.filter(answer=entry).exists():
        problems.append(("entry", _("That reply answers another request already.")))
    if problems:
        raise MoveNotAllowed(problems)
    return _close(request, by, answer=entry)


@transaction.atomic
def refuse(request, *, by, reason):
    """Close the request without a reply; the reason is kept, and not public."""
    _article, request = _opened(request, by)
    if not reason.strip():
        raise MoveNotAllowed([("reason", _("Say why the request is refused."))])
    return _close(request, by, refusal=reason.strip())


def linkable(request):
    """Rights of reply of the story that answer no request yet."""
    entries = Correction.objects.filter(article=request.article_id, kind=Correction.Kind.REPLY)
    return entries.filter(reply_request__isnull=True)


def _opened(request, by):
    """(story, request), both locked, the request still open."""
    if not can_decide(by):
        raise PermissionDenied
    # The story first, as every other function locks it.
    article = locked(request.article_id)
    request = ReplyRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        sentence = _("A colleague has decided on this request already. Reload the page to see it.")
        raise MoveNotAllowed([(None, sentence)])
    return article, request


def _close(request, by, **values):
    for name, value in {**values, "decided_by": by, "decided_at": timezone.now()}.items():
        setattr(request, name, value)
    request.save(update_fields=[*values, "decided_by", "decided_at"])
    return request
