"""Activities and their next steps: who may, what is logged, and two who tick off at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from articles.tests.factories import make_user
from partnerships import people, steps
from partnerships.models import Activity
from partnerships.tests.factories import make_agreement, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)


def make_activity(owner=None, **values):
    defaults = {
        "kind": "visit",
        "summary": "Kunjungan penjajakan.",
        "next_step": "Kirim penawaran",
        "next_step_on": timezone.localdate() + DAY,
    }
    if "organization" not in values:
        values["organization"] = make_organization()
    owner = owner or make_user("officer")
    return Activity.objects.create(**{**defaults, **values, "owner": owner})


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_who_only_reads_can_neither_log_nor_tick_off(role):
    user, activity = make_user(role), make_activity()
    with pytest.raises(PermissionDenied):
        steps.finish(activity, by=user)
    with pytest.raises(PermissionDenied):
        steps.record(activity, by=user)
    new = Activity(organization=activity.organization, kind="call", summary="Telepon.", owner=user)
    with pytest.raises(PermissionDenied):
        steps.record(new, by=user)
    activity.refresh_from_db()
    assert activity.next_step_done_at is None
    assert Activity.objects.count() == 1


def test_a_step_without_a_note_is_ticked_off_and_nothing_is_logged():
    activity = make_activity()
    assert steps.finish(activity, by=make_user("officer")) is None
    assert list(Activity.objects.open_steps()) == []
    assert Activity.objects.count() == 1


def test_a_note_is_logged_with_the_same_partner_agreement_and_owner():
    agreement = make_agreement()
    activity, me = make_activity(agreement=agreement), make_user("officer")
    told = steps.finish(activity, by=me, note=" Penawaran diterima. ", kind="letter")
    assert (told.organization, told.agreement) == (activity.organization, agreement)
    assert (told.kind, told.summary, told.owner) == (
        "letter",
        "Penawaran diterima.",
        activity.owner,
    )
    assert list(told.our_people.all()) == [me]
    assert told.next_step_on is None


def test_what_comes_next_takes_the_place_of_what_is_done():
    activity = make_activity()
    told = steps.finish(
        activity, by=make_user("officer"), next_step="Rapat", next_step_on=TODAY + DAY
    )
    assert list(Activity.objects.open_steps()) == [told]
    assert "Kirim penawaran" in told.summary


def test_a_step_is_ticked_off_once():
    activity, me = make_activity(), make_user("officer")
    steps.finish(activity, by=me, note="Pertama.")
    with pytest.raises(steps.StepRefused):
        steps.finish(activity, by=me, note="Kedua.")
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [({"next_step": "Rapat"}, "next_step_on"), ({"next_step_on": TODAY}, "next_step")],
)
def test_half_a_next_step_is_refused_at_its_field_and_nothing_is_ticked_off(values, field):
    activity = make_activity()
    with pytest.raises(steps.StepRefused) as refusal:
        steps.finish(activity, by=make_user("officer"), **values)
    assert refusal.value.field == field
    assert list(Activity.objects.open_steps()) == [activity]


def test_an_old_form_does_not_open_a_step_again_that_somebody_ticked_off():
    old_form, me = make_activity(), make_user("officer")
    steps.finish(old_form, by=me)
    old_form.summary = "Ejaan diperbaiki."
    steps.record(old_form, by=me)
    old_form.refresh_from_db()
    assert old_form.next_step_done_at is not None


def test_another_day_opens_a_step_again():
    activity, me = make_activity(), make_user("officer")
    steps.finish(activity, by=me)
    activity.refresh_from_db()
    activity.next_step_on += DAY
    steps.record(activity, by=me)
    assert list(Activity.objects.open_steps()) == [activity]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "3 days late"), (-1, "1 day late"), (0, "today"), (1, "tomorrow"), (6, "in 6 days")],
)
def test_how_near_a_step_is_stands_in_words(days, words):
    with translation.override("en"):
        assert steps.due_words(TODAY + days * DAY, TODAY) == words


@pytest.mark.parametrize(
    "typed",
    ["0812 6000-1234", "62 812-6000-1234", "+62 812 6000 1234", "+62 (0)812.6000.1234"],
)
def test_a_phone_is_kept_as_e164_however_it_is_typed(typed):
    assert people.normal_phone(typed) == "+6281260001234"


@pytest.mark.parametrize(
    ("nip", "odd"),
    [
        ("197203141998032004", False),
        ("199001152021211001", False),  # contract staff: 21 is no month
        ("197213141998032004", True),  # no month 13
        ("197203141998033004", True),  # sex is 1 or 2
        ("", False),
    ],
)
def test_an_unusual_nip_is_noticed(nip, odd):
    assert people.nip_looks_odd(nip) is odd


def test_a_nip_is_read_in_four_groups():
    assert people.nip_groups("197203141998032004") == "19720314 199803 2 004"
