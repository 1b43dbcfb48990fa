"""What was set of indicators and targets changes with a reason alone, and keeps the old value."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from etda_plan.common.permissions import Role
from kpis.models import Kpi, KpiFramework, KpiTarget, QuarterlyTarget, ScoreLevel
from projects.models import FiscalPlan, OfficeMembership
from projects.services.amendments import revise
from tests.factories import (
    make_administrator,
    make_agency_target,
    make_kpi,
    make_membership,
    make_office,
    make_plan,
    make_project,
    make_target,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SET: dict[str, Any] = {
    "aggregation": "sum",
    "aggregation_is_inferred": False,
    "direction_is_inferred": False,
    "baseline": 3,
    "weight": 10,
    "definition": "นับที่เผยแพร่แล้ว",
    "numerator_label": "ก",
    "denominator_label": "ข",
}
CHANGES: dict[str, Any] = {
    "direction": "at_most",
    "direction_is_inferred": True,
    "aggregation": "last",
    "aggregation_is_inferred": True,
    "baseline": None,
    "weight": 20,
    "definition": "",
    "numerator_label": "ค",
    "denominator_label": "ง",
    "reported_every": 6,
    "interpolates_levels": True,
    "unit": "คน",
}


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(make_user("admin", Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def target() -> KpiTarget:
    plan = make_plan(2565)
    office = make_office(plan)
    return make_target(make_kpi(plan, **SET), make_project(plan), "10", owner=office)


@pytest.mark.parametrize("field", CHANGES)
def test_an_indicator_changes_with_a_reason_and_keeps_what_it_was(
    target: KpiTarget, field: str
) -> None:
    kpi, user = target.kpi, make_administrator()
    before = getattr(kpi, field)
    with pytest.raises(ValidationError) as refused:
        revise(kpi, {field: CHANGES[field]}, reason=" ", user=user)
    assert list(refused.value.message_dict) == ["reason"]
    revise(kpi, {field: CHANGES[field]}, reason="มติบอร์ด", user=user)
    latest, old = kpi.history.all()[:2]
    assert (getattr(latest, field), getattr(old, field)) == (CHANGES[field], before)
    assert latest.history_change_reason == "มติบอร์ด"
    assert latest.history_user == user


@pytest.mark.parametrize("field", ["value", "value_to", "is_main", "owner"])
def test_a_target_changes_with_a_reason(target: KpiTarget, field: str) -> None:
    KpiTarget.objects.filter(pk=target.pk).update(value_to=12)
    new: dict[str, Any] = {"value": 9, "value_to": 15, "is_main": True}
    new["owner"] = make_office(target.kpi.framework.plan, "ส.ใหม่")
    for reason in ("", "โอนงาน"):
        user = make_administrator()
        if reason:
            revise(target, {field: new[field]}, reason=reason, user=user)
        else:
            with pytest.raises(ValidationError, match="ระบุเหตุผล"):
                revise(target, {field: new[field]}, reason=reason, user=user)
    target.refresh_from_db()
    assert getattr(target, field) == new[field]


def test_what_is_filled_in_first_or_confirmed_owes_none() -> None:
    kpi = make_kpi(make_plan(2565))
    values = {"definition": "ก", "baseline": 1, "aggregation": "sum"}
    confirmed = {"direction_is_inferred": False, "aggregation_is_inferred": False}
    revise(kpi, {**values, **confirmed}, reason="", user=make_administrator())
    kpi.refresh_from_db()
    assert (kpi.definition, kpi.direction_is_inferred) == ("ก", False)


def test_a_set_is_scored_otherwise_with_a_reason(target: KpiTarget) -> None:
    values, user = {"scoring": "five_levels"}, make_administrator()
    with pytest.raises(ValidationError, match="ระบุเหตุผล"):
        revise(target.kpi.framework, values, reason="", user=user)
    revise(target.kpi.framework, values, reason="เกณฑ์ใหม่", user=user)
    assert KpiFramework.history.first().history_change_reason == "เกณฑ์ใหม่"


def typed(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the browser sends when a form of admin is saved with changes."""
    answer = client.get(address)
    data = {bound.name: bound.value() for bound in answer.context["adminform"].form}
    for inline in answer.context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.forms):
            data |= {form.add_prefix(name): form[name].value() for name in form.fields}
    sent = {name: value for name, value in data.items() if value is not None and value is not False}
    return {**sent, **changes}


def test_the_form_of_an_indicator_asks_for_the_reason(site: Client, target: KpiTarget) -> None:
    address = f"/admin/kpis/kpi/{target.kpi_id}/change/"
    refused = site.post(address, typed(site, address, definition="อย่างอื่น"))
    assert "ระบุเหตุผล" in refused.content.decode()
    answer = site.post(address, typed(site, address, definition="อย่างอื่น", reason="ชัดขึ้น"))
    assert answer.status_code == 302
    assert target.kpi.history.latest().history_change_reason == "ชัดขึ้น"


@pytest.mark.parametrize(("prefix", "name"), [("quarters", "quarter"), ("levels", "level")])
def test_a_row_under_a_target_is_not_moved_without_a_reason(
    site: Client, target: KpiTarget, prefix: str, name: str
) -> None:
    QuarterlyTarget.objects.create(target=target, quarter=1, value=2)
    ScoreLevel.objects.create(target=target, level=1, value=2)
    address = f"/admin/kpis/kpitarget/{target.pk}/change/"
    assert site.post(address, typed(site, address)).status_code == 302
    moved = {f"{prefix}-0-{name}": "3"}
    assert "ระบุเหตุผล" in site.post(address, typed(site, address, **moved)).content.decode()
    answer = site.post(address, typed(site, address, **moved, reason="พิมพ์ผิด"))
    assert answer.status_code == 302
    assert getattr(getattr(target, prefix).get(), name) == 3


@pytest.mark.parametrize("model", ["quarterlytarget", "scorelevel"])
def test_rows_under_a_target_are_changed_on_its_page_alone(
    site: Client, target: KpiTarget, model: str
) -> None:
    QuarterlyTarget.objects.create(target=target, quarter=1, value=2)
    ScoreLevel.objects.create(target=target, level=1, value=2)
    rows: dict[str, Any] = {"quarterlytarget": target.quarters, "scorelevel": target.levels}
    row = rows[model].get()
    address = f"/admin/kpis/{model}/{row.pk}"
    assert site.get(f"/admin/kpis/{model}/").status_code == 200
    assert 'name="_save"' not in site.get(f"{address}/change/").content.decode()
    for page in (f"{address}/change/", f"{address}/delete/", f"/admin/kpis/{model}/add/"):
        assert site.post(page, {"value": "9", "post": "yes"}).status_code == 403


def ask(site: Client, page: str, action: str, *rows: Any, **values: str) -> Any:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **values}
    return site.post(page, data)


def test_several_targets_are_given_to_an_office_with_a_reason(
    site: Client, target: KpiTarget
) -> None:
    plan = target.kpi.framework.plan
    other, new = make_agency_target(plan), make_office(plan, "ส.ใหม่")
    page, name = "/admin/kpis/kpitarget/", "name_owner"
    asked = ask(site, page, name, target, other)
    assert asked.status_code == 200
    assert "ส.ใหม่" in asked.content.decode()
    refused = ask(site, page, name, target, other, asked="1", office=str(new.pk), reason=" ")
    assert refused.context["form"].errors.keys() == {"reason"}
    assert not KpiTarget.objects.filter(owner=new).exists()
    values = {"asked": "1", "office": str(new.pk), "reason": "โอนงาน"}
    assert ask(site, page, name, target, other, **values).status_code == 302
    assert KpiTarget.objects.filter(owner=new).count() == 2
    assert target.history.first().history_change_reason == "โอนงาน"


def test_targets_of_two_plans_are_not_given_to_one_office(site: Client, target: KpiTarget) -> None:
    other = make_agency_target(make_plan(2566))
    values = {"asked": "1", "office": str(target.owner_id), "reason": "โอนงาน"}
    refused = ask(site, "/admin/kpis/kpitarget/", "name_owner", target, other, **values)
    assert "หน่วยงานนี้อยู่คนละแผนกับตัวชี้วัด" in refused.content.decode()
    other.refresh_from_db()
    assert other.owner is None


def test_memberships_end_on_the_day_that_is_asked_for(site: Client, target: KpiTarget) -> None:
    office = target.owner
    assert office is not None
    row = make_membership(make_user("somsri", Role.OFFICER), office, office.plan.starts_on)
    page = "/admin/projects/officemembership/"
    assert "30/9/2563" in ask(site, page, "end_on", row).content.decode()
    wrong = ask(site, page, "end_on", row, asked="1", day="2022-01-31", reason="ย้าย")
    assert wrong.context["form"].errors.keys() == {"day"}
    day = {"asked": "1", "day": "31/1/2565", "reason": "ย้ายหน่วยงาน"}
    assert ask(site, page, "end_on", row, **day).status_code == 302
    row.refresh_from_db()
    assert str(row.until) == "2022-01-31"
    assert OfficeMembership.history.first().history_change_reason == "ย้ายหน่วยงาน"


def test_a_confirmed_direction_loses_its_mark_and_is_recorded(
    site: Client, plan: FiscalPlan
) -> None:
    kpi = Kpi.objects.get(number=1)
    assert "ตีความ" in site.get("/kpis/section-7/1/").content.decode()
    both = ("confirm", "confirm_aggregation")
    for action in both:
        assert ask(site, "/admin/kpis/kpi/", action, kpi).status_code == 302
    assert "ตีความ" not in site.get("/kpis/section-7/1/").content.decode()
    found = list(kpi.history.all()[:3])
    assert [row.direction_is_inferred for row in found] == [False, False, True]
    assert all(row.history_change_reason and row.history_user for row in found[:2])


def test_the_list_of_targets_is_filtered_by_reach_and_by_whether_it_has_an_office(
    site: Client, target: KpiTarget
) -> None:
    make_agency_target(target.kpi.framework.plan)

    def found(query: str) -> list[str]:
        rows = site.get(f"/admin/kpis/kpitarget/?{query}").context["cl"].result_list
        return [row.code for row in rows]

    assert found("agency=yes") == ["ทั้งหน่วยงาน"]
    assert found("owned=yes") == [target.code]
    assert target.code in found("agency=no")
    assert "ทั้งหน่วยงาน" not in found("agency=no")
    assert "ทั้งหน่วยงาน" in found("owned=no")
    assert target.code not in found("owned=no")
