"""Sums, periods, carry-over and pace; and that they cost the same however much there is."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import workflow
from articles.models import Article
from articles.tests.factories import make_article, make_section, make_user
from partnerships import ledger
from partnerships.ledger import ClaimNotAllowed
from partnerships.models import Agreement, Claim, Suspension
from partnerships.tests.factories import make_agreement, make_amendment, make_claim, make_line
from partnerships.usage import Pace, pace_of, periods_of, usage, usage_totals

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def tell(line, *days):
    """An accepted story for each of these days."""
    for day in days:
        story = make_article("published", publish_at=noon(day))
        make_claim(line, story, at=noon(day))


def test_periods_follow_the_calendar_and_are_cut_to_the_term():
    quarter = periods_of(date(2025, 2, 10), date(2025, 7, 5), "quarter")
    assert quarter == (
        (date(2025, 2, 10), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 7, 5)),
    )
    assert periods_of(date(2024, 12, 31), date(2025, 1, 1), "month") == (
        (date(2024, 12, 31),) * 2,
        (date(2025, 1, 1),) * 2,
    )
    assert len(periods_of(date(2024, 3, 1), date(2026, 3, 1), "year")) == 3


@settings(deadline=None)
@given(
    start=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 1500),
    period=st.sampled_from(["month", "quarter", "year"]),
)
def test_every_day_of_a_term_lies_in_one_period(start, length, period):
    found = periods_of(start, start + length * DAY, period)
    days = [first + n * DAY for first, last in found for n in range((last - first).days + 1)]
    assert days == [start + n * DAY for n in range(length + 1)]


# January 3 of 5, February 9, March none.
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("none", [(5, 2, 0), (5, 0, 4), (5, 5, 0), (5, 5, 0)]),
        # February owes two more and delivers two too many, which March need not.
        ("next", [(5, 2, 0), (7, 0, 2), (3, 3, 0), (8, 8, 0)]),
        ("term", [(5, 2, 0), (7, 0, 2), (3, 3, 0), (8, 8, 0)]),
    ],
)
def test_what_is_missing_or_over_is_carried_by_the_lines_rule(rule, expected):
    line = make_line(
        make_agreement("in_force", **YEAR), quota_period=5, period="month", carry_over=rule
    )
    tell(line, *[date(2025, 1, 10)] * 3, *[date(2025, 2, 10)] * 9)
    row = usage(line.agreement, as_of=date(2025, 4, 30))[0]
    assert [(p.due, p.missing, p.surplus) for p in row.periods] == expected


def test_into_the_next_period_is_not_into_the_one_after():
    line = make_line(
        make_agreement("in_force", **YEAR), quota_period=5, period="month", carry_over="next"
    )
    tell(line, *[date(2025, 2, 10)] * 4)
    row = usage(line.agreement, as_of=date(2025, 4, 30))[0]
    # January lacks 5. February delivers four of those, so its own five go to March; one lapses.
    assert [(p.carried, p.due, p.used) for p in row.periods] == [
        (0, 5, 0), (5, 10, 4), (5, 10, 0), (5, 10, 0),
    ]  # fmt: skip


def test_an_amended_quota_holds_from_the_next_period_that_begins():
    line = make_line(make_agreement("in_force", **YEAR), quota_period=10, period="month")
    make_amendment(line.agreement, date(2025, 3, 15), line=line, quota_period="20")
    row = usage(line.agreement, as_of=date(2025, 5, 1))[0]
    assert [p.quota for p in row.periods] == [10, 10, 10, 20, 20]
    assert usage(line.agreement, as_of=date(2025, 3, 14))[0].terms.quota_period == 10
    assert row.terms.quota_period == 20
    assert row.quota == 3 * 10 + 9 * 20


def test_an_amended_quota_in_all_holds_from_its_day():
    line = make_line(make_agreement("in_force", **YEAR), quota_total=10)
    make_amendment(line.agreement, date(2025, 3, 15), line=line, quota_total="25")
    quotas = [
        usage(line.agreement, as_of=day)[0].quota for day in (date(2025, 3, 14), date(2025, 3, 15))
    ]
    assert quotas == [10, 25]


def test_the_current_period_is_the_one_of_the_day_asked():
    line = make_line(make_agreement("in_force", **YEAR), quota_period=2, period="quarter")
    tell(line, date(2025, 5, 5))
    row = usage(line.agreement, as_of=date(2025, 5, 20))[0]
    assert (row.current.first, row.current.used) == (date(2025, 4, 1), 1)
    assert usage(line.agreement, as_of=date(2026, 5, 20))[0].current is None


@pytest.mark.parametrize(
    ("stories", "verdict"), [(3, "behind"), (4, "on_pace"), (6, "on_pace"), (7, "ahead")]
)
def test_pace_tolerates_ten_points_or_one_story(stories, verdict):
    # Half of the term is over: 73 of 146 days, 5 of 10 stories expected.
    agreement = make_agreement(
        "in_force", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 1) + 145 * DAY
    )
    line = make_line(agreement, quota_total=10)
    tell(line, *[date(2025, 1, 5)] * stories)
    found = ledger.pace(agreement, as_of=date(2025, 1, 1) + 72 * DAY)
    assert found.elapsed == 0.5
    assert found.delivered == stories / 10
    assert found.verdict == verdict


def test_pace_says_how_many_stories_a_week_finish_it():
    agreement = make_agreement(
        "in_force", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 1) + 99 * DAY
    )
    make_line(agreement, quota_total=16)
    # 35 days are left after that day: five weeks.
    found = ledger.pace(agreement, as_of=date(2025, 1, 1) + 64 * DAY)
    assert round(found.needed_per_week, 1) == 3.2


def test_a_line_per_month_is_paced_in_its_month():
    line = make_line(make_agreement("in_force", **YEAR), quota_period=10, period="month")
    tell(line, *[date(2025, 6, 3)] * 5)
    assert ledger.pace(line.agreement, as_of=date(2025, 6, 15)).verdict == "on_pace"
    assert ledger.pace(line.agreement, as_of=date(2025, 7, 15)).verdict == "behind"


@pytest.mark.parametrize(("quota", "by_period"), [("period", True), ("total", False)])
def test_pace_says_whether_it_speaks_of_the_period_or_of_the_term(quota, by_period):
    values = {"period": "month"} if by_period else {}
    line = make_line(make_agreement("in_force", **YEAR), **{f"quota_{quota}": 10}, **values)
    assert ledger.pace(line.agreement, as_of=date(2025, 6, 15)).by_period == by_period


def test_the_surplus_of_one_line_does_not_hide_what_another_lacks():
    agreement = make_agreement("in_force", **YEAR)
    rich, _poor = make_line(agreement, quota_total=2), make_line(agreement, quota_total=2)
    tell(rich, *[date(2025, 6, 3)] * 4)
    found = ledger.pace(agreement, as_of=date(2025, 12, 31))
    assert found == Pace(1, 0.5, 0, "behind")


def test_after_the_end_nothing_is_tolerated_and_nothing_is_needed():
    line = make_line(make_agreement("in_force", **YEAR), quota_total=100)
    tell(line, *[date(2025, 6, 3)] * 99)
    found = ledger.pace(line.agreement, as_of=date(2026, 1, 1))
    assert (found.verdict, found.needed_per_week) == ("behind", 0)


def test_lines_that_no_story_fulfils_have_no_pace():
    agreement = make_agreement("in_force", **YEAR)
    make_line(agreement, kind="training")
    assert ledger.pace(agreement) is None
    assert ledger.pace(make_line(make_agreement("review")).agreement) is None


@pytest.mark.parametrize("claims", [3, 300])
def test_usage_costs_three_queries_however_many_claims(claims, django_assert_num_queries):
    line = make_line(make_agreement("in_force", **YEAR), quota_period=10, period="month")
    Suspension.objects.create(
        agreement=line.agreement, from_day=date(2025, 3, 1), until_day=date(2025, 3, 9)
    )
    fill(line, claims)
    with django_assert_num_queries(3):
        rows = usage(line.agreement, as_of=date(2026, 1, 1))
        assert 0 < rows[0].used <= claims
    with django_assert_num_queries(3):
        ledger.pace(line.agreement)


def fill(line, claims):
    by, section = make_user(), make_section()
    moments = [noon(date(2025, 1, 1) + n % 365 * DAY) for n in range(claims)]
    stories = Article.objects.bulk_create(
        Article(
            headline=f"Berita {n}", slug=f"berita-{n}", summary="R", body="<p>I</p>",
            dateline="Medan", section=section, created_by=by, status="published",
            publish_at=moment, first_published_at=moment,
        )
        for n, moment in enumerate(moments)
    )  # fmt: skip
    Claim.objects.bulk_create(
        Claim(deliverable=line, article=story, entry="accept", by=by, at=story.publish_at)
        for story in stories
    )


@pytest.mark.parametrize("rows", [2, 12])
def test_a_list_with_phase_usage_and_pace_costs_the_same_for_few_and_many(
    rows, django_assert_num_queries
):
    for _n in range(rows):
        make_line(make_agreement("in_force"))
    with django_assert_num_queries(4):
        listed = list(Agreement.objects.with_phase())
        totals = usage_totals(listed)
        assert {totals[a.pk].pace.verdict for a in listed} == {"behind"}
        assert {a.phase for a in listed} == {"running"}


def act(name, story, line, *, by):
    if name == "retract":
        return workflow.retract(story, by=by, note="Keliru.", ground="error")
    if name == "reverse":
        # Whichever row stands or stood last; a second reversal must be refused.
        claim = story.claims.filter(deliverable=line, entry="accept").first()
        return claim and ledger.reverse(claim, by=by, note="Keliru.")
    if name == "decline":
        return ledger.decline(story, line, by=by, note="Tidak.")
    return getattr(ledger, name)(story, line, by=by)


class TestSums(TestCase):
    """No order of events makes what is used differ from accepted less reversed."""

    @settings(max_examples=25, deadline=None)
    @given(
        events=st.lists(
            st.tuples(
                st.sampled_from(["propose", "accept", "decline", "reverse", "retract"]),
                st.integers(0, 2),
                st.integers(0, 1),
            ),
            max_size=14,
        )
    )
    def test_used_is_accepted_less_reversed_after_any_events(self, events):
        head, agreement = make_user(is_superuser=True), make_agreement("in_force")
        lines = [make_line(agreement, shareable=n > 0) for n in range(2)]
        stories = [make_article("published") for _n in range(3)]
        for name, story, line in events:
            with suppress(ClaimNotAllowed, workflow.MoveNotAllowed):
                act(name, stories[story], lines[line], by=head)
            accepted = {item.pk: 0 for item in lines}
            for owner, entry in Claim.objects.values_list("deliverable", "entry"):
                accepted[owner] += {"accept": 1, "reverse": -1}.get(entry, 0)
            assert {row.line.pk: row.used for row in usage(agreement)} == accepted
            # One source, one line: nothing here is shareable on both sides.
            live = Claim.objects.filter(entry="accept", reversed_by__isnull=True)
            assert live.count() == live.values("article").distinct().count()

    @settings(max_examples=25, deadline=None)
    @given(
        days=st.lists(st.integers(0, 364), max_size=12),
        rule=st.sampled_from(["none", "next", "term"]),
        period=st.sampled_from(["month", "quarter", "year"]),
        as_of=st.integers(0, 400),
    )
    def test_the_periods_add_up_to_the_line_as_of_any_day(self, days, rule, period, as_of):
        line = make_line(
            make_agreement("in_force", **YEAR), quota_period=2, period=period, carry_over=rule
        )
        tell(line, *[YEAR["starts_on"] + n * DAY for n in days])
        day = YEAR["starts_on"] + as_of * DAY
        row = usage(line.agreement, as_of=day)[0]
        assert row.used == sum(p.used for p in row.periods) == sum(n <= as_of for n in days)
        if rule == "term" and row.periods:
            last = row.periods[-1]
            promised = sum(p.quota for p in row.periods)
            assert last.quota + last.carried - last.used == promised - row.used


def test_a_story_on_the_schedule_is_counted_from_its_minute():
    line = make_line()
    story = make_article("published", publish_at=timezone.now() + timedelta(minutes=5))
    make_claim(line, story)
    assert usage(line.agreement, as_of=timezone.localdate() + 9 * DAY)[0].used == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert usage(line.agreement, as_of=timezone.localdate() + 9 * DAY)[0].used == 1


def test_pace_of_nothing_is_nothing():
    assert pace_of([]) is None
