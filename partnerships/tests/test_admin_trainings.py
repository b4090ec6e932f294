"""Trainings in the desk: the list, the working file, its form, and what editors do not see."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_region, make_user
from partnerships import certificates
from partnerships.models import Claim, Training
from partnerships.tests.factories import (
    make_agreement,
    make_line,
    make_organization,
    make_participant,
    make_training,
)

pytestmark = pytest.mark.django_db
LIST = "admin:partnerships_training_changelist"
ADD = "admin:partnerships_training_add"
LIST_QUERIES, PAGE_QUERIES = 9, 26


def page(training):
    return reverse("admin:partnerships_training_change", args=[training.pk])


def listed(client, **asked):
    return set(client.get(reverse(LIST), asked).context["cl"].result_list)


# The list.


def test_the_list_is_narrowed_by_state_region_owner_and_agreement(sign_in, client):
    officer = sign_in("officer")
    region = make_region()
    planned = make_training(sessions=[(3, 2)], owner=officer)
    running = make_training(
        sessions=[(-1, 2), (1, 2)], organization=make_organization(region=region)
    )
    held = make_training(agreement=make_agreement("in_force"))
    empty = make_training(sessions=[])
    assert listed(client) == {planned, running, held, empty}
    assert listed(client, phase="planned") == {planned, empty}
    assert listed(client, phase="running") == {running}
    assert listed(client, phase="held") == {held}
    assert listed(client, region=str(region.pk)) == {running}
    assert listed(client, owner=str(held.owner_id)) == {held}
    assert listed(client, mine="yes") == {planned}
    assert listed(client, agreement="yes") == {held}
    assert listed(client, agreement="no") == {planned, running, empty}


def test_a_session_that_was_called_off_makes_no_training_held(sign_in, client):
    sign_in("officer")
    training = make_training()
    training.sessions.update(cancelled_at=timezone.now(), cancel_reason="Banjir")
    assert listed(client, phase="planned") == {training}


def test_the_list_is_searched_by_title_topic_and_organization(sign_in, client):
    sign_in("officer")
    partner = make_organization(name="Pemkab Batu Bara", aliases=["Batubara"])
    wanted = make_training(title="Kelas foto", topic="Fotografi pasar", organization=partner)
    make_training()
    for words in ("kelas", "pasar foto", "Batubara"):
        assert listed(client, q=words) == {wanted}
    assert listed(client, q="tidak ada yang begini") == set()


def test_an_empty_list_says_what_to_do(sign_in, client):
    sign_in("officer")
    assert reverse(ADD) in client.get(reverse(LIST)).content.decode().split('class="empty"')[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    sign_in, client, rows, django_assert_num_queries
):
    sign_in("officer")
    for _ in range(rows):
        make_participant(make_training(agreement=make_agreement("in_force")))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse(LIST))


# The page.


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    sign_in, client, rows, django_assert_num_queries
):
    sign_in("head")
    training = make_training(sessions=[(-day - 1, 2) for day in range(rows)])
    for session in training.sessions.all():
        session.speakers.create(name="Pembicara")
    for _ in range(rows):
        make_participant(training, mark="present")
    certificates.issue(training, by=make_user("head"))
    for _ in range(rows):
        make_participant(training, mark="absent")
    ContentType.objects.get_for_model(Training)  # asked for once in a process
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page(training))


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_editors_and_reporters_see_what_is_taught_when_and_by_whom_alone(sign_in, client, role):
    sign_in(role)
    training = make_training(title="Kelas foto", note="Catatan rahasia")
    training.sessions.get().speakers.create(name="Ratna Pohan", title="Dosen")
    make_participant(
        training, mark="present", name="Budi Peserta", nip="198001152005011002",
        post_score=87, feedback="Umpan balik rahasia",
    )  # fmt: skip
    (certificate,) = certificates.issue(training, by=make_user("head"))
    text = client.get(page(training)).content.decode()
    for shown in ("Kelas foto", training.topic, "Sesi 1", "Ratna Pohan"):
        assert shown in text
    secrets = ("Budi Peserta", "19800115", "87", "Umpan balik", "Catatan", str(certificate))
    main = text.split("<main")[1]
    for secret in secrets:
        assert secret not in main
    listing = client.get(reverse(LIST)).content.decode()
    assert "column-participants" not in listing
    assert "column-certificates" not in listing


def test_a_reporter_is_not_told_of_an_agreement_that_is_not_public(sign_in, client):
    reporter = sign_in("reporter")
    training = make_training(agreement=make_agreement("exploring", title="Rahasia dagang"))
    training.sessions.get().speakers.create(user=reporter)
    assert "Rahasia dagang" not in client.get(page(training)).content.decode()
    assert "Rahasia dagang" not in client.get(reverse(LIST)).content.decode()


def test_an_auditor_reads_everything_and_saves_nothing(sign_in, client):
    sign_in("auditor")
    training = make_training()
    person = make_participant(training, nip="198001152005011002")
    text = client.get(page(training)).content.decode()
    assert person.name in text
    assert "19800115 200501 1 002" in text
    assert client.post(page(training), {"title": "Lain"}).status_code == 403


def test_the_page_says_what_comes_next(sign_in, client):
    sign_in("officer")
    training = make_training(sessions=[])
    assert [url for _s, url in client.get(page(training)).context["next"]][0] == "#sessions"
    held = make_training()
    make_participant(held)
    steps = client.get(page(held)).context["next"]
    assert [url.rsplit("/", 2)[1] for _s, url in steps] == ["attendance"]
    ready = make_training()
    make_participant(ready, mark="present")
    steps = client.get(page(ready)).context["next"]
    assert [url.rsplit("/", 2)[1] for _s, url in steps] == ["certificates"]


# The form.


def typed(response, **changes):
    """What a browser would send for the training's form, with `changes` typed over it."""
    formset = response.context["formsets"]["sessions"]
    forms = [response.context["file_form"], formset.management_form]
    for form in formset.forms:
        forms += [form, form.speakers.management_form, *form.speakers.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = "on" if value is True else value
    return {name: value for name, value in (data | changes).items() if value is not None}


SESSION = {
    "sessions-0-topic": "Dasar siaran pers",
    "sessions-0-day": "2026-12-07",
    "sessions-0-begins": "09:00",
    "sessions-0-ends": "11:30",
    "sessions-0-speakers-0-name": "Ratna Pohan",
}


def test_a_training_is_planned_with_its_first_session_and_who_speaks(sign_in, client):
    officer = sign_in("officer")
    partner = make_organization()
    url = reverse(ADD) + f"?organization={partner.pk}"
    sent = typed(client.get(url), title="Kelas baru", topic="Foto", **SESSION)
    assert client.post(url, sent).status_code == 302
    training = Training.objects.get()
    assert (training.organization, training.owner) == (partner, officer)
    session = training.sessions.get()
    assert (session.topic, session.hours) == ("Dasar siaran pers", 2.5)
    assert timezone.localtime(session.starts_at).hour == 9
    assert [str(each) for each in session.speakers.all()] == ["Ratna Pohan"]


def test_an_agreement_fills_in_the_facts_of_its_training(sign_in, client):
    sign_in("officer")
    partner = make_organization()
    agreement = make_agreement("in_force", partner=partner)
    make_line(agreement, kind="training", measure="session", title="Pelatihan jurnalistik")
    form = client.get(reverse(ADD), {"agreement": agreement.pk}).context["file_form"]
    assert form["title"].value() == "Pelatihan jurnalistik"
    assert str(form["organization"].value()) == str(partner.pk)
    assert str(form["agreement"].value()) == str(agreement.pk)


@pytest.mark.parametrize("asked", ["abc", "9" * 30, "-1"])
def test_a_strange_number_in_the_address_fills_in_nothing(sign_in, client, asked):
    sign_in("officer")
    response = client.get(reverse(ADD), {"agreement": asked, "organization": asked})
    assert response.status_code == 200


def test_a_session_that_ends_before_it_begins_is_shown_again_as_typed(sign_in, client):
    sign_in("officer")
    training = make_training(sessions=[])
    sent = typed(client.get(page(training)), **SESSION)
    sent |= {"sessions-TOTAL_FORMS": 1, "sessions-0-ends": "08:00"}
    sent |= {"sessions-0-speakers-TOTAL_FORMS": 1, "sessions-0-speakers-INITIAL_FORMS": 0}
    response = client.post(page(training), sent)
    assert response.context["formsets"]["sessions"].forms[0].errors["ends"]
    assert "Dasar siaran pers" in response.content.decode()
    assert not training.sessions.exists()


def test_staff_and_an_outside_name_at_once_are_refused(sign_in, client):
    officer = sign_in("officer")
    training = make_training()
    sent = typed(client.get(page(training)))
    sent |= {"sessions-0-speakers-0-name": "Ratna", "sessions-0-speakers-0-user": officer.pk}
    response = client.post(page(training), sent)
    assert response.context["errors"]
    assert not training.sessions.get().speakers.exists()


def test_a_save_that_comes_too_late_changes_nothing_and_loses_nothing(sign_in, client):
    sign_in("officer")
    training = make_training(title="Judul lama")
    sent = typed(client.get(page(training)), title="Judul saya")
    Training.objects.filter(pk=training.pk).update(title="Judul rekan")
    response = client.post(page(training), sent)
    text = response.content.decode()
    training.refresh_from_db()
    assert training.title == "Judul rekan"
    assert "Judul saya" in text
    assert "Judul rekan" in text
    assert client.post(page(training), typed(response)).status_code == 302
    training.refresh_from_db()
    assert training.title == "Judul saya"


def test_a_session_with_attendance_is_not_deleted(sign_in, client):
    sign_in("officer")
    training = make_training()
    make_participant(training, mark="present")
    sent = typed(client.get(page(training)), **{"sessions-0-DELETE": "on"})
    assert client.post(page(training), sent).status_code == 200
    assert training.sessions.count() == 1


def test_a_planned_session_is_deleted(sign_in, client):
    sign_in("officer")
    training = make_training(sessions=[(3, 2)])
    sent = typed(client.get(page(training)), **{"sessions-0-DELETE": "on"})
    assert client.post(page(training), sent).status_code == 302
    assert not training.sessions.exists()


def claimed(training):
    line = make_line(training.agreement, kind="training", measure="session")
    session = training.sessions.get()
    Claim.objects.create(
        deliverable=line, session=session, entry="accept", by=make_user("editor")
    )  # fmt: skip
    return session


def test_a_session_that_counts_keeps_its_day(sign_in, client):
    sign_in("officer")
    training = make_training(agreement=make_agreement("in_force"))
    session = claimed(training)
    sent = typed(client.get(page(training)), **{"sessions-0-day": "2026-01-05"})
    response = client.post(page(training), sent)
    assert response.context["formsets"]["sessions"].forms[0].errors["day"]
    was = session.starts_at
    session.refresh_from_db()
    assert session.starts_at == was


def test_the_topic_of_a_session_that_counts_may_be_corrected(sign_in, client):
    sign_in("officer")
    training = make_training(agreement=make_agreement("in_force"))
    session = claimed(training)
    sent = typed(client.get(page(training)), **{"sessions-0-topic": "Judul benar"})
    assert client.post(page(training), sent).status_code == 302
    session.refresh_from_db()
    assert session.topic == "Judul benar"


def test_a_session_is_called_off_with_its_reason(sign_in, client):
    sign_in("officer")
    training = make_training(sessions=[(3, 2)])
    session = training.sessions.get()
    url = reverse("admin:partnerships_training_session_cancel", args=[training.pk, session.pk])
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"]
    assert client.post(url, {"reason": "Banjir di Lima Puluh"}).status_code == 302
    session.refresh_from_db()
    assert session.cancel_reason == "Banjir di Lima Puluh"
    assert "Banjir di Lima Puluh" in client.get(page(training)).content.decode()
