"""The matrix of indicators as a single list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE
from kpis.matrix import KpiMatrix, MatrixRow


def matrix_export(matrix: KpiMatrix, notes: Sequence[str]) -> Export:
    """Return the matrix as it stands on the screen: a row an indicator, a column a project."""
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
            *(project.code for project in matrix.projects),
            _("Main KPI of"),
            _("Line"),
        ],
        rows=[list(_values(row)) for row in matrix.rows],
        notes=notes,
    )


def _values(row: MatrixRow) -> Iterator[Value]:
    kpi = row.kpi
    yield from (kpi.number, kpi.get_dimension_display(), kpi.name, kpi.unit)
    yield kpi.get_direction_display()
    yield _("Yes") if kpi.direction_is_inferred else _("No")
    yield from (cell.target.value.normalize() if cell else NOT_APPLICABLE for cell in row.cells)
    yield " ".join(_main_projects(row)) or NOT_APPLICABLE
    yield kpi.source_line


def _main_projects(row: MatrixRow) -> list[str]:
    targets = [cell.target for cell in row.cells if cell]
    return [target.project.code for target in targets if target.is_main]
