"""The page of downloads, and the downloads of a whole plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.overview.exports.formats import FORMATS, find_format
from etda_plan.overview.plan import read_plan
from projects.selection import require_plan, selected_plan

SERVICE_UNAVAILABLE = 503


def reports(request: HttpRequest, status: int = 200) -> HttpResponse:
    """Show what can be downloaded, what each file holds, and what is off and why."""
    context = {"plan": selected_plan(request), "formats": FORMATS}
    return render(request, "overview/reports.html", context, status=status)


def report(request: HttpRequest, format: str) -> HttpResponse:
    """Send a whole plan as a file; where the format is off, the page that says why."""
    chosen = find_format(format)
    if chosen is None:
        raise Http404(format)
    plan = require_plan(request)
    if chosen.off_because:
        return reports(request, status=SERVICE_UNAVAILABLE)
    name = chosen.file_name(plan)
    return HttpResponse(
        chosen.write(read_plan(plan)),
        content_type=chosen.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
