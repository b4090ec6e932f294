"""What the retraction of a story does to the ledger, said before it is made."""

from django.utils.translation import ngettext

from partnerships.models import Claim


def of_retraction(article):
    """Sentences for the page of the retraction (articles.retraction.more_effects)."""
    claims = Claim.objects.filter(article=article, entry="accept", reversed_by__isnull=True)
    number = claims.count()
    if not number:
        return []
    sentence = ngettext(
        "%(number)d claim of an agreement is reversed in the same moment.",
        "%(number)d claims of agreements are reversed in the same moment.",
        number,
    )
    return [sentence % {"number": number}]
