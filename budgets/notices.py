"""The words of the notices that the money's services send."""

from django.utils.translation import gettext_lazy as _

from budgets.permissions import (
    DECIDE_CARRY_FORWARDS,
    DECIDE_SPENDING_PLANS,
    DECIDE_TRANSFERS,
)
from etda_plan.accounts.notices.kinds import notice
from etda_plan.accounts.notices.proposals import proposal_notices

PUBLISHED = notice(
    "month_published",
    _("The figures up to %(month)s are published"),
    _("%(person)s published them: visitors see totals, progress and results up to this month."),
)
TRANSFERS = proposal_notices("transfer", DECIDE_TRANSFERS, _("Transfer %(name)s"))
SPENDING_PLANS = proposal_notices(
    "spending_plan", DECIDE_SPENDING_PLANS, _("Monthly spending plan %(name)s")
)
PLANS_OF_FILE = proposal_notices(
    "spending_plans_workbook", DECIDE_SPENDING_PLANS, _("Monthly spending plans of file %(name)s")
)
CARRY_FORWARDS = proposal_notices(
    "carry_forward", DECIDE_CARRY_FORWARDS, _("Carry-forward %(name)s")
)
