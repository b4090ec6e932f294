"""Show an unpublished story to one person outside, by a link that ends.

articles/private_links.py has the token, which is shown once, to whoever makes it.
docs/decisions/0013-shared-links.md says why these links have an address of their own.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Article, ShareLink, ShareOpening
from articles.moves import MoveNotAllowed
from articles.private_links import digest, new_token

S = Article.Status
# hours: what the form offers
TERMS = {
    24: gettext_lazy("one day"),
    72: gettext_lazy("three days"),
    168: gettext_lazy("one week"),
}
MOST_OPEN = 10
KEPT = timedelta(days=180)


def can_see(user, article):
    """Whether `user` may see who was given the story: whoever reads everything at the desk."""
    return permissions.can_view(user, article) and user.has_perm("articles.view_any_article")


def can_share(user, article):
    """Whoever may publish it decides what leaves the house; of a child's story only the head."""
    if not can_see(user, article) or not user.has_perm("articles.publish_article"):
        return False
    return user.has_perm("articles.retract_article") or not article.concerns_child


def why_not(article):
    """The sentence that says why this story is not shown to anybody outside now, or ""."""
    if article.is_public():
        return _("The story is public: send its own address.")
    if article.status in (S.RETRACTED, S.SPIKED):
        return _("A story that was retracted or spiked is not shown to anybody.")
    if article.embargo_until and article.embargo_until > timezone.now():
        return _("The story is under embargo: until it ends nothing leaves the desk.")
    return ""


@transaction.atomic
def share(article, *, by, reader, hours):
    """Make a link. Returns (link, token): the token is nowhere else, and cannot be had again.

    Raises PermissionDenied, or MoveNotAllowed with what is wrong.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not can_share(by, article):
        raise PermissionDenied
    problems = []
    if reason := why_not(article):
        problems.append((None, reason))
    if not reader.strip():
        problems.append(("reader", _("Say for whom the link is.")))
    if hours not in TERMS:
        problems.append(("hours", _("Choose how long the link is valid.")))
    now = timezone.now()
    if article.share_links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        sentence = _("This story has %(number)s open links already: revoke one first.")
        problems.append((None, sentence % {"number": MOST_OPEN}))
    if problems:
        raise MoveNotAllowed(problems)
    token = new_token()
    link = ShareLink.objects.create(
        article=article,
        token_sha256=digest(token),
        reader=reader.strip()[:80],
        by_head=by.has_perm("articles.retract_article"),
        by=by,
        at=now,
        expires_at=now + timedelta(hours=hours),
    )
    return link, token


def revoke(link, *, by):
    """Close the link from this moment on. Closing a closed one changes nothing."""
    article = link.article
    if not can_see(by, article) or not by.has_perm("articles.publish_article"):
        raise PermissionDenied
    closed = ShareLink.objects.filter(pk=link.pk, revoked_at=None)
    closed.update(revoked_at=timezone.now(), revoked_by=by)


def links_of(article):
    """The story's links with `opened` (how often) and `last_opened`, newest first; one query."""
    links = article.share_links.select_related("by", "revoked_by")
    links = links.annotate(opened=Count("openings"), last_opened=Max("openings__at"))
    return links.order_by("-at", "-pk")


def find(token):
    """The link of this token with its story, or None. Whether it opens, opens() says."""
    links = ShareLink.objects.select_related(
        "article__section__parent", "article__lead_photo", "by"
    )
    return links.filter(token_sha256=digest(token)).first()


def opens(link):
    """Whether the link shows its story now: valid, the story unpublished, and still to be shown."""
    article = link.article
    if not link.is_open() or why_not(article):
        return False
    # Since it was made, the story may have come to concern a child.
    return link.by_head or not article.concerns_child


def note_opening(link, **visitor):
    """`visitor`: as articles.private_links.visitor_of() says it."""
    ShareOpening.objects.create(link=link, **visitor)


def prune():
    """A job: forget who opened what, half a year after the link closed. Returns how many rows."""
    old = ShareOpening.objects.filter(link__expires_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
