"""The agreement as a working file: who reads what, who writes what, and that nothing is lost."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_user
from partnerships.models import Agreement
from partnerships.tests.factories import make_agreement, make_line, make_organization

pytestmark = pytest.mark.django_db


def page(agreement):
    return reverse("admin:partnerships_agreement_change", args=[agreement.pk])


@pytest.fixture
def sign_in(roles, client):
    def sign_in(role):
        user = make_user(role)
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.parametrize("role", ["officer", "head", "editor", "auditor"])
@pytest.mark.parametrize("state", Agreement.State.values)
def test_the_file_opens_in_every_state_for_those_who_read_it(sign_in, client, role, state):
    sign_in(role)
    agreement = make_agreement(state)
    make_line(agreement)
    response = client.get(page(agreement))
    assert response.status_code == 200
    assert agreement.title in response.content.decode()
