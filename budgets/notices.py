"""The words of the notices that the money's services send."""

from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.notices.kinds import notice

PUBLISHED = notice(
    "month_published",
    _("The figures up to %(month)s are published"),
    _("%(person)s published them: visitors see totals, progress and results up to this month."),
)
