"""What the money's page can be filtered by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation, FundSource
from etda_plan.common.filters import FilterSet, RecordFilter
from projects.selection import selected_plan


def fund_sources(request: HttpRequest | None) -> Any:
    """Return the fund sources of the plan shown."""
    plan = selected_plan(request) if request else None
    return FundSource.objects.filter(plan=plan)


class FundFilterSet(FilterSet):
    """Whose money."""

    fund = RecordFilter(label=_("Fund source"), field_name="fund_source", queryset=fund_sources)

    class Meta:
        model = Allocation
        fields: list[str] = []
