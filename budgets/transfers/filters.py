"""What the list of transfers can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activities.filters import projects
from budgets.filters import ShortFundFilter
from budgets.models import Transfer
from etda_plan.common.filters import ChoiceFilter, FilterSet, RecordFilter
from projects.filters import fund_sources
from projects.models import Project


class TransferFilterSet(FilterSet):
    """State, whose money, and which work gives or receives it."""

    state = ChoiceFilter(label=_("State"), choices=Transfer.State.choices)
    fund = ShortFundFilter(
        label=_("Fund source"), field_name="from_allocation__fund_source", queryset=fund_sources
    )
    work = RecordFilter(label=_("Project or work"), queryset=projects, method="touching")

    class Meta:
        model = Transfer
        fields: list[str] = []

    def touching(self, queryset: QuerySet[Any], name: str, value: Project) -> QuerySet[Any]:
        """Keep what leaves the work or comes to it."""
        touches = Q(from_allocation__project=value) | Q(to_allocation__project=value)
        return queryset.filter(touches)
