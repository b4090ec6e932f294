"""Every move of an agreement: from where, by whom, with what, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import lifecycle
from partnerships.lifecycle import MOVES, MoveNotAllowed
from partnerships.models import (
    Activity,
    Agreement,
    Document,
    DocumentVersion,
    Evaluation,
    Party,
    Signatory,
    StateChange,
)
from partnerships.signals import agreement_moved
from partnerships.tests.factories import make_agreement, make_amendment, make_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TABLE = {
    ("exploring", "offered"): "officer",
    ("offered", "drafting"): "officer",
    ("drafting", "review"): "officer",
    ("review", "drafting"): "head",
    ("review", "signature"): "head",
    ("signature", "in_force"): "head",
    ("in_force", "suspended"): "head",
    ("suspended", "in_force"): "head",
    ("in_force", "terminated"): "head",
    ("suspended", "terminated"): "head",
    ("in_force", "completed"): "head",
    ("exploring", "cancelled"): "head",
    ("offered", "cancelled"): "head",
    ("drafting", "cancelled"): "head",
    ("review", "cancelled"): "head",
    ("signature", "cancelled"): "head",
    ("cancelled", "exploring"): "head",
}
ENDED = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.fixture
def officer(roles):
    return make_user("officer")


@pytest.fixture
def head(roles):
    return make_user("head")


def add_paper(agreement, kind):
    paper = Document.objects.create(agreement=agreement, kind=kind, title=kind)
    DocumentVersion.objects.create(
        document=paper, number=1, file="agreements/x", name="x.pdf", sha256="0" * 64, size=1,
        by=agreement.owner,
    )  # fmt: skip


def whole(state, **values):
    """An agreement with everything that any move from its state asks for."""
    agreement = make_agreement(state, **values)
    partner = agreement.parties.last().organization
    Activity.objects.create(
        organization=partner, agreement=agreement, kind="visit", summary="Kunjungan.",
        owner=agreement.owner,
    )  # fmt: skip
    make_line(agreement)
    for kind in ("offer", "draft", "scan", "report"):
        add_paper(agreement, kind)
    for party in agreement.parties.all():
        party.number, party.signed_on = party.number or "1/PKS", timezone.localdate()
        party.save()
        Signatory.objects.get_or_create(party=party, defaults={"name": "A", "title": "Kepala"})
    if state == "signature":
        Agreement.objects.filter(pk=agreement.pk).update(signed_on=timezone.localdate())
    if state == "suspended":
        agreement.suspensions.create(from_day=timezone.localdate() - 10 * DAY)
    Evaluation.objects.create(
        agreement=agreement, from_day=agreement.starts_on, until_day=agreement.ends_on,
        text="Baik.", by=agreement.owner,
    )  # fmt: skip
    agreement.refresh_from_db()
    return agreement


def problems_of(name, agreement, by, **values):
    with pytest.raises(MoveNotAllowed) as refusal:
        lifecycle.move(name, agreement, by=by, **values)
    return refusal.value.problems


def test_the_table_of_moves_is_the_one_of_the_design():
    found = {}
    for move in MOVES.values():
        role = "officer" if move.permission == lifecycle.OFFICER else "head"
        found |= {(str(state), str(move.to)): role for state in move.from_states}
    assert found == TABLE


CASES = [(name, state) for name, move in MOVES.items() for state in map(str, move.from_states)]


@pytest.mark.parametrize(("name", "state"), CASES)
def test_a_whole_agreement_makes_the_move(name, state, head):
    agreement = whole(state, **(ENDED if name == "complete" else {}))
    moved = lifecycle.move(name, agreement, by=head, note="Alasannya.")
    assert moved.state == MOVES[name].to
    row = StateChange.objects.get(agreement=agreement)
    assert (row.move, row.from_state, row.to_state) == (name, state, MOVES[name].to)
    assert (row.note, row.by) == ("Alasannya.", head)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.version) == (MOVES[name].to, 1)


@pytest.mark.parametrize("name", MOVES)
def test_no_move_starts_from_a_state_that_the_table_does_not_name(name, head):
    for state in set(Agreement.State.values) - {str(s) for s in MOVES[name].from_states}:
        agreement = whole(state)
        assert [field for field, _s in problems_of(name, agreement, head, note="X")] == [None]


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("role", ["reporter", "editor", "officer", "head", "auditor"])
def test_only_the_role_of_the_table_makes_the_move(name, role, roles):
    state = MOVES[name].from_states[0]
    agreement = whole(state, **(ENDED if name == "complete" else {}))
    person = make_user(role)
    allowed = role == "head" or (role == "officer" and TABLE[state, MOVES[name].to] == "officer")
    assert lifecycle.may(person, name, agreement) is allowed
    if allowed:
        lifecycle.move(name, agreement, by=person, note="Alasan.")
    else:
        with pytest.raises(PermissionDenied):
            lifecycle.move(name, agreement, by=person, note="Alasan.")
    assert StateChange.objects.exists() is allowed


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if move.needs_note])
def test_a_move_that_needs_a_reason_is_refused_without_one(name, head):
    agreement = whole(MOVES[name].from_states[0])
    assert problems_of(name, agreement, head, note="  ")[0][0] == "note"


def empty(state, **values):
    agreement = make_agreement(state, **values)
    Party.objects.filter(agreement=agreement).delete()
    return agreement


@pytest.mark.parametrize(
    ("name", "values", "fields"),
    [
        ("offer", {"scope": " "}, ["parties", "scope", "activities"]),
        ("draft", {"type": ""}, ["documents", "type"]),
        (
            "review",
            {"starts_on": None, "ends_on": None},
            ["documents", "starts_on", "ends_on", "deliverables"],
        ),
        ("approve", {"dprd_consent": "needed"}, ["dprd_consent"]),
        (
            "confirm",
            {"starts_on": None, "ends_on": None, "dprd_consent": "needed"},
            ["starts_on", "ends_on", "deliverables", "dprd_consent", "parties", "signed_on",
             "documents"],
        ),
        ("complete", {}, ["ends_on", "documents", "evaluations"]),
    ],
)  # fmt: skip
def test_a_refusal_names_all_that_is_missing(name, values, fields, head):
    agreement = empty(MOVES[name].from_states[0], **values)
    assert [field for field, _s in problems_of(name, agreement, head)] == fields
    assert [field for field, _s in lifecycle.missing_for(name, agreement)] == fields


def test_the_confirmation_names_each_party_that_lacks_something(head):
    agreement = whole("signature")
    party = agreement.parties.last()
    party.number, party.signed_on = "", None
    party.save()
    party.signatories.all().delete()
    sentences = [str(sentence) for _field, sentence in problems_of("confirm", agreement, head)]
    assert len(sentences) == 3
    assert all(str(party.organization) in sentence for sentence in sentences)


def test_a_paper_without_a_file_is_no_paper(officer):
    agreement = make_agreement("offered")
    Document.objects.create(agreement=agreement, kind="offer", title="Penawaran")
    assert [field for field, _s in problems_of("draft", agreement, officer)] == ["documents"]


def test_an_agreement_is_not_confirmed_before_the_day_of_its_signing(head):
    agreement = whole("signature")
    Agreement.objects.filter(pk=agreement.pk).update(signed_on=timezone.localdate() + DAY)
    assert [field for field, _s in problems_of("confirm", agreement, head)] == ["signed_on"]


def test_a_stale_copy_moves_the_row_as_it_is_now(officer):
    agreement = whole("exploring")
    lifecycle.move("offer", agreement, by=officer)
    assert agreement.state == "exploring"
    assert problems_of("offer", agreement, officer)[0][0] is None


def test_a_refused_move_leaves_nothing_behind(head):
    agreement = whole("in_force")
    problems_of("suspend", agreement, head, note="")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.version) == ("in_force", 0)
    assert not StateChange.objects.exists()
    assert not agreement.suspensions.exists()


def test_the_signal_comes_after_the_commit(officer, django_capture_on_commit_callbacks):
    told = []

    def receiver(sender, **kwargs):
        told.append((kwargs["move"], kwargs["from_state"], kwargs["to_state"], kwargs["by"]))

    agreement_moved.connect(receiver)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            lifecycle.move("offer", whole("exploring"), by=officer)
            assert told == []
    finally:
        agreement_moved.disconnect(receiver)
    assert told == [("offer", "exploring", "offered", officer)]


def test_the_days_from_suspending_to_the_eve_of_resuming_are_suspended(head):
    agreement, today = whole("in_force"), timezone.localdate()
    lifecycle.move("suspend", agreement, by=head, note="Audit.", day=today - 5 * DAY)
    lifecycle.move("resume", agreement, by=head, note="Selesai.", day=today)
    rows = list(agreement.suspensions.values_list("from_day", "until_day"))
    assert rows == [(today - 5 * DAY, today - DAY)]


def test_suspended_and_resumed_on_one_day_loses_no_day(head):
    agreement = whole("in_force")
    lifecycle.move("suspend", agreement, by=head, note="Keliru.")
    lifecycle.move("resume", agreement, by=head, note="Keliru.")
    assert not agreement.suspensions.exists()


def test_it_is_not_resumed_before_it_was_suspended(head):
    agreement = whole("suspended")
    early = timezone.localdate() - 11 * DAY
    assert problems_of("resume", agreement, head, note="X", day=early)[0][0] == "day"


def test_suspensions_do_not_overlap(head):
    agreement, today = whole("in_force"), timezone.localdate()
    agreement.suspensions.create(from_day=today - 5 * DAY, until_day=today - DAY)
    late = {"note": "X", "day": today - DAY}
    assert problems_of("suspend", agreement, head, **late)[0][0] == "day"
    lifecycle.move("suspend", agreement, by=head, note="X", day=today)


def test_terminating_a_suspended_agreement_closes_its_suspension(head):
    agreement, today = whole("suspended"), timezone.localdate()
    moved = lifecycle.move("terminate", agreement, by=head, note="Wanprestasi.", day=today)
    assert moved.terminated_on == today
    assert list(agreement.suspensions.values_list("until_day", flat=True)) == [today - DAY]


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 1, 1)])
def test_it_is_terminated_between_its_signing_and_its_end(day, head):
    agreement = whole("in_force", **ENDED)
    assert problems_of("terminate", agreement, head, note="X", day=day)[0][0] == "day"


def test_an_agreement_is_completed_after_its_last_day_and_not_on_it(head):
    agreement = whole("in_force", **ENDED)
    last = ENDED["ends_on"]
    assert [f for f, _s in problems_of("complete", agreement, head, day=last)] == ["ends_on"]
    assert lifecycle.move("complete", agreement, by=head, day=last + DAY).state == "completed"


def test_an_amended_end_decides_when_it_can_be_completed(head):
    agreement = whole("in_force", **ENDED)
    make_amendment(agreement, date(2025, 6, 1), ends_on="2026-03-31")
    fields = [f for f, _s in problems_of("complete", agreement, head, day=date(2026, 1, 10))]
    assert fields == ["ends_on"]


def test_an_umbrella_is_an_mou(officer):
    above = make_agreement("in_force", type="pks")
    agreement = whole("drafting", umbrella=above)
    assert [field for field, _s in problems_of("review", agreement, officer)] == ["umbrella"]
    with pytest.raises(ValidationError) as refusal:
        agreement.clean()
    assert list(refusal.value.message_dict) == ["umbrella"]


@pytest.mark.parametrize(("state", "allowed"), [("signature", False), ("in_force", True)])
def test_a_pks_comes_into_force_under_a_signed_mou_only(state, allowed, head):
    agreement = whole("signature", umbrella=make_agreement(state, type="mou"))
    if allowed:
        assert lifecycle.move("confirm", agreement, by=head).state == "in_force"
    else:
        assert [field for field, _s in problems_of("confirm", agreement, head)] == ["umbrella"]


def test_renewals_make_no_ring():
    first = make_agreement("in_force")
    second = make_agreement(renews=first)
    first.renews = second
    with pytest.raises(ValidationError) as refusal:
        first.clean()
    assert list(refusal.value.message_dict) == ["renews"]


def test_signed_terms_are_locked_and_the_rest_is_not(head):
    agreement = make_agreement("in_force")
    with pytest.raises(MoveNotAllowed) as refusal:
        lifecycle.check_edit(agreement, ["ends_on", "is_public", "value"])
    assert [field for field, _s in refusal.value.problems] == ["ends_on", "value"]
    lifecycle.check_edit(agreement, ["is_public", "owner"])
    lifecycle.check_edit(make_agreement("review"), ["ends_on"])


@pytest.mark.parametrize("state", Agreement.State.values)
def test_officers_work_on_it_until_the_signature_and_the_head_until_it_is_cancelled(
    state, officer, head
):
    agreement = make_agreement(state)
    assert lifecycle.can_edit(head, agreement) is (state != "cancelled")
    assert lifecycle.can_edit(officer, agreement) is (
        state in ("exploring", "offered", "drafting", "review")
    )


def test_the_next_move_carries_on_and_ends_at_an_end():
    onward = {state: lifecycle.next_move(make_agreement(state)) for state in Agreement.State.values}
    assert {state: move and move.name for state, move in onward.items()} == {
        "exploring": "offer", "offered": "draft", "drafting": "review", "review": "approve",
        "signature": "confirm", "in_force": "complete", "suspended": None, "terminated": None,
        "completed": None, "cancelled": None,
    }  # fmt: skip
