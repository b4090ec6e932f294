"""A month's fulfilment: per agreement and line what was due, delivered, carried and missing."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import Agreement, Deliverable, Suspension
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.reporting.layout import (
    Col,
    Report,
    Table,
    counted,
    day_words,
    span_words,
)
from partnerships.reporting.rows import iso, partners_of, states_on, with_parties
from partnerships.usage import DAY, pace_of, usage_totals
from partnerships.words import VERDICTS


def last_of_month(first):
    return (first + timedelta(days=31)).replace(day=1) - DAY


def facts(*, month: date, today=None):
    """The calendar month that begins on `month`, as the ledger says at its end (or today).

    Seven queries. Money is no part of it.
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
        "in_month": sum(n for day, n in usage.days if first <= day <= last),
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


def report(facts):
    """The month as a paper, in the active language."""
    found = facts["agreements"]
    rows = [{**line, "of": row} for row in found for line in row["lines"]]
    last = last_of_month(date.fromisoformat(facts["month"])).isoformat()
    behind = sum(row["pace"] == "behind" for row in found)
    about = [
        (_("Month"), span_words(facts["month"], last)),
        (_("Counted until"), day_words(facts["as_of"])),
        (_("Agreements"), counted(len(found))),
        (pgettext("agreements", "Behind pace"), counted(behind)),
    ]
    empty = _("No agreement promised anything for that month.")
    note = _(
        "“Due”, “delivered” and “missing” are of the period that a line counts in: the month, the "
        "quarter, the year, or the whole term for a quota in all. A part of a period is due in "
        "full. “Carried” is what was missing before, or a surplus with a minus sign."
    )
    return Report(
        heading=_("Monthly fulfilment"),
        about=about,
        parts=[
            Table(
                _("By agreement and line"),
                _columns(),
                rows,
                empty=empty,
                note=note if rows else "",
                band=lambda row: (row["of"]["title"], _band_note(row["of"])),
                band_heading=_("agreement"),
            )
        ],
        flipped=True,
    )


def _columns():
    return [
        Col(_("line"), _line_words, width=3),
        Col(pgettext("pieces", "promised"), _promise, width=1.7),
        Col(_("period"), lambda row: span_words(row["from"], row["until"]), width=1.9),
        Col(pgettext("pieces", "due"), "due", "number", 0.75),
        Col(pgettext("pieces", "of it carried"), "carried", "number", 0.9),
        Col(pgettext("pieces", "delivered"), _if_counted("delivered"), "number", 0.85),
        Col(pgettext("pieces", "missing"), _if_counted("missing"), "number", 0.85),
        Col(pgettext("pieces", "surplus"), _if_counted("surplus"), "number", 0.85),
        Col(pgettext("pieces", "in the month"), _if_counted("in_month"), "number", 0.9),
        Col(_("pace"), _pace, width=1.1),
    ]


def _if_counted(name):
    return lambda row: row[name] if row["counted"] else None


def _line_words(row):
    kind = str(Deliverable.Kind(row["kind"]).label)
    return [row["title"], ", ".join(filter(None, [kind, row["office"]]))]


def _promise(row):
    words = []
    if row["quota_period"]:
        period = Deliverable.Period(row["period"]).label
        words.append(
            _("%(number)s a %(period)s")
            % {"number": counted(row["quota_period"]), "period": period}
        )
    if row["quota_total"]:
        words.append(_("%(number)s in all") % {"number": counted(row["quota_total"])})
    return words


def _pace(row):
    if not row["counted"]:
        return _("not counted by the ledger")
    return str(VERDICTS.get(row["pace"], ""))


def _band_note(row):
    words = [
        "; ".join(row["partners"]),
        _("term %(days)s") % {"days": span_words(row["starts_on"], row["ends_on"])},
        _("stories of the whole term: %(used)s of %(quota)s")
        % {"used": counted(row["used"]), "quota": counted(row["quota"])},
        str(VERDICTS.get(row["pace"], "")),
    ]
    for first, last in row["suspended"]:
        until = day_words(last) or _("today")
        words.append(
            _("suspended %(first)s to %(last)s") % {"first": day_words(first), "last": until}
        )
    return " · ".join(filter(None, words))
