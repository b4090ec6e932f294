"""The days that somebody may want a proof of, cut to the term."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from partnerships.proof.counting import proofs_of
from partnerships.proof.facts import term_of

DAY = timedelta(days=1)


def presets(agreement, today):
    """[(name, label, first, last)]: since the last proof, if there is one; then last month, this
    month, last quarter, the whole term so far."""
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    spans = [
        ("last-month", _("last month"), (month - DAY).replace(day=1), month - DAY),
        ("this-month", _("this month so far"), month, today),
        ("last-quarter", _("last quarter"), _quarter_before(quarter), quarter - DAY),
    ]
    told = proofs_of(agreement).aggregate(last=Max("last_day"))["last"]
    if told:
        spans.insert(0, ("since", _("since the last proof"), told + DAY, today))
    begins, ends = term_of(agreement, today)
    spans.append(("term", _("the whole term so far"), begins, min(ends, today)))
    cut = [(name, label, max(first, begins), min(last, ends)) for name, label, first, last in spans]
    return [span for span in cut if span[2] <= span[3]]


def _quarter_before(quarter):
    last = quarter - DAY
    return date(last.year, last.month - 2, 1)
