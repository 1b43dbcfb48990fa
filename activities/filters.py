"""What a list of activities can be narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from activities.models import MonthState
from activities.progress.seen import seen_progress
from activities.progress.states import SHOWN_STATES
from etda_plan.common.filters import ChoiceFilter, FilterSet, RecordFilter, SearchFilter
from etda_plan.common.states import STATES
from projects.filters import FundFilter
from projects.models import Office, Project
from projects.selection import selected_plan


def projects(request: HttpRequest) -> QuerySet[Project]:
    """Return the projects and works of the plan that the page shows."""
    return Project.objects.filter(plan=selected_plan(request))


def offices(request: HttpRequest) -> QuerySet[Office]:
    """Return the offices of the plan that the page shows."""
    return Office.objects.filter(plan=selected_plan(request))


class MonthStateFilter(ChoiceFilter):
    """A choice of how much of the monthly plan is known."""

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep the activities whose monthly plan is so far known."""
        return queryset.with_month_state(value) if value else queryset


class StateFilter(ChoiceFilter):
    """A choice of the state of the work, as the reader sees it."""

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep the activities in this state."""
        request = self.parent.request
        plan = selected_plan(request)
        if not value or plan is None:
            return queryset
        items = seen_progress(request, plan).activities
        return queryset.filter(pk__in=[each.activity.pk for each in items if value in each.marks])


class ActivityFilterSet(FilterSet):
    """Search, project, office, fund source, what of the monthly plan is known, and state."""

    q = SearchFilter()
    project = RecordFilter(label=_("Project or work"), queryset=projects)
    office = RecordFilter(label=_("Responsible"), queryset=offices)
    fund_source = FundFilter(path="project")
    months = MonthStateFilter(label=_("Monthly plan"), choices=MonthState.choices)
    state = StateFilter(
        label=_("State"), choices=[(key, STATES[key].word) for key in (*SHOWN_STATES, "problem")]
    )


class ScheduleFilterSet(FilterSet):
    """Work, office and how much of the monthly plan is known."""

    project = RecordFilter(label=_("Project or work"), queryset=projects)
    office = RecordFilter(label=_("Responsible"), queryset=offices)
    months = MonthStateFilter(label=_("Monthly plan"), choices=MonthState.choices)
