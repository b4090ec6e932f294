"""The burn-down: planned line, steps, forecast, and the sentence that says how it will end."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from partnerships.drawings import burn_down
from partnerships.tests.drawn import drawn, misplaced, points, table, text_of, with_class

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 4, 10)  # a hundred days
AFTER_40 = date(2026, 2, 9)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def burn(deliveries=(), *, today=AFTER_40, quota=50, first=FIRST, last=LAST, **values):
    return burn_down(
        title="Stories", starts_on=first, ends_on=last, quota=quota, deliveries=deliveries,
        today=today, **values,
    )  # fmt: skip


def course(thing, line, top=60):
    """[(per mille of the term, pieces)] of a line; the scale of fifty goes up to sixty."""
    found = points(drawn(thing), line)
    return [(across, round(top * (1 - down / 1000), 1)) for across, down in found]


# The sentence.


@pytest.mark.parametrize(
    ("done", "today", "words"),
    [
        # 40 of 100 days are over: 20 make half a story a day, and 30 more need 60 days.
        (20, AFTER_40, "At this pace complete on the last day."),
        (25, AFTER_40, "At this pace complete 20 days before the end."),
        (49, AFTER_40, "At this pace complete 59 days before the end."),
        (10, AFTER_40, "At this pace 25 are missing at the end of the term."),
        (19, AFTER_40, "At this pace 3 are missing at the end of the term."),
        (0, AFTER_40, "Nothing is delivered yet of 50; the last day is 10 Apr 2026."),
        (0, FIRST - DAY, "The term begins on 1 Jan 2026; 50 are promised."),
        (36, LAST + DAY, "14 were missing at the end of the term."),
        (49, LAST + 900 * DAY, "1 was missing at the end of the term."),
        (49, LAST, "At this pace 1 is missing at the end of the term."),
    ],
)
def test_the_sentence_says_how_it_will_end(done, today, words):
    thing = burn([(FIRST, done)] if done else [], today=today)
    assert thing.summary == words
    assert words in thing.reading


@pytest.mark.parametrize(
    ("on", "number", "words"),
    [
        (AFTER_40, 50, "Complete since 9 Feb 2026, 60 days before the end."),
        (LAST - DAY, 50, "Complete since 9 Apr 2026, 1 day before the end."),
        (LAST, 50, "Complete on the last day, 10 Apr 2026."),
        (AFTER_40, 53, "Complete since 9 Feb 2026, 60 days before the end. 3 beyond the quota."),
    ],
)
def test_what_is_complete_says_since_when_and_what_is_beyond(on, number, words):
    assert burn([(on, number)], today=LAST).summary == words


def test_nothing_promised_is_said_and_draws_no_alarm():
    thing = burn([(FIRST, 3)], quota=0)
    assert (thing.summary, thing.tone) == ("Nothing is promised for this term.", "open")
    assert misplaced(drawn(thing)) == []


@pytest.mark.parametrize(
    ("done", "tone"), [(50, "done"), (25, "well"), (10, "short"), (18, "near"), (0, "short")]
)
def test_the_tone_follows_the_sentence(done, tone):
    assert burn([(FIRST, done)] if done else []).tone == tone


def test_nothing_delivered_is_no_alarm_before_the_first_is_due():
    assert burn(today=FIRST).tone == "open"
    assert burn(today=FIRST + DAY).tone == "short"


def test_indonesian_says_it_in_indonesian():
    with translation.override("id"):
        assert burn([(FIRST, 25)]).summary == "Dengan laju ini selesai 20 hari sebelum akhir."
        assert burn([(FIRST, 36)], today=LAST + DAY).summary == "Kurang 14 pada akhir masa."


# The lines.


def test_the_plan_is_straight_to_the_quota_at_the_end():
    assert course(burn(), "drawing__planned") == [(0, 0), (1000, 50)]


def test_the_plan_follows_its_periods_where_they_are_given():
    thing = burn(planned=[(FIRST + 24 * DAY, 10), (LAST, 50)])
    assert course(thing, "drawing__planned") == [(0, 0), (250, 10), (1000, 50)]


def test_steps_rise_on_the_days_of_delivery_and_go_on_to_today():
    thing = burn([(FIRST + 9 * DAY, 5), (FIRST + 19 * DAY, 20)])
    assert course(thing, "drawing__actual") == [
        (0, 0), (100, 0), (100, 5), (200, 5), (200, 25), (400, 25),
    ]  # fmt: skip


def test_what_is_of_a_later_day_is_not_counted():
    thing = burn([(FIRST, 5), (AFTER_40 + DAY, 20)])
    assert course(thing, "drawing__actual")[-1] == (400, 5)
    assert [text_of(each) for each in with_class(drawn(thing), "drawing__label")] == ["5"]


def test_the_forecast_goes_on_at_the_pace_until_it_is_complete():
    thing = burn([(FIRST, 25)])
    assert course(thing, "drawing__forecast") == [(400, 25), (800, 50)]
    assert not with_class(drawn(thing), "drawing__missing")


def test_the_forecast_ends_with_the_term_and_what_lacks_is_marked():
    thing = burn([(FIRST, 10)])
    assert course(thing, "drawing__forecast") == [(400, 10), (1000, 25)]
    tree = drawn(thing)
    assert with_class(tree, "drawing__missing")
    assert "25 missing at the end" in "".join(tree.itertext())


def test_a_day_that_is_expected_takes_the_place_of_the_pace():
    thing = burn([(FIRST, 10)], forecast_on=FIRST + 89 * DAY)
    assert thing.summary == "At this pace complete 10 days before the end."
    assert course(thing, "drawing__forecast") == [(400, 10), (900, 50)]
    late = burn([(FIRST, 10)], forecast_on=AFTER_40 + 120 * DAY)
    assert late.summary == "At this pace 20 are missing at the end of the term."


@pytest.mark.parametrize(
    ("today", "done"), [(FIRST - DAY, 0), (LAST + DAY, 10), (AFTER_40, 50), (AFTER_40, 0)]
)
def test_there_is_no_forecast_before_after_and_beyond(today, done):
    tree = drawn(burn([(FIRST, done)] if done else [], today=today))
    assert points(tree, "drawing__forecast") == []


def test_what_lies_beyond_the_quota_is_visible():
    thing = burn([(FIRST + 9 * DAY, 50), (FIRST + 19 * DAY, 25)])
    assert course(thing, "drawing__surplus", top=80) == [
        (200, 50), (200, 75), (400, 75), (400, 50),
    ]  # fmt: skip
    assert "beyond the quota" in "".join(drawn(thing).itertext())


@pytest.mark.parametrize(
    ("today", "marked"), [(FIRST, 1), (LAST, 1), (FIRST - DAY, 0), (LAST + DAY, 0)]
)
def test_today_is_marked_within_the_term(today, marked):
    assert len(with_class(drawn(burn(today=today)), "drawing__now")) == marked


def test_months_are_named_and_the_year_stands_where_it_begins():
    with translation.override("id"):
        months = burn(first=date(2026, 7, 15), last=date(2027, 2, 28)).picture.months
    assert [(month.words, month.below) for month in months] == [
        ("Jul", "2026"), ("Agu", ""), ("Sep", ""), ("Okt", ""), ("Nov", ""), ("Des", ""),
        ("Jan", "2027"), ("Feb", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("years", [1, 3, 5, 40])
def test_a_long_term_has_no_more_names_than_fit(years):
    months = burn(last=date(2025 + years, 12, 31)).picture.months
    assert 10 <= len(months) <= 12 or years == 40
    assert len(months) <= 14


def test_the_table_has_the_numbers_of_the_lines():
    rows = table(drawn(burn([(FIRST + 9 * DAY, 5), (FIRST + 35 * DAY, 20)])))[0]
    assert rows == [
        ["Jan 2026", "16", "5"], ["Feb 2026", "30", "25"], ["Mar 2026", "45", "–"],
        ["Apr 2026", "50", "–"],
    ]  # fmt: skip


def test_the_table_of_a_long_term_goes_by_years():
    rows = table(drawn(burn(last=date(2035, 12, 31))))[0]
    assert [row[0] for row in rows] == [str(year) for year in range(2026, 2036)]


@pytest.mark.parametrize(
    "thing",
    [
        burn(last=FIRST, today=FIRST),
        burn([(FIRST, 1)], last=FIRST, today=FIRST),
        burn(last=FIRST - 9 * DAY),
        burn([(FIRST, 9_876_543_210)], quota=1),
        burn([(FIRST, 1)], quota=9_876_543_210),
        burn([(FIRST + n % 100 * DAY, n) for n in range(500)], today=LAST),
        burn(quota=-3),
        burn([(FIRST, 1)], last=date.max),
        burn(first=date.max, last=date.max, today=date.max),
        burn([(FIRST - 9 * DAY, 3)], planned=[(FIRST - DAY, 2), (LAST + DAY, 9)]),
    ],
)
def test_odd_terms_and_numbers_stay_in_the_drawing(thing):
    tree = drawn(thing)
    assert misplaced(tree) == []
    for line in ("drawing__planned", "drawing__actual", "drawing__forecast"):
        numbers = [number for point in points(tree, line) for number in point]
        assert all(0 <= number <= 1000 for number in numbers)
