"""Every entry of the ledger of claims: the same shape as articles/workflow.py.

Nothing else writes Claim rows, and rows are only ever added. An entry locks the source (a story,
or a session with its training) and the line, in this order, reads again, checks who and what
(every reason at once), and adds its row. What a source must fulfil says sources.py, what is used
is counted from the rows by usage.py, which lines fit says candidates.py.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles import workflow
from partnerships.candidates import Candidate, candidates, matches
from partnerships.models import Agreement, Claim, Deliverable
from partnerships.sources import Story, collisions, of_agreement, opened
from partnerships.usage import pace, usage, usage_totals

__all__ = [
    "Candidate", "ClaimNotAllowed", "accept", "candidates", "decline", "matches", "pace",
    "propose", "reverse", "standing", "usage", "usage_totals",
]  # fmt: skip

E = Claim.Entry
PROPOSE, ACCEPT, REVERSE = (
    "partnerships.propose_claim", "partnerships.accept_claim", "partnerships.reverse_claim",
)  # fmt: skip


class ClaimNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


def standing(source):
    """The last row for each line that stands: proposed or accepted. One query.

    `source`: a story or a session. What was declined or reversed is over; it may be proposed again.
    """
    last = {}
    rows = source.claims.select_related("deliverable__agreement", "deliverable__organization")
    for row in rows.order_by("id"):
        last[row.deliverable_id] = row
    return [row for row in last.values() if row.entry in (E.PROPOSE, E.ACCEPT)]


@transaction.atomic
def propose(source, deliverable, *, by, note=""):
    """Suggest that a story or a session counts towards the line; an editor decides.

    Returns the row.
    """
    source, line, stand = _opened(source, deliverable, by, PROPOSE)
    _check_visible(source, line, by)
    problems = source.problems() + of_agreement(source, line)
    if line.pk in stand:
        problems.append((None, _already(stand[line.pk])))
    _refuse(problems + source.for_proposal(line))
    return _add(E.PROPOSE, source, line, by, note)


@transaction.atomic
def accept(source, deliverable, *, by, note="", story_class=None, disclosure=None):
    """Count the story or the session towards the line: a story from its first publication on.

    `story_class` and `disclosure`, for stories alone, are set along with it: by an editor before
    the first publication, after it by the bureau head, recorded as “Change class or disclosure”.
    """
    source, line, stand = _opened(source, deliverable, by, ACCEPT)
    _check_visible(source, line, by)
    problems = source.problems() + of_agreement(source, line)
    label, wrong = source.label(by, story_class, disclosure)
    problems += wrong + source.of_line(line)
    accepted = [row for row in stand.values() if row.entry == E.ACCEPT]
    if line.pk in stand and stand[line.pk] in accepted:
        problems.append((None, _already(stand[line.pk])))
    _refuse(problems + collisions(source, line, accepted))
    if label:
        try:
            source.write_label(label, by, note or _("For the line “%(line)s”.") % {"line": line})
        except workflow.MoveNotAllowed as reason:
            raise ClaimNotAllowed(reason.problems) from reason
    return _add(E.ACCEPT, source, line, by, note)


@transaction.atomic
def decline(source, deliverable, *, by, note=""):
    """Turn a proposal down, with the reason. Returns the row."""
    source, line, stand = _opened(source, deliverable, by, ACCEPT)
    _check_visible(source, line, by)
    problems = [] if note.strip() else [("note", _("Write down why."))]
    if line.pk not in stand or stand[line.pk].entry != E.PROPOSE:
        problems.append((None, _("Nothing is proposed here (any more).")))
    _refuse(problems)
    return _add(E.DECLINE, source, line, by, note)


@transaction.atomic
def reverse(claim, *, by, note):
    """Take an accepted row back by a row that names it; the first stays. Returns the new row."""
    source, line, _stand = _opened(claim.source, claim.deliverable, by, REVERSE)
    problems = [] if note.strip() else [("note", _("Write down why."))]
    if claim.entry != E.ACCEPT:
        problems.append((None, _("Only what was accepted can be reversed.")))
    elif Claim.objects.filter(reverses=claim.pk).exists():
        problems.append((None, _("It was reversed already.")))
    _refuse(problems)
    return _add(E.REVERSE, source, line, by, note, reverses_id=claim.pk)


def follow_story(article, move, by, note="", **kwargs):
    """Receiver of `article_moving`: runs inside the transaction of every move of a story.

    A retraction takes all its claims back. A publication or a change of class is refused where
    an accepted line would be left with a story that it cannot take.
    """
    story = Story(article)
    if move == "retract":
        _let_go(story, by, note)
    elif move in ("publish", "schedule", "reclassify"):
        problems = []
        for row in standing(article):
            if row.entry == E.ACCEPT:
                problems += story.of_line(row.deliverable)
        if problems:
            raise workflow.MoveNotAllowed(problems)


def _let_go(story, by, note):
    # The story is locked by its own move; the lines follow, in their order.
    rows = sorted(standing(story.row), key=lambda row: row.deliverable_id)
    for row in rows:
        line = _locked_line(row.deliverable_id)
        if row.entry == E.ACCEPT:
            _add(E.REVERSE, story, line, by, note, reverses=row)
        else:
            _add(E.DECLINE, story, line, by, note)


def _opened(row, deliverable, by, permission):
    """The source and the line as they are now, locked, and {pk of the line: row that stands}."""
    if not by.has_perm(permission):
        raise PermissionDenied
    source = opened(row)
    line = _locked_line(deliverable.pk)
    return source, line, {row.deliverable_id: row for row in standing(source.row)}


def _locked_line(pk):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    lines = Deliverable.objects.select_related("agreement").select_for_update(of=("self",))
    return lines.get(pk=pk)


def _check_visible(source, line, by):
    seen = Agreement.objects.visible_to(by).filter(pk=line.agreement_id).exists()
    if not seen or not source.can_view(by):
        raise PermissionDenied


def _already(row):
    if row.entry == E.ACCEPT:
        return _("It counts towards this line already.")
    return _("It is proposed for this line already.")


def _refuse(problems):
    if problems:
        raise ClaimNotAllowed(problems)


def _add(entry, source, line, by, note, **values):
    values[source.field] = source.row
    return Claim.objects.create(
        entry=entry, deliverable=line, by=by, note=note.strip()[:300], **values
    )
