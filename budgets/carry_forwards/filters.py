"""What the list of open commitments can be filtered by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from activities.filters import projects
from budgets.models import OpenItem
from budgets.models.open_items import Standing
from etda_plan.common.filters import ChoiceFilter, FilterSet, RecordFilter


class CommitmentFilterSet(FilterSet):
    """How far it is on its way, and for which work."""

    standing = ChoiceFilter(label=_("State"), choices=Standing.choices)
    work = RecordFilter(
        label=_("Project or work"), field_name="entry__allocation__project", queryset=projects
    )

    class Meta:
        model = OpenItem
        fields: list[str] = []
