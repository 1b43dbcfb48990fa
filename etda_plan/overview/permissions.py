"""What may be done with the site as a whole."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

MOVE_TODAY = act(
    "overview.move_today", _("Move the day that is today in a sample database"), Role.ADMINISTRATOR
)
