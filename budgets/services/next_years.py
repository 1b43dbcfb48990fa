"""The next year's plan, as far as commitments carried forward need it: made where it is not there.

Such a plan has no document. It holds one fund source, and the groups and works that the
commitments belong to, known by the numbers and codes that they had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Max

from budgets.models import Allocation, CarryForwardItem, FundSource, SpendingGroup
from projects.models import FiscalPlan, Project

Cell = tuple[int, str]
"""A spending group's number and a work's code."""

NOTHING = Decimal("0.00")
NAME, NAME_SHORT = "เงินกันไว้เบิกเหลื่อมปี", "เงินกันเหลื่อมปี"


def next_plan(plan: FiscalPlan) -> FiscalPlan:
    """Return the plan of the year after; without one, a new plan that is not the current one."""
    year = plan.fiscal_year + 1
    defaults = {
        "title": f"{NAME}จากปีงบประมาณ พ.ศ. {plan.fiscal_year}",
        "agency": plan.agency,
        "agency_short": plan.agency_short,
    }
    found, _is_new = FiscalPlan.objects.get_or_create(fiscal_year=year, defaults=defaults)
    return found


def receive(plan: FiscalPlan, items: Iterable[CarryForwardItem]) -> Mapping[Cell, Allocation]:
    """Give the plan's allocations what the items carry, and return them by group and work.

    The caller holds a transaction in which no other carry-forward of the same year is approved.
    """
    carried: dict[Cell, Decimal] = {}
    origins: dict[Cell, Allocation] = {}
    for item in items:
        cell = cell_of(item)
        carried[cell] = carried.get(cell, NOTHING) + item.amount
        origins[cell] = item.commitment.allocation
    fund = _fund_source(plan)
    opened = {cell: _allocation(fund, origin) for cell, origin in origins.items()}
    for cell, allocation in sorted(opened.items(), key=lambda each: each[1].pk):
        opened[cell] = _add(allocation, carried[cell])
    return opened


def cell_of(item: CarryForwardItem) -> Cell:
    """Return where an item's money stands in the next year."""
    allocation = item.commitment.allocation
    return allocation.spending_group.number, allocation.project.code


def _add(allocation: Allocation, amount: Decimal) -> Allocation:
    locked = Allocation.objects.select_for_update().get(pk=allocation.pk)
    locked.initial_amount += amount
    locked.save(update_fields=["initial_amount"])
    return locked


def _allocation(fund: FundSource, origin: Allocation) -> Allocation:
    opened, _is_new = Allocation.objects.get_or_create(
        fund_source=fund,
        spending_group=_group(fund.plan, origin.spending_group),
        project=_project(fund.plan, origin.project),
        activity=None,
        defaults={"initial_amount": NOTHING},
    )
    return opened


def _fund_source(plan: FiscalPlan) -> FundSource:
    last = plan.fund_sources.aggregate(last=Max("position"))["last"]
    own_kinds = len(FundSource.Code.values) - 1
    defaults = {"name": NAME, "name_short": NAME_SHORT, "position": (last or own_kinds) + 1}
    code = FundSource.Code.CARRIED_FORWARD
    found, _is_new = FundSource.objects.get_or_create(plan=plan, code=code, defaults=defaults)
    return found


def _group(plan: FiscalPlan, origin: SpendingGroup) -> SpendingGroup:
    found, _is_new = SpendingGroup.objects.get_or_create(
        plan=plan, number=origin.number, defaults={"name": origin.name}
    )
    return found


def _project(plan: FiscalPlan, origin: Project) -> Project:
    last = plan.projects.aggregate(last=Max("position"))["last"]
    defaults = {
        "kind": origin.kind,
        "name": origin.name,
        "name_en": origin.name_en,
        "position": (last or 0) + 1,
    }
    found, _is_new = Project.objects.get_or_create(plan=plan, code=origin.code, defaults=defaults)
    return found
