"""The words of the notices that reporting sends."""

from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.notices.kinds import notice

SUBMITTED = notice(
    "report_submitted",
    _("%(office)s: the report of %(month)s waits for your decision"),
    _("%(person)s submitted it. Approve it, or return it with a comment."),
)
RETURNED = notice(
    "report_returned",
    _("%(office)s: the report of %(month)s was returned"),
    _("%(person)s returned it: %(comment)s"),
)
APPROVED = notice(
    "report_approved",
    _("%(office)s: the report of %(month)s is approved"),
    _("%(person)s approved it."),
)
CLOSED = notice(
    "reports_closed",
    _("The reports of %(month)s are closed"),
    _("%(person)s closed them: reports of this month are no longer written or decided."),
)
REOPENED = notice(
    "reports_reopened",
    _("The reports of %(month)s are open again"),
    _("%(person)s reopened them: %(reason)s"),
)
