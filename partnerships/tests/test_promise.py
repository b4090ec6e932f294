"""An agreement's stories as one course: the plan of its periods, what came, what is missing."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles.tests.factories import make_article
from partnerships import promise
from partnerships.tests.factories import make_agreement, make_amendment, make_claim, make_line
from partnerships.usage import usage_totals

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
MARCH = date(2025, 3, 15)


def tell(line, *days):
    """An accepted story for each of these days."""
    for day in days:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())
        make_claim(line, make_article("published", publish_at=noon), at=noon)


def total_of(agreement, day=MARCH):
    return usage_totals([agreement], as_of=day)[agreement.pk]


@pytest.fixture
def agreement():
    return make_agreement("in_force", **YEAR)


def test_the_plan_of_a_quota_in_all_is_one_line_to_the_end(agreement):
    make_line(agreement, quota_total=12)
    assert promise.plan(total_of(agreement).lines, YEAR["ends_on"]) == [(YEAR["ends_on"], 12)]


def test_the_plan_of_periods_adds_them_up_and_lines_are_added(agreement):
    make_line(agreement, quota_period=3, period="quarter")
    make_line(agreement, title="Foto", kind="photo", quota_total=365)
    assert promise.plan(total_of(agreement).lines, YEAR["ends_on"]) == [
        (date(2025, 3, 31), 3 + 90), (date(2025, 6, 30), 6 + 181), (date(2025, 9, 30), 9 + 273),
        (date(2025, 12, 31), 12 + 365),
    ]  # fmt: skip


def test_the_plan_bends_where_an_amendment_changes_the_periods_to_come(agreement):
    line = make_line(agreement, quota_period=3, period="quarter")
    make_amendment(agreement, date(2025, 7, 1), line=line, quota_period="5")
    ends = promise.plan(total_of(agreement).lines, YEAR["ends_on"])
    assert [due for _day, due in ends] == [3, 6, 11, 16]


def test_deliveries_are_the_stories_of_each_day(agreement):
    line = make_line(agreement)
    tell(line, MARCH, MARCH, MARCH - 9 * DAY)
    assert promise.deliveries(total_of(agreement).lines) == [(MARCH - 9 * DAY, 1), (MARCH, 2)]


def test_one_lines_surplus_does_not_hide_what_another_lacks(agreement):
    one, other = make_line(agreement, quota_total=1), make_line(agreement, quota_total=2)
    tell(one, MARCH - 9 * DAY, MARCH - 8 * DAY, MARCH - 7 * DAY)
    tell(other, MARCH - 6 * DAY)
    assert sum(n for _day, n in promise.deliveries(total_of(agreement).lines)) == 2
    tell(other, MARCH)
    # Complete now: from this day on what is beyond is seen.
    assert promise.deliveries(total_of(agreement).lines) == [
        (MARCH - 9 * DAY, 1), (MARCH - 6 * DAY, 1), (MARCH, 1), (MARCH, 1), (MARCH, 1),
    ]  # fmt: skip


def gaps_of(agreement, day=MARCH):
    found = promise.gaps(total_of(agreement, day))
    return [(gap.first, gap.last, gap.number, gap.is_over) for gap in found]


def test_what_a_line_in_all_lacks_is_one_gap(agreement):
    tell(make_line(agreement, quota_total=3), MARCH)
    make_line(agreement, title="Pelatihan", kind="training", quota_total=2)
    assert gaps_of(agreement) == [(YEAR["starts_on"], YEAR["ends_on"], 2, False)]
    assert gaps_of(agreement, date(2026, 1, 1)) == [(YEAR["starts_on"], YEAR["ends_on"], 2, True)]


def test_what_lapses_is_a_gap_of_its_own_period(agreement):
    tell(make_line(agreement, quota_period=2, period="month"), date(2025, 1, 9), MARCH, MARCH)
    assert gaps_of(agreement) == [
        (date(2025, 1, 1), date(2025, 1, 31), 1, True),
        (date(2025, 2, 1), date(2025, 2, 28), 2, True),
    ]


def test_what_is_carried_over_stands_in_the_period_that_runs(agreement):
    make_line(agreement, quota_period=2, period="month", carry_over="term")
    assert gaps_of(agreement) == [(date(2025, 3, 1), date(2025, 3, 31), 6, False)]


def test_a_complete_agreement_lacks_nothing(agreement):
    tell(make_line(agreement, quota_total=1), MARCH)
    assert gaps_of(agreement) == []


def test_months_say_what_was_due_and_what_came(agreement):
    tell(make_line(agreement, quota_period=2, period="month"), date(2025, 1, 9), MARCH, MARCH)
    tell(make_line(agreement, quota_total=12), date(2025, 2, 9))
    found = promise.months(total_of(agreement))
    assert [(row.month.month, row.due, row.delivered) for row in found] == [
        (1, 3, 1), (2, 3, 1), (3, 3, 2),
    ]  # fmt: skip
    whole = promise.months(total_of(agreement, date(2026, 2, 1)))
    assert (len(whole), sum(row.due for row in whole)) == (12, 36)


# The drawing.


def drawing_of(agreement, day=MARCH):
    with translation.override("en"):
        return promise.drawing_of(agreement, total_of(agreement, day), title="Stories")


def test_the_drawing_is_as_of_its_day(agreement):
    line = make_line(agreement, quota_total=2)
    tell(line, MARCH, MARCH + 9 * DAY)
    assert drawing_of(agreement).picture.done_words == "1"
    assert drawing_of(agreement, MARCH + 9 * DAY).summary.startswith("Complete since 24 Mar 2025")


def test_there_is_no_drawing_before_the_signing_or_without_stories():
    unsigned = make_agreement("drafting", **YEAR)
    make_line(unsigned)
    trainings = make_agreement("in_force", **YEAR)
    make_line(trainings, kind="training", quota_total=2)
    assert drawing_of(unsigned) is None
    assert drawing_of(trainings) is None


def test_after_a_termination_there_is_no_forecast():
    agreement = make_agreement("terminated", **YEAR, terminated_on=MARCH)
    tell(make_line(agreement, quota_total=100), MARCH - 9 * DAY)
    assert drawing_of(agreement).summary == "99 were missing at the end of the term."
    assert drawing_of(agreement, MARCH - DAY).picture.forecast


def test_an_end_that_was_amended_is_the_end(agreement):
    make_line(agreement, quota_total=10)
    make_amendment(agreement, MARCH, ends_on="2026-06-30")
    assert "30 Jun 2026" in drawing_of(agreement).summary
