"""The matrix of indicators as a single list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.states import STATES
from kpis.achievement import rounded
from kpis.matrix import KpiMatrix, MatrixCell, MatrixRow
from kpis.models.targets import work_code
from kpis.results import TargetResult


def matrix_export(matrix: KpiMatrix, notes: Sequence[str]) -> Export:
    """Return the matrix as it stands on the screen: a row an indicator, a column a project.

    With results, each project has four columns: target, result, share reached and state.
    """
    return Export(
        title=_("KPIs"),
        file_name="kpis",
        headings=[
            _("No."),
            _("Dimension"),
            _("KPI"),
            _("Unit"),
            _("Direction"),
            _("Direction is an interpretation"),
            *_project_headings(matrix),
            _("Main KPI of"),
            _("Line"),
        ],
        rows=[list(_values(row, matrix)) for row in matrix.rows],
        notes=notes,
    )


def _project_headings(matrix: KpiMatrix) -> Iterator[str]:
    for project in matrix.columns:
        code = work_code(project)
        yield code
        if matrix.shows_results:
            for word in (_("result"), _("% of target"), _("state")):
                yield f"{code} {word}"


def _values(row: MatrixRow, matrix: KpiMatrix) -> Iterator[Value]:
    kpi = row.kpi
    yield from (kpi.number, kpi.get_dimension_display(), kpi.name, kpi.unit)
    yield kpi.get_direction_display()
    yield _("Yes") if kpi.direction_is_inferred else _("No")
    for cell in row.cells:
        yield cell.target.value.normalize() if cell else NOT_APPLICABLE
        if matrix.shows_results:
            yield from _result_values(cell)
    yield " ".join(_main_projects(row)) or NOT_APPLICABLE
    yield kpi.source_line


def _result_values(cell: MatrixCell | None) -> Iterator[Value]:
    if cell is None or cell.result is None:
        yield from [NOT_APPLICABLE] * 3
        return
    result = cell.result
    yield result_value(result)
    yield None if result.percent is None else rounded(result.percent, 2)
    yield str(STATES[result.state].word)


def result_value(result: TargetResult) -> Decimal | None:
    """Return a result as a file holds it: to the four places that results have."""
    return None if result.value is None else rounded(result.value, 4).normalize()


def _main_projects(row: MatrixRow) -> list[str]:
    targets = [cell.target for cell in row.cells if cell]
    return [target.code for target in targets if target.is_main]
