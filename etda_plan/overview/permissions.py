"""What may be done with the site as a whole."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

MOVE_TODAY = act(
    "overview.move_today", _("Move the day that is today in a sample database"), Role.ADMINISTRATOR
)
READ_CHANGES = act(
    "overview.read_changes",
    _("Read who changed what"),
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.PLANNER,
)
READ_SIGN_INS = act(
    "overview.read_sign_ins",
    _("Read who signed in, and from where"),
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
