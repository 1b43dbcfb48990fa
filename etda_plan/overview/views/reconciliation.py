"""The page that says whether everything adds up."""

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from budgets.reconciliation import READINGS_CHECK
from etda_plan.common.checks import Check, Unit
from etda_plan.common.exports import Export, Value, export_response
from etda_plan.common.figures import in_millions
from etda_plan.common.snapshot import snapshot
from etda_plan.common.states import STATES
from etda_plan.overview.bridge_picture import draw_bridge
from etda_plan.overview.exports.formats import FORMATS
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import Report, money_of, reconcile_reading
from projects.selection import selected_plan

TEMPLATE = "overview/reconciliation.html"


@snapshot()
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show every check with its figures, lines and reasons, and the bridge between the readings."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, TEMPLATE, {"plan": None})
    reading = read_plan(plan)
    report = reconcile_reading(reading)
    if file := export_response(request, lambda: export_of(report)):
        return file
    context = {
        "plan": plan,
        "report": report,
        "bridge": draw_bridge(money_of(reading)),
        "downloads": [each for each in FORMATS if not each.off_because],
        "readings": report.check(READINGS_CHECK),
    }
    return render(request, TEMPLATE, context)


def export_of(report: Report) -> Export:
    """Return the checks as a list to be written, one row each."""
    return Export(
        title=_("Reconciliation"),
        file_name=f"reconciliation-{report.plan.fiscal_year}",
        headings=[
            _("Result"),
            _("Group"),
            _("What is checked"),
            _("Printed figure"),
            _("Added up or stored"),
            _("Difference"),
            _("Unit"),
            _("Lines"),
            _("Note"),
        ],
        rows=(list(row_of(check)) for check in report.checks),
        notes=[report.answer],
    )


def row_of(check: Check) -> Iterator[Value]:
    """Yield the cells of a check: amounts in ล้านบาท, counts as they are."""
    yield str(STATES[check.status].word)
    yield check.group
    yield check.title
    for figure in (check.expected, check.actual, check.difference):
        yield figure_of(check, figure)
    yield _("million baht") if check.unit is Unit.BAHT else check.counted
    yield " · ".join(map(str, check.source_lines))
    named = [check.anomaly, *check.related] if check.anomaly else check.related
    yield " · ".join([*filter(None, [check.note]), *(anomaly.code for anomaly in named)])


def figure_of(check: Check, figure: Decimal) -> Value:
    """Return a figure as a spreadsheet adds it up."""
    if check.unit is Unit.BAHT:
        return in_millions(figure)
    return int(figure) if figure == figure.to_integral_value() else figure
