"""Evaluations of agreements whose time touches a period."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.dates import bureau_time
from partnerships.models import Agreement, Evaluation
from partnerships.people import one_line
from partnerships.reporting.layout import (
    Col,
    Report,
    Table,
    Text,
    counted,
    day_words,
    span_words,
)
from partnerships.reporting.rows import iso, paragraphs, partners_of, with_parties
from partnerships.usage import usage_totals


def facts(*, first, last, agreement=None):
    """By agreement, the newest period first; of one agreement or of all. Six queries."""
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
        "text": paragraphs(evaluation.text),
        "by": one_line(str(evaluation.by)),
        "on": iso(bureau_time(evaluation.at).date()),
    }


def report(facts):
    """The evaluations as a paper, in the active language."""
    found = facts["agreements"]
    about = [
        (_("Period"), span_words(facts["from"], facts["until"])),
        *([(_("Agreement"), facts["of"])] if facts["of"] else []),
        (_("Agreements"), counted(len(found))),
        (_("Evaluations"), counted(sum(len(row["evaluations"]) for row in found))),
    ]
    texts = [_text(row, each) for row in found for each in row["evaluations"]]
    columns = [
        Col(_("agreement"), "title", width=3),
        Col(_("partner"), "partners", width=3),
        Col(_("evaluations"), lambda row: len(row["evaluations"]), "number"),
        Col(pgettext("pieces", "delivered"), "used", "number"),
        Col(pgettext("pieces", "promised"), "quota", "number"),
    ]
    empty = _("No evaluation was written of these days.")
    return Report(
        heading=_("Evaluation of agreements"),
        about=about,
        parts=[Table(_("Overview"), columns, found, empty=empty), *texts],
    )


def _text(row, evaluation):
    return Text(
        title=row["title"],
        group=row["title"],
        about=[
            (_("Partner"), "; ".join(row["partners"])),
            (_("Period"), span_words(evaluation["from"], evaluation["until"])),
            (_("Written by"), evaluation["by"]),
            (_("Written on"), day_words(evaluation["on"])),
        ],
        text=evaluation["text"],
    )
