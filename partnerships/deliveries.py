"""What was delivered in a month, piece by piece: the rows behind the numbers of months.py."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from partnerships import usage
from partnerships.models import Deliverable

READ = (
    "deliverable__title", "deliverable__agreement", "article__headline",
    "article__retraction_hides_identity", "session__topic", "session__training",
)  # fmt: skip


@dataclass(frozen=True)
class Delivery:
    """One story or session that counts for one line. `url`: its page in the desk."""

    day: date
    title: str
    url: str
    line: str
    agreement: str
    agreement_url: str


def deliveries(agreements, day, kind):
    """[Delivery] of `kind` in the month of `day`, up to it; the newest first. One query.

    `agreements`: those at work on `day`, as standing.as_they_stood() gives them.
    """
    agreements = {each.pk: each for each in agreements}
    rows = usage.counted_claims(agreements, day).filter(
        day__gte=day.replace(day=1), deliverable__kind=kind
    )
    rows = rows.select_related("deliverable", "article", "session").only(*READ)
    found = {}
    for row in rows:
        agreement = agreements[row.deliverable.agreement_id]
        if usage.day_counts(agreement, agreement.term_ends_on, row.day):
            # One source counts once for a line, however often it was accepted.
            key = row.deliverable_id, row.article_id, row.session_id
            found.setdefault(key, _delivery(row, agreement))
    return sorted(found.values(), key=lambda each: (each.day, each.title, each.line), reverse=True)


def _delivery(row, agreement):
    of_story = ("articles_article", row.article_id)
    of_session = ("partnerships_training", row.session and row.session.training_id)
    return Delivery(
        day=row.day,
        title=str(row.article) if row.article else row.session.topic,
        url=_page(*(of_story if row.article else of_session)),
        line=row.deliverable.title,
        agreement=agreement.title,
        agreement_url=f"{_page('partnerships_agreement', agreement.pk)}#deliverables",
    )


def _page(name, key):
    return reverse(f"admin:{name}_change", args=[key])


def counted_kinds():
    """[(kind, label)] of what the ledger counts."""
    return [each for each in Deliverable.Kind.choices if each[0] in usage.COUNTED_KINDS]
