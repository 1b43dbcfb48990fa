"""The money of a month beside the work of that month: read from the ledger, never typed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from activities.models import Activity
from budgets.spending import Amounts, Spending, read_spending, scope_of
from projects.models import FiscalPlan, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User
    from projects.models import ReportingMonth


@dataclass(frozen=True)
class MonthMoney:
    """What was paid in a month, and what stood at its end, in baht.

    ``is_of_work`` tells that it is of the whole work: the plan does not split it by activity.
    """

    code: str
    is_of_work: bool
    paid: Decimal
    so_far: Amounts


@dataclass(frozen=True)
class MoneyOfMonth:
    """The money of a month as far as its reader may see it; no reading where nothing is seen."""

    number: int
    spending: Spending | None

    def of_activity(self, activity: Activity) -> MonthMoney | None:
        """Return an activity's money, its work's where the plan gives only that; None unseen."""
        own = self._sum(activity.code, activity.project_id, activity.pk)
        return own or self.of_work(activity.project)

    def of_work(self, project: Project | None) -> MonthMoney | None:
        """Return a work's money; None where none of it is seen, and for the whole agency."""
        return self._sum(project.code, project.pk, None) if project else None

    def _sum(self, code: str, project: int, activity: int | None) -> MonthMoney | None:
        accounts = [] if self.spending is None else self.spending.accounts
        rows = [
            each
            for each in accounts
            if each.allocation.project_id == project
            and activity in (None, each.allocation.activity_id)
        ]
        if not rows:
            return None
        moved = Amounts.total(
            row.by_month[self.number] for row in rows if self.number in row.by_month
        )
        total = Amounts.total(row.amounts for row in rows)
        return MonthMoney(code, activity is None, moved.paid, total)


def money_of_month(
    user: User | AnonymousUser,
    plan: FiscalPlan,
    month: ReportingMonth,
    plan_day: datetime.date | None = None,
) -> MoneyOfMonth:
    """Return what ``user`` sees of the money at the end of a month; seven queries at most.

    With a past ``plan_day`` within the month it is the money of that day.
    """
    scope = scope_of(user, plan)
    last_day = scope.day_until(plan_day)
    if last_day is None or last_day < month.first_day:
        return MoneyOfMonth(month.month, None)
    day = min(last_day, month.last_day)
    spending = read_spending(plan, day, scope.allocations)
    return MoneyOfMonth(month.month, spending if spending.has_entries else None)
