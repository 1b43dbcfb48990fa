"""What every workbook of a plan's money begins with."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from budgets.models import Allocation
from budgets.workbooks.writing import BESIDE
from projects.models import FiscalPlan


class PlanWorkbook:
    """A workbook of a plan, with rows that speak of its allocations."""

    beside: ClassVar = BESIDE

    def __init__(self, plan: FiscalPlan) -> None:
        self.plan = plan

    @cached_property
    def allocations(self) -> dict[int, Allocation]:
        """The plan's allocations by their keys."""
        rows = Allocation.objects.of_plan(self.plan)
        return {each.pk: each for each in rows}
