"""A month's fulfilment: per agreement and line what was due, delivered, carried and missing."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from partnerships.models import Agreement, Suspension
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.reporting.rows import iso, partners_of, states_on, with_parties
from partnerships.usage import DAY, pace_of, usage_totals


def last_of_month(first):
    return (first + timedelta(days=31)).replace(day=1) - DAY


def facts(*, month: date, today=None):
    """The calendar month that begins on `month`, as the ledger says at its end (or today).

    Eight queries. Money is no part of it.
    """
    first, last = month.replace(day=1), last_of_month(month.replace(day=1))
    as_of = min(last, today or timezone.localdate())
    found = Agreement.objects.signed().with_end(as_of).filter(
        Q(terminated_on__isnull=True) | Q(terminated_on__gt=first),
        signed_on__lte=as_of,
        starts_on__lte=last,
        term_ends_on__gte=first,
    )  # fmt: skip
    found = list(with_parties(found.select_related("owner").order_by("title", "pk")))
    states = states_on(found, as_of)
    found = [row for row in found if states.get(row.pk, ("",))[0] in SIGNED]
    totals, pauses = usage_totals(found, as_of=as_of), _suspended(found, first, last)
    return {
        "month": iso(first),
        "as_of": iso(as_of),
        "agreements": [
            {
                "title": one_line(row.title),
                "type": row.type,
                "partners": partners_of(row),
                "starts_on": iso(row.starts_on),
                "ends_on": iso(row.term_ends_on),
                "state": states[row.pk][0],
                "suspended": pauses.get(row.pk, []),
                "pace": _verdict(totals[row.pk].pace),
                "used": totals[row.pk].used,
                "quota": totals[row.pk].quota,
                "lines": [_line(line, first, last) for line in totals[row.pk].lines],
            }
            for row in found
        ],
    }


def _line(usage, first, last):
    line = usage.line
    row = {
        "title": one_line(line.title),
        "kind": line.kind,
        "office": one_line(line.organization.name) if line.organization else "",
        "is_paid": line.is_paid,
        "counted": usage.counted,
        "quota_total": usage.terms.quota_total,
        "quota_period": usage.terms.quota_period,
        "period": line.period,
        "used": usage.used,
        "quota": usage.quota,
        "in_month": sum(n for day, n in usage.by_day.items() if first <= day <= last),
        "pace": _verdict(pace_of([usage])),
    }
    of_month = [p for p in usage.periods if p.first <= last and p.last >= first]
    if of_month:
        period = of_month[-1]
        return row | {
            "from": iso(period.first),
            "until": iso(period.last),
            "due": period.due,
            "carried": period.carried,
            "delivered": period.used,
            "missing": period.missing,
            "surplus": period.surplus,
        }
    return row | {
        "from": iso(usage.starts_on),
        "until": iso(usage.ends_on),
        "due": usage.quota,
        "carried": 0,
        "delivered": usage.used,
        "missing": usage.missing,
        "surplus": usage.surplus,
    }


def _verdict(pace):
    return pace.verdict if pace else ""


def _suspended(agreements, first, last):
    """{pk: [[from, until or ""]]}: suspensions that touch the month. One query."""
    found = {}
    rows = Suspension.objects.filter(
        Q(until_day__isnull=True) | Q(until_day__gte=first),
        from_day__lte=last,
        agreement__in=[row.pk for row in agreements],
    )
    for pk, start, until in rows.values_list("agreement", "from_day", "until_day"):
        found.setdefault(pk, []).append([iso(start), iso(until)])
    return found
