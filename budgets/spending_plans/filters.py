"""What the overview of monthly spending plans can be filtered by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from activities.filters import projects
from budgets.filters import ShortFundFilter
from budgets.models import Allocation
from etda_plan.common.filters import FilterSet, RecordFilter
from projects.filters import fund_sources


class SpendingPlanFilterSet(FilterSet):
    """Whose money, and for which work."""

    fund = ShortFundFilter(label=_("Fund source"), field_name="fund_source", queryset=fund_sources)
    work = RecordFilter(label=_("Project or work"), field_name="project", queryset=projects)

    class Meta:
        model = Allocation
        fields: list[str] = []
