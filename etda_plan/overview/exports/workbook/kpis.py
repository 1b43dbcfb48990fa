"""The indicators laid out as section 7 prints them: one column for each project."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from etda_plan.common.states import STATES
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
from kpis.results import TargetResult
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


TARGET_OF_OTHER_SETS = 5


def write_other_sets(frame: Frame) -> None:
    """Write the sets of indicators that people added, a row a target; no sheet without any."""
    reading = frame.reading
    if not reading.kpis_of_other_sets:
        return
    sheet = frame.add_sheet(
        _("Other KPI sets"),
        [
            Column(_("Set"), Style.TEXT, 30),
            Column(_("KPI"), Style.TEXT, 52),
            Column(_("Unit"), Style.TEXT, 11),
            Column(_("Project"), Style.STRONG, 14),
            Column(_("Target"), Style.MEASURE, 12),
            Column(_("Direction"), Style.TEXT, 18),
            Column(_("Reports it"), Style.TEXT, 26),
        ],
        _("Sets that people added beside the plan's document"),
        frozen=2,
    )
    for _framework, kpis in reading.other_sets:
        for kpi in kpis:
            _write_other(frame, sheet, kpi)


def _write_other(frame: Frame, sheet: Sheet, kpi: Kpi) -> None:
    for target in in_order(kpi):
        frame.place(target, sheet.reference(TARGET_OF_OTHER_SETS, sheet.next_row))
        sheet.add(
            kpi.framework.name,
            f"{kpi.number}. {kpi.name}",
            kpi.unit,
            target.code,
            target.value.normalize(),
            _direction(kpi),
            target.owner.code if target.owner else _("Not set yet"),
        )


def in_order(kpi: Kpi) -> list[KpiTarget]:
    """Return an indicator's targets in the plan's order of works, the whole agency last."""
    return sorted(kpi.targets.all(), key=lambda each: each.position)


RESULT = 4


def write_results(frame: Frame) -> None:
    """Write where each target stands, where results are seen; its share is a live formula."""
    results = frame.reading.results
    if results is None:
        return
    sheet = frame.add_sheet(
        _("KPI results"),
        [
            Column(_("KPI"), Style.TEXT, 52),
            Column(_("Project"), Style.STRONG, 9),
            Column(_("Target"), Style.MEASURE, 12),
            Column(_("Result"), Style.MEASURE, 12),
            Column(_("Unit"), Style.TEXT, 11),
            Column(_("Share of the target"), Style.PERCENT, 12),
            Column(_("State"), Style.TEXT, 16),
            Column(_("To month"), Style.TEXT, 12),
            Column(_("Why"), Style.TEXT, 44),
        ],
        _("Results of approved reports; a target without a result is not at 0"),
        frozen=2,
    )
    for kpi in [*frame.reading.kpis, *frame.reading.kpis_of_other_sets]:
        for target in in_order(kpi):
            if found := results.find(target.pk):
                _write_result(frame, sheet, found)


def _write_result(frame: Frame, sheet: Sheet, found: TargetResult) -> None:
    kpi, target = found.kpi, frame.where(found.target)
    result = sheet.reference(RESULT, sheet.next_row)
    is_known = found.value is not None
    sheet.add(
        f"{kpi.number}. {kpi.name}",
        found.target.code,
        Formula(target),
        found.value if is_known else not_applicable(),
        kpi.unit,
        Formula(_share(found, result, target)) if is_known else not_applicable(),
        str(STATES[found.state].word),
        found.as_of_month or not_applicable(),
        found.why,
    )


def _share(found: TargetResult, result: str, target: str) -> str:
    """Return the formula of how much of a target is reached, as ``kpis.achievement`` says it."""
    upper = target if found.target.value_to is None else f"{found.target.value_to:f}"
    short = 'IF({end}=0,"",1-ABS({result}-{end})/ABS({end}))'
    below, above = (short.format(result=result, end=end) for end in (target, upper))
    shares = {
        Kpi.Direction.AT_LEAST: f'IF({target}=0,"",{result}/{target})',
        Kpi.Direction.AT_MOST: f'IF({target}=0,"",(2*{target}-{result})/{target})',
        Kpi.Direction.EXACTLY: below,
        Kpi.Direction.RANGE: f"IF({result}<{target},{below},IF({result}>{upper},{above},1))",
    }
    return shares[Kpi.Direction(found.kpi.direction)]
