"""The desk's page of calendars: an address is shown once, and everybody closes their own alone."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.tests.factories import make_user
from partnerships import calendar_links
from partnerships.models import CalendarLink

pytestmark = pytest.mark.django_db
PAGE = "/admin/calendars/"
SITE = "http://127.0.0.1:8000"


def close(scope):
    return reverse("admin:calendar_close", args=[scope])


def test_a_new_address_is_shown_once_and_opens_the_calendar(sign_in, client):
    sign_in("officer")
    made = client.post(PAGE, {"scope": "own"})
    address = made.context["address"]
    assert address.startswith(f"{SITE}/kalender/")
    assert "no-store" in made["Cache-Control"]
    assert address not in client.get(PAGE).content.decode()
    assert Client().get(address.removeprefix(SITE)).status_code == 200


def test_another_address_closes_the_one_before(sign_in, client):
    user = sign_in("head")
    first = client.post(PAGE, {"scope": "all"}).context["address"]
    again = {"scope": "all", "instead_of": calendar_links.links_of(user)["all"].pk}
    second = client.post(PAGE, again).context["address"]
    found = [Client().get(path.removeprefix(SITE)).status_code for path in (first, second)]
    assert found == [404, 200]


@pytest.mark.parametrize("before", [0, 1])
def test_an_answer_that_is_loaded_again_closes_no_address_that_was_just_copied(
    before, sign_in, client
):
    user, form = sign_in("officer"), {"scope": "own"}
    if before:
        form["instead_of"] = calendar_links.make(user, "own")[0].pk
    address = client.post(PAGE, form).context["address"]
    again = client.post(PAGE, form)
    assert (again.status_code, again["Location"]) == (302, PAGE)
    assert Client().get(address.removeprefix(SITE)).status_code == 200


def test_a_calendar_is_closed_by_hand(sign_in, client):
    user = sign_in("officer")
    client.post(PAGE, {"scope": "all"})
    client.post(close("all"))
    assert calendar_links.links_of(user) == {}


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_whoever_may_have_no_calendar_sees_neither_page_nor_menu(role, sign_in, client):
    sign_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"scope": "all"}).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()
    assert not CalendarLink.objects.exists()


def test_the_menu_leads_there(sign_in, client):
    sign_in("officer")
    assert PAGE in client.get("/admin/").content.decode()


def test_who_lost_the_right_can_still_close_what_is_open(sign_in, client):
    user = sign_in("officer")
    calendar_links.make(user, "own")
    user.groups.clear()
    client.post(close("own"))
    assert not CalendarLink.objects.filter(revoked_at=None).exists()


def test_nobody_closes_another_ones_calendar(sign_in, client, roles):
    calendar_links.make(make_user("head"), "all")
    sign_in("officer")
    client.post(close("all"))
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("scope", ["", "everybody"])
def test_an_unknown_scope_is_no_calendar(scope, sign_in, client):
    sign_in("officer")
    assert client.post(PAGE, {"scope": scope}).status_code == 404
    assert client.post(close("everybody")).status_code == 404


@pytest.mark.parametrize("scopes", [["own"], ["own", "all"]])
def test_the_page_costs_the_same_for_one_calendar_and_for_two(
    scopes, sign_in, client, django_assert_num_queries
):
    user = sign_in("officer")
    for scope in scopes:
        calendar_links.make(user, scope)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
