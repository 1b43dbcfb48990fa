"""A target beside what its project's own page prints: the printed values are compared."""

from decimal import Decimal

import pytest

from kpis.comparison import Comparison, TargetRow, common_value, target_rows
from kpis.models import Kpi, KpiTarget
from projects.models import Amended, Project
from tests.factories import (
    make_amendment,
    make_kpi,
    make_page_indicator,
    make_plan,
    make_project,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kpi() -> Kpi:
    return make_kpi(make_plan(), source_line=10)


@pytest.fixture
def project(kpi: Kpi) -> Project:
    return make_project(kpi.framework.plan)


def rows_of(kpi: Kpi) -> list[TargetRow]:
    plan = kpi.framework.plan
    return target_rows(Kpi.objects.of_section_7(plan).get(), plan.amendments.by_field())


@pytest.mark.parametrize(
    ("on_page", "outcome"),
    [("4", Comparison.AGREES), ("4.01", Comparison.DIFFERS), (None, Comparison.NO_VALUE)],
)
def test_the_page_agrees_differs_or_prints_no_value(
    kpi: Kpi, project: Project, on_page: str | None, outcome: Comparison
) -> None:
    make_target(kpi, project, "4")
    make_page_indicator(kpi, project, on_page, source_line=20)
    (row,) = rows_of(kpi)
    assert row.comparison is outcome
    assert row.lines == [10, 20]


def test_a_page_may_not_name_the_indicator_at_all(kpi: Kpi, project: Project) -> None:
    make_target(kpi, project, "4")
    (row,) = rows_of(kpi)
    assert row.comparison is Comparison.NOT_ON_PAGE
    assert row.lines == [10, None]


def test_a_target_changed_on_purpose_is_compared_as_it_was_printed(
    kpi: Kpi, project: Project
) -> None:
    target = make_target(kpi, project, "6")
    make_page_indicator(kpi, project, "4")
    make_amendment(kpi.framework.plan, target, "value", "4", "6")
    (row,) = rows_of(kpi)
    assert (row.printed, row.target.value) == (Decimal(4), Decimal(6))
    assert row.comparison is Comparison.AGREES


def test_only_the_value_of_this_target_is_taken_for_changed(kpi: Kpi, project: Project) -> None:
    target = make_target(kpi, project, "6")
    other = make_target(kpi, make_project(kpi.framework.plan, "BB"), "7")
    user = make_amendment(kpi.framework.plan, other, "value", "4", "7").amended_by
    make_amendment(kpi.framework.plan, target, "is_main", "False", "True", amended_by=user)
    assert [row.printed for row in rows_of(kpi)] == [Decimal(6), Decimal(4)]


def test_rows_stand_in_the_plans_order_of_projects(kpi: Kpi) -> None:
    plan = kpi.framework.plan
    for code, position in (("BB", 2), ("AA", 1)):
        make_target(kpi, make_project(plan, code, position=position), "1")
    assert [row.target.code for row in rows_of(kpi)] == ["AA", "BB"]


@pytest.mark.parametrize(
    ("values", "common"), [(["4", "4"], Decimal(4)), (["4", "5"], None), ([], None)]
)
def test_there_is_a_common_value_only_where_all_are_alike(
    values: list[str], common: Decimal | None
) -> None:
    rows = [TargetRow(KpiTarget(value=Decimal(value)), None, None) for value in values]
    assert common_value(rows) == common


def test_without_amendments_what_is_in_force_is_what_is_printed(kpi: Kpi, project: Project) -> None:
    make_target(kpi, project, "4")
    (row,) = target_rows(Kpi.objects.of_section_7(kpi.framework.plan).get(), Amended([]))
    assert row.printed == Decimal(4)
