"""Section 7's layout: a row an indicator, a column a project."""

import pytest
from django.contrib.contenttypes.models import ContentType

from kpis.matrix import KpiMatrix, lay_out
from kpis.models import Kpi
from projects.models import Amended, Amendment, Project
from tests.factories import make_kpi, make_plan, make_project, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrix_of_two() -> list[Kpi]:
    """Return two indicators: one for both projects, one for the second alone."""
    plan = make_plan()
    first, second = make_project(plan, "BB"), make_project(plan, "AA")
    shared = make_kpi(plan, 1, dimension=Kpi.Dimension.TIME, dimension_line=163)
    single = make_kpi(plan, 2, dimension=Kpi.Dimension.QUALITY)
    make_target(shared, first, "12")
    make_target(shared, second, "10")
    make_target(single, second, "4", is_main=True)
    return list(Kpi.objects.of_section_7(plan))


def values(matrix: KpiMatrix) -> list[list[str | None]]:
    return [
        [f"{cell.target.value:.0f}" if cell else None for cell in row.cells] for row in matrix.rows
    ]


def test_columns_are_projects_in_the_plans_order(matrix_of_two: list[Kpi]) -> None:
    assert [project.code for project in lay_out(matrix_of_two).projects] == ["BB", "AA"]


def test_a_cell_is_found_by_its_project_and_none_where_there_is_no_target(
    matrix_of_two: list[Kpi],
) -> None:
    assert values(lay_out(matrix_of_two)) == [["12", "10"], [None, "4"]]


def test_rows_stand_under_their_dimension(matrix_of_two: list[Kpi]) -> None:
    groups = lay_out(matrix_of_two).groups
    assert [group.dimension for group in groups] == [Kpi.Dimension.TIME, Kpi.Dimension.QUALITY]
    assert groups[0].line == 163


def test_one_project_leaves_its_column(matrix_of_two: list[Kpi]) -> None:
    matrix = lay_out(matrix_of_two, Project.objects.filter(code="AA"))
    assert [project.code for project in matrix.projects] == ["AA"]
    assert [f"{target.value:.0f}" for target in matrix.targets] == ["10", "4"]


def test_a_column_stays_where_no_row_has_a_target(matrix_of_two: list[Kpi]) -> None:
    columns = Project.objects.filter(plan__fiscal_year=2570)
    assert values(lay_out(matrix_of_two[1:], columns)) == [[None, "4"]]


def test_a_changed_target_keeps_what_was_printed_beside_it(matrix_of_two: list[Kpi]) -> None:
    target = lay_out(matrix_of_two).targets[0]
    amendment = Amendment(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        field="value",
        printed_value="11",
    )
    changed = lay_out(matrix_of_two, amended=Amended([amendment])).rows[0].cells
    assert [cell.printed for cell in changed if cell] == ["11", ""]


def test_nothing_lays_out_as_nothing() -> None:
    matrix = lay_out([])
    assert (matrix.projects, matrix.rows, matrix.targets) == ([], [], [])
