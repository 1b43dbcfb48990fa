"""What of the reports a reader sees: everything up to a day, or what is published."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etda_plan.common.fiscal import fiscal_month, today
from projects.models import FiscalPlan, ReportingMonth
from projects.permissions import READ_REPORTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class Sight:
    """What was approved by ``day``, of the months up to ``last_month`` (0: of none).

    ``plan_day`` is the past day whose plan counts: what was changed since is put back. Without
    one it is the plan as it is.
    """

    day: datetime.date
    last_month: int
    plan_day: datetime.date | None = None

    @property
    def sees_figures(self) -> bool:
        """Whether there is a month to see; where not, there is the plan alone."""
        return self.last_month > 0


def sight_of(
    user: User | AnonymousUser, plan: FiscalPlan, day: datetime.date | None = None
) -> Sight:
    """Return what ``user`` sees of a plan's reports as of ``day``, today without one.

    A report on the year's last month is approved when the year is over, so the day goes on after
    it. People with a role see the months that have begun; visitors those up to the last one that
    was published by then.
    """
    seen_on = min(day or today(), today())
    if READ_REPORTS.allows(user):
        return Sight(seen_on, month_of(plan, seen_on))
    published = ReportingMonth.objects.filter(plan=plan).published_on(seen_on)
    return Sight(seen_on, max(published.values_list("month", flat=True), default=0))


def whole_sight(plan: FiscalPlan) -> Sight:
    """Return everything that is approved up to today: what its keeper writes to a file sees it."""
    return Sight(today(), month_of(plan, today()))


def month_of(plan: FiscalPlan, day: datetime.date) -> int:
    """Return the fiscal month of a day of the plan's year: 0 before the year, 12 after it."""
    return 0 if day < plan.starts_on else fiscal_month(min(day, plan.ends_on))
