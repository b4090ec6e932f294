"""Sessions of trainings in the ledger: each rule of counting that differs from a story's."""

from datetime import datetime, time, timedelta
from itertools import permutations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.tests.factories import make_article, make_user
from partnerships import ledger, lifecycle, training
from partnerships.ledger import ClaimNotAllowed
from partnerships.models import Agreement, Claim
from partnerships.refusals import TrainingNotAllowed
from partnerships.tests.factories import (
    make_agreement,
    make_claim,
    make_held,
    make_line,
    make_participant,
    make_session,
    make_training,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def head(roles):
    return make_user("head")


@pytest.fixture
def line(db):
    """A line of two sessions."""
    return make_line(make_agreement("in_force"), kind="training", quota_total=2)


def whole(agreement, **values):
    return make_line(agreement, kind="training", measure="training", quota_total=2, **values)


def used(line, as_of=None):
    rows = ledger.usage(Agreement.objects.get(pk=line.agreement_id), as_of=as_of)
    return next(row.used for row in rows if row.line == line)


def fields_of(act, *args, **values):
    with pytest.raises(ClaimNotAllowed) as refusal:
        act(*args, **values)
    return [field for field, _sentence in refusal.value.problems]


def at(day, hour, minute=0):
    return timezone.make_aware(
        datetime.combine(day, time(hour, minute)), timezone.get_default_timezone()
    )


def session_of(line, **values):
    owner = make_training(agreement=line.agreement, sessions=[])
    return make_session(owner, present=[make_participant(owner)], **values)


def test_an_accepted_session_counts_towards_its_line(line, editor):
    session = session_of(line)
    ledger.propose(session, line, by=editor)
    assert used(line) == 0
    ledger.accept(session, line, by=editor)
    assert used(line) == 1


def test_a_session_that_is_not_over_is_refused(line, editor):
    now = timezone.now()
    session = session_of(line, starts_at=now - timedelta(hours=1), ends_at=now + DAY)
    assert fields_of(ledger.accept, session, line, by=editor) == [None]


def test_a_session_that_was_called_off_is_refused(line, editor):
    session = make_session(make_training(agreement=line.agreement, sessions=[]))
    training.cancel_session(session, by=make_user("officer"), reason="Hujan.")
    assert fields_of(ledger.accept, session, line, by=editor) == [None]


def test_a_session_at_which_nobody_was_present_is_refused(line, editor):
    session = make_session(make_training(agreement=line.agreement, sessions=[]))
    assert fields_of(ledger.accept, session, line, by=editor) == [None]


def test_a_session_of_another_agreements_training_is_refused(line, editor):
    session = session_of(make_line(kind="training"))
    assert fields_of(ledger.accept, session, line, by=editor) == ["deliverable"]


def test_a_session_under_the_umbrella_does_not_count_for_the_agreement_below(editor):
    mou = make_agreement("in_force", type="mou")
    line = make_line(make_agreement("in_force", umbrella=mou), kind="training")
    held = make_held(mou)
    assert fields_of(ledger.accept, held.sessions.get(), line, by=editor) == ["deliverable"]


def test_a_line_for_stories_takes_no_session(editor):
    line = make_line()
    assert fields_of(ledger.accept, session_of(line), line, by=editor) == ["deliverable"]


def test_a_line_for_trainings_takes_no_story(line, editor):
    story = make_article("published")
    assert fields_of(ledger.accept, story, line, by=editor) == ["story_class"]
    make_claim(line, story)
    assert used(line) == 0


def test_a_paid_line_asks_no_label_of_a_session(editor):
    line = make_line(kind="training", is_paid=True)
    ledger.accept(session_of(line), line, by=editor)
    assert used(line) == 1


@pytest.mark.parametrize(
    ("days", "counts"), [(-1, False), (0, True), (10, True), (11, False)],
    ids=["eve", "first", "last", "morrow"],
)  # fmt: skip
def test_rule_1_a_session_counts_within_the_term_both_ends_in(days, counts, editor):
    first = timezone.localdate() - 40 * DAY
    agreement = make_agreement("in_force", starts_on=first, ends_on=first + 10 * DAY)
    line = make_line(agreement, kind="training")
    session = session_of(line, starts_at=at(first + days * DAY, 9))
    if counts:
        ledger.accept(session, line, by=editor)
    else:
        assert fields_of(ledger.accept, session, line, by=editor) == ["deliverable"]
        make_claim(line, session)
    assert used(line) == counts


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (21, 59)])
def test_rule_1_the_day_of_a_session_is_the_bureaus_and_not_utcs(hour, minute, editor):
    day = timezone.localdate() - 10 * DAY
    line = make_line(make_agreement("in_force", starts_on=day, ends_on=day), kind="training")
    ledger.accept(session_of(line, starts_at=at(day, hour, minute)), line, by=editor)
    assert used(line) == 1


def test_rule_1_a_session_from_before_the_signing_does_not_count(editor):
    today = timezone.localdate()
    line = make_line(make_agreement("in_force", signed_on=today - 5 * DAY), kind="training")
    session = session_of(line, days=-6)
    assert fields_of(ledger.accept, session, line, by=editor) == ["deliverable"]


def test_rule_1_an_unsigned_agreement_takes_no_session(editor):
    line = make_line(make_agreement("signature"), kind="training")
    assert fields_of(ledger.accept, session_of(line), line, by=editor) == ["deliverable"]


def test_rule_1_a_session_of_a_suspended_day_does_not_count(line, head):
    today = timezone.localdate()
    ledger.accept(session_of(line, starts_at=at(today - 3 * DAY, 9)), line, by=head)
    lifecycle.move("suspend", line.agreement, by=head, note="Audit.", day=today - 4 * DAY)
    assert used(line) == 0
    other = session_of(line, starts_at=at(today - 2 * DAY, 9))
    assert fields_of(ledger.accept, other, line, by=head) == ["deliverable"]


def test_rule_2_a_session_counts_towards_one_line(line, editor):
    other = make_line(line.agreement, kind="training")
    session = session_of(line)
    ledger.accept(session, line, by=editor)
    assert fields_of(ledger.accept, session, other, by=editor) == ["deliverable"]


def test_rule_2_shareable_lines_share_a_session(editor):
    agreement = make_agreement("in_force")
    lines = [make_line(agreement, kind="training", shareable=True) for _ in range(2)]
    session = session_of(lines[0])
    for each in lines:
        ledger.accept(session, each, by=editor)
    assert [used(each) for each in lines] == [1, 1]


def test_rule_2_a_session_is_accepted_once_for_a_line(line, editor):
    session = session_of(line)
    ledger.accept(session, line, by=editor)
    assert fields_of(ledger.accept, session, line, by=editor) == [None]


def test_a_whole_training_counts_as_one_by_its_last_session(editor):
    line = whole(make_agreement("in_force"))
    first, last = make_held(line.agreement, sessions=2).sessions.all()
    assert fields_of(ledger.accept, first, line, by=editor) == ["deliverable"]
    ledger.accept(last, line, by=editor)
    assert used(line) == 1


def test_a_whole_training_counts_once_all_its_sessions_are_over(editor):
    line = whole(make_agreement("in_force"))
    held = make_held(line.agreement)
    later = make_session(held, days=2)
    session = held.sessions.first()
    assert fields_of(ledger.accept, session, line, by=editor) == ["deliverable"]
    training.cancel_session(later, by=make_user("officer"), reason="Batal.")
    ledger.accept(session, line, by=editor)
    assert used(line) == 1


@pytest.mark.parametrize("whole_first", [True, False])
def test_a_training_does_not_count_whole_and_by_its_sessions(whole_first, editor):
    agreement = make_agreement("in_force")
    lines = {"whole": whole(agreement), "session": make_line(agreement, kind="training")}
    first, last = make_held(agreement, sessions=2).sessions.all()
    steps = [(last, lines["whole"]), (first, lines["session"])]
    if not whole_first:
        steps.reverse()
    ledger.accept(*steps[0], by=editor)
    assert fields_of(ledger.accept, *steps[1], by=editor) == ["deliverable"]


def test_no_session_is_added_to_a_training_that_counts_whole(editor):
    line = whole(make_agreement("in_force"))
    held = make_held(line.agreement)
    ledger.accept(held.sessions.get(), line, by=editor)
    session = held.sessions.model(training=held)
    with pytest.raises(TrainingNotAllowed):
        training.check_session_edit(session, ["starts_at"])


def test_a_training_counts_once_whole_even_after_another_session_came_by_another_way(editor):
    line = whole(make_agreement("in_force"))
    held = make_held(line.agreement)
    ledger.accept(held.sessions.get(), line, by=editor)
    late = make_session(held, days=-0.5, present=held.participants.all())
    assert fields_of(ledger.accept, late, line, by=editor) == ["deliverable"]


def test_rule_5_a_reversed_session_counts_no_more_and_may_be_accepted_again(line, head):
    session = session_of(line)
    claim = ledger.accept(session, line, by=head)
    ledger.reverse(claim, by=head, note="Keliru.")
    assert used(line) == 0
    ledger.accept(session, line, by=head)
    assert used(line) == 1


def test_a_session_is_declined_with_the_reason(line, editor):
    session = session_of(line)
    ledger.propose(session, line, by=make_user("officer"))
    assert fields_of(ledger.decline, session, line, by=editor) == ["note"]
    ledger.decline(session, line, by=editor, note="Bukan lingkupnya.")
    assert ledger.standing(session) == []


def test_a_session_that_counts_is_not_called_off(line, head):
    session = session_of(line)
    claim = ledger.accept(session, line, by=head)
    session.attendance.all().delete()
    with pytest.raises(TrainingNotAllowed):
        training.cancel_session(session, by=head, reason="Batal.")
    ledger.reverse(claim, by=head, note="Keliru.")
    training.cancel_session(session, by=head, reason="Batal.")


def test_a_reporter_proposes_no_session_of_a_training_that_is_not_for_the_public(line, roles):
    session, reporter = session_of(line), make_user("reporter")
    session.training.is_public = False
    session.training.save()
    with pytest.raises(PermissionDenied):
        ledger.propose(session, line, by=reporter)


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor"])
def test_only_an_editor_or_the_head_accepts_a_session(role, line, roles):
    with pytest.raises(PermissionDenied):
        ledger.accept(session_of(line), line, by=make_user(role))


def test_rule_7_as_of_a_day_counts_what_was_held_and_accepted_by_then(line, editor):
    today = timezone.localdate()
    session = session_of(line, starts_at=at(today - 3 * DAY, 9))
    with time_machine.travel(at(today - 2 * DAY, 9)):
        ledger.accept(session, line, by=editor)
    days = [today - n * DAY for n in (3, 2, 0)]
    assert [used(line, as_of=day) for day in days] == [0, 1, 1]


def test_a_session_that_ends_at_midnight_counts_on_its_day(line, editor):
    day = timezone.localdate() - 3 * DAY
    session = session_of(line, starts_at=at(day, 22))
    make_claim(line, session, at=at(day, 23))
    assert used(line, as_of=day) == 1


def test_a_training_line_has_its_own_progress_and_leaves_the_stories_alone(line, editor):
    stories = make_line(line.agreement, quota_total=4)
    ledger.accept(make_article("published"), stories, by=editor)
    ledger.accept(session_of(line), line, by=editor)
    total = ledger.usage_totals([line.agreement])[line.agreement_id]
    assert (total.used, total.quota) == (1, 4)
    assert [(row.used, row.counted, row.takes_stories) for row in total.lines] == [
        (1, True, False), (1, True, True),
    ]  # fmt: skip


@pytest.mark.parametrize("pieces", [1, 3])
def test_stories_and_sessions_are_counted_in_three_queries(
    pieces, line, editor, django_assert_num_queries
):
    stories = make_line(line.agreement)
    for _ in range(pieces):
        make_claim(line, session_of(line))
        make_claim(stories, make_article("published"))
    with django_assert_num_queries(3):
        rows = ledger.usage(line.agreement)
    assert [row.used for row in rows] == [pieces, pieces]


class SumsTest(TestCase):
    """No order of events makes what is used differ from accepted minus reversed."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["accept", "undo"])), max_size=12))
    def test_used_is_accepted_minus_reversed(self, events):
        head = make_user("head", is_superuser=True)
        agreement = make_agreement("in_force", owner=head)
        by_session, by_whole = make_line(agreement, kind="training"), whole(agreement)
        sessions = [s for _ in range(2) for s in make_held(agreement, sessions=2).sessions.all()]
        for place, act in events:
            session = sessions[place]
            line = by_whole if place % 2 else by_session
            try:
                if act == "accept":
                    ledger.accept(session, line, by=head)
                else:
                    rows = [r for r in ledger.standing(session) if r.entry == "accept"]
                    for row in rows:
                        ledger.reverse(row, by=head, note="Keliru.")
            except ClaimNotAllowed:
                pass
        rows = Claim.objects.filter(deliverable__agreement=agreement)
        accepted = rows.filter(entry="accept").count() - rows.filter(entry="reverse").count()
        assert used(by_session) + used(by_whole) == accepted


def test_whatever_is_accepted_first_a_training_counts_one_way_only(editor):
    for order in permutations(range(3)):
        agreement = make_agreement("in_force")
        by_session, by_whole = make_line(agreement, kind="training"), whole(agreement)
        first, last = make_held(agreement, sessions=2).sessions.all()
        steps = [(first, by_session), (last, by_session), (last, by_whole)]
        for place in order:
            try:
                ledger.accept(*steps[place], by=editor)
            except ClaimNotAllowed:
                continue
        assert (used(by_session), used(by_whole)) in ((2, 0), (0, 1))
