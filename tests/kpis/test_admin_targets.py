"""Indicators in Django's admin: bulk actions, and reasons for what is changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from etda_plan.common.permissions import Role
from kpis.models import Kpi, KpiTarget, QuarterlyTarget
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_kpi,
    make_plan,
    make_project,
    make_target,
    make_user,
    work_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def site(client: Client) -> Client:
    user = make_user("admin", Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def target() -> KpiTarget:
    plan = make_plan(2562)
    target = make_target(make_kpi(plan), make_project(plan), "10")
    QuarterlyTarget.objects.create(target=target, quarter=1, value=2)
    return target


def run(site: Client, model: str, action: str, *keys: int) -> None:
    data = {"action": action, "_selected_action": keys}
    response = site.post(f"/admin/kpis/{model}/", data)
    assert response.status_code == 302


def test_an_aggregation_is_confirmed_as_it_is_read(site: Client, plan: FiscalPlan) -> None:
    keys = Kpi.objects.order_by("number").values_list("pk", flat=True)
    run(site, "kpi", "confirm_aggregation", *keys)
    said = dict(Kpi.objects.values_list("number", "aggregation"))
    assert [said[number] for number in (1, 2, 3, 8)] == ["last", "last", "last", "sum"]
    assert not Kpi.objects.filter(aggregation_is_inferred=True).exists()
    assert Kpi.objects.get(number=8).history.count() == 2


def test_results_are_asked_for_at_another_interval(site: Client, target: KpiTarget) -> None:
    run(site, "kpi", "report_half_yearly", target.kpi_id)
    target.kpi.refresh_from_db()
    assert target.kpi.reported_every == 6


def test_the_only_office_of_a_projects_activities_reports(site: Client, target: KpiTarget) -> None:
    lonely = make_target(target.kpi, make_project(work_of(target).plan, "BB"), "1")
    activity = make_activity(work_of(target))
    run(site, "kpitarget", "own_by_main_office", target.pk, lonely.pk)
    for row, owner in ((target, activity.office), (lonely, None)):
        row.refresh_from_db()
        assert row.owner == owner


def form(target: KpiTarget, **fields: Any) -> dict[str, Any]:
    quarter = target.quarters.get()
    return {
        "value": "10",
        "value_to": "",
        "owner": "",
        "reason": "",
        "quarters-TOTAL_FORMS": 1,
        "quarters-INITIAL_FORMS": 1,
        "quarters-0-id": quarter.pk,
        "quarters-0-target": target.pk,
        "quarters-0-quarter": 1,
        "quarters-0-value": "2",
        "levels-TOTAL_FORMS": 0,
        "levels-INITIAL_FORMS": 0,
        **fields,
    }


@pytest.mark.parametrize(
    "changed",
    [{"value": "12"}, {"quarters-0-value": "3"}, {"quarters-0-DELETE": "on"}],
)
def test_a_target_that_was_set_changes_with_a_reason_alone(
    site: Client, target: KpiTarget, changed: dict[str, str]
) -> None:
    address = f"/admin/kpis/kpitarget/{target.pk}/change/"
    refused = site.post(address, form(target, **changed))
    assert "ระบุเหตุผล" in refused.content.decode()
    target.refresh_from_db()
    assert [target.value, target.quarters.get().value] == [10, 2]
    assert site.post(address, form(target, **changed, reason="มติบอร์ด")).status_code == 302
    model: Any = KpiTarget if "value" in changed else QuarterlyTarget
    latest, before = model.history.all()[:2]
    assert latest.history_change_reason == "มติบอร์ด"
    assert before.value == Decimal(10 if model is KpiTarget else 2)


def test_what_is_filled_in_for_the_first_time_needs_no_reason(
    site: Client, target: KpiTarget
) -> None:
    address = f"/admin/kpis/kpitarget/{target.pk}/change/"
    more = {
        "value_to": "12",
        "quarters-TOTAL_FORMS": 2,
        "quarters-1-target": target.pk,
        "quarters-1-quarter": 2,
        "quarters-1-value": "5",
        "levels-TOTAL_FORMS": 1,
        "levels-0-target": target.pk,
        "levels-0-level": 1,
        "levels-0-value": "8",
    }
    assert site.post(address, form(target, **more)).status_code == 302
    target.refresh_from_db()
    assert target.value_to == 12
    assert [row.value for row in target.quarters.all()] == [2, 5]
    assert target.levels.get().value == 8
