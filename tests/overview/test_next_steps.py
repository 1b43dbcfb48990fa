"""A page that has nothing to show says so and leads each reader where they go on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Office
from tests.factories import make_membership, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GRID, MINE, MONTHLY = "/activities/schedule/new/", "/my/", "/monthly-reports/"
MEMBERSHIPS = "/admin/projects/officemembership/"
VERSIONS = "/activities/schedule/versions/"
VISITOR = None

ON_MONTHS = {
    VISITOR: "/source/",
    Role.OFFICER: GRID,
    Role.HEAD: GRID,
    Role.PLANNER: GRID,
    Role.FINANCE: VERSIONS,
    Role.APPROVER: VERSIONS,
    Role.AUDITOR: VERSIONS,
    Role.ADMINISTRATOR: MEMBERSHIPS,
}
ON_REPORTS = {
    VISITOR: "/projects/",
    Role.OFFICER: MINE,
    Role.HEAD: MINE,
    Role.PLANNER: MONTHLY,
    Role.FINANCE: MONTHLY,
    Role.APPROVER: MONTHLY,
    Role.AUDITOR: MONTHLY,
    Role.ADMINISTRATOR: MEMBERSHIPS,
}


def browser(role: Role | None, plan: FiscalPlan) -> Client:
    """Return the browser of a visitor, or of somebody with a role; staff belong to an office."""
    client = Client()
    if role:
        user = make_user("somsri", role)
        client.force_login(user)
        if role in (Role.OFFICER, Role.HEAD):
            office = Office.objects.get(plan=plan, code="ส.กฎหมาย")
            make_membership(user, office, plan.starts_on)
    return client


def ways_on(client: Client, address: str) -> list[str]:
    """Return where the empty panels of a page lead."""
    response: Any = client.get(address)
    assert response.status_code == 200
    panels = re.findall(r'<div class="empty">.*?</div>', response.content.decode(), re.DOTALL)
    assert panels
    return [link for panel in panels for link in re.findall(r'<a href="([^"?]*)', panel)]


@pytest.mark.parametrize("role", ON_MONTHS)
def test_an_empty_page_leads_each_reader_on(plan: FiscalPlan, role: Role | None) -> None:
    client, months, reports = browser(role, plan), ON_MONTHS[role], ON_REPORTS[role]
    assert ways_on(client, "/activities/schedule/") == [months]
    for page in ("/activities/progress/", "/activities/attention/"):
        assert ways_on(client, page) == [reports, months]
    for page in ("/kpis/", "/kpis/section-7/1/"):
        assert ways_on(client, page) == [reports]
    for way in (months, reports):
        assert client.get(way).status_code == 200


def test_visitors_read_that_nothing_is_published_not_that_nothing_is_there(
    plan: FiscalPlan,
) -> None:
    page = Client().get("/kpis/").content.decode()
    assert "ยังไม่มีผลที่เผยแพร่" in page
    assert "ยังไม่มีผลในระบบ" not in page


def test_who_has_nothing_to_do_is_led_on(plan: FiscalPlan) -> None:
    assert ways_on(browser(Role.ADMINISTRATOR, plan), MINE) == [MEMBERSHIPS]
    auditor = Client()
    auditor.force_login(make_user("suda", Role.AUDITOR))
    assert ways_on(auditor, MINE) == [reverse("changes")]
    assert ways_on(auditor, "/notifications/") == [MINE]


def test_the_reports_of_a_year_that_nobody_began_lead_on(plan: FiscalPlan) -> None:
    assert ways_on(browser(Role.ADMINISTRATOR, plan), MONTHLY) == [MEMBERSHIPS]
