"""The pipeline: what is on its way to a signature, how long it has stood, and what comes next."""

from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships.models import Activity, Agreement
from partnerships.people import one_line
from partnerships.reporting.layout import Col, Report, Table, counted, day_words
from partnerships.reporting.rows import (
    days_between,
    iso,
    next_steps,
    partners_of,
    states_on,
    step_words,
    with_parties,
)
from partnerships.reports import PIPELINE
from partnerships.usage import end_of


def facts(*, as_of):
    """By state in the order of an agreement's life, the longest there first. Six queries."""
    end = end_of(as_of)
    made = list(Agreement.objects.filter(created_at__lt=end).only("state", "created_at"))
    states = states_on(made, as_of)
    waiting = [pk for pk, (state, _since) in states.items() if state in PIPELINE]
    found = with_parties(Agreement.objects.filter(pk__in=waiting).select_related("owner"))
    found = {row.pk: row for row in found}
    steps, last = next_steps(found.values(), as_of), _last_activities(found, end)
    groups = {state.value: [] for state in PIPELINE}
    for pk, row in found.items():
        state, since = states[pk]
        day = bureau_time(since).date()
        groups[state].append(
            {
                "title": one_line(row.title),
                "type": row.type,
                "partners": partners_of(row),
                "owner": one_line(str(row.owner)),
                "since": iso(day),
                "days": days_between(day, as_of),
                "last_activity": iso(last.get(pk)),
                "step": steps.get(pk),
            }
        )
    for rows in groups.values():
        rows.sort(key=lambda row: (-row["days"], row["title"]))
    return {
        "as_of": iso(as_of),
        "states": [{"state": state, "rows": rows} for state, rows in groups.items()],
    }


def _last_activities(agreements, end):
    """{pk: day of the newest activity}."""
    newest = Activity.objects.filter(agreement__in=list(agreements), at__lt=end).order_by()
    rows = newest.values_list("agreement").annotate(Max("at"))
    return {pk: bureau_time(at).date() for pk, at in rows}


def report(facts):
    """The pipeline as a paper, in the active language."""
    groups = facts["states"]
    rows = [{**row, "state": group["state"]} for group in groups for row in group["rows"]]
    summary = [
        {
            "state": str(Agreement.State(group["state"]).label),
            "number": len(group["rows"]),
            "days": _mean([row["days"] for row in group["rows"]]),
            "longest": max((row["days"] for row in group["rows"]), default=None),
        }
        for group in groups
    ]
    return Report(
        heading=_("Agreements in preparation"),
        about=[
            (_("As of"), day_words(facts["as_of"])),
            (_("Agreements"), counted(len(rows))),
        ],
        parts=[
            Table(_("By state"), _summary_columns(), summary, narrow=True),
            Table(
                _("Agreements"),
                _columns(),
                rows,
                empty=_("No agreement is in preparation."),
                band=lambda row: (capfirst(Agreement.State(row["state"]).label), ""),
                band_heading=_("state"),
            ),
        ],
        flipped=True,
    )


def _summary_columns():
    return [
        Col(_("state"), "state", width=2),
        Col(_("agreements"), "number", "number"),
        Col(_("days in it on average"), "days", "decimal"),
        Col(_("days of the longest"), "longest", "number"),
    ]


def _columns():
    return [
        Col(_("agreement"), lambda row: [row["title"], *row["partners"]], width=3.6),
        Col(_("in this state since"), "since", "day", 1.4),
        Col(_("days"), "days", "number", 0.6),
        Col(_("officer"), "owner", width=1.4),
        Col(_("last activity"), "last_activity", "day", 1.4),
        Col(_("next step"), step_words, width=2.6),
    ]


def _mean(numbers):
    return sum(numbers) / len(numbers) if numbers else None
