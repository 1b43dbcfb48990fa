"""What the matrix of reports can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from etda_plan.common.filters import ChoiceFilter, FilterSet
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES
from projects.models import Office

SHOWN = (
    "not_reported",
    "not_due",
    "report_draft",
    "report_submitted",
    "report_returned",
    "report_approved",
    "report_correcting",
)


def months() -> list[tuple[str, str]]:
    """Return the twelve months to choose from."""
    return [(str(number), name) for number, name in enumerate(month_names(), 1)]


def states() -> list[tuple[str, Any]]:
    """Return the states to choose from."""
    return [(name, STATES[name].word) for name in SHOWN]


class MatrixFilterSet(FilterSet):
    """In which state an office stands, in which month; the page's own reading does the rest."""

    state = ChoiceFilter(label=_("State"), choices=states, method="keep")
    month = ChoiceFilter(label=_("Month"), choices=months, method="keep")

    class Meta:
        model = Office
        fields: list[str] = []

    def keep(self, rows: QuerySet[Office], name: str, value: str) -> QuerySet[Office]:
        """Leave the rows: states are not columns."""
        return rows
