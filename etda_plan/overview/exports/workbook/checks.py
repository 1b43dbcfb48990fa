"""The reconciliation, recalculated by the workbook itself, and the anomalies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from etda_plan.common.checks import Check, Status, Unit
from etda_plan.common.figures import in_millions
from etda_plan.common.states import PLAIN_SIGNS, STATES
from etda_plan.common.xlsx import Cell, Column, Formula, Sheet, Value
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.formulas import money_formulas
from etda_plan.overview.exports.workbook.frame import (
    SATANG_PLACES,
    Frame,
    known,
    known_million,
    lines,
    not_applicable,
    span,
)
from etda_plan.overview.reconciliation import Report
from projects.models import Anomaly

RESULT, EXPECTED, ACTUAL, DIFFERENCE, RECORDED = 1, 3, 4, 5, 6
ANOMALY_DIFFERENCE = 6


@dataclass(frozen=True)
class Results:
    """Where the checks' results stand, for counting."""

    cells: str

    def count(self, status: Status) -> Formula:
        """Return the formula of how many checks ended so."""
        return Formula(f'COUNTIF({self.cells},"{word(status)}")')


def word(status: Status) -> str:
    """Return a result as sign and word; the sign does not begin it, or it would read as a test."""
    return f"{STATES[status].word} {PLAIN_SIGNS[status]}"


def begin_checks(frame: Frame) -> Sheet:
    """Add the sheet; its rows follow when the cells that they compare stand."""
    return frame.add_sheet(
        _("Reconciliation"),
        [
            Column(_("Result"), Style.TEXT, 18),
            Column(_("What is checked"), Style.TEXT, 50),
            Column(_("Printed figure"), Style.MILLION, 14),
            Column(_("Added up or stored"), Style.MILLION, 14),
            Column(_("Difference"), Style.DIFFERENCE, 12),
            Column(_("Recorded difference"), Style.DIFFERENCE, 12),
            Column(_("Counted in"), Style.TEXT, 11),
            Column(_("Lines"), Style.LINE, 20),
            Column(_("Remarks"), width=28),
        ],
        _("The figures, the differences and the results are formulas: change an input and see."),
    )


def write_checks(frame: Frame, sheet: Sheet, report: Report) -> Results:
    """Write every check; those of the money are formulas over the cells that they compare."""
    formulas = money_formulas(frame)
    first = sheet.next_row
    for section in report.sections:
        sheet.add_section(section.heading)
        for check in section.checks:
            _write_check(sheet, check, formulas)
    return Results(span(sheet, RESULT, first, max(sheet.next_row - 1, first)))


def _write_check(sheet: Sheet, check: Check, formulas: Mapping[str, tuple[str, str]]) -> None:
    row = sheet.next_row
    expected, actual, difference, recorded = (
        sheet.reference(column, row) for column in (EXPECTED, ACTUAL, DIFFERENCE, RECORDED)
    )
    sheet.add(
        Cell(Formula(_result(difference, recorded)), Style.STRONG),
        check.title,
        *_figures(check, formulas),
        Cell(Formula(f"ROUND({actual}-{expected},{SATANG_PLACES})"), _look(check, signed=True)),
        _recorded(check),
        _("million baht") if check.unit is Unit.BAHT else check.counted or _("values"),
        lines(*check.source_lines),
        " · ".join(filter(None, [check.anomaly.code if check.anomaly else "", check.note])),
    )


def _look(check: Check, *, signed: bool = False) -> Style:
    if check.unit is Unit.BAHT:
        return Style.DIFFERENCE if signed else Style.MILLION
    return Style.MEASURE


def _figures(check: Check, formulas: Mapping[str, tuple[str, str]]) -> list[Cell]:
    look = _look(check)
    if check.code in formulas:
        return [Cell(Formula(formula), look) for formula in formulas[check.code]]
    figures = (check.expected, check.actual)
    if check.unit is Unit.BAHT:
        return [Cell(in_millions(figure), look) for figure in figures]
    return [Cell(figure.normalize(), look) for figure in figures]


def _recorded(check: Check) -> Value | Cell:
    """Return the difference that a record states, or that someone gave the reason for."""
    if check.anomaly and not check.holds_record and check.anomaly.difference is not None:
        return in_millions(check.anomaly.difference)
    if check.status is not Status.DOCUMENTED:
        return not_applicable()
    money = check.unit is Unit.BAHT
    return Cell(
        in_millions(check.difference) if money else check.difference.normalize(),
        _look(check, signed=True),
    )


def _result(difference: str, recorded: str) -> str:
    agrees, documented, disagrees = map(word, Status)
    return (
        f'IF({difference}=N({recorded}),IF({difference}=0,"{agrees}","{documented}"),"{disagrees}")'
    )


def write_anomalies(frame: Frame) -> None:
    """Write what does not fit in the document."""
    sheet = frame.add_sheet(
        _("Anomalies"),
        [
            Column(_("Code"), Style.STRONG, 8),
            Column(_("State"), Style.TEXT, 12),
            Column(_("Severity"), Style.TEXT, 15),
            Column(_("Title"), Style.STRONG, 34),
            Column(_("Detail"), Style.TEXT, 56),
            Column(_("Difference"), Style.DIFFERENCE, 12),
            Column(_("Lines"), Style.LINE, 20),
            Column(_("Evidence and note"), Style.TEXT, 26),
        ],
        frozen=1,
    )
    for anomaly in sorted(frame.reading.anomalies, key=lambda row: row.code):
        _write_anomaly(frame, sheet, anomaly)


def _write_anomaly(frame: Frame, sheet: Sheet, anomaly: Anomaly) -> None:
    frame.place(anomaly, sheet.reference(ANOMALY_DIFFERENCE, sheet.next_row))
    difference = (
        not_applicable() if anomaly.difference is None else known_million(anomaly.difference)
    )
    sheet.add(
        anomaly.code,
        str(anomaly.get_state_display()),
        str(anomaly.get_severity_display()),
        anomaly.localized_title,
        known(anomaly.localized_detail),
        difference,
        lines(*anomaly.line_numbers),
        "\n".join(filter(None, [anomaly.evidence, anomaly.note])),
    )
