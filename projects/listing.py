"""Lists of one plan."""

from typing import Any

from django.db.models import QuerySet
from django.template import Context

from etda_plan.common.listing import ListView
from projects.as_of import KEY, as_of_query
from projects.models import FiscalPlan
from projects.selection import selected_plan


class PlanListView(ListView):
    """A list of the selected plan's records; empty while there is no plan.

    ``plan_path`` leads from a record to its plan.
    """

    plan_path = "plan"
    kept_in_address = ("fiscal_year", KEY)

    @property
    def plan(self) -> FiscalPlan | None:
        """The plan that the page shows."""
        return selected_plan(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plan's rows, in the list's own order."""
        if self.plan is None:
            return self.queryset.none()
        return self.queryset.filter(**{self.plan_path: self.plan})

    def table_context(self) -> Context:
        """Return the plan, whose year the table's links keep, and the past day, if any."""
        return Context({"plan": self.plan, "as_of_query": as_of_query(self.request)})

    def file_name(self) -> str:
        """Return the name of exports: what they hold, and the plan's year."""
        year = f"-{self.plan.fiscal_year}" if self.plan else ""
        return f"{self.table.file_name}{year}"
