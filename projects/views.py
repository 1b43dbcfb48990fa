"""Pages of projects and works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import Context

from etda_plan.common.listing import Listing
from projects.as_it_was import amended_on, put_back
from projects.as_of import read_as_of
from projects.filters import ProjectFilterSet
from projects.listing import PlanListView
from projects.models import Anomaly, Project
from projects.project_page import ProjectPage, marks_of, records_of
from projects.selection import require_plan
from projects.tables import ProjectTable


class ProjectListView(PlanListView):
    """The projects and works of a plan."""

    queryset = Project.objects.with_row()
    filterset = ProjectFilterSet
    table = ProjectTable
    template_name = "projects/project_list.html"

    def table_context(self) -> Context:
        """Add the anomalies, for the marks beside amounts."""
        context = super().table_context()
        context["anomalies_by_line"] = Anomaly.objects.by_line(self.plan) if self.plan else {}
        return context

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the total of the rows that the filters leave."""
        context = super().get_context_data(**kwargs)
        listing: Listing = kwargs["listing"]
        rows = listing.filterset.qs
        marks = marks_of(rows, listing.table.link_context["anomalies_by_line"])
        return {**context, "totals": rows.totals(), "marks": marks}


def project_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that the document says of one project or work."""
    plan = require_plan(request)
    project = get_object_or_404(plan.projects.with_page(), code=code)
    as_of = read_as_of(request, plan)
    if as_of.plan_day:
        put_back(records_of(project), as_of.plan_day)
    page = ProjectPage(project, Anomaly.objects.by_line(plan))
    context = {
        "project": project,
        "page": page,
        "anomalies_by_line": page.anomalies_by_line,
        "as_of": as_of,
        "amended": amended_on(plan, as_of.plan_day),
    }
    return render(request, "projects/project_detail.html", context)
