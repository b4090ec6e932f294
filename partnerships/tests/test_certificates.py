"""Certificates: who gets one, its number, its facts, its end, and that nobody changes it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import certificates, training
from partnerships.models import Certificate, PaperCounter, Participant
from partnerships.refusals import TrainingNotAllowed
from partnerships.tests.factories import (
    make_agreement,
    make_held,
    make_participant,
    make_session,
    make_training,
)
from partnerships.tests.test_races import all_at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RAW = models.QuerySet(Certificate)


@pytest.fixture
def officer(roles):
    return make_user("officer")


def problems_of(act, *args, **values):
    with pytest.raises(TrainingNotAllowed) as refusal:
        act(*args, **values)
    return [field for field, _sentence in refusal.value.problems]


def test_all_who_earned_one_and_hold_none_get_one(officer):
    held = make_held(people=2)
    absent = make_participant(held, "absent")
    issued = certificates.issue(held, by=officer)
    assert {paper.participant for paper in issued} == {*held.participants.all()} - {absent}
    assert [paper.number for paper in issued] == [1, 2]
    assert problems_of(certificates.issue, held, by=officer) == [None]


def test_numbers_go_on_over_trainings_and_begin_anew_with_the_year(officer):
    year = timezone.localdate().year - 1
    starts = timezone.now().replace(year=year, month=11, day=2)
    old = make_training(sessions=[])
    make_session(old, starts_at=starts, present=[make_participant(old)])
    (last_year,) = certificates.issue(old, by=officer, day=date(year, 12, 30))
    papers = [certificates.issue(make_held(), by=officer)[0] for _ in range(2)]
    found = [(paper.year, paper.number) for paper in (last_year, *papers)]
    assert found == [(year, 1), (year + 1, 1), (year + 1, 2)]


def test_facts_are_what_was_true_on_the_day_of_issue(officer, settings):
    settings.BUREAU_HEAD_NAME = "Rina Siregar"
    held = make_held(make_agreement("in_force"), sessions=2)
    held.sessions.update(place="Aula Diskominfo")
    held.participants.update(name="Siti Aminah", nip="198001152005011002")
    (paper,) = certificates.issue(held, by=officer)
    today = timezone.localdate()
    held.participants.update(name="Lain")
    paper.refresh_from_db()
    assert paper.facts == {
        "number": str(paper),
        "name": "Siti Aminah",
        "nip": "198001152005011002",
        "office": "Dinas Kominfo",
        "training": held.title,
        "topic": "Menulis siaran pers",
        "organization": held.organization.name,
        "hours": 4.0,
        "first": (today - 2 * DAY).isoformat(),
        "last": (today - DAY).isoformat(),
        "place": "Aula Diskominfo",
        "day": today.isoformat(),
        "city": "Medan",
        "bureau": "ANTARA Sumatera Utara",
        "signer": "Rina Siregar",
        "signer_title": "Kepala Biro",
    }


def test_without_a_name_in_the_settings_the_head_signs_and_not_who_issued(officer):
    head = make_user("head", first_name="Rina", last_name="Siregar")
    for by in (officer, head):
        (paper,) = certificates.issue(make_held(), by=by)
        signed = paper.facts["signer"], paper.facts["signer_title"]
        assert signed == ("Rina Siregar", "Kepala Biro")


def test_one_who_did_not_earn_it_keeps_all_of_the_chosen_out(officer):
    held = make_held(people=2)
    good, bad = held.participants.first(), make_participant(held, "absent")
    stranger = make_participant(make_training())
    chosen = [good.pk, bad.pk, stranger.pk]
    problems = problems_of(certificates.issue, held, by=officer, participants=chosen)
    assert sorted(problems) == [bad.pk, stranger.pk]
    assert not Certificate.objects.exists()
    assert not PaperCounter.objects.exists()
    (paper,) = certificates.issue(held, by=officer, participants=[good.pk])
    assert paper.participant == good


def test_nobody_chosen_is_refused(officer):
    assert problems_of(certificates.issue, make_held(), by=officer, participants=[]) == [None]


@pytest.mark.parametrize("days", [-2, 1])
def test_the_day_lies_between_the_end_of_the_training_and_today(days, officer):
    day = timezone.localdate() + days * DAY
    assert problems_of(certificates.issue, make_held(), by=officer, day=day) == ["day"]


def test_a_revoked_certificate_is_replaced_by_one_with_another_number_and_code(officer):
    held = make_held()
    (paper,) = certificates.issue(held, by=officer)
    assert problems_of(certificates.revoke, paper, by=officer, reason=" ") == ["reason"]
    certificates.revoke(paper, by=officer, reason="Nama keliru.")
    assert problems_of(certificates.revoke, paper, by=officer, reason="Lagi.") == [None]
    (again,) = certificates.issue(held, by=officer)
    paper.refresh_from_db()
    assert (paper.revoked_by, paper.revoke_reason) == (officer, "Nama keliru.")
    assert (paper.number, again.number) == (1, 2)
    assert paper.code != again.code


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_only_the_officer_and_the_head_issue_and_revoke(role, officer):
    held, user = make_held(), make_user(role)
    with pytest.raises(PermissionDenied):
        certificates.issue(held, by=user)
    (paper,) = certificates.issue(held, by=officer)
    with pytest.raises(PermissionDenied):
        certificates.revoke(paper, by=user, reason="X")


def test_a_person_taken_out_gets_no_certificate(officer):
    held = make_held()
    training.anonymise_participant(held.participants.get(), by=officer)
    assert problems_of(certificates.issue, held, by=officer) == [None]


@pytest.mark.parametrize(
    "values",
    [
        {"number": 99}, {"code": "X"}, {"year": 2000}, {"facts": {"name": "Lain"}},
        {"issued_at": timezone.now() - DAY},
    ],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_the_database_lets_nobody_change_a_certificate(values, officer):
    (paper,) = certificates.issue(make_held(), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        RAW.filter(pk=paper.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"revoked_at": None, "revoked_by": None, "revoke_reason": ""},
        {"revoke_reason": "Lain."},
        {"revoked_at": timezone.now() - DAY},
    ],
    ids=["undone", "other reason", "other time"],
)
def test_the_database_lets_nobody_change_a_revocation(values, officer):
    (paper,) = certificates.issue(make_held(), by=officer)
    certificates.revoke(paper, by=officer, reason="Nama keliru.")
    with pytest.raises(IntegrityError), transaction.atomic():
        RAW.filter(pk=paper.pk).update(**values)


def test_the_database_lets_nobody_delete_a_certificate(officer):
    (paper,) = certificates.issue(make_held(), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        RAW.filter(pk=paper.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_a_person_gets_one_certificate_however_many_issue_it_at_once(roles):
    held, heads = make_held(people=2), [make_user("head") for _ in range(8)]

    def act(n):
        try:
            certificates.issue(held, by=heads[n])
        except TrainingNotAllowed as refusal:
            raise IntegrityError from refusal

    assert all_at_once(act) == 1
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2]
    # What was refused took no number with it.
    assert PaperCounter.objects.get().last == 2
    assert Participant.objects.filter(certificates__isnull=False).count() == 2
