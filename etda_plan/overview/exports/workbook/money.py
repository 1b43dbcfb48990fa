"""The two statements, line by line as printed, and the allocations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from budgets.models import Allocation, Statement, StatementLine
from etda_plan.common.figures import in_millions
from etda_plan.common.xlsx import Cell, Column, Formula, Sheet, Value
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.frame import (
    BLANK_TOTAL,
    SATANG_PLACES,
    Frame,
    lines,
    not_applicable,
    ruled,
    share_of,
    span,
    sum_of,
    total_of,
)
from projects.models import Project

AMOUNT = 3
FUND, WORK, ALLOCATED = 1, 3, 5
SUMS = {StatementLine.Kind.SUBTOTAL, StatementLine.Kind.TOTAL}


def write_statements(frame: Frame) -> None:
    """Write the sources and the uses, each on a sheet of its own."""
    names = {
        Statement.Side.SOURCES: _("Fund sources"),
        Statement.Side.USES: _("Spending plan"),
    }
    for side, name in names.items():
        if side in frame.reading.statements:
            _write_statement(frame, frame.reading.statements[side], name)


def _write_statement(frame: Frame, statement: Statement, name: str) -> None:
    sheet = frame.add_sheet(
        name,
        [
            Column(_("No."), Style.CENTRED, 8),
            Column(_("Item"), width=58),
            Column(_("As printed"), Style.MILLION, 15),
            Column(_("Sum of its items"), Style.MILLION, 20),
            Column(_("Difference"), Style.DIFFERENCE, 14),
            Column(_("Share"), Style.PERCENT, 11),
            Column(_("Line"), Style.LINE, 10),
            Column(_("Remarks"), width=24),
        ],
        title=statement.heading,
    )
    rows = list(statement.lines.all())
    for row, line in enumerate(rows, sheet.next_row):
        frame.place(line, sheet.reference(AMOUNT, row))
    for line in rows:
        _write_line(frame, sheet, line, rows)
    _write_heading_amount(frame, sheet, statement)
    sheet.add_note(
        _("The printed figures govern. The sums and differences show where they do not fit.")
    )


def _write_line(frame: Frame, sheet: Sheet, line: StatementLine, rows: list[StatementLine]) -> None:
    amount = frame.where(line)
    whole = next((row for row in rows if row.kind == StatementLine.Kind.TOTAL), line)
    cells: list[Value | Cell] = [
        line.number or "",
        Cell(line.name, Style.TEXT if line.kind == StatementLine.Kind.ITEM else Style.STRONG),
        Cell(in_millions(line.amount), Style.MILLION),
        *_sum_and_difference(frame, line, rows),
        Cell(share_of(amount, frame.where(whole)), Style.PERCENT),
        lines(line.source_line),
        frame.remark([line.source_line], (line, "name"), (line, "amount")),
    ]
    sheet.add(*(map(ruled, cells) if line.kind in SUMS else cells))


def _sum_and_difference(
    frame: Frame, line: StatementLine, rows: list[StatementLine]
) -> list[Value | Cell]:
    children = [row for row in rows if row.parent_id == line.pk]
    if not children:
        return [not_applicable(), not_applicable()]
    total = sum_of(map(frame.where, children))
    difference = f"ROUND({total}-{frame.where(line)},{SATANG_PLACES})"
    return [Cell(Formula(total), Style.MILLION), Cell(Formula(difference), Style.DIFFERENCE)]


def _write_heading_amount(frame: Frame, sheet: Sheet, statement: Statement) -> None:
    if statement.heading_amount is None:
        return
    row = sheet.add(
        "",
        _("Amount in the heading"),
        in_millions(statement.heading_amount),
        not_applicable(),
        not_applicable(),
        not_applicable(),
        lines(statement.heading_line),
        frame.remark([statement.heading_line], (statement, "heading_amount")),
    )
    frame.place(statement, sheet.reference(AMOUNT, row))


def write_allocations(frame: Frame) -> None:
    """Write fund source × spending group × work: the list, and works against funds."""
    allocations = frame.reading.allocations
    sheet = frame.add_sheet(
        _("Allocations"),
        [
            Column(_("Fund source"), width=36),
            Column(_("Spending group"), width=36),
            Column(_("Work"), Style.CENTRED, 10),
            Column(_("Activity"), Style.CENTRED, 10),
            Column(_("Amount"), Style.MILLION, 15),
            Column(_("Share"), Style.PERCENT, 11),
            Column(_("Line"), Style.LINE, 10),
            Column(_("Remarks"), width=16),
        ],
        pages_high=1,
    )
    if not allocations:
        return
    first = sheet.next_row
    last = first + len(allocations) - 1
    for allocation in allocations:
        _write_allocation(frame, sheet, allocation, sheet.reference(ALLOCATED, last + 1))
    funds, works, amounts = (span(sheet, column, first, last) for column in (FUND, WORK, ALLOCATED))
    _write_total(sheet, amounts)
    _write_works_by_fund(frame, sheet, amounts, funds, works)


def _write_allocation(frame: Frame, sheet: Sheet, allocation: Allocation, whole: str) -> None:
    printed = allocation.statement_line.source_line if allocation.statement_line else None
    amount = sheet.reference(ALLOCATED, sheet.next_row)
    frame.place(allocation, amount)
    sheet.add(
        allocation.fund_source.name,
        str(allocation.spending_group),
        allocation.project.code,
        allocation.activity.code if allocation.activity else not_applicable(),
        in_millions(allocation.initial_amount),
        share_of(amount, whole),
        lines(printed),
        frame.remark([printed], (allocation, "initial_amount")),
    )


def _write_total(sheet: Sheet, amounts: str) -> None:
    whole = sheet.reference(ALLOCATED, sheet.next_row)
    sheet.add(
        Cell(_("Total"), Style.TOTAL),
        *[BLANK_TOTAL] * 3,
        Cell(total_of(amounts), Style.MILLION_TOTAL),
        Cell(share_of(whole, whole), Style.PERCENT_TOTAL),
        *[BLANK_TOTAL] * 2,
    )


def _write_works_by_fund(frame: Frame, sheet: Sheet, amounts: str, funds: str, works: str) -> None:
    """Write sums over the list above, so that the two cannot drift apart."""
    sheet.add_note("")
    sheet.add_section(_("The same by fund source and work"))
    for fund in frame.reading.fund_sources:
        spent = {
            row.project_id for row in frame.reading.allocations if row.fund_source_id == fund.pk
        }
        paid = [project for project in frame.reading.projects if project.pk in spent]
        for project in paid:
            _write_cell_of_table(sheet, fund.name, project, amounts, funds, works)


def _write_cell_of_table(
    sheet: Sheet, fund: str, project: Project, amounts: str, funds: str, works: str
) -> None:
    row = sheet.next_row
    name, code = sheet.reference(FUND, row), sheet.reference(WORK, row)
    sheet.add(
        fund,
        project.name,
        project.code,
        not_applicable(),
        Formula(f"ROUND(SUMIFS({amounts},{funds},{name},{works},{code}),{SATANG_PLACES})"),
        not_applicable(),
        not_applicable(),
        "",
    )
