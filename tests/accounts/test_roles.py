"""The roles of users."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_user_has_the_roles_that_were_granted(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_user("malee", Role.PLANNER)
    user = make_user("somchai", Role.FINANCE, Role.OFFICER)
    with django_assert_num_queries(1):
        assert user.roles == {Role.FINANCE, Role.OFFICER}
        assert Role.PLANNER not in user.roles


def test_a_superuser_is_an_administrator_and_nothing_else_by_itself() -> None:
    assert make_user("root", is_superuser=True).roles == {Role.ADMINISTRATOR}
    both = make_user("chief", Role.FINANCE, is_superuser=True)
    assert both.roles == {Role.ADMINISTRATOR, Role.FINANCE}


def test_being_staff_gives_no_role() -> None:
    assert make_user(is_staff=True).roles == frozenset()


def test_an_inactive_account_has_none() -> None:
    user = make_user("gone", Role.APPROVER, is_active=False, is_superuser=True)
    assert user.roles == frozenset()
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert User.objects.get(pk=user.pk).roles == {Role.APPROVER, Role.ADMINISTRATOR}


def test_the_database_holds_each_role_once_and_no_invented_one() -> None:
    user = make_user("somchai", Role.FINANCE)
    for role in (Role.FINANCE.value, "emperor", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=user, role=role)


def test_giving_and_taking_a_role_is_remembered() -> None:
    user = make_user()
    grant = RoleGrant.objects.create(user=user, role=Role.APPROVER)
    grant.delete()
    kept = RoleGrant.history.filter(user_id=user.pk)
    assert [(entry.history_type, entry.role) for entry in kept] == [
        ("-", Role.APPROVER),
        ("+", Role.APPROVER),
    ]
