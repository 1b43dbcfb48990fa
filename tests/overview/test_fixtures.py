"""The fixtures as a whole: what they hold and what it adds up to."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from activities.models import Activity, ScheduledMonth, SubActivity
from budgets.models import Allocation, PageAmount, StatementLine
from kpis.models import Kpi, KpiTarget, PageIndicator
from projects.models import FiscalPlan, Project

MILLION = Decimal(1_000_000)


def million(amount: str) -> Decimal:
    return Decimal(amount) * MILLION


def line(side: str, number: int) -> Decimal:
    printed = StatementLine.objects.get(statement__side=side, source_line=number)
    return Decimal(printed.amount)


def children(side: str, number: int) -> Decimal:
    parent = StatementLine.objects.get(statement__side=side, source_line=number)
    return Decimal(parent.children.aggregate(total=Sum("amount"))["total"])


@pytest.mark.parametrize(
    ("side", "number", "total"),
    [
        ("uses", 144, "282.5466"),
        ("uses", 153, "474.5184"),
        ("sources", 129, "555.3293"),
        ("sources", 127, "588.7946"),
        ("uses", 155, "588.7946"),
        ("uses", 150, "57.8713"),
    ],
)
def test_printed_lines_add_up_to_the_printed_total(
    plan: FiscalPlan, side: str, number: int, total: str
) -> None:
    assert line(side, number) == million(total)
    assert children(side, number) == million(total)


def test_the_off_budget_items_stay_as_printed_and_differ_from_their_group(plan: FiscalPlan) -> None:
    assert line("sources", 134) == million("33.4653")
    assert children("sources", 134) == million("40.0000")


def test_group_4_is_the_two_works_outside_this_years_budget(plan: FiscalPlan) -> None:
    pages = PageAmount.objects.filter(activity=None, project__code__in=["NB", "PY"])
    assert pages.aggregate(total=Sum("amount"))["total"] == line("uses", 154) == million("114.2762")


def test_the_eight_pages_add_up_to_the_envelope(plan: FiscalPlan) -> None:
    pages = PageAmount.objects.filter(activity=None)
    assert pages.count() == 8
    assert pages.aggregate(total=Sum("amount"))["total"] == million("588.7946")


def test_the_office_works_two_activities_are_its_page(plan: FiscalPlan) -> None:
    parts = PageAmount.objects.filter(activity__isnull=False)
    assert parts.aggregate(total=Sum("amount"))["total"] == million("191.9718")


@pytest.mark.parametrize(
    ("fund", "total"),
    [
        ("CURRENT_APPROPRIATION", "474.5184"),
        ("PRIOR_YEAR_BALANCE", "80.8109"),
        ("OFF_BUDGET", "33.4653"),
    ],
)
def test_allocations_spend_exactly_what_each_fund_source_has(
    plan: FiscalPlan, fund: str, total: str
) -> None:
    spent = Allocation.objects.filter(fund_source__code=fund).aggregate(total=Sum("initial_amount"))
    assert spent["total"] == million(total)


def test_counts_are_the_documents(plan: FiscalPlan) -> None:
    assert {
        "strategies": plan.strategies.count(),
        "projects": plan.projects.filter(kind=Project.Kind.PROJECT).count(),
        "works": plan.projects.filter(kind=Project.Kind.WORK).count(),
        "offices": plan.offices.count(),
        "activities": Activity.objects.count(),
        "sub-activities": SubActivity.objects.count(),
        "months": ScheduledMonth.objects.count(),
        "kpis": Kpi.objects.count(),
        "targets": KpiTarget.objects.count(),
        "on pages": PageIndicator.objects.count(),
        "allocations": Allocation.objects.count(),
    } == {
        "strategies": 5,
        "projects": 5,
        "works": 3,
        "offices": 11,
        "activities": 36,
        "sub-activities": 13,
        "months": 0,
        "kpis": 12,
        "targets": 20,
        "on pages": 20,
        "allocations": 9,
    }


def test_each_project_has_four_indicators_and_one_main_one(plan: FiscalPlan) -> None:
    for project in plan.projects.filter(kind=Project.Kind.PROJECT):
        assert project.kpi_targets.count() == project.page_indicators.count() == 4
        assert project.kpi_targets.filter(is_main=True).count() == 1


def test_a_value_that_a_page_lacks_is_null(plan: FiscalPlan) -> None:
    unsaid = PageIndicator.objects.filter(value=None)
    assert [(indicator.project.code, indicator.kpi.number) for indicator in unsaid] == [("EL", 6)]


def test_what_the_document_does_not_say_about_works_is_null(plan: FiscalPlan) -> None:
    for work in plan.projects.filter(kind=Project.Kind.WORK):
        assert (work.life_years, work.goal, work.strategy, work.name_en) == (None,) * 4


def test_only_the_direction_of_kpi_10_is_printed(plan: FiscalPlan) -> None:
    printed = Kpi.objects.filter(direction_is_inferred=False)
    assert [(kpi.number, kpi.direction) for kpi in printed] == [(10, "at_least")]
    at_most = Kpi.objects.filter(direction=Kpi.Direction.AT_MOST)
    assert [kpi.number for kpi in at_most] == [1, 2]
