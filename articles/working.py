"""Words that are not saved yet. They are kept beside the story and never touch it.

Every tab has a copy of its own, so that two tabs of one person do not fight: the newest is offered
first on return, the others stay beside it. A copy is its owner's alone, but for two ways into the
open: a save that came too late stays in the story's record (refuse), and a colleague takes over
what an absent one left (take_over).

What loses against a colleague's save is a row here and no Version: a version carries a number of
the story and names a writer, and a text that never became the story's may neither break the row of
numbers nor count as a second pair of eyes (versions.writers_of).
"""

import re
import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import contents, permissions, presence, saving, versions
from articles.html_tokens import without_unwanted
from articles.models import Version, WorkingCopy
from articles.moves import MoveNotAllowed
from articles.numbers import as_number

KEEP = timedelta(days=30)
MOST_CHARACTERS = 700_000  # the longest text that can be saved, and its markup
MOST_FIELDS = 2000
MOST_COPIES = 200  # of one person, in a month
TAB = re.compile("[0-9A-Za-z-]{8,40}")
State = WorkingCopy.State


class NotKept(Exception):
    """The words cannot be kept here. `reason`: "size", "many" or "shape"."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(reason)


def keep(article, *, user, tab, sequence, base, content, instead_of=None):
    """Keep the form of `user`'s tab; None as `article` is a new story. Returns the copy.

    An older sequence than the one that is kept changes nothing. `instead_of`: (tab, sequence) of
    the copy that was put back into this form, and is not offered beside it any more.
    """
    if not TAB.fullmatch(tab):
        raise NotKept("shape")
    content = _checked(content)
    with transaction.atomic():
        copy = WorkingCopy.objects.select_for_update().filter(user=user, tab=tab).first()
        if copy is not None and article is None:
            article = copy.article  # the first save gave the new story its number
        _may_write(user, article)
        if copy is None:
            if _count(user) >= MOST_COPIES:
                raise NotKept("many")
            values = {"article": article, "sequence": -1}
            copy, _made = WorkingCopy.objects.get_or_create(user=user, tab=tab, defaults=values)
        if article is not None and copy.article_id not in (None, article.pk):
            raise NotKept("shape")
        if sequence > copy.sequence:
            copy.article, copy.sequence, copy.base = article, sequence, base
            copy.content, copy.state, copy.kept_at = content, State.OPEN, timezone.now()
            copy.save()
        if instead_of:
            discard(user, *instead_of)
    return copy


def mark_saved(article, *, user, tab, sequence, instead_of=None):
    """The words of this tab up to `sequence` are in a version now. Call in the save's transaction.

    Words typed since, while the save was on its way, stay open. `instead_of`: as for keep().
    """
    if instead_of:
        discard(user, *instead_of)
    if not TAB.fullmatch(tab or ""):
        return
    values = {"article": article, "state": State.SAVED, "sequence": sequence}
    copy, made = WorkingCopy.objects.select_for_update().get_or_create(
        user=user, tab=tab, defaults=values
    )
    if made:
        return
    copy.article = article
    if copy.sequence <= sequence:
        copy.sequence, copy.state, copy.content = sequence, State.SAVED, {}
        copy.kept_at = timezone.now()
    copy.save()


def refuse(article, *, user, base, content):
    """Keep for good what was sent too late, whatever the writer makes of it next."""
    base = min(base, article.version)  # as a form sends it, it can be any number
    try:
        content = _checked(content)
    except NotKept:
        return None
    same = WorkingCopy.objects.filter(
        article=article, user=user, state=State.REFUSED, base=base
    ).first()
    if same is not None and same.content == content:
        return same
    return WorkingCopy.objects.create(
        article=article,
        user=user,
        tab=str(uuid.uuid4()),
        base=base,
        content=content,
        state=State.REFUSED,
    )


def copy_named(text):
    """(tab, sequence) from “tab sequence”, as a form names a copy; None where it names none."""
    tab, _space, sequence = (text or "").partition(" ")
    if not TAB.fullmatch(tab) or as_number(sequence) is None:
        return None
    return tab, as_number(sequence)


def discard(user, tab, sequence):
    """Offer this copy no more. Its owner can have it back from the story's record for a while."""
    WorkingCopy.objects.filter(user=user, tab=tab, sequence__lte=sequence, state=State.OPEN).update(
        state=State.KEPT
    )


def of(user, article):
    """The copies to offer to `user`, newest first: of this story, or of new ones (None)."""
    if article is not None and not permissions.can_edit(user, article):
        return WorkingCopy.objects.none()
    return WorkingCopy.objects.filter(user=user, article=article, state=State.OPEN)


def settled_among(user, tabs):
    """{tab: sequence} of those `tabs` whose words are saved, or not to be offered any more."""
    known = [tab for tab in tabs[:100] if isinstance(tab, str) and TAB.fullmatch(tab)]
    settled = (State.SAVED, State.KEPT)
    copies = WorkingCopy.objects.filter(user=user, tab__in=known, state__in=settled)
    return dict(copies.values_list("tab", "sequence"))


def find(user, pk, article):
    """The copy with this number, if `user` may read it; None otherwise.

    One's own; or one in the record of a story that `user` may edit. None of a story whose words
    are hidden from `user`.
    """
    copy = WorkingCopy.objects.filter(pk=pk, article=article).select_related("user").first()
    if copy is None or not copy.content:
        return None
    if article is not None and not (
        permissions.can_view(user, article) and permissions.can_read_words(user, article)
    ):
        return None
    if copy.user_id == user.pk:
        return copy
    recorded = copy.state == State.REFUSED
    return copy if recorded and permissions.can_edit(user, article) else None


def in_record(user, article):
    """The copies that stand in the story's record for `user`, newest first."""
    if not permissions.can_read_words(user, article):
        return WorkingCopy.objects.none()
    shown = Q(user=user, state=State.KEPT)
    if permissions.can_edit(user, article):
        shown |= Q(state=State.REFUSED)
    else:
        shown |= Q(state=State.REFUSED, user=user)
    return article.working_copies.filter(shown).exclude(content={}).select_related("user")


def around(article, user):
    """(taken, left): copies whose words a colleague took over from `user`, and open copies of
    colleagues who are not here, newer than the story. The second for editors only.
    """
    shown = Q(user=user, taken_by__isnull=False)
    if _may_take(user, article):
        shown |= Q(state=State.OPEN, kept_at__gt=article.modified_at) & ~Q(user=user)
    copies = article.working_copies.filter(shown).select_related("user", "taken_by")
    copies = list(copies.defer("content"))
    left = [copy for copy in copies if copy.user_id != user.pk]
    if left:
        here = {person.pk for person, _since, _tabs in presence.in_story(article)}
        left = [copy for copy in left if copy.user_id not in here]
    return [copy for copy in copies if copy.user_id == user.pk], left


@transaction.atomic
def take_over(pk, article, *, by):
    """Make a version of what an absent colleague left, and return it. The story stays as it is,
    and is the newest version again: comparisons and late saves begin with that one.

    The version counts as `by`'s, who decides what becomes of it; its note names the colleague,
    who is told on return. Raises PermissionDenied, or MoveNotAllowed where the colleague is here.
    """
    article = saving.locked(article.pk)
    copy = (
        WorkingCopy.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=pk, article=article, state=State.OPEN)
        .exclude(user=by)
        .first()
    )
    if copy is None or not _may_take(by, article):
        raise PermissionDenied
    if presence.is_here(article, copy.user):
        sentence = _("%(name)s is in the story now. Ask before you take the words over.")
        raise MoveNotAllowed([(None, sentence % {"name": copy.user})])
    content = contents.from_form(copy.content, article)
    saving.write(article, {})
    version = Version.objects.create(
        article=article,
        number=article.version,
        content=content,
        note=_("Unsaved words of %(name)s, taken over") % {"name": copy.user},
        by=by,
    )
    saving.write(article, {})
    versions.record(article, by=by, note=_("The story as it stays, beside the words taken over"))
    copy.state, copy.taken_by, copy.taken_as = State.KEPT, by, version.number
    copy.save()
    return version


def told(user, article):
    """`user` knows that a colleague took the words over."""
    article.working_copies.filter(user=user).update(taken_by=None, taken_as=None)


def prune():
    """Forget copies after a month, and saved ones as well; returns how many.

    What stands in a story's record (REFUSED) is never forgotten.
    """
    old = timezone.now() - KEEP
    return (
        WorkingCopy.objects.filter(kept_at__lt=old).exclude(state=State.REFUSED).delete()[0]
        + presence.prune()
    )


def _checked(content):
    """`content` without what no database takes. Raises NotKept."""
    whole = isinstance(content, dict) and all(
        isinstance(name, str) and isinstance(value, str) for name, value in content.items()
    )
    if not whole or not content or len(content) > MOST_FIELDS:
        raise NotKept("shape")
    if sum(len(name) + len(value) for name, value in content.items()) > MOST_CHARACTERS:
        raise NotKept("size")
    return {without_unwanted(name): without_unwanted(text) for name, text in content.items()}


def _count(user):
    states = (State.OPEN, State.KEPT)
    return WorkingCopy.objects.filter(user=user, state__in=states).count()


def _may_write(user, article):
    if article is None:
        allowed = user.has_perm("articles.add_article")
    else:
        allowed = permissions.can_edit(user, article)
    if not allowed:
        raise PermissionDenied


def _may_take(user, article):
    return user.has_perm("articles.edit_any_article") and permissions.can_edit(user, article)
