"""The indicators as section 7 lays them out: a row an indicator, a column a project.

Targets of the whole agency, which other sets may have, stand in a last column, which is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kpis.models import Kpi, KpiTarget
from kpis.results import Results, TargetResult
from projects.models import Amended, Project


@dataclass(frozen=True)
class MatrixCell:
    """A target in force; ``printed`` is what section 7 prints where somebody changed it.

    ``result`` tells where it stands, once results are shown.
    """

    target: KpiTarget
    printed: str = ""
    result: TargetResult | None = None


@dataclass(frozen=True)
class MatrixRow:
    """One indicator with a cell for each column; a cell is None where the plan sets no target."""

    kpi: Kpi
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """The indicators that stand under one heading of section 7."""

    dimension: Kpi.Dimension
    line: int | None
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class KpiMatrix:
    """Indicators by dimension, targets by project."""

    columns: tuple[Project | None, ...]
    groups: tuple[MatrixGroup, ...]
    shows_results: bool = False

    @property
    def projects(self) -> list[Project]:
        """The projects among the columns."""
        return [project for project in self.columns if project is not None]

    @property
    def has_agency(self) -> bool:
        """Whether a column is of the whole agency."""
        return None in self.columns

    @property
    def rows(self) -> list[MatrixRow]:
        """All indicators, in the order of the matrix."""
        return [row for group in self.groups for row in group.rows]

    @property
    def targets(self) -> list[KpiTarget]:
        """All targets that the matrix shows."""
        return [cell.target for row in self.rows for cell in row.cells if cell is not None]


def lay_out(
    kpis: Iterable[Kpi],
    columns: Iterable[Project | None] | None = None,
    amended: Amended | None = None,
    results: Results | None = None,
) -> KpiMatrix:
    """Return the matrix of ``kpis``, whose targets are at hand, in the plan's order of projects.

    ``columns`` are the projects shown, without them those that ``kpis`` have targets for; a cell
    is found by its project, never by its place. ``amended`` tells what
    was printed where somebody changed a target; ``results`` are shown where there are any.
    """
    rows = list(kpis)
    works = _columns(rows) if columns is None else tuple(columns)
    groups = groupby(rows, key=lambda kpi: kpi.dimension)
    shown = results if results and results.has_results else None
    make = _CellMaker(amended, shown)
    return KpiMatrix(
        works,
        tuple(_group(name, list(each), works, make) for name, each in groups),
        shows_results=shown is not None,
    )


def _columns(kpis: Sequence[Kpi]) -> tuple[Project | None, ...]:
    targets = [target for kpi in kpis for target in kpi.targets.all()]
    in_order = sorted(targets, key=lambda target: target.position)
    return tuple(dict.fromkeys(target.project for target in in_order))


def _group(
    dimension: str, kpis: Sequence[Kpi], works: Sequence[Project | None], make: _CellMaker
) -> MatrixGroup:
    rows = tuple(MatrixRow(kpi, _cells(kpi, works, make)) for kpi in kpis)
    return MatrixGroup(Kpi.Dimension(dimension), kpis[0].dimension_line, rows)


def _cells(
    kpi: Kpi, works: Sequence[Project | None], make: _CellMaker
) -> tuple[MatrixCell | None, ...]:
    cells = {target.project_id: make.cell(target) for target in kpi.targets.all()}
    return tuple(cells.get(project.pk if project else None) for project in works)


@dataclass(frozen=True)
class _CellMaker:
    amended: Amended | None
    results: Results | None

    def cell(self, target: KpiTarget) -> MatrixCell:
        """Return a target with what was printed and where it stands."""
        amendment = self.amended.of(target, "value") if self.amended else None
        result = self.results.find(target.pk) if self.results else None
        return MatrixCell(target, amendment.printed_value if amendment else "", result)
