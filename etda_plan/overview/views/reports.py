"""The page of downloads, and the downloads of a whole plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from budgets.spending import seen_by
from etda_plan.common.exports import attachment
from etda_plan.common.pdf import pdf_available
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.exports.formats import FORMATS, find_format
from etda_plan.overview.exports.plan_pdf import project_pdf
from etda_plan.overview.plan import read_plan
from projects.as_of import read_as_of
from projects.selection import require_plan, selected_plan
from projects.sight import sight_of

BAD_REQUEST, SERVICE_UNAVAILABLE = 400, 503


def reports(request: HttpRequest, status: int = 200) -> HttpResponse:
    """Show what can be downloaded, what each file holds, and what is off and why."""
    context = {"plan": selected_plan(request), "formats": FORMATS}
    return render(request, "overview/reports.html", context, status=status)


@snapshot()
def report(request: HttpRequest, format: str) -> HttpResponse:
    """Send a whole plan as a file; where the format is off, the page that says why.

    A file is of today: asked for as of a past day, that page is sent too.
    """
    chosen = find_format(format)
    if chosen is None:
        raise Http404(format)
    plan = require_plan(request)
    if chosen.off_because:
        return reports(request, status=SERVICE_UNAVAILABLE)
    if read_as_of(request, plan).is_past:
        return reports(request, status=BAD_REQUEST)
    reading = read_plan(plan).with_results(sight_of(request.user, plan))
    content = chosen.write(reading, seen_by(request.user, plan))
    return attachment(content, chosen.content_type, chosen.file_name(plan))


@snapshot()
def project_report(request: HttpRequest, code: str) -> HttpResponse:
    """Send the pages of one project or work as PDF; where PDF is off, the page that says why."""
    plan = require_plan(request)
    asked = get_object_or_404(plan.projects, code=code)
    if not pdf_available():
        return reports(request, status=SERVICE_UNAVAILABLE)
    if read_as_of(request, plan).is_past:
        return reports(request, status=BAD_REQUEST)
    reading = read_plan(plan)
    project = next(each for each in reading.projects if each == asked)
    name = f"etda-plan-{plan.fiscal_year}-{code}.pdf"
    return attachment(project_pdf(reading, project), "application/pdf", name)
