"""One query reads what Django's own backend reads in two, and the roles with it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from articles.tests.factories import make_user
from newsroom.backends import RoleBackend
from newsroom.roles import LABELS, role_of

pytestmark = pytest.mark.django_db


def fresh(user):
    """The account as a request finds it: nothing read yet."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.mark.parametrize("role", LABELS)
def test_a_role_may_what_djangos_own_backend_says(role, roles):
    user = make_user(role)
    assert RoleBackend().get_all_permissions(fresh(user)) == ModelBackend().get_all_permissions(
        fresh(user)
    )


def test_a_permission_of_ones_own_and_a_second_role_count_too(roles):
    user = make_user("reporter", "officer")
    user.user_permissions.add(Permission.objects.get(codename="retract_article"))
    assert RoleBackend().get_all_permissions(fresh(user)) == ModelBackend().get_all_permissions(
        fresh(user)
    )
    assert fresh(user).has_perm("articles.retract_article")


def test_a_superuser_may_everything_and_a_closed_account_nothing(roles):
    chief = fresh(make_user(is_superuser=True))
    assert RoleBackend().get_all_permissions(chief) == ModelBackend().get_all_permissions(chief)
    assert RoleBackend().get_all_permissions(fresh(make_user("head", is_active=False))) == set()


def test_rights_and_role_are_one_query(roles, django_assert_num_queries):
    user = fresh(make_user("editor"))
    with django_assert_num_queries(1):
        assert user.has_perm("articles.publish_article")
        assert user.has_module_perms("partnerships")
        assert role_of(user) == "editor"


def test_a_role_that_is_lost_is_lost_for_the_next_request(roles):
    user = make_user("head")
    assert role_of(fresh(user)) == "head"
    user.groups.clear()
    later = fresh(user)
    assert not later.has_perm("articles.retract_article")
    assert role_of(later) == ""
