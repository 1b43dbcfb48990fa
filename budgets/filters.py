"""What the money's pages can be filtered by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from activities.filters import projects
from budgets.models import Allocation, SpendingGroup
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from etda_plan.common.filters import DayFilter, FilterSet, RecordFilter
from projects.filters import FundFilter, fund_sources
from projects.selection import selected_plan


def spending_groups(request: HttpRequest) -> QuerySet[SpendingGroup]:
    """Return the spending groups of the plan that the page shows."""
    return SpendingGroup.objects.filter(plan=selected_plan(request))


class FundFilterSet(FilterSet):
    """Whose money."""

    fund = RecordFilter(label=_("Fund source"), field_name="fund_source", queryset=fund_sources)

    class Meta:
        model = Allocation
        fields: list[str] = []


class SpendingFilterSet(FilterSet):
    """Part of the money, the day, and whether to show what visitors see."""

    fund = FundFilter()
    group = RecordFilter(
        label=_("Spending group"),
        field_name="spending_group",
        queryset=spending_groups,
        to_field_name="number",
    )
    work = RecordFilter(label=_("Project or work"), field_name="project", queryset=projects)
    as_of = DayFilter(label=_("As of"), method="everything")
    published = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[("1", _("What visitors see"))],
        empty_label=_("What I may see"),
        method="everything",
    )

    class Meta:
        model = Allocation
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not any(act.allows(self.request.user) for act in (READ_ALL_ENTRIES, READ_OWN_ENTRIES)):
            del self.filters["published"]

    def everything(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep everything: it says what is read, not of which rows."""
        return queryset
