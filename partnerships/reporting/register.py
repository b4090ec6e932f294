"""The register: every agreement that was signed by a day, as its terms stood then."""

from partnerships.models import Agreement
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.reporting.rows import (
    iso,
    money,
    parties_of,
    phase_on,
    states_on,
    with_parties,
)
from partnerships.terms import apply_changes, signed_changes


def facts(*, as_of, values=False):
    """Signed agreements as of a day, the oldest signing first. Four queries.

    `values`: whether what each is worth is told; it is left out of the facts otherwise.
    """
    found = Agreement.objects.signed().filter(signed_on__lte=as_of).select_related("umbrella")
    found = list(with_parties(found.order_by("signed_on", "pk")))
    states, changes = states_on(found, as_of), signed_changes([row.pk for row in found])
    rows = []
    for agreement in found:
        state, _since = states.get(agreement.pk, ("", None))
        if state in SIGNED:
            terms = apply_changes(agreement, [], changes.get(agreement.pk, ()), as_of)
            rows.append(_row(agreement, state, terms, as_of, values))
    return {"as_of": iso(as_of), "with_values": values, "rows": rows}


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
