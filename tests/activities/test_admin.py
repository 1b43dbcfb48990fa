"""Milestones and decided states in admin: whole, found by what one looks for, touched by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from activities.models import Activity, Milestone, StatusOverride
from etda_plan.common.permissions import Role
from tests.factories import (
    make_activity,
    make_plan,
    make_project,
    make_schedule,
    make_user,
    planned_item,
)
from tests.reporting_factories import make_override

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MILESTONES, STATES = "/admin/activities/milestone/", "/admin/activities/statusoverride/"


@pytest.fixture
def activity() -> Activity:
    return make_activity(make_project(make_plan(2565)))


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR, is_staff=True))
    return client


def rows(client: Client, address: str) -> list[Any]:
    return list(client.get(address).context["cl"].result_list)


def test_a_milestone_names_its_month_and_item_and_opens_whole(
    auditor: Client, activity: Activity
) -> None:
    items = planned_item(activity, milestones=((1, "เริ่ม"), (4, "ร่างรายงาน")))
    make_schedule(items, approved=True)
    row = Milestone.objects.get(month=4)
    assert rows(auditor, f"{MILESTONES}?q=ร่าง") == [row]
    assert len(rows(auditor, f"{MILESTONES}?q={activity.project.code}")) == 2
    for page in (MILESTONES, f"{MILESTONES}{row.pk}/change/"):
        html = auditor.get(page).content.decode()
        for words in ("ร่างรายงาน", "ม.ค.", activity.title):
            assert words in html


@pytest.mark.parametrize("count", [1, 12])
def test_milestones_are_listed_in_as_many_queries_for_one_as_for_many(
    auditor: Client,
    activity: Activity,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    items = [
        planned_item(make_activity(activity.project, 2 + number), milestones=((1, "เริ่ม"),))
        for number in range(count)
    ]
    make_schedule(*items, approved=True)
    with django_assert_num_queries(12):
        assert len(rows(auditor, MILESTONES)) == count


def test_a_decided_state_tells_who_decided_and_why(auditor: Client, activity: Activity) -> None:
    row = make_override(activity, reason="คณะกรรมการสั่งยุติ")
    assert isinstance(row, StatusOverride)
    assert rows(auditor, f"{STATES}?q={row.decided_by.username}") == [row]
    assert rows(auditor, f"{STATES}?status=done") == []
    for page in (STATES, f"{STATES}{row.pk}/change/"):
        html = auditor.get(page).content.decode()
        for words in ("คณะกรรมการสั่งยุติ", "ยกเลิก", str(row.decided_by)):
            assert words in html


@pytest.mark.parametrize("address", [MILESTONES, STATES])
def test_nobody_adds_changes_or_deletes_one_here(
    client: Client, activity: Activity, address: str
) -> None:
    make_schedule(planned_item(activity, milestones=((1, "เริ่ม"),)), approved=True)
    make_override(activity)
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    (row,) = rows(client, address)
    for page in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        assert client.post(f"{address}{page}", {"post": "yes"}).status_code == 403
