"""Agreements as they stood on a day: the rows that as_of() gives, with what is counted for them."""

from partnerships import usage


def as_they_stood(agreements):
    """List of what as_of() gave, each with the state of that day in the place of today's.

    Only to be read: nothing may save such a row.
    """
    rows = list(agreements)
    for row in rows:
        row.state = row.state_then
    return rows


def usage_then(agreements, day):
    """{pk: AgreementUsage} of those that were in force and in their term on `day`.

    `agreements`: of as_of(day). Four queries.
    """
    return usage.usage_totals(as_they_stood(agreements.at_work()), as_of=day)
