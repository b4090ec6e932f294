"""Numbers of papers: 1, 2, 3 … of a kind in a year, without a gap and without a double."""

from django.conf import settings
from django.db import connection, transaction

from partnerships.models import PaperCounter

CERTIFICATE = "SERT"
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def next_number(kind, year):
    """The next number, for the caller's transaction: where that is rolled back, nothing is lost.

    Whoever asks for a number of the same kind and year waits until this transaction ends.
    """
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind, year, count):
    """The next `count` numbers, one after the other, as next_number() gives one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number needs a transaction to belong to.")
    PaperCounter.objects.get_or_create(kind=kind, year=year)
    counter = _locked(kind, year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)


def number_text(kind, number, day):
    """“012/SERT/ANTARA-SUMUT/XI/2026”."""
    month = MONTHS[day.month - 1]
    return f"{number:03d}/{kind}/{settings.BUREAU_PAPER_CODE}/{month}/{day.year}"


def _locked(kind, year):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return PaperCounter.objects.select_for_update().get(kind=kind, year=year)
