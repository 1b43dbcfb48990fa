"""The plan as a PDF in the plan's own layout, and the pages of a single project or work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from budgets.models import Statement
from budgets.spending import SeenSpending
from budgets.statements import StatementRow, printed_rows
from etda_plan.common.fiscal import month_names
from etda_plan.common.pdf import render_pdf
from etda_plan.overview.plan import PlanReading
from etda_plan.overview.reconciliation import Report
from kpis.matrix import lay_out
from projects.models import Amended, PlanText, Project
from projects.models.anomalies import Mention, by_line, touching
from projects.project_page import ProjectPage

StatementOnPaper = tuple[Statement, list[StatementRow], list[Mention]]
STYLESHEET = settings.BASE_DIR / "templates" / "print" / "plan.css"


def plan_pdf(reading: PlanReading, report: Report, money: SeenSpending | None = None) -> bytes:
    """Return the whole plan as PDF, with the money that is seen and the checks of ``report``."""
    context = {
        **_frame(reading),
        "report": report,
        "reading": reading,
        "texts": _texts_by_kind(reading),
        "statements": [_statement(reading, statement, report) for statement in _in_order(reading)],
        "matrix": lay_out(reading.kpis, results=reading.results),
        "other_matrices": [
            (framework, lay_out(kpis, results=reading.results))
            for framework, kpis in reading.other_sets
        ],
        "pages": [_page(reading, project) for project in reading.projects],
        "money": money,
    }
    return _paper("print/plan.html", context)


def project_pdf(reading: PlanReading, project: Project) -> bytes:
    """Return the pages of one project or work as PDF."""
    return _paper("print/project.html", {**_frame(reading), "page": _page(reading, project)})


def _paper(template: str, context: dict[str, Any]) -> bytes:
    stylesheet = STYLESHEET.read_text(encoding="utf-8")
    return render_pdf(render_to_string(template, context), stylesheet)


def _frame(reading: PlanReading) -> dict[str, Any]:
    return {
        "plan": reading.plan,
        "reference_day": reading.plan.reference_day,
        "printed_at": timezone.localtime(),
        "month_names": month_names(),
        "amended": Amended(reading.amendments),
    }


def _page(reading: PlanReading, project: Project) -> ProjectPage:
    return ProjectPage(project, by_line(reading.anomalies))


def _texts_by_kind(reading: PlanReading) -> dict[str, list[PlanText]]:
    return {
        kind: [text for text in reading.texts if text.kind == kind] for kind in PlanText.Kind.values
    }


def _in_order(reading: PlanReading) -> list[Statement]:
    return [
        reading.statements[side] for side in Statement.Side.values if side in reading.statements
    ]


def _statement(reading: PlanReading, statement: Statement, report: Report) -> StatementOnPaper:
    lines = [line.source_line for line in statement.lines.all()]
    mentions = touching(by_line(reading.anomalies), [statement.heading_line, *lines])
    return statement, printed_rows(statement, report.envelope), mentions
