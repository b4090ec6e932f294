"""Guessing a password is slow, and locks out nobody but the name that is guessed at."""

import pytest
from django.contrib.auth import get_user_model
from zeal import NPlusOneError
from zeal.middleware import zeal_middleware

from newsroom.demo.accounts import DEMO_PASSWORD

PASSWORD = "a-password-of-ours"


@pytest.fixture
def staff(db):
    make = get_user_model().objects.create_user
    return [make(name, password=PASSWORD, is_staff=True) for name in ("pewarta", "redaktur")]


def sign_in(client, username, password):
    credentials = {"username": username, "password": password}
    return client.post("/admin/login/?next=/admin/password_change/", credentials).status_code


def test_the_tenth_wrong_password_closes_the_account_even_to_the_right_one(client, staff):
    answers = [sign_in(client, "pewarta", "wrong") for _ in range(10)]
    assert answers == [200] * 9 + [429]
    assert sign_in(client, "pewarta", PASSWORD) == 429


def test_a_colleague_at_the_same_address_can_still_sign_in(client, staff):
    for _ in range(10):
        sign_in(client, "pewarta", "wrong")
    assert sign_in(client, "redaktur", PASSWORD) == 302


@pytest.mark.parametrize(("demo", "answer"), [(True, 302), (False, 200)])
def test_the_printed_password_opens_the_demo_alone(demo, answer, client, staff, settings):
    settings.DEMO = demo
    staff[0].set_password(DEMO_PASSWORD)
    staff[0].save()
    assert sign_in(client, "pewarta", DEMO_PASSWORD) == answer


def test_the_session_cookie_stays_at_the_desk(client, staff):
    sign_in(client, "pewarta", PASSWORD)
    cookie = client.cookies["sessionid"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")


def test_a_query_for_each_row_of_a_page_fails_its_test(staff, rf, settings):
    # Proof that zeal is awake: it finds nothing at all when it is not installed quite right.
    def page(request):
        return [list(user.groups.all()) for user in get_user_model().objects.all()]

    assert "zeal.middleware.zeal_middleware" in settings.MIDDLEWARE
    with pytest.raises(NPlusOneError):
        zeal_middleware(page)(rf.get("/"))
