"""Numbers for the desk's pages, bounded and asked for together."""

from django.core.exceptions import EmptyResultSet
from django.db import connection

CAP = 1_000


def count_capped(rows, cap=CAP):
    """(how many there are, but at most `cap`; whether there are more)."""
    count = rows.order_by().values("pk")[: cap + 1].count()
    return min(count, cap), count > cap


def count_together(querysets, cap=CAP):
    """{key: (number, whether there are more)} for {key: queryset}, in one query for all.

    `cap` None counts to the end: for what its own condition bounds.
    """
    parts, params, numbers = [], [], dict.fromkeys(querysets, 0)
    asked = []
    for key, rows in querysets.items():
        try:
            sql, values = rows.order_by().values("pk")[: cap and cap + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(key)
        # Django wrote the SQL; the values stay parameters.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
        params += values
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            numbers |= dict(zip(asked, cursor.fetchone(), strict=True))
    if cap is None:
        return {key: (number, False) for key, number in numbers.items()}
    return {key: (min(number, cap), number > cap) for key, number in numbers.items()}
