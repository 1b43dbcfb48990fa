"""What the matrix of indicators can be filtered by."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from etda_plan.common.filters import ChoiceFilter, FilterSet, RecordFilter, SearchFilter
from kpis.models import Kpi
from projects.models import Project
from projects.selection import selected_plan


def projects_with_targets(request: HttpRequest) -> QuerySet[Project]:
    """Return the projects of the plan shown that indicators have targets for."""
    plan = selected_plan(request)
    return Project.objects.filter(plan=plan, kpi_targets__isnull=False).distinct()


class KpiFilterSet(FilterSet):
    """Words, dimension, project."""

    q = SearchFilter()
    dimension = ChoiceFilter(label=_("Dimension"), choices=Kpi.Dimension.choices)
    project = RecordFilter(
        label=_("Project"), field_name="targets__project", queryset=projects_with_targets
    )

    class Meta:
        model = Kpi
        fields: list[str] = []
