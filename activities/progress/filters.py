"""What the pages of the state of the work can be narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.filters import offices, projects
from activities.models import Activity
from activities.progress.states import SHOWN_STATES
from etda_plan.common.filters import ChoiceFilter, DayFilter, FilterSet, RecordFilter
from etda_plan.common.states import STATES
from projects.permissions import READ_REPORTS


class ProgressFilterSet(FilterSet):
    """Which work, whose, in which state, and as of which day; the day is for people with a role."""

    work = RecordFilter(label=_("Project or work"), field_name="project", queryset=projects)
    office = RecordFilter(label=_("Responsible"), queryset=offices)
    state = ChoiceFilter(
        label=_("State"),
        choices=[(key, STATES[key].word) for key in SHOWN_STATES],
        method="everything",
    )
    as_of = DayFilter(label=_("As of"), method="everything")

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not READ_REPORTS.allows(self.request.user):
            del self.filters["as_of"]

    def everything(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep everything: the reading is narrowed, not the rows."""
        return queryset


class AttentionFilterSet(ProgressFilterSet):
    """Which work, whose, and what it needs a look for."""

    state = ChoiceFilter(
        label=_("Needs a look"),
        choices=[(key, STATES[key].word) for key in ("late", "not_reported", "problem")],
        method="everything",
    )
