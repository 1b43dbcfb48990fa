"""What may be done with the plan's offices and the people in them."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

MANAGE_MEMBERSHIPS = act(
    "projects.manage_memberships", _("Say who belongs to which office"), Role.ADMINISTRATOR
)
