"""Evaluations of agreements whose time touches a period."""

from articles.dates import bureau_time
from partnerships.models import Agreement, Evaluation
from partnerships.people import one_line
from partnerships.reporting.rows import iso, partners_of, with_parties
from partnerships.usage import usage_totals


def facts(*, first, last, agreement=None):
    """By agreement, the newest period first; of one agreement or of all. Seven queries."""
    found = Evaluation.objects.filter(from_day__lte=last, until_day__gte=first)
    found = found.select_related("by").order_by("-until_day", "-id")
    if agreement is not None:
        found = found.filter(agreement=agreement)
    written = {}
    for row in found:
        written.setdefault(row.agreement_id, []).append(_row(row))
    agreements = with_parties(Agreement.objects.filter(pk__in=list(written)))
    agreements = list(agreements.order_by("title", "pk"))
    totals = usage_totals(agreements, as_of=last)
    return {
        "from": iso(first),
        "until": iso(last),
        "agreements": [
            {
                "title": one_line(row.title),
                "type": row.type,
                "partners": partners_of(row),
                "starts_on": iso(row.starts_on),
                "ends_on": iso(row.ends_on),
                "used": totals[row.pk].used,
                "quota": totals[row.pk].quota,
                "evaluations": written[row.pk],
            }
            for row in agreements
        ],
        "of": one_line(agreement.title) if agreement is not None else "",
    }


def _row(evaluation):
    return {
        "from": iso(evaluation.from_day),
        "until": iso(evaluation.until_day),
        "text": evaluation.text.strip(),
        "by": one_line(str(evaluation.by)),
        "on": iso(bureau_time(evaluation.at).date()),
    }
