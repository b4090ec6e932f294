"""The table of a story's moves: from where to where, who may, and what readers' pages need.

Nothing is written here; articles/workflow.py makes the moves.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.html import plain_text
from articles.models import Article
from articles.photo_rights import photo_problems

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
    return permitted(user, move, article)


def moves_for(user, article):
    """The moves that `user` may try on this story now, in the order of the work."""
    return [move for name, move in MOVES.items() if may(user, name, article)]


def permitted(user, move, article):
    """Whether `user` may make `move` (a row of MOVES) on this story in some state of it."""
    if user.has_perm(move.permission):
        return move.name != "submit" or permissions.can_edit(user, article)
    own = article.created_by_id == user.pk and article.status in (S.DRAFT, S.SPIKED)
    return move.own_draft and own and user.has_perm("articles.change_article")


def missing_for_publication(article, *, credit_count=None, gallery=None, at=None):
    """[(field, sentence)]: what stands between the story and its readers. Empty when ready.

    `credit_count`, `gallery`: how many credits and which photos (keys) the story will have, where
    they are not saved yet. `at`: when readers get it; its own time or now by default.
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
    problems += photo_problems(article, gallery=gallery, at=at)
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
