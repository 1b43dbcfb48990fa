"""The plan as a workbook: inputs as printed, and every sum, difference and share a live formula."""

from budgets.spending import SeenSpending
from budgets.spending.workbook import add_spending_sheets
from etda_plan.common.xlsx import Book
from etda_plan.overview.exports.workbook.checks import begin_checks, write_anomalies, write_checks
from etda_plan.overview.exports.workbook.frame import Frame
from etda_plan.overview.exports.workbook.kpis import write_kpis, write_other_sets, write_results
from etda_plan.overview.exports.workbook.money import write_allocations, write_statements
from etda_plan.overview.exports.workbook.notes import write_notes
from etda_plan.overview.exports.workbook.summary import begin_summary, write_summary
from etda_plan.overview.exports.workbook.works import write_activities, write_texts, write_works
from etda_plan.overview.plan import PlanReading
from etda_plan.overview.reconciliation import Report

__all__ = ["plan_workbook"]


def plan_workbook(reading: PlanReading, report: Report, money: SeenSpending | None = None) -> bytes:
    """Return the workbook of a plan, of the money that is seen and of how its checks ended.

    The summary stands first and is written last: its formulas point at all the other sheets.
    """
    plan = reading.plan
    with Book(plan.title, plan.reference_day, plan.agency) as book:
        frame = Frame(book, reading)
        summary = begin_summary(frame)
        write_statements(frame)
        write_works(frame)
        write_texts(frame)
        write_activities(frame)
        write_kpis(frame)
        write_other_sets(frame)
        write_results(frame)
        write_allocations(frame)
        if money and money.spending:
            add_spending_sheets(book, money.statements, money.spending)
        checks = begin_checks(frame)
        write_anomalies(frame)
        results = write_checks(frame, checks, report)
        write_notes(frame)
        write_summary(frame, summary, results)
        return book.to_bytes()
