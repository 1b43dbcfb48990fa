"""The words of the notices that the services of activities send."""

from django.utils.translation import gettext_lazy as _

from activities.permissions import DECIDE_SCHEDULES
from etda_plan.accounts.notices.kinds import notice
from etda_plan.accounts.notices.proposals import proposal_notices

SCHEDULES = proposal_notices("schedule", DECIDE_SCHEDULES, _("Monthly plan of work %(name)s"))
STATUS_DECIDED = notice(
    "status_decided",
    _("%(activity)s: its state is decided"),
    _("%(person)s decided it in place of the derived one: %(reason)s"),
)
STATUS_GIVEN_BACK = notice(
    "status_given_back",
    _("%(activity)s: its state is derived again"),
    _("%(person)s gave it back: %(reason)s"),
)
