"""The money of a work or an activity, for its page, which knows no money itself."""

from __future__ import annotations

from django import template
from django.template import Context

from activities.models import Activity
from budgets.models import Entry
from budgets.spending.glance import MoneyGlance, glance_at_activity, glance_at_work
from budgets.spending.monthly import Month
from projects.models import FiscalPlan, Project

register = template.Library()


@register.simple_tag(takes_context=True)
def work_money(context: Context, project: Project) -> MoneyGlance | None:
    """Return what the reader sees of a work's money; None while the ledger is empty."""
    return glance_at_work(context["request"].user, project)


@register.simple_tag(takes_context=True)
def activity_money(context: Context, activity: Activity) -> MoneyGlance | None:
    """Return what the reader sees of an activity's own money; None where it has none."""
    return glance_at_activity(context["request"].user, activity)


@register.simple_tag
def ledger_is_begun(plan: FiscalPlan) -> bool:
    """Return whether anything is posted in a plan's year, whoever may see it."""
    return Entry.objects.filter(month__plan=plan).exists()


@register.filter
def in_month(money: MoneyGlance, number: int) -> Month | None:
    """Return a fiscal month (1 = October) of this money: ``{% with m=money|in_month:3 %}``."""
    return money.spending.monthly.months[number - 1] if money.spending else None
