"""Which lines are suggested for a story, in which order, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.tests.factories import make_article, make_region, make_user
from partnerships.ledger import accept, candidates
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def batu_bara():
    """Its region, its government, and an office of it under its usual short name."""
    region = make_region(name="Batu Bara", aliases=["Batubara"])
    government = make_organization(
        name="Pemerintah Kabupaten Batu Bara", short_name="Pemkab Batu Bara", region=region
    )
    office = make_organization(
        "opd", name="Dinas Komunikasi dan Informatika Batu Bara", aliases=["Diskominfo"],
        parent=government,
    )  # fmt: skip
    return region, government, office


def lines_of(story, **values):
    return [candidate.deliverable for candidate in candidates(story, **values)]


def test_the_offices_own_line_comes_before_its_governments(batu_bara):
    region, government, office = batu_bara
    agreement = make_agreement("in_force", partner=government)
    general, own = make_line(agreement), make_line(agreement, organization=office)
    story = make_article(headline="Diskominfo latih warga menulis", regions=[region])
    assert lines_of(story) == [own, general]
    reasons = [candidate.reasons[0] for candidate in candidates(story)]
    assert all(str(office) in sentence for sentence in reasons)


def test_a_story_of_the_government_alone_goes_to_its_general_line_first(batu_bara):
    _region, government, office = batu_bara
    agreement = make_agreement("in_force", partner=government)
    own, general = make_line(agreement, organization=office), make_line(agreement)
    assert lines_of(make_article(headline="Pemkab Batu Bara bangun jalan")) == [general, own]


def test_the_short_name_of_an_office_means_the_one_of_the_storys_region(batu_bara):
    _region, government, office = batu_bara
    line = make_line(make_agreement("in_force", partner=government), organization=office)
    there = make_article(headline="Diskominfo buka kelas", body="<p>Di Batubara.</p>")
    elsewhere = make_article(headline="Diskominfo Medan buka kelas")
    assert str(office) in candidates(there)[0].reasons[0]
    assert not any(str(office) in sentence for sentence in candidates(elsewhere)[0].reasons)
    assert candidates(elsewhere)[0].deliverable == line


def test_a_name_is_whole_words_and_knows_its_other_spellings():
    partner = make_organization(name="Perusahaan Satu", aliases=["PLN"])
    make_line(make_agreement("in_force", partner=partner))
    (plain,) = candidates(make_article(headline="Warga Plntung berpesta"))
    (named,) = candidates(make_article(headline="Listrik pln menyala"))
    assert str(partner) not in " ".join(plain.reasons)
    assert str(partner) in named.reasons[0]


def test_what_the_story_is_about_comes_before_what_it_is_not(batu_bara):
    region, government, _office = batu_bara
    other = make_line(make_agreement("in_force", ends_on=timezone.localdate() + DAY))
    line = make_line(make_agreement("in_force", partner=government))
    assert lines_of(make_article(regions=[region])) == [line, other]


def test_among_equals_the_most_behind_comes_first():
    ends = timezone.localdate() + 265 * DAY
    ahead = make_line(make_agreement("in_force", ends_on=ends))
    behind = make_line(make_agreement("in_force", ends_on=ends))
    make_claim(ahead, make_article("published"))
    assert lines_of(make_article()) == [behind, ahead]
    make_claim(behind, make_article("published"))
    make_claim(behind, make_article("published"))
    assert lines_of(make_article()) == [ahead, behind]


def test_among_those_the_earliest_expiry_comes_first():
    today = timezone.localdate()
    terms = {"starts_on": today, "signed_on": today}
    # Both have just begun and lack nothing yet in proportion; delivery is the same.
    late = make_line(make_agreement("in_force", ends_on=today + 99 * DAY, **terms))
    soon = make_line(make_agreement("in_force", ends_on=today + 49 * DAY, **terms))
    make_amendment(late.agreement, today, ends_on=str(today + 49 * DAY))
    first = make_line(make_agreement("in_force", ends_on=today + 48 * DAY, **terms))
    assert lines_of(make_article()) == [first, late, soon]


@pytest.mark.parametrize("state", ["signature", "suspended", "terminated", "cancelled"])
def test_only_agreements_that_run_are_suggested(state):
    agreement = make_agreement(state)
    if state == "suspended":
        agreement.suspensions.create(from_day=timezone.localdate() - DAY)
    make_line(agreement)
    today = timezone.localdate()
    make_line(make_agreement("in_force", ends_on=today - DAY))
    make_line(make_agreement("in_force", starts_on=today + DAY))
    assert candidates(make_article()) == []


def test_an_older_story_is_offered_what_ran_on_the_day_of_its_publication():
    ended = make_line(make_agreement("in_force", ends_on=timezone.localdate() - 5 * DAY))
    old = make_article("published", publish_at=timezone.now() - 9 * DAY)
    assert lines_of(old) == [ended]
    assert lines_of(make_article("published")) == []


def test_as_of_another_day_other_agreements_run():
    today = timezone.localdate()
    line = make_line(make_agreement("in_force", ends_on=today - DAY))
    assert lines_of(make_article(), day=today - DAY) == [line]


def test_lines_that_no_story_fulfils_are_not_suggested():
    agreement = make_agreement("in_force")
    for kind in ("video", "training", "photo", "advertorial"):
        make_line(agreement, kind=kind)
    assert candidates(make_article()) == []


def test_before_publication_a_fitting_partners_advertorial_line_says_what_it_needs(batu_bara):
    region, government, _office = batu_bara
    line = make_line(
        make_agreement("in_force", partner=government), kind="advertorial", is_paid=True
    )
    (found,) = candidates(make_article("submitted", regions=[region]))
    assert (found.deliverable, len(found.problems)) == (line, 2)
    assert candidates(make_article("published", regions=[region])) == []


def test_what_stands_already_is_marked_and_blocks_the_others(roles):
    one, other, story = make_line(), make_line(), make_article("published")
    accept(story, one, by=make_user("editor"))
    found = {candidate.deliverable: candidate for candidate in candidates(story)}
    assert (found[one].entry, found[one].problems) == ("accept", [])
    assert len(found[other].problems) == 1


def test_a_reporter_is_not_told_of_agreements_that_are_not_public(roles):
    make_line(make_agreement("in_force", is_public=False))
    shown = make_line()
    story = make_article()
    assert lines_of(story, user=make_user("reporter")) == [shown]
    assert len(lines_of(story, user=make_user("officer"))) == 2


@pytest.mark.parametrize("agreements", [1, 12])
def test_suggestions_cost_the_same_for_one_and_for_twelve(
    agreements, batu_bara, django_assert_num_queries
):
    region, government, office = batu_bara
    for _n in range(agreements):
        agreement = make_agreement("in_force", partner=make_organization("opd", parent=government))
        make_line(agreement, organization=office)
        make_line(agreement, kind="photo")
    story = make_article(regions=[region])
    story.refresh_from_db()
    with django_assert_num_queries(11):
        candidates(story)
