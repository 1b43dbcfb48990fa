"""The workbook as a spreadsheet program works it out: every formula against what is on screen."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from budgets.models import StatementLine
from budgets.money import page_amount
from etda_plan.common.checks import Status, Unit
from etda_plan.common.figures import MILLION, percent
from etda_plan.common.states import STATES
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import Report, reconcile, reconcile_reading
from projects.models import FiscalPlan
from projects.sight import whole_sight
from tests.calc import needs_libreoffice, recalculated
from tests.factories import (
    make_balanced_plan,
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_target,
)
from tests.reporting_factories import make_report

pytestmark = [pytest.mark.django_db, *needs_libreoffice]

WORDS = {
    Status.AGREES: "ตรงกัน =",
    Status.DOCUMENTED: "ต่าง · มีบันทึก ≠",
    Status.DISAGREES: "ไม่ตรง ×",
}
SATANG = Decimal("0.01")


def worked_out(plan: FiscalPlan, folder: Path) -> Any:
    reading = read_plan(FiscalPlan.objects.get(pk=plan.pk))
    return recalculated(plan_workbook(reading, reconcile_reading(reading)), folder)


def baht(value: float) -> Decimal:
    """Return the amount that a cell in ล้านบาท holds; its digits must be those of a satang."""
    amount = Decimal(repr(value)) * MILLION
    assert amount == amount.quantize(SATANG), f"{value!r} is not a whole number of satang"
    return amount


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def checks_of(book: Any) -> dict[str, tuple[Any, ...]]:
    return {row[1]: row for row in rows_of(book["ตรวจยอด"]) if row[1]}


def hold_every_check(book: Any, report: Report) -> None:
    rows = checks_of(book)
    for check in report.checks:
        result, _title, *figures = rows[check.title][:5]
        expected = (check.expected, check.actual, check.difference)
        unit = baht if check.unit is Unit.BAHT else lambda value: Decimal(repr(value))
        assert tuple(map(unit, figures)) == expected, check.code
        assert result == WORDS[check.status], check.code


def hold_no_error(book: Any) -> None:
    values = [value for sheet in book for row in rows_of(sheet) for value in row]
    assert not [value for value in values if isinstance(value, str) and value[:1] == "#"]


def test_the_workbook_comes_to_what_the_screen_shows(plan: FiscalPlan, tmp_path: Path) -> None:
    book = worked_out(plan, tmp_path)
    reading = read_plan(plan)
    report = reconcile(plan)
    hold_no_error(book)
    hold_every_check(book, report)
    hold_statements(book, reading.statements.values())
    hold_works(book, reading.projects, report.envelope)
    hold_summary(book, report)
    hold_allocations(book, reading.allocations)


def hold_statements(book: Any, statements: Any) -> None:
    for statement, name in zip(
        sorted(statements, key=lambda row: row.side), ["แหล่งเงิน", "แผนการใช้จ่าย"], strict=True
    ):
        lines = list(statement.lines.all())
        for line, row in zip(lines, rows_of(book[name])[3:], strict=False):
            assert (row[1], baht(row[2]), row[6]) == (line.name, line.amount, line.source_line)
            children = [child for child in lines if child.parent_id == line.pk]
            if children:
                total = sum((child.amount for child in children), Decimal(0))
                assert (baht(row[3]), baht(row[4])) == (total, total - line.amount)
            assert shown(row[5]) == percent(line.amount, whole_of(lines).amount)


def whole_of(lines: list[StatementLine]) -> StatementLine:
    return next(line for line in lines if line.kind == StatementLine.Kind.TOTAL)


def shown(share: float) -> str:
    return f"{Decimal(repr(share)) * 100:.2f}"


def hold_works(book: Any, projects: Any, envelope: Decimal) -> None:
    rows = {row[0]: row for row in rows_of(book["โครงการและงาน"])}
    for project in projects:
        page, row = page_amount(project), rows[project.code]
        assert page is not None
        assert baht(row[9]) == page.amount
        assert shown(row[10]) == percent(page.amount, envelope)
    assert rows["EC"][11] == "ไม่มีข้อมูลในเอกสาร"
    assert baht(rows["EC"][12]) == Decimal("75969600.00")
    assert (baht(rows["OFF"][11]), rows["OFF"][12]) == (Decimal("191971800.00"), 0)
    total = rows["รวม"]
    assert total[7:9] == (36, 20)
    assert baht(total[9]) == envelope
    assert (baht(total[11]), baht(total[12])) == (Decimal("191971800"), Decimal("396822800"))
    below = [row for row in rows_of(book["กิจกรรม"]) if row[0] is None and row[3] is not None]
    assert [baht(row[3]) for row in below] == [Decimal("191971800"), Decimal("396822800")]


def hold_summary(book: Any, report: Report) -> None:
    rows = rows_of(book["สรุป"])
    totals = [row for row in rows if row[0] in {"วงเงินรวม", "รวม"}]
    assert [(baht(row[1]), row[2]) for row in totals] == [(report.envelope, 1)] * 4
    assert [row[1] for row in rows if row[0] == "ต่างจากวงเงินรวม"] == [0, 0, 0]
    assert [row[1] for row in rows[-3:]] == [report.counts[status] for status in Status]


def hold_allocations(book: Any, allocations: Any) -> None:
    rows = rows_of(book["วงเงินจัดสรร"])
    amounts = [row[4] for row in rows[3 : 3 + len(allocations)]]
    assert list(map(baht, amounts)) == [row.initial_amount for row in allocations]
    by_work = [baht(row[4]) for row in rows[3 + len(allocations) + 3 :]]
    assert sum(by_work) == sum(row.initial_amount for row in allocations)
    assert len(by_work) == 8


def test_a_moved_satang_disagrees_in_the_workbook_as_on_screen(
    plan: FiscalPlan, tmp_path: Path
) -> None:
    lines = StatementLine.objects.filter(statement__plan=plan, statement__side="sources")
    move(lines.get(number="2.1"), SATANG)
    move(lines.get(number="1.2"), -SATANG)
    report = reconcile(FiscalPlan.objects.get(pk=plan.pk))
    assert report.counts[Status.DISAGREES] > 3
    book = worked_out(plan, tmp_path)
    hold_no_error(book)
    hold_every_check(book, report)


def move(line: StatementLine, amount: Decimal) -> None:
    StatementLine.objects.filter(pk=line.pk).update(amount=line.amount + amount)


def test_another_years_plan_comes_out_without_an_error(db: None, tmp_path: Path) -> None:
    plan = make_balanced_plan(2570)
    book = worked_out(plan, tmp_path)
    hold_no_error(book)
    hold_every_check(book, reconcile(plan))


def test_shares_of_targets_come_to_what_the_pages_say(db: None, tmp_path: Path) -> None:
    """Each direction, a target of 0 and a target without a result; nothing is cut off at 100."""
    office = make_office(make_plan(2562))
    project, results = make_project(office.plan), {}
    cases = [
        ("at_least", "4", None, "7"),
        ("at_most", "150", None, "119"),
        ("exactly", "8", None, "10"),
        ("range", "10", "20", "25"),
        ("range", "10", "20", "9"),
        ("range", "10", "20", "15"),
        ("at_least", "0", None, "3"),
    ]
    for number, (direction, low, high, value) in enumerate(cases, 1):
        kpi = make_kpi(office.plan, number, direction=direction)
        results[make_target(kpi, project, low, value_to=high, owner=office)] = value
    make_target(make_kpi(office.plan, 9), project, "5", owner=office)
    make_report(office, 12, "approved", results=results)
    sight = whole_sight(office.plan)
    reading = read_plan(FiscalPlan.objects.get(pk=office.plan_id)).with_results(sight)
    assert reading.results
    book = recalculated(plan_workbook(reading, reconcile_reading(reading)), tmp_path)
    found = [row for row in rows_of(book["ผลตัวชี้วัด"]) if row[1] == project.code]
    expected = reading.results.targets
    assert len(found) == len(expected) == 8
    for row, each in zip(found, expected, strict=True):
        _name, _code, target, result, _unit, share, state, _month, why = row
        assert Decimal(repr(target)) == each.target.value
        assert result == ("–" if each.value is None else each.value)
        if each.percent is not None:
            assert round(Decimal(repr(share)) * 100, 8) == round(each.percent, 8)
        assert (state, why) == (STATES[each.state].word, each.why)
    assert [row[5] for row in found[-2:]] == [None, "–"]
