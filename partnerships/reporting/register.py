"""The register: every agreement that was signed by a day, as its terms stood then."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.models import Agreement
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.reporting.layout import Col, Report, Table, counted, day_words
from partnerships.reporting.rows import (
    iso,
    money,
    parties_of,
    phase_on,
    states_on,
    with_parties,
)
from partnerships.terms import apply_changes, signed_changes
from partnerships.typeset import rupiah
from partnerships.words import PHASES


def facts(*, as_of, with_values=False):
    """Signed agreements as of a day, the oldest signing first. Four queries.

    `with_values`: whether what each is worth is told; it is left out of the facts otherwise.
    """
    found = Agreement.objects.signed().filter(signed_on__lte=as_of).select_related("umbrella")
    found = list(with_parties(found.order_by("signed_on", "pk")))
    states, changes = states_on(found, as_of), signed_changes([row.pk for row in found])
    rows = []
    for agreement in found:
        state, _since = states.get(agreement.pk, ("", None))
        if state in SIGNED:
            terms = apply_changes(agreement, [], changes.get(agreement.pk, ()), as_of)
            rows.append(_row(agreement, state, terms, as_of, with_values))
    return {"as_of": iso(as_of), "with_values": with_values, "rows": rows}


def _row(agreement, state, terms, as_of, values):
    row = {
        "title": one_line(agreement.title),
        "type": agreement.type,
        "umbrella": one_line(agreement.umbrella.title) if agreement.umbrella else "",
        "parties": parties_of(agreement),
        "signed_on": iso(agreement.signed_on),
        "starts_on": iso(agreement.starts_on),
        "ends_on": iso(terms.ends_on),
        "state": state,
        "phase": phase_on(agreement, terms.ends_on, as_of),
    }
    return {**row, "value": money(terms.value)} if values else row


def report(facts):
    """The register as a paper, in the active language."""
    rows, values = facts["rows"], facts["with_values"]
    running = sum(row["phase"] in ("running", "ending") for row in rows)
    about = [
        (_("As of"), day_words(facts["as_of"])),
        (_("Signed agreements"), counted(len(rows))),
        (_("Of these the term runs"), counted(running)),
    ]
    if values:
        total = sum(Decimal(row["value"]) for row in rows if row["value"])
        about.append((_("Value of all"), rupiah(total)))
    columns = [
        Col(pgettext("count", "No."), "n", "number", 0.45),
        Col(_("title"), "title", width=3),
        Col(_("type"), lambda row: _short_type(row["type"]), width=1.1),
        Col(_("parties and their numbers"), _parties, width=3.4),
        Col(_("signed on"), "signed_on", "day", 1.25),
        Col(_("first day"), "starts_on", "day", 1.25),
        Col(_("last day"), "ends_on", "day", 1.25),
        Col(_("state"), _state, width=1.2),
        *([Col(_("value"), "value", "money", 1.6)] if values else []),
    ]
    numbered = [{**row, "n": n} for n, row in enumerate(rows, 1)]
    empty = _("No agreement was signed by that day.")
    return Report(
        heading=_("Register of agreements"),
        about=about,
        parts=[Table(_("Agreements"), columns, numbered, empty=empty)],
        flipped=True,
    )


def _short_type(code):
    return {"mou": "MoU", "pks": "PKS"}.get(code) or str(Agreement.Type(code).label)


def _parties(row):
    lines = [
        f"{party['name']}: {party['number'] or _('number missing')}" for party in row["parties"]
    ]
    if row["umbrella"]:
        lines.append(_("under: %(title)s") % {"title": row["umbrella"]})
    return lines


def _state(row):
    return [capfirst(Agreement.State(row["state"]).label), PHASES[row["phase"]]]
