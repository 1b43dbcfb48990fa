"""The overview of monthly spending plans as a single list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import SpendingPlan
from budgets.spending_plans.overview import Overview, PlannedRow
from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, in_millions
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES
from etda_plan.common.xlsx import Column
from etda_plan.common.xlsx_styles import Style

QUARTERS = range(1, 5)
FIGURES = 12 + len(QUARTERS) + 1


def overview_export(overview: Overview, year: int, notes: Sequence[str]) -> Export:
    """Return the overview as it stands on the screen, each row with its quarters and total."""
    figures = [
        *month_names(),
        *(_("Quarter %(number)s") % {"number": number} for number in QUARTERS),
        _("Total"),
        _("Current"),
        _("Difference"),
    ]
    words = [
        _("Fund source"),
        _("Spending group"),
        _("Project or work"),
        _("Activity"),
        _("Version"),
        _("State"),
    ]
    return Export(
        title=_("Monthly spending plans"),
        file_name=f"spending-plans-{year}",
        headings=[*words, *(Column(heading, Style.MILLION) for heading in figures)],
        rows=[list(_values(row)) for row in overview.rows],
        notes=[_("Unit: million baht (4 decimals)"), *notes],
    )


def _values(row: PlannedRow) -> Iterator[Value]:
    allocation = row.allocation
    yield allocation.fund_source.name_short
    yield allocation.spending_group.number
    yield allocation.project.code
    yield allocation.activity.code if allocation.activity else NOT_APPLICABLE
    yield row.plan.version if row.plan else NOT_APPLICABLE
    yield state_in_words(row)
    yield from map(_million, _figures(row.plan))
    yield in_millions(allocation.current_amount)
    yield in_millions(row.difference) if row.plan else NOT_APPLICABLE


def _figures(plan: SpendingPlan | None) -> Sequence[Decimal | None]:
    if plan is None:
        return [None] * FIGURES
    row = PlannedRow(plan.allocation, plan, None)
    return [*plan.amounts, *(row.quarters or ()), plan.total_amount]


def _million(amount: Decimal | None) -> Value:
    return NOT_APPLICABLE if amount is None else in_millions(amount)


def state_in_words(row: PlannedRow) -> str:
    """Return whether an allocation has a plan, and whether the plan still splits its money."""
    if row.plan is None:
        return str(STATES["no_monthly_plan"].word)
    return _("Differs from the current amount") if row.difference else _("In force")
