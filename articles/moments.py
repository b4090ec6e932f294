"""Moments in SQL: the day of the bureau's calendar on which something happened."""

from datetime import datetime

from django.db.models import DateField, Func
from django.utils import timezone

WIDEST = datetime(2000, 1, 1), datetime(2000, 7, 1)  # a zone with summer time differs in these


class BureauDay(Func):
    """The calendar day of a moment, in the bureau's zone.

    As TruncDate; but that calls back into Python for each row on SQLite, where twenty thousand
    claims took 160 ms. The zones of Indonesia keep one distance from UTC, so that SQLite's own
    date() can add it.
    """

    function = "DATE"
    output_field = DateField()

    def as_sql(self, compiler, connection, **extra):
        zone = timezone.get_default_timezone_name()
        template = f"(%(expressions)s AT TIME ZONE '{zone}')::date"
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_sqlite(self, compiler, connection, **extra):
        first, second = (timezone.get_default_timezone().utcoffset(day) for day in WIDEST)
        if first != second:
            raise ValueError("The bureau's zone has summer time; ask TruncDate for the day.")
        minutes = int(first.total_seconds() // 60)
        # Without the fraction: date() would round the last half millisecond of a day up.
        template = f"DATE(SUBSTR(%(expressions)s, 1, 19), '{minutes:+} minutes')"
        return super().as_sql(compiler, connection, template=template, **extra)
