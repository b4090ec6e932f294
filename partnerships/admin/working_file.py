"""What the page of one agreement shows, for the one who asks. The queries do not grow with rows."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from partnerships import lifecycle, terms, usage
from partnerships.admin import access, progress
from partnerships.admin.amendment_words import change_sentences
from partnerships.models import AmendmentChange, Claim
from partnerships.querysets import CLOSED
from partnerships.session_candidates import open_sessions
from partnerships.words import PHASES, VERDICTS

SECTIONS = {
    "parties", "deliverables", "claims", "trainings", "documents", "activities", "obligations",
    "amendments", "evaluations",
}  # fmt: skip
HEADINGS = {
    "document_form": _("Upload a paper"),
    "obligation_form": _("Add an obligation"),
    "evaluation_form": _("Write an evaluation"),
}
ENTRIES = {"amend": _("Amendment signed")}
CLAIMS_SHOWN = 100


def linked(problems):
    """[(anchor on the working file or "", sentence)] of a guard's problems."""
    return [
        ("" if not field else field if field in SECTIONS else f"id_{field}", sentence)
        for field, sentence in problems
    ]


def context(user, agreement, *, day=None):
    """`day`: the terms and the counts as of then; today by default."""
    today = timezone.localdate()
    found = {
        "today": today,
        "as_of": day or today,
        "is_past_view": day is not None and day != today,
        "phase": PHASES[agreement.phase],
        "bar": terms.term_bar(agreement.starts_on, agreement.ends_on, today),
        "reads_file": access.reads_file(user),
        "sees_values": access.sees_values(user),
        "parties": agreement.parties.select_related("organization").prefetch_related("signatories"),
    }
    if not found["reads_file"]:
        return found
    onward = lifecycle.next_move(agreement)
    found |= {
        "next_move": onward,
        "missing": linked(lifecycle.missing_for(onward.name, agreement)) if onward else [],
        "moves": lifecycle.moves_for(user, agreement),
        "writable": access.writable_facts(user, agreement),
        "may_keep": access.can_keep(user, agreement),
        "may_shape": access.can_shape(user, agreement),
        "history": [
            (ENTRIES.get(row.move) or lifecycle.MOVES[row.move].label, row)
            for row in agreement.state_changes.select_related("by")
        ],
        "suspensions": list(agreement.suspensions.all()),
        "under": list(agreement.under.visible_to(user).with_phase()),
    }
    return found | _promises(agreement, found) | _papers(user, agreement, found)


def _promises(agreement, found):
    """Lines with what is used of them, and the ledger's rows."""
    total = usage.usage_totals([agreement], as_of=found["as_of"])[agreement.pk]
    claims = claims_of(agreement)
    return {
        "usage": total,
        "verdict": VERDICTS[total.pace.verdict] if total.pace else "",
        "terms": terms.terms_on(agreement, found["as_of"]),
        "claims": claims,
        "waiting_sessions": waiting_sessions(agreement),
    } | progress.context(agreement, total, found["parties"], claims)


def claims_of(agreement):
    """The last rows of the ledger that say how each source stands: the newest of each pair."""
    rows = Claim.objects.filter(deliverable__agreement=agreement)
    rows = rows.select_related("deliverable", "article", "session", "by", "reverses__by")
    newest = {}
    for row in rows.order_by("-id")[: 4 * CLAIMS_SHOWN]:
        newest.setdefault((row.deliverable_id, row.article_id, row.session_id), row)
    kinds = {entry: [] for entry in Claim.Entry}
    for row in newest.values():
        kinds[row.entry].append(row)
    return {
        "open": kinds[Claim.Entry.PROPOSE],
        "accepted": kinds[Claim.Entry.ACCEPT][:CLAIMS_SHOWN],
        "past": (kinds[Claim.Entry.REVERSE] + kinds[Claim.Entry.DECLINE])[:CLAIMS_SHOWN],
    }


def waiting_sessions(agreement):
    """[(OpenSession, [Candidate])]: sessions that are over, with the lines nobody named yet."""
    found = []
    for row in open_sessions(agreement):
        if lines := [each for each in row.candidates if not each.entry]:
            found.append((row, lines))
    return found


def _papers(user, agreement, found):
    # They show this page's sections.
    from partnerships.admin import documents, paper_list, papers, partner_links

    changes = AmendmentChange.objects.select_related("deliverable")
    if not found["sees_values"]:
        changes = changes.exclude(term__in=["value", "unit_price"])
    amendments = agreement.amendments.prefetch_related(
        Prefetch("changes", changes), "numbers__party__organization"
    )
    partner = next((p.organization for p in found["parties"] if p.organization.kind != "own"), None)
    query = urlencode({"organization": partner.pk if partner else "", "agreement": agreement.pk})
    shown = {
        "activities": agreement.activities.select_related("organization", "owner")[:50],
        "add_activity": f"{reverse('admin:partnerships_activity_add')}?{query}",
        "may_log": user.has_perm("partnerships.add_activity"),
        "obligations": list(agreement.obligations.all()),
        "amendments": [(each, change_sentences(each)) for each in amendments],
        "evaluations": list(agreement.evaluations.select_related("by")),
        "trainings": list(
            agreement.trainings.visible_to(user).with_days().select_related("organization")
        ),
        "may_plan": access.works_on_trainings(user) and agreement.state not in CLOSED,
        "may_sign": user.has_perm(lifecycle.HEAD),
    }
    shown |= partner_links.context(user, agreement)
    if found["sees_values"]:
        shown["documents"] = agreement.documents.prefetch_related("versions__by")
    if access.reads_papers(user):
        shown |= paper_list.section(user, agreement)
    if found["may_keep"]:
        shown |= {
            "document_form": documents.DocumentForm(agreement=agreement),
            "obligation_form": papers.ObligationForm(),
            "evaluation_form": papers.EvaluationForm(),
        }
    return shown
