"""The words of what is told because its day has come."""

from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.notices.kinds import notice

DUE_SOON = notice(
    "report_due_soon",
    _("%(office)s: the report of %(month)s is due on %(due)s"),
    _("It has not been submitted yet."),
)
DUE_TODAY = notice(
    "report_due_today",
    _("%(office)s: the report of %(month)s is due today"),
    _("It has not been submitted yet. The day is %(due)s."),
)
OVERDUE = notice(
    "report_overdue",
    _("%(office)s: the report of %(month)s has not been submitted"),
    _("It was due on %(due)s."),
)
ESCALATED_TO_HEAD = notice(
    "report_escalated_to_head",
    _("%(office)s has not submitted its report of %(month)s"),
    _("It was due on %(due)s. As head of the office you see that it is submitted."),
)
ESCALATED_TO_PLANNERS = notice(
    "reports_escalated_to_planners",
    _("%(count)s offices have not submitted their reports of %(month)s"),
    _("They were due on %(due)s: %(offices)s"),
)
