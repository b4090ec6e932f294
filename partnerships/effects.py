"""What the retraction of a story does to ledger and papers, said before it is made."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import bureau_time
from partnerships.models import Claim, Paper


def of_retraction(article):
    """Sentences for the page of the retraction (articles.retraction.more_effects)."""
    claims = Claim.objects.filter(article=article, entry="accept", reversed_by__isnull=True)
    lines = list(claims.values_list("deliverable__agreement", flat=True))
    if not lines:
        return []
    sentence = ngettext(
        "%(number)d claim of an agreement is reversed in the same moment.",
        "%(number)d claims of agreements are reversed in the same moment.",
        len(lines),
    )
    return [sentence % {"number": len(lines)}, *_of_proofs(article, lines)]


def _of_proofs(article, agreements):
    """The proofs in force that count it: they stay, and the next ones tell."""
    if not article.first_published_at:
        return []
    day = bureau_time(article.first_published_at).date()
    proofs = Paper.objects.filter(
        kind=Paper.Kind.PROOF, agreement__in=agreements, revoked_at__isnull=True,
        first_day__lte=day, last_day__gte=day,
    )  # fmt: skip
    sentence = _(
        "%(number)s stays as it was issued; the next proof tells that it no longer counts."
    )
    numbers = proofs.listed().order_by("issued_at").values_list("name", flat=True)
    return [sentence % {"number": number} for number in numbers]
