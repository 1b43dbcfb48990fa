"""How money stands against its monthly plan: one state, and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from activities.progress.states import Thresholds, compare
from budgets.spending.amounts import ZERO
from budgets.spending.monthly import Month, Monthly
from etda_plan.common.figures import million


@dataclass(frozen=True)
class MoneyLight:
    """A key of ``STATES``, and why in a few words."""

    state: str
    why: str


def money_light(monthly: Monthly, thresholds: Thresholds) -> MoneyLight:
    """Return how what is paid stands against the approved plan to date.

    Only money that has a monthly plan is held against it. Without any there is no state but
    ``no_monthly_plan``; all of the year's plan paid is ``done``.
    """
    if not monthly.has_plan:
        return MoneyLight("no_monthly_plan", _paid_without_plan(monthly))
    now, whole = monthly.now, monthly.months[-1].planned_so_far
    if now is None or now.planned_so_far is None or now.of_planned_so_far is None:
        return MoneyLight("not_due", _("the year has not begun"))
    if whole and now.of_planned_so_far >= whole:
        return MoneyLight("done", _against(now, monthly))
    planned, paid = Fraction(now.planned_so_far), Fraction(now.of_planned_so_far)
    return MoneyLight(compare(planned, max(paid, Fraction(0)), thresholds), _against(now, monthly))


def _paid_without_plan(monthly: Monthly) -> str:
    paid = monthly.now.paid_so_far if monthly.now else None
    return _("%(paid)s paid") % {"paid": million(paid or ZERO)}


def _against(now: Month, monthly: Monthly) -> str:
    """Return “86.36 % of the plan to date”, or what is paid where nothing was planned by now."""
    share = monthly.percent_of_plan
    if share is None:
        paid = million(now.of_planned_so_far or ZERO)
        return _("%(paid)s paid, nothing planned by now") % {"paid": paid}
    words = _("%(percent)s %% of the plan to date") % {"percent": share}
    if monthly.is_planned_throughout:
        return words
    part = _("of the %(amount)s that are planned") % {"amount": million(monthly.planned_amount)}
    return f"{words} {part}"
