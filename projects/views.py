"""Pages of projects and works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from projects.filters import ProjectFilterSet
from projects.listing import PlanListView
from projects.models import Anomaly, Project
from projects.pages import ProjectPage
from projects.selection import require_plan
from projects.tables import ProjectTable


class ProjectListView(PlanListView):
    """The projects and works of a plan."""

    queryset = Project.objects.with_row()
    filterset = ProjectFilterSet
    table = ProjectTable
    template_name = "projects/project_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the total of the rows that the filters leave."""
        context = super().get_context_data(**kwargs)
        rows = kwargs["listing"].filterset.qs
        return {**context, "totals": rows.totals()}


def project_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that the document says of one project or work."""
    plan = require_plan(request)
    project = get_object_or_404(plan.projects.with_page(), code=code)
    page = ProjectPage(project, Anomaly.objects.by_line(plan))
    context = {
        "project": project,
        "page": page,
        "anomalies_by_line": page.anomalies_by_line,
        "amendments": plan.amendments.by_field(),
    }
    return render(request, "projects/project_detail.html", context)
