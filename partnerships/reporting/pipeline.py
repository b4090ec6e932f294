"""The pipeline: what is on its way to a signature, how long it has stood, and what comes next."""

from django.db.models import Max

from articles.dates import bureau_time
from partnerships.models import Activity, Agreement
from partnerships.people import one_line
from partnerships.reporting.rows import (
    days_between,
    iso,
    next_steps,
    partners_of,
    states_on,
    with_parties,
)
from partnerships.reports import PIPELINE
from partnerships.usage import end_of


def facts(*, as_of):
    """By state in the order of an agreement's life, the longest there first. Five queries."""
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
