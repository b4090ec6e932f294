"""Trainings on the pages of agreements and organizations, and their sessions as claims."""

import pytest
from django.urls import reverse

from partnerships.admin.agreement_forms import LineForm, choices_of_offices
from partnerships.models import Claim
from partnerships.tests.factories import (
    make_agreement,
    make_line,
    make_participant,
    make_training,
)

pytestmark = pytest.mark.django_db
ADD = "admin:partnerships_training_add"


def page(training):
    return reverse("admin:partnerships_training_change", args=[training.pk])


def test_the_page_of_an_organization_lists_its_trainings(sign_in, client):
    sign_in("officer")
    training = make_training()
    url = reverse("admin:partnerships_organization_change", args=[training.organization_id])
    text = client.get(url).content.decode()
    assert page(training) in text
    assert f"{reverse(ADD)}?organization={training.organization_id}" in text


def session_claim(name, session):
    keys = [session.training.agreement_id, session.pk, name]
    return reverse("admin:partnerships_agreement_session", args=keys)


def test_an_editor_accepts_a_held_session_on_the_page_of_its_agreement(sign_in, client):
    sign_in("editor")
    agreement = make_agreement("in_force")
    line = make_line(agreement, kind="training", measure="session")
    training = make_training(agreement=agreement)
    make_participant(training, mark="present")
    session = training.sessions.get()
    url = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    text = client.get(url).content.decode()
    assert page(training) in text
    assert session_claim("accept", session) in text
    client.post(session_claim("accept", session), {"line": line.pk})
    assert Claim.objects.get().session == session
    assert session_claim("accept", session) not in client.get(url).content.decode()


def test_an_officer_proposes_a_session_and_accepts_none(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("in_force")
    line = make_line(agreement, kind="training", measure="session")
    training = make_training(agreement=agreement)
    make_participant(training, mark="present")
    session = training.sessions.get()
    assert client.post(session_claim("accept", session), {"line": line.pk}).status_code == 403
    client.post(session_claim("propose", session), {"line": line.pk})
    assert Claim.objects.get().entry == "propose"


def test_a_session_is_refused_for_the_line_of_another_agreement(sign_in, client):
    sign_in("editor")
    training = make_training(agreement=make_agreement("in_force"))
    make_participant(training, mark="present")
    other = make_line(kind="training", measure="session")
    session = training.sessions.get()
    assert client.post(session_claim("accept", session), {"line": other.pk}).status_code == 404
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("kind", "measure", "kept"),
    [
        ("training", "", "session"),
        ("training", "training", "training"),
        ("news", "session", "piece"),
    ],
)
def test_a_line_is_counted_as_its_kind_is(kind, measure, kept):
    form = LineForm({"kind": kind, "measure": measure, "title": "Butir", "quota_total": "3",
                     "carry_over": "none"})  # fmt: skip
    form.fields["organization"] = choices_of_offices()
    assert form.is_valid(), form.errors
    assert form.instance.measure == kept
