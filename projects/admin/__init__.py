"""The plan, its offices and their reports in Django's admin."""

from projects.admin import calendar, offices, plan, reports
from projects.admin.plan import PlanAdmin

__all__ = ["PlanAdmin", "calendar", "offices", "plan", "reports"]
