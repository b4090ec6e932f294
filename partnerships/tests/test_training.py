"""What may be done to a training: sessions, people, attendance, scores."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import certificates, documents, ledger, people, training
from partnerships.models import Attendance, Participant
from partnerships.refusals import RowsNotAllowed, TrainingNotAllowed
from partnerships.sheet_rows import Row
from partnerships.tests.factories import (
    make_agreement,
    make_held,
    make_line,
    make_organization,
    make_participant,
    make_session,
    make_training,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NIP, OTHER = "198001152005011002", "198506302010122003"


@pytest.fixture
def officer(roles):
    return make_user("officer")


def problems_of(act, *args, **values):
    with pytest.raises(TrainingNotAllowed) as refusal:
        act(*args, **values)
    return [field for field, _sentence in refusal.value.problems]


def rows_of(owner, rows, by):
    with pytest.raises(RowsNotAllowed) as refusal:
        training.add_participants(owner, rows, by=by)
    return [(number, column) for number, column, _sentence in refusal.value.rows]


def counted(owner):
    """The last session of `owner` counts towards a line."""
    line = make_line(owner.agreement, kind="training")
    ledger.accept(owner.sessions.last(), line, by=make_user("head"))


@pytest.fixture
def held(officer):
    return make_held(make_agreement("in_force"))


# Sessions


def test_a_session_is_called_off_once_and_with_the_reason(officer):
    session = make_session(days=2)
    assert problems_of(training.cancel_session, session, by=officer, reason=" ") == ["reason"]
    training.cancel_session(session, by=officer, reason="Hujan.")
    session.refresh_from_db()
    assert (bool(session.cancelled_at), session.cancel_reason) == (True, "Hujan.")
    assert problems_of(training.cancel_session, session, by=officer, reason="Lagi.") == [None]


def test_a_session_at_which_people_were_present_took_place(officer, held):
    session = held.sessions.get()
    assert problems_of(training.cancel_session, session, by=officer, reason="X") == [None]


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_only_who_keeps_trainings_changes_them(role, roles):
    user, session = make_user(role), make_session()
    person = make_participant(session.training)
    for act in (
        lambda: training.cancel_session(session, by=user, reason="X"),
        lambda: training.record_attendance(session, {}, by=user),
        lambda: training.add_participants(session.training, [("A", "", "B")], by=user),
        lambda: training.record_scores(session.training, {}, by=user),
        lambda: training.remove_participant(person, by=user),
        lambda: training.anonymise_participant(person, by=user),
        lambda: certificates.issue(session.training, by=user),
        lambda: documents.add_material(
            session.training, ContentFile(b"%PDF-1.4"), title="M", by=user
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "training"])
def test_a_session_that_counts_keeps_its_times_and_its_training(field, held):
    counted(held)
    session = held.sessions.get()
    assert field in problems_of(training.check_session_edit, session, [field])


def test_a_session_that_counts_may_still_change_its_topic_and_place(held):
    counted(held)
    training.check_session_edit(held.sessions.get(), ["topic", "place"])


def test_a_session_with_attendance_cannot_be_moved_to_a_day_to_come(held):
    session = held.sessions.get()
    session.starts_at -= DAY
    training.check_session_edit(session, ["starts_at"])
    session.starts_at += 5 * DAY
    session.ends_at += 5 * DAY
    changed = ["starts_at", "ends_at"]
    assert problems_of(training.check_session_edit, session, changed) == ["starts_at"]


def test_a_session_with_attendance_stays_with_its_people(held):
    session = held.sessions.get()
    session.training = make_training()
    assert problems_of(training.check_session_edit, session, ["training"]) == ["training"]


def test_a_session_that_was_called_off_is_not_edited(officer):
    session = make_session(days=2)
    session = training.cancel_session(session, by=officer, reason="Hujan.")
    assert problems_of(training.check_session_edit, session, ["topic"]) == [None]


def test_a_training_that_counts_keeps_its_agreement_and_partner(held):
    training.check_training_edit(held, ["agreement"])
    counted(held)
    fields = ["agreement", "organization", "title"]
    assert problems_of(training.check_training_edit, held, fields) == ["agreement", "organization"]


# Attendance


def test_attendance_is_written_changed_and_cleared(officer):
    session = make_session()
    ana, budi, cici = [make_participant(session.training) for _ in range(3)]
    marks = {ana.pk: "present", budi.pk: "absent", cici.pk: "excused"}
    assert training.record_attendance(session, marks, by=officer) == 3
    assert training.record_attendance(session, {budi.pk: "present", cici.pk: ""}, by=officer) == 2
    found = dict(Attendance.objects.values_list("participant", "mark"))
    assert found == {ana.pk: "present", budi.pk: "present"}


def test_attendance_is_refused_with_every_reason_and_nothing_is_written(officer):
    session, stranger = make_session(days=2), make_participant(make_training())
    person = make_participant(session.training)
    marks = {person.pk: "asleep", stranger.pk: "present"}
    problems = problems_of(training.record_attendance, session, marks, by=officer)
    assert problems == [None, person.pk, stranger.pk]
    assert not Attendance.objects.exists()


def test_a_session_that_was_called_off_has_no_attendance(officer):
    session = training.cancel_session(make_session(), by=officer, reason="Hujan.")
    marks = {make_participant(session.training).pk: "present"}
    assert problems_of(training.record_attendance, session, marks, by=officer) == [None]


def test_a_session_that_counts_keeps_somebody_present(officer, held):
    counted(held)
    session, person = held.sessions.get(), held.participants.get()
    marks = {person.pk: "absent"}
    assert problems_of(training.record_attendance, session, marks, by=officer) == [None]


def test_attendance_under_a_certificate_stays(officer, held):
    certificates.issue(held, by=officer)
    session, person = held.sessions.get(), held.participants.get()
    training.record_attendance(session, {person.pk: "present"}, by=officer)
    marks = {person.pk: "absent"}
    assert problems_of(training.record_attendance, session, marks, by=officer) == [person.pk]


# People from a sheet


def test_rows_become_participants_with_bare_numbers(officer):
    owner = make_training()
    typed = [("Siti  Aminah ", "19800115 200501 1 002", "Dinas"), ("Budi", "’" + OTHER, "")]
    training.add_participants(owner, typed, by=officer)
    found = Participant.objects.order_by("id").values_list("name", "nip", "office")
    assert list(found) == [("Siti Aminah", NIP, "Dinas"), ("Budi", OTHER, "")]


def test_one_wrong_row_keeps_all_out_and_every_error_is_named(officer):
    owner = make_training()
    rows = [
        ("Ana", NIP, "Dinas"),
        ("", "", "Dinas"),
        ("Budi", "1234", "x" * 161),
        ("Cici", "1.98001E+17", "Dinas"),
    ]
    expected = [(2, "name"), (3, "nip"), (3, "office"), (4, "nip")]
    assert rows_of(owner, rows, officer) == expected
    assert not owner.participants.exists()


def test_a_rounded_nip_is_refused_with_how_to_mend_it(officer):
    with pytest.raises(RowsNotAllowed) as refusal:
        training.add_participants(make_training(), [("Ana", "1,98001E+17", "")], by=officer)
    ((_number, _column, sentence),) = refusal.value.rows
    assert "1,98001E+17" in sentence


@pytest.mark.parametrize("nip", ["١٩٨٠٠١١٥٢٠٠٥٠١١٠٠٢", "19800115200501100O"])
def test_a_nip_has_the_digits_of_the_card(nip, officer):
    assert rows_of(make_training(), [("Ana", nip, "")], officer) == [(1, "nip")]


def test_a_person_twice_in_the_rows_is_named_at_the_later_row(officer):
    rows = [
        Row("Ana", NIP, "Dinas", 2),
        Row("Ana", NIP, "Lain", 3),
        Row("Budi", "", "Dinas", 5),
        Row("BUDI ", "", "dinas", 6),
        Row("Budi", "", "Kantor lain", 7),
    ]
    assert rows_of(make_training(), rows, officer) == [(3, "nip"), (6, "name")]


def test_a_person_on_the_list_already_is_named(officer):
    owner = make_training()
    training.add_participants(owner, [("Ana", NIP, ""), ("Budi", "", "Dinas")], by=officer)
    rows = [("Ana Baru", NIP, ""), ("budi", "", "DINAS"), ("Cici", "", "")]
    assert rows_of(owner, rows, officer) == [(1, "nip"), (2, "name")]
    training.add_participants(make_training(), rows, by=officer)


def test_no_more_than_five_hundred_rows_are_taken_at_a_time(officer):
    rows = [(f"Peserta {n}", "", "") for n in range(501)]
    assert problems_of(training.add_participants, make_training(), rows, by=officer) == ["rows"]


def test_no_rows_are_refused(officer):
    assert problems_of(training.add_participants, make_training(), [], by=officer) == ["rows"]


@pytest.mark.parametrize("rows", [1, 30])
def test_adding_people_costs_the_same_for_one_and_for_thirty(
    rows, officer, django_assert_num_queries
):
    owner = make_training()
    officer.has_perm("partnerships.change_training")
    with django_assert_num_queries(5):
        training.add_participants(owner, [(f"P {n}", "", "") for n in range(rows)], by=officer)


def test_somebody_who_was_present_is_not_removed(officer, held):
    person, typo = held.participants.get(), make_participant(held)
    training.remove_participant(typo, by=officer)
    assert problems_of(training.remove_participant, person, by=officer) == [None]
    assert list(held.participants.all()) == [person]


# Scores


def test_scores_come_as_text_and_are_cleared_by_nothing(officer, held):
    person = held.participants.get()
    scores = {"pre_score": "40", "post_score": 90, "rating": "5", "feedback": " Bagus. "}
    training.record_scores(held, {person.pk: scores}, by=officer)
    training.record_scores(held, {person.pk: {"pre_score": ""}}, by=officer)
    person.refresh_from_db()
    found = person.pre_score, person.post_score, person.rating, person.feedback
    assert found == (None, 90, 5, "Bagus.")


def test_wrong_scores_are_refused_each_by_itself(officer, held):
    person, stranger = held.participants.get(), make_participant(make_training())
    scores = {
        person.pk: {"pre_score": "101", "rating": "banyak", "post_score": "80"},
        stranger.pk: {"pre_score": "1"},
    }
    expected = [(person.pk, "pre_score"), (person.pk, "rating"), (stranger.pk, None)]
    assert problems_of(training.record_scores, held, scores, by=officer) == expected
    person.refresh_from_db()
    assert person.post_score is None


def test_the_score_under_a_certificate_stays(officer, held):
    certificates.issue(held, by=officer)
    person = held.participants.get()
    training.record_scores(held, {person.pk: {"rating": 5}}, by=officer)
    scores = {person.pk: {"post_score": 1}}
    expected = [(person.pk, "post_score")]
    assert problems_of(training.record_scores, held, scores, by=officer) == expected


def test_means_are_of_those_who_answered_and_the_gain_of_those_with_both(held):
    make_participant(held, pre_score=40, post_score=80, rating=5)
    make_participant(held, pre_score=60)
    make_participant(held, post_score=90, rating=4)
    found = training.evaluation_of(held)
    assert (found.people, found.pre, found.post, found.gain) == (4, 50, 85, 40)
    assert (found.gain_count, found.rating, found.rating_count) == (1, 4.5, 2)


def test_without_answers_there_are_no_means(held):
    found = training.evaluation_of(held)
    assert (found.pre, found.gain, found.rating_count) == (None, None, 0)


# The grid


def grid_row(owner):
    return training.attendance_of(owner).rows[0]


def test_the_grid_holds_a_mark_for_each_session_that_was_not_called_off(officer):
    owner = make_training(sessions=[(-3, 2), (-1, 2), (2, 2)])
    make_session(owner, cancelled_at=timezone.now(), cancel_reason="Hujan.")
    make_participant(owner)
    first = owner.sessions.filter(cancelled_at=None).first()
    training.record_attendance(first, {owner.participants.get().pk: "present"}, by=officer)
    row = grid_row(owner)
    assert (row.marks, row.present, row.held, row.share) == (["present", "", ""], 1, 2, 50)


def test_who_was_there_often_enough_earns_a_certificate():
    assert grid_row(make_held(sessions=5)).eligible


@pytest.mark.parametrize(("needed", "earned"), [(80, True), (81, False)])
def test_the_share_of_sessions_decides(needed, earned):
    owner = make_held(sessions=5, min_attendance=needed)
    Attendance.objects.filter(session=owner.sessions.first()).update(mark="excused")
    assert grid_row(owner).eligible is earned


@pytest.mark.parametrize(("score", "earned"), [(None, False), (69, False), (70, True)])
def test_the_score_decides_where_one_is_asked_for(score, earned):
    owner = make_held(pass_score=70)
    owner.participants.update(post_score=score)
    assert grid_row(owner).eligible is earned


def test_nobody_earns_a_certificate_while_a_session_is_to_come():
    owner = make_held()
    make_session(owner, days=2)
    assert len(grid_row(owner).why_not) == 1


def test_attendance_that_is_not_recorded_is_named():
    owner = make_held(sessions=5)
    owner.sessions.first().attendance.all().delete()
    assert len(grid_row(owner).why_not) == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_grid_costs_the_same_for_one_and_for_three(size, django_assert_num_queries):
    owner = make_held(people=size, sessions=size)
    with django_assert_num_queries(4):
        assert len(training.attendance_of(owner).rows) == size


# Personal data


def test_nothing_is_written_of_a_person_taken_out(officer, held):
    person = held.participants.get()
    training.anonymise_participant(person, by=officer)
    sent = {person.pk: {"feedback": "Siti bilang bagus."}}
    assert problems_of(training.record_scores, held, sent, by=officer) == [(person.pk, None)]
    assert held.participants.get().feedback == ""


def test_a_person_taken_out_leaves_attendance_and_scores(officer, held):
    person = held.participants.get()
    training.record_scores(
        held, {person.pk: {"post_score": 90, "feedback": "Saya Siti."}}, by=officer
    )
    (paper,) = certificates.issue(held, by=officer)
    name = person.name
    training.anonymise_participant(person, by=officer)
    person.refresh_from_db()
    paper.refresh_from_db()
    assert (person.nip, person.feedback, person.post_score) == ("", "", 90)
    assert name not in f"{person.name} {paper.facts}"
    assert paper.facts["number"] == str(paper)
    assert training.attendance_of(held).rows[0].present == 1


def test_a_contact_who_was_trained_is_told_so_and_erased_there_too(officer):
    contact = make_organization().contacts.create(name="Siti", nip=NIP)
    person = make_participant(make_training(title="Menulis"), nip=NIP, name="Siti A.")
    stranger = make_participant(make_training(), nip=OTHER)
    found = people.personal_data(contact, by=officer)["trained"]
    assert [(row["training"], row["name"]) for row in found] == [("Menulis", "Siti A.")]
    people.anonymise(contact, by=officer)
    person.refresh_from_db()
    stranger.refresh_from_db()
    assert (person.nip, stranger.nip) == ("", OTHER)


def test_a_contact_without_a_nip_is_nobody_on_a_list(officer):
    contact = make_organization().contacts.create(name="Siti")
    person = make_participant(make_training(), name="Siti")
    assert people.personal_data(contact, by=officer)["trained"] == []
    people.anonymise(contact, by=officer)
    person.refresh_from_db()
    assert person.name == "Siti"
