"""Every entry of the ledger of claims: the same shape as articles/workflow.py.

Nothing else writes Claim rows, and rows are only ever added. An entry locks the story and the
line, in this order, reads again, checks who and what (every reason at once), and adds its row.
What is used is counted from the rows (usage.py); which lines fit a story says candidates.py.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions, workflow
from articles.dates import bureau_time, long_date
from articles.models import Article
from partnerships.candidates import Candidate, candidates, matches
from partnerships.models import Agreement, Claim, Deliverable
from partnerships.terms import terms_on
from partnerships.usage import STORY_KINDS, day_counts, pace, usage, usage_totals

__all__ = [
    "Candidate", "ClaimNotAllowed", "accept", "candidates", "decline", "matches", "pace",
    "propose", "reverse", "standing", "usage", "usage_totals",
]  # fmt: skip

E, S, C = Claim.Entry, Article.Status, Article.StoryClass
PROPOSE, ACCEPT, REVERSE = (
    "partnerships.propose_claim", "partnerships.accept_claim", "partnerships.reverse_claim",
)  # fmt: skip


class ClaimNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


def standing(article):
    """The last row for each line that stands: proposed or accepted. One query.

    What was declined or reversed is over; it may be proposed again.
    """
    last = {}
    rows = article.claims.select_related("deliverable__agreement", "deliverable__organization")
    for row in rows.order_by("id"):
        last[row.deliverable_id] = row
    return [row for row in last.values() if row.entry in (E.PROPOSE, E.ACCEPT)]


@transaction.atomic
def propose(article, deliverable, *, by, note=""):
    """Suggest that the story counts towards the line; an editor decides. Returns the row."""
    article, line, stand = _opened(article, deliverable, by, PROPOSE)
    _check_visible(article, line, by)
    problems = _of_story(article) + _of_agreement(article, line)
    if line.pk in stand:
        problems.append((None, _already(stand[line.pk])))
    if not _may_fit(article, line):
        problems.append(("deliverable", _kind_sentence(line)))
    _refuse(problems)
    return _add(E.PROPOSE, article, line, by, note)


@transaction.atomic
def accept(article, deliverable, *, by, note="", story_class=None, disclosure=None):
    """Count the story towards the line: from now, or from its first publication on.

    `story_class` and `disclosure` are set along with it: by an editor before the first
    publication, after it by the bureau head alone, recorded as “Change class or disclosure”.
    """
    article, line, stand = _opened(article, deliverable, by, ACCEPT)
    _check_visible(article, line, by)
    wanted = {
        "story_class": article.story_class if story_class is None else story_class,
        "disclosure": article.disclosure if disclosure is None else disclosure.strip(),
    }
    relabel = any(getattr(article, field) != value for field, value in wanted.items())
    problems = _of_story(article) + _of_agreement(article, line)
    if relabel and article.is_public() and not workflow.may(by, "reclassify", article):
        sentence = _("Readers know its class and disclosure line; only the bureau head changes it.")
        problems.append(("story_class", sentence))
    for field, value in wanted.items():
        setattr(article, field, value)
    problems += _of_line(article, line)
    accepted = [row for row in stand.values() if row.entry == E.ACCEPT]
    if line.pk in stand and stand[line.pk] in accepted:
        problems.append((None, _already(stand[line.pk])))
    problems += _one_source_one_line(line, accepted)
    _refuse(problems)
    if relabel:
        _relabel(article, by, note or _("For the line “%(line)s”.") % {"line": line}, wanted)
    return _add(E.ACCEPT, article, line, by, note)


@transaction.atomic
def decline(article, deliverable, *, by, note=""):
    """Turn a proposal down, with the reason. Returns the row."""
    article, line, stand = _opened(article, deliverable, by, ACCEPT)
    _check_visible(article, line, by)
    problems = [] if note.strip() else [("note", _("Write down why."))]
    if line.pk not in stand or stand[line.pk].entry != E.PROPOSE:
        problems.append((None, _("Nothing is proposed here (any more).")))
    _refuse(problems)
    return _add(E.DECLINE, article, line, by, note)


@transaction.atomic
def reverse(claim, *, by, note):
    """Take an accepted row back by a row that names it; the first stays. Returns the new row."""
    article, line, _stand = _opened(claim.article, claim.deliverable, by, REVERSE)
    problems = [] if note.strip() else [("note", _("Write down why."))]
    if claim.entry != E.ACCEPT:
        problems.append((None, _("Only what was accepted can be reversed.")))
    elif Claim.objects.filter(reverses=claim.pk).exists():
        problems.append((None, _("It was reversed already.")))
    _refuse(problems)
    return _add(E.REVERSE, article, line, by, note, reverses_id=claim.pk)


def follow_story(article, move, by, note="", **kwargs):
    """Receiver of `article_moving`: runs inside the transaction of every move of a story.

    A retraction takes all its claims back. A publication or a change of class is refused where
    an accepted line would be left with a story that it cannot take.
    """
    if move == "retract":
        _let_go(article, by, note)
    elif move in ("publish", "schedule", "reclassify"):
        problems = []
        for row in standing(article):
            if row.entry == E.ACCEPT:
                problems += _of_line(article, row.deliverable)
        if problems:
            raise workflow.MoveNotAllowed(problems)


def _let_go(article, by, note):
    # The story is locked by its own move; the lines follow, in their order.
    rows = sorted(standing(article), key=lambda row: row.deliverable_id)
    for row in rows:
        line = _locked_line(row.deliverable_id)
        if row.entry == E.ACCEPT:
            _add(E.REVERSE, article, line, by, note, reverses=row)
        else:
            _add(E.DECLINE, article, line, by, note)


def _opened(article, deliverable, by, permission):
    """Both rows as they are now, locked, and {pk of the line: row that stands}."""
    if not by.has_perm(permission):
        raise PermissionDenied
    article = _locked_story(article.pk)
    line = _locked_line(deliverable.pk)
    return article, line, {row.deliverable_id: row for row in standing(article)}


# PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.


def _locked_story(pk):
    return Article.objects.select_for_update().get(pk=pk)


def _locked_line(pk):
    lines = Deliverable.objects.select_related("agreement").select_for_update(of=("self",))
    return lines.get(pk=pk)


def _check_visible(article, line, by):
    seen = Agreement.objects.visible_to(by).filter(pk=line.agreement_id).exists()
    if not seen or not permissions.can_view(by, article):
        raise PermissionDenied


def _of_story(article):
    if article.status == S.RETRACTED:
        return [(None, _("The story was retracted; it counts for nobody."))]
    if article.status == S.SPIKED:
        return [(None, _("The story was spiked; revive it first."))]
    return []


def _of_agreement(article, line):
    """Whether the agreement runs on the day that counts: of first publication, or today."""
    agreement = line.agreement
    if not agreement.is_signed:
        return [("deliverable", _("The agreement is not signed yet."))]
    moment = article.first_published_at
    day = bureau_time(moment or timezone.now()).date()
    # Unpublished, it counts from a day to come; that it may come too early is no reason yet.
    asked = day if moment else max(day, agreement.starts_on)
    problems, when = [], {"day": long_date(asked)}
    ends_on = terms_on(agreement, timezone.localdate()).ends_on
    if not day_counts(agreement, ends_on, asked):
        problems.append(
            ("deliverable", _("%(day)s: that day lies outside the term of the agreement.") % when)
        )
    if agreement.suspensions.on(asked).exists():
        problems.append(("deliverable", _("%(day)s: the agreement was suspended then.") % when))
    return problems


def _of_line(article, line):
    """Whether the line takes a story of this class and label."""
    problems = []
    if not matches(line.kind, article):
        problems.append(("story_class", _kind_sentence(line)))
    labelled = article.story_class == C.ADVERTORIAL or article.disclosure.strip()
    if line.is_paid and not labelled:
        sentence = _(
            "“%(line)s” is paid for, so the story must say so: make it an advertorial or write "
            "its disclosure line."
        )
        problems.append(("disclosure", sentence % {"line": line}))
    return problems


def _may_fit(article, line):
    """Whether it matches, or would once accepting it sets the class."""
    by_class = line.kind in (Deliverable.Kind.NEWS, Deliverable.Kind.ADVERTORIAL)
    return matches(line.kind, article) or (by_class and not article.is_public())


def _one_source_one_line(line, accepted):
    sentence = _("It counts towards “%(other)s” of “%(agreement)s” already: one story, one line.")
    return [
        (
            "deliverable",
            sentence % {"other": row.deliverable, "agreement": row.deliverable.agreement},
        )
        for row in accepted
        if row.deliverable_id != line.pk and not (line.shareable and row.deliverable.shareable)
    ]


def _kind_sentence(line):
    kind = {"line": line, "kind": line.get_kind_display()}
    if line.kind not in STORY_KINDS:
        return _("“%(line)s” (%(kind)s) is not fulfilled by a story.") % kind
    return _("“%(line)s” takes another kind: %(kind)s.") % kind


def _already(row):
    if row.entry == E.ACCEPT:
        return _("It counts towards this line already.")
    return _("It is proposed for this line already.")


def _relabel(article, by, note, wanted):
    try:
        if article.is_public():
            workflow.reclassify(article, by=by, note=note, **wanted)
        else:
            workflow.set_label(article, by=by, **wanted)
    except workflow.MoveNotAllowed as reason:
        raise ClaimNotAllowed(reason.problems) from reason


def _refuse(problems):
    if problems:
        raise ClaimNotAllowed(problems)


def _add(entry, article, line, by, note, **values):
    return Claim.objects.create(
        entry=entry, article=article, deliverable=line, by=by, note=note.strip()[:300], **values
    )
