"""The drawings of states, terms, days and months: shapes, words and table say the same."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from partnerships.drawings import (
    Bar,
    DayCount,
    MonthProgress,
    RegionTile,
    Term,
    burn_down,
    days,
    pipeline,
    progress_months,
    regions,
    terms,
)
from partnerships.drawings.calendar import SHOWN
from partnerships.drawings.figure import cut, scale
from partnerships.tests.drawn import drawn, links, markup, misplaced, table, text_of, with_class

DAY = timedelta(days=1)
TODAY = date(2026, 12, 1)  # a Tuesday
ATTACK = "\"><script>alert(1)</script><a href='javascript:alert(2)'>{{ 7|add:7 }} \u202e&amp;"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def term(title="Satu", first=TODAY, last=TODAY + 30 * DAY, url="/a/1", state="in_force"):
    return Term(title, url, first, last, state, state.replace("_", " "))


# What every drawing keeps.


def every_drawing(words, number=3, url="/list/?a=1&b=2"):
    """One of each kind, `words` wherever somebody's words can get to."""
    return [
        pipeline([Bar(words, number, url, words, words)]),
        terms([Term(words, url, TODAY, TODAY + DAY, words, words)], first=TODAY, today=TODAY),
        days([DayCount(TODAY, number, url)], today=TODAY),
        regions([RegionTile("medan", words, number, url, 2, words)], title=words),
        burn_down(
            title=words, starts_on=TODAY, ends_on=TODAY + 9 * DAY, quota=9,
            deliveries=[(TODAY, number)], today=TODAY + DAY,
        ),
        progress_months([MonthProgress(TODAY, 4, number, url)], title=words),
    ]  # fmt: skip


@pytest.mark.parametrize("thing", every_drawing(ATTACK), ids=lambda thing: thing.kind)
def test_what_somebody_typed_comes_out_as_text(thing):
    tree = drawn(thing)
    assert not list(tree.iter("script"))
    assert {each.get("href") for each in tree.iter("a")} <= {"/list/?a=1&b=2"}
    if thing.kind != "days":  # it prints nobody's words
        assert "<script>alert(1)</script>" in "".join(tree.itertext())
        assert "{{ 7|add:7 }}" in "".join(tree.itertext())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//", ""])
def test_only_an_address_of_a_page_becomes_a_link(url):
    for thing in every_drawing("Kata", url=url if url != "//" else "vbscript:x"):
        assert not list(drawn(thing).iter("a"))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("number", [0, 1, 3, 9_876_543_210])
def test_every_place_and_length_is_one_that_a_browser_draws(language, number):
    with translation.override(language):
        for thing in every_drawing("Kata", number):
            assert misplaced(drawn(thing)) == [], thing.kind


@pytest.mark.parametrize("thing", every_drawing("Kata"), ids=lambda thing: thing.kind)
def test_a_drawing_has_a_name_a_description_and_no_inline_style(thing):
    tree = drawn(thing)
    picture = tree.find("svg")
    assert picture.find("title").text == picture.get("aria-label") == thing.title
    assert picture.find("desc").text == thing.reading
    assert picture.get("role") == ("group" if list(picture.iter("a")) else "img")
    assert not [each for each in tree.iter() if each.get("style") or each.get("onclick")]


@pytest.mark.parametrize("thing", every_drawing("Kata"), ids=lambda thing: thing.kind)
def test_the_table_leads_wherever_the_picture_leads(thing):
    tree = drawn(thing)
    assert set(table(tree)[1].values()) == set(links(tree))


@pytest.mark.parametrize(
    "thing",
    [
        pipeline([]), terms([], first=TODAY, today=TODAY), days([], today=TODAY),
        progress_months([]),
    ],
    ids=lambda thing: thing.kind,
)  # fmt: skip
def test_nothing_to_draw_is_said_in_words(thing):
    tree = drawn(thing)
    assert tree.find("svg") is None
    assert text_of(with_class(tree, "drawing__summary")[0])


def test_the_title_can_be_left_to_the_page():
    assert "drawing__title" in markup(pipeline([]))
    assert "drawing__title" not in markup(pipeline([]), heading=False)


# States.


def test_bars_are_as_long_as_their_numbers_and_say_them():
    rows = [Bar("drafting", 1000, "/d", "12 days", "drafting"), Bar("in force", 4000, "/f"),
            Bar("cancelled", 0, "/c")]  # fmt: skip
    tree = drawn(pipeline(rows))
    assert [bar.get("width") for bar in with_class(tree, "drawing__bar")] == ["25%", "100%", "0%"]
    assert links(tree) == {
        "/d": "drafting: 1,000 (12 days)", "/f": "in force: 4,000", "/c": "cancelled: 0",
    }  # fmt: skip
    assert table(tree)[0] == [
        ["drafting", "1,000", "12 days"], ["in force", "4,000", ""], ["cancelled", "0", ""],
    ]  # fmt: skip
    assert "drawing__state--drafting" in with_class(tree, "drawing__bar")[0].get("class")


def test_notes_stand_below_where_a_phone_has_no_room_beside():
    short, long = Bar("in force", 31, "/f", "12 days"), Bar("in force", 31, "/f", "12 days " * 5)
    assert not pipeline([short]).picture.notes_below
    assert pipeline([short, long]).picture.notes_below


def test_a_line_is_cut_for_a_phone_and_again_for_a_wide_screen():
    words = cut("abcdef ghijkl mnopqr", 8, 14)
    assert (words.begin, words.rest, words.is_cut) == ("abcdef", " ghijkl…", True)
    assert cut("short", 8, 14).begin == "short"


# Terms.


def test_terms_are_sorted_by_their_last_day_and_those_outside_are_only_counted():
    rows = [
        term("later", last=TODAY + 90 * DAY, url="/2"),
        term("sooner", last=TODAY + 9 * DAY, url="/1"),
        term("over", TODAY - 90 * DAY, TODAY - 60 * DAY),
        term("to come", date(2028, 1, 1), date(2028, 2, 1)),
    ]
    tree = drawn(terms(rows, first=TODAY, today=TODAY))
    assert list(links(tree)) == ["/1", "/2"]
    assert [row[0] for row in table(tree)[0]] == ["sooner", "later"]
    assert text_of(with_class(tree, "drawing__more")[0]) == "2 lie outside of these months."


def test_bars_are_cut_to_the_months_and_marked_where_they_go_on():
    inside = term(first=date(2027, 1, 1), last=date(2027, 12, 31))
    beyond = term(first=date(2026, 6, 1), last=date(2028, 1, 1))
    tree = drawn(terms([inside, beyond], first=date(2027, 1, 1), today=TODAY))
    bars = with_class(tree, "drawing__term")
    assert [(bar.get("x"), bar.get("width")) for bar in bars] == [("0%", "100%")] * 2
    assert len(with_class(tree, "drawing__arrow")) == 2
    assert links(tree) == {"/a/1": "Satu: in force, 1 Jun 2026 to 1 Jan 2028"}
    assert table(tree)[0][1][2:] == ["1 Jun 2026", "1 Jan 2028"]


def test_a_term_begins_with_its_first_day_and_ends_after_its_last():
    tree = drawn(
        terms([term(first=date(2027, 1, 1), last=date(2027, 3, 14))], first=date(2027, 1, 1),
              today=TODAY)
    )  # fmt: skip
    (bar,) = with_class(tree, "drawing__term")
    assert (bar.get("x"), bar.get("width")) == ("0%", "20%")  # 73 of 365 days


def test_twelve_months_have_indonesian_names_and_the_year_where_it_changes():
    with translation.override("id"):
        months = terms([term()], first=TODAY, today=TODAY).picture.months
    assert [month.name for month in months] == [
        "Des", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov",
    ]  # fmt: skip
    assert [month.year for month in months] == ["2026", "2027", *[""] * 10]


def test_today_is_marked_only_where_it_lies_in_these_months():
    assert terms([term()], first=TODAY, today=TODAY).picture.today == "0%"
    late = terms([term()], first=TODAY, today=date(2028, 1, 1))
    assert late.picture.today == ""
    assert not late.legend


def test_the_state_is_a_word_beside_its_colour():
    tree = drawn(terms([term(state="signature")], first=TODAY, today=TODAY))
    (bar,) = with_class(tree, "drawing__term")
    assert "drawing__state--signature" in bar.get("class")
    assert [text_of(each) for each in with_class(tree, "drawing__word")] == ["signature"]


def test_hundreds_of_terms_are_bounded_and_the_rest_is_counted():
    rows = [term(f"T{n}", last=TODAY + n * DAY, url=f"/{n}") for n in range(300)]
    tree = drawn(terms(rows, first=TODAY, today=TODAY))
    assert len(links(tree)) == len(table(tree)[0]) == SHOWN
    assert text_of(with_class(tree, "drawing__more")[0]) == "260 more are not drawn."


@pytest.mark.parametrize(
    ("first", "last"),
    [(TODAY, TODAY), (date(2027, 11, 30),) * 2, (TODAY + 9 * DAY, TODAY), (None, TODAY)],
)
def test_a_term_of_one_day_the_wrong_way_round_or_without_dates_breaks_nothing(first, last):
    assert (
        misplaced_of(terms([term(first=first, last=last), term()], first=TODAY, today=TODAY)) == []
    )


def misplaced_of(thing):
    return misplaced(drawn(thing))


# Days.


def counts(*numbers, last=TODAY):
    """DayCounts that end with `last`."""
    first = last - (len(numbers) - 1) * DAY
    return [DayCount(first + n * DAY, number, f"/{n}") for n, number in enumerate(numbers)]


def test_each_day_is_a_bar_a_link_and_a_row_those_with_nothing_too():
    tree = drawn(days(counts(4, 0, 8, 2), today=TODAY))
    bars = with_class(tree, "drawing__bar")
    assert [bar.get("height") for bar in bars] == ["80", "2", "160", "40"]
    assert list(links(tree)) == ["/0", "/1", "/2", "/3"]
    assert [row[1] for row in table(tree)[0]] == ["2", "8", "0", "4"]
    assert links(tree)["/2"] == "Monday, 30 November 2026: 8 stories"


def test_today_is_hollow_and_no_part_of_the_mean():
    tree = drawn(days(counts(4, 0, 8, 1000), today=TODAY))
    assert len(with_class(tree, "drawing__bar--today")) == 1
    assert links(tree)["/3"] == "Tuesday, 1 December 2026 (until now): 1,000 stories"
    assert "mean: 4 a day" in "".join(tree.itertext())


def test_the_highest_day_is_labelled():
    assert days(counts(4, 0, 8, 2), today=TODAY).picture.most == "most: 8"
    assert days(counts(0, 0), today=TODAY).picture.most == ""


def test_weekends_are_marked():
    tree = drawn(days(counts(*[1] * 14), today=TODAY))
    marked = with_class(tree, "drawing__hit--weekend")
    assert len(marked) == 4
    assert "Saturday and Sunday" in "".join(tree.itertext())


def test_days_without_a_row_are_drawn_as_nought():
    rows = [DayCount(TODAY - 3 * DAY, 5, "/a"), DayCount(TODAY, 2, "/b")]
    assert [row[1] for row in table(drawn(days(rows, today=TODAY)))[0]] == ["2", "0", "0", "5"]


@pytest.mark.parametrize("numbers", [[0], [7], [0] * 60, list(range(400)), [9_876_543_210] * 3])
def test_any_number_of_days_and_stories_stays_in_the_drawing(numbers):
    assert misplaced_of(days(counts(*numbers), today=TODAY)) == []


# Months.


def test_months_say_what_was_due_and_what_came():
    rows = [
        MonthProgress(date(2026, 11, 1), 4, 4, "/n"), MonthProgress(date(2026, 10, 1), 4, 1, "/o"),
        MonthProgress(date(2026, 12, 1), 0, 0),
    ]  # fmt: skip
    tree = drawn(progress_months(rows))
    assert links(tree) == {"/o": "October 2026: 1 of 4", "/n": "November 2026: 4 of 4"}
    assert table(tree)[0] == [
        ["October 2026", "4", "1"], ["November 2026", "4", "4"], ["December 2026", "0", "0"],
    ]  # fmt: skip
    bars = with_class(tree, "drawing__met") + with_class(tree, "drawing__unmet")
    assert [bar.get("height") for bar in bars if bar.tag == "rect"] == ["88", "1", "22"]
    assert len([line for line in with_class(tree, "drawing__due") if line.tag == "line"]) == 2


def test_many_months_are_cut_to_the_newest_and_the_table_has_all():
    rows = [MonthProgress(date(2020 + n // 12, n % 12 + 1, 1), n, n, f"/{n}") for n in range(90)]
    thing = progress_months(rows)
    assert len(thing.picture.columns) == 60
    assert len(thing.table.rows) == 90
    assert misplaced_of(thing) == []


@pytest.mark.parametrize(
    ("top", "expected"),
    [(0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (96, [0, 50, 100]), (12, [0, 5, 10, 15])],
)
def test_scales_are_round_numbers_up_to_the_highest(top, expected):
    assert scale(top) == expected


@pytest.mark.parametrize("top", [7, 999, 10**10, 0.4, 123.4])
def test_a_scale_holds_what_it_is_for_in_a_few_steps(top):
    levels = scale(top)
    assert levels[-1] >= top
    assert 2 <= len(levels) <= 6
