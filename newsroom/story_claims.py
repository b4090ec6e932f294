"""The “Cooperation” box of the story form: which lines a story fits, and where it stands.

While readers do not see the story yet, its buttons save the form first and claim afterwards, so
nothing typed is lost and the label is set on what was saved. Later, and for those who only read,
they send a form of their own.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partnerships import ledger
from partnerships.models import Agreement, Claim, Deliverable

SHOWN = 5
ACTS = {"propose": ledger.propose, "accept": ledger.accept}
PERMISSIONS = {"propose": "partnerships.propose_claim", "accept": "partnerships.accept_claim"}
DONE = {
    "propose": gettext_lazy("Proposed for “%(line)s”. An editor decides."),
    "accept": gettext_lazy("Accepted for “%(line)s”."),
}


def may_see(user):
    return user.has_perm(PERMISSIONS["propose"]) or user.has_perm("partnerships.view_claim")


def box(user, article, *, may_edit):
    """What the box shows to `user`, who may_see() it."""
    may_propose = user.has_perm(PERMISSIONS["propose"])
    stand = ledger.standing(article)
    if stand:
        known = set(Agreement.objects.visible_to(user).values_list("pk", flat=True))
        stand = [row for row in stand if row.deliverable.agreement_id in known]
    found = []
    if may_propose and article.status not in ("retracted", "spiked"):
        found = [each for each in ledger.candidates(article, user=user) if not each.entry]
    may_accept = user.has_perm(PERMISSIONS["accept"])
    saves_first = may_edit and not article.is_public()
    if may_accept and saves_first:
        prefetch_related_objects(stand, "deliverable__agreement__parties__organization")
    return {
        "standing": [_standing(article, row, may_accept, saves_first) for row in stand],
        "candidates": [
            (each, _disclosure_wanted(article, each.deliverable, may_accept and saves_first))
            for each in found[:SHOWN]
        ],
        "more": max(0, len(found) - SHOWN),
        "may_accept": may_accept,
        "reads_agreements": user.has_perm("partnerships.view_agreement"),
        "saves_first": saves_first,
    }


def _standing(article, row, may_accept, saves_first):
    """(row, whether this user decides it, the line that readers would see where one is wanted)."""
    decides = may_accept and row.entry == Claim.Entry.PROPOSE
    return row, decides, _disclosure_wanted(article, row.deliverable, decides and saves_first)


def _disclosure_wanted(article, line, may_set):
    """The line that readers would see, offered where the story still needs one."""
    if not may_set or article.disclosure.strip():
        return ""
    # An advertorial never runs without the line; a paid line takes no story without a label.
    if line.kind != Deliverable.Kind.ADVERTORIAL and not line.is_paid:
        return ""
    parties = [p.organization for p in line.agreement.parties.all() if p.organization.kind != "own"]
    if line.organization:
        parties = [line.organization]
    with translation.override(settings.LANGUAGE_CODE):  # the readers' language, not the desk's
        sentence = _("This story is part of a cooperation with %(partner)s.")
        return sentence % {"partner": ", ".join(party.name for party in parties)}


@require_safe
@never_cache
def page(request, pk, *, model_admin):
    """The box by itself: the form asks for it once it stands, since no word waits for it."""
    article = model_admin.visible_or_404(request, pk)
    if not may_see(request.user):
        raise PermissionDenied
    context = {"original": article, "cooperation": model_admin.cooperation(request, article)}
    return render(request, "admin/newsroom/story_claims.html", context)


@require_POST
def decide(request, pk, line, name, *, model_admin):
    """A button of the box, sent without the story's form."""
    article = model_admin.visible_or_404(request, pk)
    claim(request, article, line, name)
    return redirect("admin:articles_article_change", pk)


def after_save(request, article):
    """“_claim=accept:12” of the story's form, once the story is saved."""
    name, _colon, line = request.POST.get("_claim", "").partition(":")
    if line.isdecimal():
        claim(request, article, int(line), name)


def claim(request, article, line_pk, name):
    """Propose or accept, and say what came of it."""
    if name not in ACTS:
        raise Http404
    if not request.user.has_perm(PERMISSIONS[name]):
        raise PermissionDenied
    agreements = Agreement.objects.visible_to(request.user)
    line = get_object_or_404(Deliverable, pk=line_pk, agreement__in=agreements)
    values = label_for(request, article, line) if name == "accept" else {}
    try:
        ACTS[name](article, line, by=request.user, **values)
    except ledger.ClaimNotAllowed as refusal:
        for _field, sentence in refusal.problems:
            messages.error(request, sentence)
    else:
        messages.success(request, DONE[name] % {"line": line})


def label_for(request, article, line):
    """Class and disclosure that accepting sets, while readers do not see the story yet."""
    if article.is_public():
        return {}
    values = {}
    if line.kind == Deliverable.Kind.ADVERTORIAL and article.story_class != "advertorial":
        values["story_class"] = "advertorial"
    if line.kind == Deliverable.Kind.NEWS and article.story_class == "advertorial":
        values["story_class"] = "news"
    typed = request.POST.get(f"claim-disclosure-{line.pk}", "").strip()
    if typed and not article.disclosure.strip():
        values["disclosure"] = typed
    return values
