"""Allocations that the document does not print: an activity that is given money in the year."""

from __future__ import annotations

from decimal import Decimal

from activities.models import Activity
from budgets.models import Allocation

NOTHING = Decimal("0.00")


def open_allocation(activity: Activity, beside: Allocation) -> Allocation:
    """Return an activity's allocation in the fund and group of ``beside``, opened with nothing.

    One that is there already is returned as it is. The caller holds a transaction and has checked
    the right.
    """
    opened, _is_new = Allocation.objects.get_or_create(
        fund_source=beside.fund_source,
        spending_group=beside.spending_group,
        project=activity.project,
        activity=activity,
        defaults={"initial_amount": NOTHING},
    )
    return opened
