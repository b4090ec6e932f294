"""What ends soon: agreements in force whose last day lies within so many days."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import Agreement
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
from partnerships.usage import usage_totals

MOST_DAYS = 366


def facts(*, as_of, days):
    """Those that run on `as_of` and end within `days`, the soonest first. Seven queries."""
    found = Agreement.objects.signed().with_end(as_of).select_related("owner", "renewed_by")
    found = found.filter(
        starts_on__lte=as_of,
        term_ends_on__gte=as_of,
        term_ends_on__lte=as_of + timedelta(days=days),
    )
    found = list(with_parties(found.order_by("term_ends_on", "pk")))
    successors = [row.renewed_by for row in found if hasattr(row, "renewed_by")]
    states = states_on([*found, *successors], as_of)
    running = [row for row in found if states.get(row.pk, ("",))[0] == "in_force"]
    totals, steps = usage_totals(running, as_of=as_of), next_steps(running, as_of)
    return {
        "as_of": iso(as_of),
        "days": days,
        "rows": [
            {
                "title": one_line(row.title),
                "type": row.type,
                "partners": partners_of(row),
                "ends_on": iso(row.term_ends_on),
                "left": days_between(as_of, row.term_ends_on),
                "owner": one_line(str(row.owner)),
                "used": totals[row.pk].used,
                "quota": totals[row.pk].quota,
                "successor": _successor(row, states),
                "step": steps.get(row.pk),
            }
            for row in running
        ],
    }


def _successor(agreement, states):
    """The agreement that renews this one, as far as it had come; None without one."""
    after = getattr(agreement, "renewed_by", None)
    if after is None or after.pk not in states:
        return None
    return {"title": one_line(after.title), "state": states[after.pk][0]}


def report(facts):
    """The list as a paper, in the active language."""
    rows = facts["rows"]
    columns = [
        Col(_("last day"), "ends_on", "day", 1.3),
        Col(_("days left"), "left", "number", 0.7),
        Col(_("agreement"), lambda row: [row["title"], *row["partners"]], width=3.4),
        Col(_("officer"), "owner", width=1.3),
        Col(pgettext("pieces", "delivered"), "used", "number", 0.8),
        Col(pgettext("pieces", "promised"), "quota", "number", 0.9),
        Col(_("successor"), _successor_words, width=2),
        Col(_("next step"), step_words, width=2.2),
    ]
    without = sum(not row["successor"] for row in rows)
    return Report(
        heading=_("Agreements that end"),
        about=[
            (_("As of"), day_words(facts["as_of"])),
            (_("End within"), _("%(days)s days") % {"days": counted(facts["days"])}),
            (_("Agreements"), counted(len(rows))),
            (_("Without a successor"), counted(without)),
        ],
        parts=[Table(_("Agreements"), columns, rows, empty=_("No agreement ends in these days."))],
        flipped=True,
    )


def _successor_words(row):
    after = row["successor"]
    if not after:
        return _("none")
    return [after["title"], str(Agreement.State(after["state"]).label)]
