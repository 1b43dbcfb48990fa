"""Which plan a command is about."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from projects.models import FiscalPlan
from projects.selection import current_plan


def find_plan(fiscal_year: int | None) -> FiscalPlan:
    """Return the plan asked for, else the current one; exit status 2 where there is none."""
    plans = list(FiscalPlan.objects.all())
    if fiscal_year is None:
        plan = current_plan(plans)
    else:
        plan = next((each for each in plans if each.fiscal_year == fiscal_year), None)
    if plan is None:
        message = _("There is no such plan: load one with “manage.py load_plan”.")
        raise CommandError(message, returncode=2)
    return plan
