"""The board's page as a file."""

from django.http import HttpRequest, HttpResponse

from etda_plan.common.exports import attachment
from etda_plan.common.pdf import pdf_available
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.board import board_of, board_pdf
from etda_plan.overview.today.reading import read_today
from etda_plan.overview.views.reports import SERVICE_UNAVAILABLE, reports
from projects.as_it_was import put_back
from projects.as_of import read_as_of
from projects.selection import require_plan


@snapshot()
def board(request: HttpRequest) -> HttpResponse:
    """Send where the plan stands as of ``?as_of=`` as one page; where PDF is off, say why."""
    plan = require_plan(request)
    if not pdf_available():
        return reports(request, status=SERVICE_UNAVAILABLE)
    as_of = read_as_of(request, plan)
    works = list(plan.projects.order_by("position"))
    if as_of.plan_day:
        put_back(works, as_of.plan_day)
    page = board_of(read_today(request.user, as_of, works))
    day = f"-{as_of.day.isoformat()}" if as_of.day else ""
    name = f"board-{plan.fiscal_year}{day}.pdf"
    return attachment(board_pdf(page), "application/pdf", name)
