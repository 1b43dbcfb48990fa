"""Offices in admin: who has no reporter, and handing over to somebody else."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.permissions import Role
from projects.models import Office, OfficeMembership
from projects.services.memberships import end_memberships
from tests.factories import (
    make_administrator,
    make_membership,
    make_office,
    make_plan,
    make_planner,
    make_user,
)
from tests.reporting_factories import make_head, make_officer

pytestmark = pytest.mark.django_db

OFFICES, MEMBERSHIPS = "/admin/projects/office/", "/admin/projects/officemembership/"
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office(make_plan(2565))


@pytest.fixture
def administrator(client: Client) -> Client:
    """The browser of an administrator."""
    client.force_login(make_user("root", Role.ADMINISTRATOR, is_staff=True))
    return client


def offices_shown(client: Client, query: str) -> set[str]:
    offices = Office.objects.filter(plan__fiscal_year=2565)
    plan = offices[0].plan_id
    page = client.get(f"{OFFICES}?plan__id__exact={plan}&{query}").content.decode()
    return {office.code for office in offices if f"{OFFICES}{office.pk}/change/" in page}


def test_offices_without_a_reporter_or_a_head_are_found(
    administrator: Client, office: Office
) -> None:
    headed, empty = (make_office(office.plan, code) for code in ("ส.มีหัวหน้า", "ส.ว่าง"))
    make_officer(office)
    make_head(headed)
    leaving = make_officer(empty)
    leaving.memberships.update(until=today() - ONE_DAY)
    make_membership(make_planner(), empty, office.plan.starts_on)
    assert offices_shown(administrator, "reporter=yes") == {office.code, headed.code}
    assert offices_shown(administrator, "reporter=no") == {empty.code}
    assert offices_shown(administrator, "head=yes") == {headed.code}
    assert offices_shown(administrator, "head=no") == {office.code, empty.code}


def end(client: Client, *memberships: OfficeMembership) -> str:
    keys = [each.pk for each in memberships]
    chosen = {"action": "end_today", "_selected_action": keys}
    return client.post(MEMBERSHIPS, chosen, follow=True).content.decode()


def test_the_chosen_memberships_end_today_and_the_past_stays(
    administrator: Client, office: Office
) -> None:
    going_on = make_officer(office).memberships.get()
    ended = make_membership(make_user("past"), office, office.plan.starts_on, today() - ONE_DAY)
    coming = make_membership(make_user("coming"), office, today() + ONE_DAY)
    page = end(administrator, going_on, ended, coming)
    assert "1" in page
    assert list(OfficeMembership.objects.order_by("pk").values_list("until", flat=True)) == [
        today(),
        today() - ONE_DAY,
        None,
    ]
    last = going_on.history.latest()
    assert (last.until, last.history_user.username) == (today(), "root")
    assert Office.objects.of_user(going_on.user, today()).get() == office
    assert not Office.objects.of_user(going_on.user, today() + ONE_DAY)


def test_memberships_are_filtered_by_day_and_role(administrator: Client, office: Office) -> None:
    officer, head = make_officer(office).memberships.get(), make_head(office).memberships.get()
    ended = make_membership(make_user("past"), office, office.plan.starts_on, today() - ONE_DAY)
    for query, shown in {
        "today=yes": {officer, head},
        "today=no": {ended},
        "user__role_grants__role=head": {head},
    }.items():
        page = administrator.get(f"{MEMBERSHIPS}?office__plan__id__exact={office.plan_id}&{query}")
        text = page.content.decode()
        assert {
            each for each in (officer, head, ended) if f"{MEMBERSHIPS}{each.pk}/change/" in text
        } == shown


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PLANNER, Role.HEAD])
def test_only_administrators_end_memberships(client: Client, office: Office, role: Role) -> None:
    membership, user = make_officer(office).memberships.get(), make_user("x", role, is_staff=True)
    client.force_login(user)
    end(client, membership)
    with pytest.raises(PermissionDenied):
        end_memberships(OfficeMembership.objects.all(), user=user)
    assert OfficeMembership.objects.get().until is None


def test_ending_says_how_many_it_ended(office: Office) -> None:
    people: list[User] = [make_officer(office), make_head(office)]
    ended = [
        end_memberships(OfficeMembership.objects.all(), user=make_administrator())
        for _person in people
    ]
    assert ended == [2, 0]
