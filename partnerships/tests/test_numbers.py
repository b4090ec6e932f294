"""Numbers of papers have no gaps and no doubles, however many ask at once."""

from copy import copy
from datetime import date

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from partnerships import numbers
from partnerships.models import PaperCounter
from partnerships.numbers import next_number, number_text
from partnerships.tests.test_races import PEOPLE, all_at_once


def asked(kind="SERT", year=2026):
    with transaction.atomic():
        return next_number(kind, year)


def test_each_kind_and_year_counts_from_one(db):
    assert [asked(), asked(), asked("SERT", 2027), asked("BAP"), asked()] == [1, 2, 1, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_gap():
    asked()
    with transaction.atomic():
        next_number("SERT", 2026)
        transaction.set_rollback(True)
    assert asked() == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_needs_a_transaction_to_belong_to():
    with pytest.raises(TransactionManagementError):
        next_number("SERT", 2026)
    assert not PaperCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_numbers_have_no_double_however_many_ask_at_once(guarded, monkeypatch):
    given = []
    if not guarded:
        # What was read before anybody began, instead of the row under lock.
        counter = PaperCounter.objects.create(kind="SERT", year=2026)
        monkeypatch.setattr(numbers, "_locked", lambda kind, year: copy(counter))
    all_at_once(lambda n: given.append(asked()))
    assert (sorted(given) == list(range(1, PEOPLE + 1))) is guarded


@pytest.mark.parametrize(
    ("number", "day", "text"),
    [
        (12, date(2026, 11, 23), "012/SERT/ANTARA-SUMUT/XI/2026"),
        (1, date(2022, 6, 28), "001/SERT/ANTARA-SUMUT/VI/2022"),
        (1234, date(2026, 1, 1), "1234/SERT/ANTARA-SUMUT/I/2026"),
    ],
)
def test_the_text_holds_number_kind_bureau_roman_month_and_year(number, day, text):
    assert number_text("SERT", number, day) == text
