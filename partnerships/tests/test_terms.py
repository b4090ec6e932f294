"""What was agreed as of a day, and the signing of an amendment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships.lifecycle import MoveNotAllowed
from partnerships.models import Agreement, StateChange
from partnerships.terms import LineTerms, changes_of, sign_amendment, terms_on
from partnerships.tests.factories import make_agreement, make_amendment, make_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture
def head(roles):
    return make_user("head")


@pytest.fixture
def agreement():
    return make_agreement(
        "in_force", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), value=Decimal(500)
    )


def problems_of(amendment, by, signed_on=MAY):
    with pytest.raises(MoveNotAllowed) as refusal:
        sign_amendment(amendment, by=by, signed_on=signed_on)
    return [field for field, _sentence in refusal.value.problems]


def test_without_amendments_the_terms_are_those_of_the_text(agreement):
    line = make_line(agreement, quota_total=10, unit_price=Decimal(7))
    terms = terms_on(agreement, MAY)
    assert (terms.ends_on, terms.value) == (date(2025, 12, 31), Decimal(500))
    assert terms.lines == {line.pk: LineTerms(10, None, Decimal(7))}


def test_an_amendment_applies_from_its_day_on(agreement):
    line = make_line(agreement)
    make_amendment(
        agreement, MAY, line=line, ends_on="2026-03-31", value="900.50", quota_total="25",
        unit_price="8",
    )  # fmt: skip
    before, after = terms_on(agreement, MAY - DAY), terms_on(agreement, MAY)
    assert (before.ends_on, before.lines[line.pk].quota_total) == (date(2025, 12, 31), 10)
    assert (after.ends_on, after.value) == (date(2026, 3, 31), Decimal("900.50"))
    assert after.lines[line.pk] == LineTerms(25, None, Decimal(8))


def test_an_unsigned_amendment_changes_nothing(agreement):
    make_amendment(agreement, MAY, signed=False, value="900")
    assert terms_on(agreement, JUNE).value == 500


def test_later_amendments_apply_over_earlier_ones_whatever_their_order_of_writing(agreement):
    make_amendment(agreement, JUNE, value="700")
    make_amendment(agreement, MAY, value="600")
    make_amendment(agreement, MAY, value="650")
    days = (MAY - DAY, MAY, JUNE)
    assert [terms_on(agreement, day).value for day in days] == [500, 650, 700]


def test_the_row_of_the_agreement_keeps_what_was_signed_first(agreement):
    make_amendment(agreement, MAY, value="700")
    agreement.refresh_from_db()
    assert agreement.value == 500


def test_the_terms_cost_two_queries_however_many_amendments(agreement, django_assert_num_queries):
    for n in range(5):
        make_amendment(agreement, MAY + n * DAY, line=make_line(agreement), quota_total="3")
    with django_assert_num_queries(2):
        assert len(terms_on(agreement, JUNE).lines) == 5


def test_the_derived_phase_follows_an_amended_end(agreement):
    make_amendment(agreement, JUNE, ends_on="2026-03-31")

    def phase(day):
        return Agreement.objects.with_phase(day).get().phase

    assert phase(date(2026, 1, 5)) == "ending"
    assert phase(date(2026, 4, 1)) == "ended"
    assert phase(MAY) == "running"
    assert Agreement.objects.running(date(2026, 1, 5)).exists()
    assert Agreement.objects.ending_within(90, date(2026, 1, 5)).exists()
    assert not Agreement.objects.running(date(2026, 4, 1)).exists()


def test_signing_is_recorded_and_counts_the_version_up(agreement, head):
    amendment = make_amendment(agreement, MAY, signed=False, value="700")
    assert sign_amendment(amendment, by=head, signed_on=MAY).signed_on == MAY
    row = StateChange.objects.get()
    assert (row.move, row.from_state, row.to_state) == ("amend", "in_force", "in_force")
    assert (row.by, row.note) == (head, "Adendum")
    agreement.refresh_from_db()
    assert agreement.version == 1
    assert terms_on(agreement, MAY).value == 700


@pytest.mark.parametrize("role", ["reporter", "editor", "officer", "auditor"])
def test_only_the_head_signs(role, agreement, roles):
    amendment = make_amendment(agreement, MAY, signed=False, value="700")
    with pytest.raises(PermissionDenied):
        sign_amendment(amendment, by=make_user(role), signed_on=MAY)


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": "31-12-2025"},
        {"ends_on": "2024-12-31"},
        {"value": "-1"},
        {"value": "banyak"},
        {"value": "9" * 20},
        {"quota_total": "0"},
        {"quota_total": "-5"},
        {"quota_total": "2.5"},
        {"quota_total": "99999999999"},
        {"quota_period": "5"},  # the line has no period
        {"unit_price": "-0.5"},
    ],
    ids=str,
)
def test_an_amendment_with_an_impossible_value_is_not_signed(change, agreement, head):
    line = make_line(agreement)
    assert problems_of(make_amendment(agreement, MAY, line=line, signed=False, **change), head) == [
        "changes"
    ]


def test_a_refusal_names_every_wrong_term(agreement, head):
    line = make_line(agreement)
    amendment = make_amendment(
        agreement, MAY, line=line, signed=False, ends_on="x", value="y", quota_total="z"
    )
    tomorrow = timezone.localdate() + DAY
    assert problems_of(amendment, head, tomorrow) == ["signed_on", *["changes"] * 3]


def test_an_amendment_needs_a_change_and_an_agreement_in_force(head):
    amendment = make_amendment(make_agreement("review"), MAY, signed=False)
    assert problems_of(amendment, head) == [None, "changes"]


def test_an_amendment_is_not_signed_before_its_agreement(agreement, head):
    amendment = make_amendment(agreement, MAY, signed=False, value="1")
    assert problems_of(amendment, head, agreement.signed_on - DAY) == ["signed_on"]


def test_a_change_names_a_line_of_its_own_agreement(agreement, head):
    amendment = make_amendment(agreement, MAY, line=make_line(), signed=False, quota_total="5")
    assert problems_of(amendment, head) == ["changes"]


def test_a_signed_amendment_is_not_signed_again(agreement, head):
    amendment = make_amendment(agreement, MAY, value="700")
    assert problems_of(amendment, head) == [None]


def test_the_list_of_changes_shows_before_and_after(agreement):
    line = make_line(agreement)
    make_amendment(agreement, MAY, value="600")
    amendment = make_amendment(agreement, JUNE, line=line, signed=False, value="7", quota_total="x")
    rows = [(change.term, before, new) for change, before, new in changes_of(amendment)]
    assert rows == [("value", 600, 7), ("quota_total", 10, None)]
