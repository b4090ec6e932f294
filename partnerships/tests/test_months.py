"""What a calendar month was to bring of each line, and what came."""

from datetime import date

import pytest

from articles.tests.factories import make_article
from partnerships import usage
from partnerships.months import month_of
from partnerships.tests.factories import make_agreement, make_claim, make_line
from partnerships.tests.test_usage import noon

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


def months(line, day):
    total = usage.usage_totals([line.agreement], as_of=day)[line.agreement_id]
    return [(row.due, row.used, row.missing) for row in month_of(total, day)]


def line_of(**values):
    return make_line(make_agreement("in_force", **YEAR), **values)


def story(line, day):
    at = noon(day)
    make_claim(line, make_article("published", publish_at=at, first_published_at=at), at=at)


def test_of_a_line_by_the_month_it_is_what_the_month_asks():
    line = line_of(quota_period=3, period="month")
    story(line, date(2025, 2, 10))
    assert months(line, date(2025, 2, 20)) == [(3, 1, 2)]
    assert months(line, date(2025, 2, 9)) == [(3, 0, 3)]


def test_what_is_carried_over_is_due_too():
    line = line_of(quota_period=3, period="month", carry_over="next")
    story(line, date(2025, 1, 10))
    assert months(line, date(2025, 2, 20)) == [(5, 0, 5)]


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"quota_total": 73}, 6),  # 31 of 365 days: 6.2
        ({"quota_total": 6}, 1),  # 0.51, halves up
        ({"quota_total": 5}, 0),  # 0.42
        ({"quota_period": 9, "period": "quarter"}, 3),
        ({"quota_period": 73, "period": "year"}, 6),
    ],
)
def test_of_any_other_line_it_is_the_months_share_of_the_days(values, due):
    assert months(line_of(**values), date(2025, 3, 15)) == [(due, 0, due)]


def test_more_than_was_due_leaves_nothing_missing():
    line = line_of(quota_period=1, period="month")
    for day in (3, 4):
        story(line, date(2025, 5, day))
    assert months(line, date(2025, 5, 9)) == [(1, 2, 0)]


def test_a_line_that_the_ledger_does_not_count_has_no_month():
    assert months(line_of(kind="video"), date(2025, 5, 9)) == []
