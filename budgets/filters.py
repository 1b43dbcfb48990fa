"""What the money's page can be filtered by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation
from etda_plan.common.filters import FilterSet, RecordFilter
from projects.filters import fund_sources


class FundFilterSet(FilterSet):
    """Whose money."""

    fund = RecordFilter(label=_("Fund source"), field_name="fund_source", queryset=fund_sources)

    class Meta:
        model = Allocation
        fields: list[str] = []
