"""Which lines are suggested for the sessions of an agreement's trainings."""

import pytest

from articles.tests.factories import make_user
from partnerships import ledger
from partnerships.session_candidates import open_sessions, session_candidates
from partnerships.tests.factories import (
    make_agreement,
    make_held,
    make_line,
    make_participant,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(db):
    return make_agreement("in_force")


def session_line(agreement, **values):
    return make_line(agreement, kind="training", **values)


def whole_line(agreement):
    return make_line(agreement, kind="training", measure="training")


def lines_of(session, **values):
    return [each.deliverable for each in session_candidates(session, **values)]


def test_lines_for_trainings_of_the_own_agreement_are_suggested(agreement):
    line = session_line(agreement)
    make_line(agreement)
    session_line(make_agreement("in_force"))
    session = make_held(agreement).sessions.get()
    (found,) = session_candidates(session)
    assert (found.deliverable, found.problems, found.entry) == (line, [], "")


def test_a_session_of_no_agreement_fits_no_line():
    assert session_candidates(make_held().sessions.get()) == []


def test_a_line_for_whole_trainings_is_suggested_for_the_last_session_alone(agreement):
    line = whole_line(agreement)
    first, last = make_held(agreement, sessions=2).sessions.all()
    assert (lines_of(first), lines_of(last)) == ([], [line])


@pytest.mark.parametrize("missing", ["people", "signature", "day"])
def test_what_accepting_would_refuse_is_said_before(missing, agreement, roles):
    if missing == "signature":
        agreement = make_agreement("review")
    line = session_line(agreement)
    held = make_held(agreement, people=0 if missing == "people" else 1)
    session = held.sessions.get()
    if missing == "day":
        agreement.suspensions.create(from_day=agreement.starts_on)
    (found,) = session_candidates(session)
    with pytest.raises(ledger.ClaimNotAllowed) as refusal:
        ledger.accept(session, line, by=make_user("head"))
    assert found.problems == [sentence for _field, sentence in refusal.value.problems]
    assert len(found.problems) == 1


def test_a_line_of_a_session_that_counts_elsewhere_comes_last_and_says_so(agreement, roles):
    session = make_held(agreement).sessions.get()
    first, second = session_line(agreement), session_line(agreement)
    ledger.accept(session, first, by=make_user("head"))
    taken, refused = session_candidates(session)
    assert (taken.deliverable, taken.entry, taken.problems) == (first, "accept", [])
    assert (refused.deliverable, len(refused.problems)) == (second, 1)


def test_nothing_is_suggested_to_who_may_not_know_of_the_agreement(roles):
    agreement = make_agreement("in_force", is_public=False)
    session_line(agreement)
    session = make_held(agreement).sessions.get()
    assert lines_of(session, user=make_user("reporter")) == []
    assert lines_of(session, user=make_user("officer"))


def test_open_are_the_sessions_that_are_over_and_count_nowhere_yet(agreement, roles):
    line, head = session_line(agreement, quota_total=9), make_user("head")
    counted, proposed, fresh = make_held(agreement, sessions=3).sessions.all()
    ledger.accept(counted, line, by=head)
    ledger.propose(proposed, line, by=head)
    make_session(fresh.training, days=2)
    found = open_sessions(agreement)
    assert [row.session for row in found] == [proposed, fresh]
    assert [row.candidates[0].entry for row in found] == ["propose", ""]
    assert [row.present for row in found] == [1, 1]


def test_a_reversed_session_is_open_again(agreement, roles):
    head = make_user("head")
    session = make_held(agreement).sessions.get()
    claim = ledger.accept(session, session_line(agreement), by=head)
    assert open_sessions(agreement) == []
    ledger.reverse(claim, by=head, note="Keliru.")
    assert [row.session for row in open_sessions(agreement)] == [session]


@pytest.mark.parametrize("size", [1, 3])
def test_open_sessions_cost_the_same_for_one_and_for_three(
    size, agreement, django_assert_num_queries
):
    for _ in range(size):
        session_line(agreement)
        held = make_held(agreement, people=size, sessions=size)
        make_participant(held)
    with django_assert_num_queries(8):
        assert len(open_sessions(agreement)) == size * size
