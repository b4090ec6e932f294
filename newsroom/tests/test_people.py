"""Accounts: what the bureau head can give, and what nobody can take."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from zeal import zeal_ignore

from articles.tests.factories import make_user

pytestmark = pytest.mark.django_db
User = get_user_model()
LIST = "/admin/newsroom/user/"


@pytest.fixture(autouse=True)
def _two_accounts_are_no_loop():
    """These pages read who asks and whom they look at; zeal takes two for a loop."""
    with zeal_ignore():
        yield


@pytest.fixture
def head(roles, client):
    user = make_user("head", username="kepala")
    client.force_login(user)
    return user


def role(*names):
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def page(user):
    return f"{LIST}{user.pk}/change/"


def facts(user, **changes):
    """What the form of this account would send."""
    data = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "byline": user.byline,
        "initials": user.initials,
        "slug": user.slug or "",
        "bio": user.bio,
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
    }
    return {key: value for key, value in (data | changes).items() if value is not None}


def test_the_head_opens_an_account_with_a_role_that_can_sign_in(client, head):
    data = {
        "username": "baru",
        "byline": "Rina Siregar",
        "password1": "kata-sandi-uji",
        "password2": "kata-sandi-uji",
        "groups": role("reporter"),
    }
    assert client.post(f"{LIST}add/", data).status_code == 302
    user = User.objects.get(username="baru")
    assert user.is_staff
    assert user.check_password("kata-sandi-uji")
    assert user.has_perm("articles.submit_article")


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "user_permissions"])
def test_a_forged_field_grants_nothing(field, client, head):
    user = make_user(username="biasa", is_staff=False)
    permission = Permission.objects.get(codename="retract_article")
    value = permission.pk if field == "user_permissions" else "on"
    assert client.post(page(user), facts(user, **{field: value})).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.user_permissions.exists()


def test_a_forged_field_of_a_new_account_grants_nothing(client, head):
    data = {
        "username": "baru",
        "password1": "kata-sandi-uji",
        "password2": "kata-sandi-uji",
        "is_superuser": "on",
        "is_staff": "on",
    }
    client.post(f"{LIST}add/", data)
    user = User.objects.get(username="baru")
    assert (user.is_superuser, user.is_staff) == (False, False)


def test_a_group_that_is_no_role_cannot_be_given(client, head):
    group = Group.objects.create(name="everything")
    user = make_user("reporter")
    response = client.post(page(user), facts(user, groups=[group.pk]))
    assert response.context["adminform"].form.errors.keys() == {"groups"}


def test_whoever_loses_the_last_role_loses_the_desk(client, head):
    user = make_user("reporter")
    client.post(page(user), facts(user, groups=[]))
    user.refresh_from_db()
    assert not user.is_staff


def test_the_head_cannot_change_a_superuser_nor_the_password(client, head):
    root = User.objects.create_superuser("root", password="kata-sandi-lama")
    assert client.post(page(root), facts(root, username="saya")).status_code == 403
    data = {"password1": "kata-sandi-baru", "password2": "kata-sandi-baru"}
    assert client.post(f"{LIST}{root.pk}/password/", data).status_code == 403
    root.refresh_from_db()
    assert (root.username, root.check_password("kata-sandi-lama")) == ("root", True)


def test_the_head_sets_a_new_password_for_somebody_else(client, head):
    user = make_user("reporter")
    data = {"password1": "kata-sandi-baru", "password2": "kata-sandi-baru"}
    assert client.post(f"{LIST}{user.pk}/password/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("kata-sandi-baru")


def test_a_new_password_cannot_be_empty(client, head):
    user = make_user("reporter")
    user.set_password("kata-sandi-lama")
    user.save()
    data = {"usable_password": "false", "unset-password": "1", "password1": "", "password2": ""}
    assert client.post(f"{LIST}{user.pk}/password/", data).status_code == 200
    user.refresh_from_db()
    assert user.check_password("kata-sandi-lama")


@pytest.mark.parametrize(
    ("changes", "field"), [({"is_active": None}, "is_active"), ({"groups": []}, "groups")]
)
def test_the_head_cannot_lock_the_own_door(changes, field, client, head):
    response = client.post(page(head), facts(head, **changes))
    assert response.context["adminform"].form.errors.keys() == {field}


def test_an_author_page_needs_a_byline(client, head):
    user = make_user("reporter")
    response = client.post(page(user), facts(user, slug="rina", byline=""))
    assert response.context["adminform"].form.errors.keys() == {"byline"}


def test_two_accounts_can_be_without_an_author_page(client, head):
    for user in (make_user("reporter"), make_user("reporter")):
        assert client.post(page(user), facts(user, bio="Baru.")).status_code == 302
        user.refresh_from_db()
        assert (user.bio, user.slug) == ("Baru.", None)


def test_nobody_deletes_an_account(client, head):
    user = make_user("reporter")
    client.force_login(User.objects.create_superuser("root"))
    assert client.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_auditor_reads_accounts_and_changes_none(client, roles):
    user = make_user("reporter")
    client.force_login(make_user("auditor"))
    shown = client.get(page(user)).content.decode()
    assert f"{user.pk}/password/" not in shown
    assert client.post(page(user), facts(user, username="lain")).status_code == 403
    assert client.get(f"{LIST}{user.pk}/password/").status_code == 403


@pytest.mark.parametrize("name", ["reporter", "editor", "officer"])
def test_other_roles_see_no_accounts(name, client, roles):
    client.force_login(make_user(name))
    assert client.get(LIST).status_code == 403


def test_everybody_changes_the_own_password(client, roles):
    user = make_user("reporter")
    user.set_password("kata-sandi-lama")
    user.save()
    client.force_login(user)
    data = {
        "old_password": "kata-sandi-lama",
        "new_password1": "kata-sandi-baru",
        "new_password2": "kata-sandi-baru",
    }
    assert client.post("/admin/password_change/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("kata-sandi-baru")
