"""A work's money, for its page, which knows no money itself."""

from __future__ import annotations

from django import template
from django.template import Context

from budgets.spending.glance import MoneyGlance, glance_at_work
from projects.models import Project

register = template.Library()


@register.simple_tag(takes_context=True)
def work_money(context: Context, project: Project) -> MoneyGlance | None:
    """Return what the reader sees of a work's money; None while the ledger is empty."""
    return glance_at_work(context["request"].user, project)
