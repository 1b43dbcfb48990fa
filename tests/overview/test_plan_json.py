"""The plan as JSON: its keys, its order, its unknowns, and what was changed."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import translation

from activities.models import Activity, ScheduledMonth
from budgets.models import StatementLine
from etda_plan.common.citations import Value, written
from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.plan import read_plan
from kpis.models import Kpi, KpiTarget
from projects.models import Anomaly, FiscalPlan, Office, Project, ProjectText
from tests.factories import (
    make_activity,
    make_amendment,
    make_plan,
    make_project,
    make_schedule,
    make_sub_activity,
    make_user,
    planned_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(plan: FiscalPlan) -> dict[str, Any]:
    return data_of(plan)


def data_of(plan: FiscalPlan) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plan_json(read_plan(plan)))
    return found


def project(data: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in data["projects"] if row["code"] == code)
    return found


def amend(plan: FiscalPlan, record: models.Model, field: str, value: Value | Office) -> None:
    """Change a field on purpose, as the admin form does."""
    before = getattr(record, field)
    setattr(record, field, value)
    record.save()
    names = [each.code if isinstance(each, Office) else each for each in (before, value)]
    user = make_user(f"user-{field}")
    make_amendment(plan, record, field, *map(written, names), amended_by=user)


def test_the_keys_stand_in_the_order_of_the_interface(data: dict[str, Any]) -> None:
    assert list(data) == [
        "fiscal_year",
        "envelope",
        "fund_sources",
        "strategies",
        "offices",
        "projects",
        "kpis",
        "statements",
        "anomalies",
    ]
    assert list(data["projects"][0]) == [
        "code",
        "kind",
        "name_th",
        "name_en",
        "former_name",
        "strategy",
        "budget",
        "life_years",
        "goal",
        "objectives",
        "targets",
        "activities",
    ]
    assert list(data["projects"][0]["activities"][0]) == [
        "number",
        "title",
        "title_printed",
        "office",
        "budget",
        "months",
        "months_version",
        "sub_activities",
    ]
    assert list(data["kpis"][0]) == ["number", "dimension", "name", "unit", "direction", "targets"]
    line = ["kind", "number", "name", "amount", "source_line", "lines"]
    assert list(data["statements"]["sources"][0]) == line


def test_rows_stand_in_the_plan_s_order_on_either_engine(data: dict[str, Any]) -> None:
    codes = [row["code"] for row in data["projects"]]
    assert codes == ["EC", "DT", "EL", "SF", "DG", "OFF", "PY", "NB"]
    for row in data["projects"]:
        numbers = [activity["number"] for activity in row["activities"]]
        assert numbers == list(range(1, len(numbers) + 1))
    projects = [target["project"] for target in data["kpis"][0]["targets"]]
    assert projects == codes[:5]


def test_the_money_is_in_baht_with_two_places(data: dict[str, Any]) -> None:
    assert data["envelope"] == "588794600.00"
    assert {row["code"]: row["amount"] for row in data["fund_sources"]} == {
        "CURRENT_APPROPRIATION": "474518400.00",
        "PRIOR_YEAR_BALANCE": "80810900.00",
        "OFF_BUDGET": "33465300.00",
    }
    assert {row["code"]: row["budget"] for row in data["projects"]} == {
        "EC": "75969600.00",
        "DT": "69376700.00",
        "EL": "88395000.00",
        "SF": "12186500.00",
        "DG": "36618800.00",
        "OFF": "191971800.00",
        "NB": "33465300.00",
        "PY": "80810900.00",
    }


def test_the_statements_are_nested_as_they_are_printed(data: dict[str, Any]) -> None:
    [total] = data["statements"]["sources"]
    assert [(row["number"], row["amount"]) for row in total["lines"]] == [
        ("1", "555329300.00"),
        ("2", "33465300.00"),
    ]
    assert [row["source_line"] for row in total["lines"][1]["lines"]] == [136, 137]
    [total] = data["statements"]["uses"]
    subtotal, group_4 = total["lines"]
    assert (total["kind"], subtotal["kind"], subtotal["number"]) == ("total", "subtotal", None)
    assert [len(group["lines"]) for group in subtotal["lines"]] == [5, 1, 0]
    assert (group_4["number"], group_4["lines"]) == ("4", [])


def test_what_the_document_does_not_say_is_null(data: dict[str, Any]) -> None:
    activities = [row for each in data["projects"] for row in each["activities"]]
    assert len(activities) == 36
    assert all(row["months"] == [None] * 12 for row in activities)
    assert [row["budget"] for row in activities if row["budget"]] == [
        "57871300.00",
        "134100500.00",
    ]
    office = project(data, "OFF")
    assert [
        office[key] for key in ("name_en", "former_name", "strategy", "life_years", "goal")
    ] == [None] * 5


def test_the_plan_has_13_parts_12_indicators_and_20_targets(data: dict[str, Any]) -> None:
    activities = [row for each in data["projects"] for row in each["activities"]]
    assert sum(len(row["sub_activities"]) for row in activities) == 13
    assert [row["number"] for row in data["kpis"]] == list(range(1, 13))
    targets = [target for kpi in data["kpis"] for target in kpi["targets"]]
    assert len(targets) == 20
    assert sum(target["is_main"] for target in targets) == 5
    assert {target["value"] for target in targets} == {
        "12", "100", "80", "1", "4", "10", "20", "130", "5",
    }  # fmt: skip


def test_strategies_and_offices_are_named_by_number_and_code(data: dict[str, Any]) -> None:
    assert {row["code"]: row["strategy"] for row in data["projects"]} == {
        "EC": 1, "DT": 5, "EL": 3, "SF": 4, "DG": 2, "OFF": None, "NB": None, "PY": None,
    }  # fmt: skip
    codes = {row["code"] for row in data["offices"]}
    assert len(codes) == 11
    assert {row["office"] for each in data["projects"] for row in each["activities"]} == codes


def test_a_difference_is_signed_and_null_where_there_is_none(data: dict[str, Any]) -> None:
    by_code = {row["code"]: row for row in data["anomalies"]}
    assert list(by_code["A01"]) == ["code", "title", "state", "difference"]
    assert by_code["A01"]["difference"] == "6534700.00"
    assert by_code["K01"]["difference"] is None
    assert list(by_code) == sorted(by_code)


def test_a_month_that_somebody_filled_in_is_true_or_false(plan: FiscalPlan) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    ScheduledMonth.objects.create(activity=activity, month=12, is_planned=False)
    first = project(data_of(plan), "EC")["activities"][0]
    assert first["months"] == [True, *[None] * 10, False]
    assert first["months_version"] is None


def test_months_tell_from_which_version_they_are_and_when_it_was_approved(
    plan: FiscalPlan,
) -> None:
    work = make_project(plan, "ZZ")
    activity = make_activity(work)
    part = make_sub_activity(activity)
    version = make_schedule(
        planned_item(activity), planned_item(part, "NNP?????????"), approved=True
    )
    found = project(data_of(plan), "ZZ")["activities"][0]
    approved_on = str(version.decided_on)
    told = {"number": version.number, "approved_on": approved_on}
    assert (found["months_version"], found["sub_activities"][0]["months_version"]) == (told, told)
    assert found["sub_activities"][0]["months"][:3] == [False, False, True]


def test_what_was_printed_stands_beside_what_is_in_force(plan: FiscalPlan) -> None:
    target = KpiTarget.objects.get(kpi__number=8, project__code="EC")
    amend(plan, target, "value", Decimal("12.5000"))
    changed = Project.objects.get(code="EC")
    amend(plan, changed, "name", "ชื่อใหม่")
    amend(plan, Project.objects.get(code="SF"), "life_years", 2)
    kpi = Kpi.objects.get(number=8)
    amend(plan, kpi, "unit", "แห่ง")
    activity = Activity.objects.get(project__code="EC", number=3)
    amend(plan, activity, "office", Office.objects.get(code="ส.กฎหมาย"))
    found = data_of(plan)
    row = project(found, "EC")
    assert row["name_th"] == "ชื่อใหม่"
    assert row["name_th_printed"] == "โครงการส่งเสริมพาณิชย์อิเล็กทรอนิกส์อย่างยั่งยืน"
    assert project(found, "SF")["life_years_printed"] == 1
    third = row["activities"][2]
    assert (third["office"], third["office_printed"]) == ("ส.กฎหมาย", "ส.สื่อสารองค์กร")
    eighth = found["kpis"][7]
    assert (eighth["unit"], eighth["unit_printed"]) == ("แห่ง", "ชุมชน")
    assert eighth["targets"] == [
        {"project": "EC", "value": "12.5", "is_main": True, "value_printed": "10"}
    ]


def test_a_changed_objective_gives_all_of_them_as_printed(plan: FiscalPlan) -> None:
    text = ProjectText.objects.get(project__code="OFF", kind="objective", number=3)
    printed = text.text
    amend(plan, text, "text", "ถ้อยคำใหม่")
    row = project(data_of(plan), "OFF")
    assert row["objectives"][2] == "ถ้อยคำใหม่"
    assert row["objectives_printed"] == [*row["objectives"][:2], printed]
    assert "targets_printed" not in row


def test_an_unchanged_plan_has_nothing_printed_beside(data: dict[str, Any]) -> None:
    text = json.dumps(data).replace("title_printed", "")
    assert "_printed" not in text


def test_the_bytes_do_not_depend_on_the_language_or_on_the_order_of_rows(plan: FiscalPlan) -> None:
    with translation.override("th"):
        in_thai = plan_json(read_plan(plan))
    reading = read_plan(plan)
    reading.offices.reverse()
    reading.anomalies.reverse()
    with translation.override("en"):
        assert plan_json(reading) == in_thai


def test_no_key_of_a_row_is_given(data: dict[str, Any]) -> None:
    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(data).isdisjoint({"id", "pk", "created", "modified", "history"})


def test_a_plan_without_rows_is_empty_and_not_an_error() -> None:
    found = data_of(make_plan())
    assert found["envelope"] is None
    assert found["projects"] == []
    assert found["statements"] == {"sources": [], "uses": []}


def test_every_line_and_every_anomaly_is_there(plan: FiscalPlan, data: dict[str, Any]) -> None:
    def count(lines: list[dict[str, Any]]) -> int:
        return sum(1 + count(line["lines"]) for line in lines)

    statements = data["statements"]
    assert count(statements["sources"]) + count(statements["uses"]) == StatementLine.objects.count()
    assert len(data["anomalies"]) == Anomaly.objects.count()


class TestExportPlan:
    """``manage.py export_plan``."""

    def test_it_writes_the_file(self, plan: FiscalPlan, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        call_command("export_plan", "--format", "json", "--output", str(path))
        assert path.read_bytes() == plan_json(read_plan(plan))
        assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]

    def test_a_place_that_cannot_be_written_to_is_named(
        self, plan: FiscalPlan, tmp_path: Path
    ) -> None:
        path = tmp_path / "nowhere" / "plan.json"
        with pytest.raises(CommandError, match="nowhere"):
            call_command("export_plan", "--format", "json", "--output", str(path))

    def test_a_format_that_does_not_exist_is_refused(
        self, plan: FiscalPlan, tmp_path: Path
    ) -> None:
        with pytest.raises(CommandError):
            call_command("export_plan", "--format", "docx", "--output", str(tmp_path / "x"))

    def test_without_a_plan_nothing_is_written(self, no_plan: None, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        with pytest.raises(CommandError, match="load_plan") as refusal:
            call_command("export_plan", "--format", "json", "--output", str(path))
        assert refusal.value.returncode == 2
        assert not path.exists()
