"""Holidays and the settings of reports on the administration pages."""

import datetime

import pytest
from django.test import Client

from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Holiday, ReportingSettings
from tests.factories import make_user

HOLIDAYS = "/admin/projects/holiday/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, plan: FiscalPlan) -> Client:
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    return client


def html_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_days_of_a_year_are_filtered_and_written_in_thai(administrator: Client) -> None:
    html = html_of(administrator, f"{HOLIDAYS}?year=2563")
    assert "27 ก.ค. 2563" in html
    assert "23 ต.ค. 2562" in html
    assert "23 ต.ค. 2563" not in html
    assert "23 ต.ค. 2563" in html_of(administrator, f"{HOLIDAYS}?year=2564")


def test_they_are_found_by_name_and_source(administrator: Client) -> None:
    html = html_of(administrator, f"{HOLIDAYS}?q=komchadluek")
    assert "4 ก.ย. 2563" in html
    assert "12 ส.ค. 2563" not in html


def test_a_day_is_typed_with_its_buddhist_year_and_leaves_a_history(
    administrator: Client,
) -> None:
    form = {"day": "1/5/2563", "name": "วันแรงงาน", "source": "คำสั่ง"}
    administrator.post(f"{HOLIDAYS}add/", form)
    made = Holiday.objects.get(day=datetime.date(2020, 5, 1))
    (first,) = made.history.all()
    assert first.history_user.username == "administrator"


def test_the_settings_of_a_plan_are_changed_in_their_limits(
    administrator: Client, plan: FiscalPlan
) -> None:
    page = "/admin/projects/reportingsettings/add/"
    form = {
        "plan": plan.pk,
        "due_working_day": 7,
        "remind_days_before": 2,
        "escalate_days_after": 3,
        "on_plan_from": 95,
        "watch_from": 96,
        "ahead_from": 120,
    }
    assert administrator.post(page, form).status_code == 200
    assert not ReportingSettings.objects.exists()
    administrator.post(page, {**form, "watch_from": 80})
    assert ReportingSettings.of(plan).due_working_day == 7


@pytest.mark.parametrize("role", [Role.PLANNER, Role.OFFICER, Role.AUDITOR])
def test_nobody_else_changes_them(client: Client, plan: FiscalPlan, role: Role) -> None:
    client.force_login(make_user("other", role))
    client.post(f"{HOLIDAYS}add/", {"day": "1/5/2563", "name": "วันแรงงาน"})
    assert not Holiday.objects.filter(day=datetime.date(2020, 5, 1)).exists()
