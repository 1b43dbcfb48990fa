"""Who may plan the months of activities, and decide their state."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

PROPOSE_SCHEDULES = act(
    "activities.propose_schedules",
    _("Propose the months of the own offices' activities"),
    Role.OFFICER,
    Role.HEAD,
    Role.PLANNER,
)
PROPOSE_ANY_SCHEDULES = act(
    "activities.propose_any_schedules",
    _("Propose the months of every office's activities"),
    Role.PLANNER,
)
DECIDE_SCHEDULES = act(
    "activities.decide_schedules",
    _("Approve or refuse the months of activities"),
    Role.PLANNER,
    Role.APPROVER,
)
READ_SCHEDULES = act(
    "activities.read_schedules",
    _("Read who proposed and decided the months of activities"),
    *Role,
)
OVERRIDE_STATUS = act(
    "activities.override_status",
    _("Decide the state of an activity in place of the derived one"),
    Role.PLANNER,
)
