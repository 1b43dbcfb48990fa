"""What may be done with the plan's offices, the people in them, and what they report."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

MANAGE_MEMBERSHIPS = act(
    "projects.manage_memberships", _("Say who belongs to which office"), Role.ADMINISTRATOR
)
WRITE_REPORTS = act(
    "projects.write_reports",
    _("Write and submit the own offices' monthly reports"),
    Role.OFFICER,
    Role.HEAD,
)
WRITE_ANY_REPORT = act(
    "projects.write_any_report",
    _("Write the report of an office that has nobody to write it"),
    Role.PLANNER,
)
DECIDE_REPORTS = act(
    "projects.decide_reports",
    _("Approve or return the own offices' monthly reports"),
    Role.HEAD,
)
DECIDE_ANY_REPORT = act(
    "projects.decide_any_report",
    _("Approve or return the report of an office that has no other head than who submitted it"),
    Role.PLANNER,
)
READ_REPORTS = act("projects.read_reports", _("Read approved monthly reports"), *Role)
READ_UNAPPROVED_REPORTS = act(
    "projects.read_unapproved_reports",
    _("Read every office's reports before they are approved"),
    Role.PLANNER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
CLOSE_REPORTS = act("projects.close_reports", _("Close a month's reports"), Role.PLANNER)
REOPEN_REPORTS = act("projects.reopen_reports", _("Reopen a month's reports"), Role.ADMINISTRATOR)
EDIT_REPORTING_SETTINGS = act(
    "projects.edit_reporting_settings",
    _("Edit holidays, due days and limits of reports"),
    Role.ADMINISTRATOR,
)
