"""The first sheet: the envelope, where it comes from, what it is for, and whether it adds up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from budgets.models import Statement, StatementLine
from budgets.money import page_amount
from etda_plan.common.checks import Status
from etda_plan.common.states import STATES
from etda_plan.common.xlsx import Cell, Column, Formula, Sheet
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.checks import Results
from etda_plan.overview.exports.workbook.frame import (
    BLANK_TOTAL,
    SATANG_PLACES,
    Frame,
    lines,
    share_of,
    span,
    total_of,
)

FIGURE = 2


def begin_summary(frame: Frame) -> Sheet:
    """Add the first sheet; its rows follow when the cells that it points at stand."""
    plan = frame.reading.plan
    return frame.add_sheet(
        _("Summary"),
        [
            Column(_("Item"), Style.TEXT, 80),
            Column(_("Million baht"), Style.MILLION, 17),
            Column(_("Share"), Style.PERCENT, 12),
            Column(_("Line"), Style.LINE, 12),
            Column(_("Remarks"), width=28),
        ],
        title=f"{plan.title} · {plan.agency}",
        pages_high=1,
    )


def write_summary(frame: Frame, sheet: Sheet, results: Results) -> None:
    """Write the summary: every figure points at the sheet that holds it."""
    money = frame.money
    envelope = money.total(Statement.Side.SOURCES)
    if envelope is None:
        return
    whole = sheet.reference(FIGURE, sheet.next_row)
    _write_row(frame, sheet, _("Envelope"), envelope, whole, total=True)
    funds = [line for fund in money.fund_sources if (line := money.fund_line(fund.code))]
    _write_part(frame, sheet, _("By fund source"), funds, whole)
    uses = money.lines(Statement.Side.USES)
    groups = [line for line in uses if line.kind == StatementLine.Kind.GROUP]
    _write_part(frame, sheet, _("By spending group"), groups, whole)
    _write_works(frame, sheet, whole)
    _write_results(sheet, results)


def _write_row(
    frame: Frame, sheet: Sheet, label: str, line: StatementLine, whole: str, *, total: bool = False
) -> None:
    text, figure, percent = (
        (Style.TOTAL, Style.MILLION_TOTAL, Style.PERCENT_TOTAL)
        if total
        else (Style.TEXT, Style.MILLION, Style.PERCENT)
    )
    cell = sheet.reference(FIGURE, sheet.next_row)
    sheet.add(
        Cell(label, text),
        Cell(Formula(frame.where(line)), figure),
        Cell(share_of(cell, whole), percent),
        lines(line.source_line),
        frame.remark([line.source_line]),
    )


def _write_part(
    frame: Frame, sheet: Sheet, heading: str, rows: list[StatementLine], whole: str
) -> None:
    sheet.add_section(heading)
    first = sheet.next_row
    for line in rows:
        label = f"{line.number or ''} {line.name}".strip()
        _write_row(frame, sheet, label, line, whole)
    _write_sum(sheet, first, whole)


def _write_works(frame: Frame, sheet: Sheet, whole: str) -> None:
    sheet.add_section(_("By project and work"))
    first = sheet.next_row
    for project in frame.reading.projects:
        if page := page_amount(project):
            cell = sheet.reference(FIGURE, sheet.next_row)
            sheet.add(
                str(project),
                Formula(frame.where(page)),
                share_of(cell, whole),
                lines(page.source_line),
                frame.remark([page.source_line]),
            )
    _write_sum(sheet, first, whole)


def _write_sum(sheet: Sheet, first: int, whole: str) -> None:
    """Write the sum of the rows above and how far it lies from the envelope."""
    row = sheet.next_row
    cell = sheet.reference(FIGURE, row)
    sheet.add(
        Cell(_("Total"), Style.TOTAL),
        Cell(total_of(span(sheet, FIGURE, first, max(row - 1, first))), Style.MILLION_TOTAL),
        Cell(share_of(cell, whole), Style.PERCENT_TOTAL),
        *[BLANK_TOTAL] * 2,
    )
    sheet.add(
        Cell(_("Difference from the envelope"), Style.UNKNOWN),
        Cell(Formula(f"ROUND({cell}-{whole},{SATANG_PLACES})"), Style.DIFFERENCE),
        "",
        "",
        "",
    )


def _write_results(sheet: Sheet, results: Results) -> None:
    sheet.add_section(_("Reconciliation (number of checks)"))
    for status in Status:
        count = Cell(results.count(status), Style.INTEGER)
        sheet.add(str(STATES[status].word), count, "", "", "")
