"""Pages of activities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import Context

from activities.as_it_was import put_activities_back
from activities.filters import ActivityFilterSet
from activities.models import Activity
from activities.progress.activity_page import read_activity
from activities.progress.seen import seen_progress
from activities.scheduling.grid import activities_to_plan
from activities.tables import ActivityTable
from projects.as_it_was import amended_on
from projects.as_of import read_as_of
from projects.listing import PlanListView
from projects.models import Anomaly
from projects.models.anomalies import touching
from projects.selection import require_plan


class ActivityListView(PlanListView):
    """The activities of a plan."""

    queryset = Activity.objects.with_row()
    filterset = ActivityFilterSet
    table = ActivityTable
    plan_path = "project__plan"
    template_name = "activities/activity_list.html"

    def table_context(self) -> Context:
        """Add who asks, and the state of the work: for its column, and the months that are done."""
        context = super().table_context()
        context["request"] = self.request
        if self.plan:
            context["progress"] = seen_progress(self.request, self.plan)
        return context


def activity_detail(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show all that the document says of one activity."""
    plan = require_plan(request)
    activities = activities_to_plan(Activity.objects.filter(project__plan=plan))
    activity = get_object_or_404(activities, project__code=code, number=number)
    as_of = read_as_of(request, plan)
    put_activities_back([activity], as_of.plan_day)
    by_line = Anomaly.objects.by_line(plan)
    context = {
        "activity": activity,
        "neighbours": Activity.objects.neighbours(activity),
        "anomalies_by_line": by_line,
        "anomalies": touching(by_line, activity.lines),
        "amended": amended_on(plan, as_of.plan_day),
        "as_of": as_of,
        "progress": read_activity(request, activity),
    }
    return render(request, "activities/activity_detail.html", context)
