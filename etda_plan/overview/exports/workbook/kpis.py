"""The indicators laid out as section 7 prints them: one column for each project."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from etda_plan.common.xlsx import Cell, Column, Formula, Sheet, Value
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.frame import (
    BLANK_TOTAL,
    Frame,
    lines,
    not_applicable,
    span,
)
from kpis.models import Kpi, KpiTarget
from projects.models import Project

FIRST_PROJECT = 3


def write_kpis(frame: Frame) -> None:
    """Write the matrix; a starred value is the project's main indicator, and stays a number."""
    projects = [project for project in frame.reading.projects if project.kpi_targets.all()]
    sheet = frame.add_sheet(
        _("KPIs"),
        [
            Column(_("KPI"), Style.TEXT, 52),
            Column(_("Unit"), Style.TEXT, 11),
            *[Column(_heading(project), Style.MEASURE, 14) for project in projects],
            Column(_("Direction"), Style.TEXT, 18),
            Column(_("Line"), Style.LINE, 9),
            Column(_("Remarks"), width=18),
        ],
        _("* main KPI of the project · – not a KPI of the project"),
        frozen=1,
    )
    first = sheet.next_row
    for _dimension, kpis in groupby(frame.reading.kpis, lambda kpi: kpi.dimension):
        rows = list(kpis)
        sheet.add_section(str(rows[0].get_dimension_display()))
        for kpi in rows:
            _write_kpi(frame, sheet, kpi, projects)
    _write_counts(sheet, projects, first)


def _heading(project: Project) -> str:
    return f"{project.code} {project.name_en or project.name}"


def _write_kpi(frame: Frame, sheet: Sheet, kpi: Kpi, projects: list[Project]) -> None:
    targets = {target.project_id: target for target in kpi.targets.all()}
    for column, project in enumerate(projects, FIRST_PROJECT):
        if project.pk in targets:
            frame.place(targets[project.pk], sheet.reference(column, sheet.next_row))
    fields = [
        (kpi, "name"),
        (kpi, "unit"),
        (kpi, "direction"),
        *((target, "value") for target in targets.values()),
        *((target, "is_main") for target in targets.values()),
    ]
    sheet.add(
        f"{kpi.number}. {kpi.name}",
        kpi.unit,
        *[_target(targets.get(project.pk)) for project in projects],
        _direction(kpi),
        lines(kpi.source_line),
        frame.remark([kpi.source_line], *fields),
    )


def _target(target: KpiTarget | None) -> Value | Cell:
    if target is None:
        return not_applicable()
    return Cell(target.value.normalize(), Style.MEASURE_MAIN if target.is_main else Style.MEASURE)


def _direction(kpi: Kpi) -> str:
    direction = str(kpi.get_direction_display())
    return f"{direction} ({_('Interpreted')})" if kpi.direction_is_inferred else direction


def _write_counts(sheet: Sheet, projects: list[Project], first: int) -> None:
    last = sheet.next_row - 1
    columns = range(FIRST_PROJECT, FIRST_PROJECT + len(projects))
    sheet.add(
        Cell(_("Number of targets"), Style.TOTAL),
        BLANK_TOTAL,
        *[
            Cell(Formula(f"COUNT({span(sheet, column, first, last)})"), Style.COUNT_TOTAL)
            for column in columns
        ],
        *[BLANK_TOTAL] * 3,
    )
