"""``manage.py reconcile``."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from budgets.models import StatementLine
from projects.models import FiscalPlan
from tests.factories import make_balanced_plan

pytestmark = pytest.mark.django_db


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, int]:
    """Return what stands on standard output, and the exit status."""
    status = 0
    try:
        call_command("reconcile", *arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    return capsys.readouterr().out, status


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, Any], int]:
    text, status = output(capsys, "--format", "json", *arguments)
    return json.loads(text), status


def test_the_plan_that_agrees_exits_with_0(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert output(capsys)[1] == 0


def test_a_disagreement_exits_with_1_and_json_stands_alone_on_standard_output(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    line = StatementLine.objects.get(source_line=145)
    line.amount += Decimal("0.01")
    line.save()
    data, status = as_json(capsys)
    assert status == 1
    disagreeing = {check["code"] for check in data["checks"] if check["status"] == "disagrees"}
    assert "cited-statementline-uses-2-amount" in disagreeing


def test_json_has_the_keys_of_the_interface_and_nothing_else(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    data, status = as_json(capsys)
    assert status == 0
    assert list(data) == ["fiscal_year", "envelope", "checks"]
    assert (data["fiscal_year"], data["envelope"]) == (2563, "588794600.00")
    keys = ["code", "title", "expected", "actual", "difference", "status", "source_lines"]
    assert all(list(check) == keys for check in data["checks"])


def test_json_gives_the_documented_difference_to_the_satang(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _status = as_json(capsys)
    [documented] = [check for check in data["checks"] if check["status"] == "documented"]
    with translation.override("th"):
        assert documented == {
            "code": "sources-group-2",
            "title": "2.1 + 2.2 = กลุ่มที่ 2 เงินนอกงบประมาณ",
            "expected": "33465300.00",
            "actual": "40000000.00",
            "difference": "6534700.00",
            "status": "documented",
            "source_lines": [134, 136, 137],
        }


def test_json_writes_counts_as_integers_and_a_difference_as_what_is_more(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _status = as_json(capsys)
    for check in data["checks"]:
        expected, actual = Decimal(check["expected"]), Decimal(check["actual"])
        assert Decimal(check["difference"]) == actual - expected
        assert (check["status"] == "agrees") == (expected == actual)
    targets = next(check for check in data["checks"] if check["code"] == "kpi-targets")
    assert (targets["expected"], targets["actual"], targets["difference"]) == ("20", "20", "0")


def test_text_is_the_answer_in_thai_and_one_line_a_check(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    text, _status = output(capsys)
    lines = text.splitlines()
    assert lines[0] == "ยอดรวมตรงกันที่ 588.7946 ล้านบาท มีข้อต่างที่บันทึกไว้ 1 ข้อ"
    assert any("33.4653  40.0000  +6.5347" in line and "134 · 136 · 137" in line for line in lines)


def test_a_difference_too_small_for_a_million_is_said_in_baht(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    StatementLine.objects.filter(source_line=145).update(amount=Decimal("75969600.01"))
    text, _status = output(capsys)
    assert "0.01" in text


def test_another_year_can_be_asked_for(
    plan: FiscalPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    make_balanced_plan(2570)
    data, status = as_json(capsys, "--fiscal-year", "2570")
    assert (data["fiscal_year"], data["envelope"], status) == (2570, "10000000.00", 1)


@pytest.mark.parametrize("arguments", [[], ["--fiscal-year", "2570"]])
def test_without_a_plan_it_says_so_and_exits_with_2(no_plan: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="load_plan") as refusal:
        call_command("reconcile", *arguments)
    assert refusal.value.returncode == 2
