"""Where one work stands, for its page, which knows no money, activities or results itself."""

from __future__ import annotations

from django import template
from django.template import Context

from budgets.spending.glance import glance_at_work
from etda_plan.overview.today.reading import Today, read_work_today
from kpis.models import KpiTarget
from kpis.results import TargetResult
from projects.as_of import read_as_of
from projects.models import Project

register = template.Library()


@register.simple_tag(takes_context=True)
def work_today(context: Context, project: Project) -> Today:
    """Return where a work stands as its reader sees it on the day that the address names."""
    request = context["request"]
    as_of = read_as_of(request, project.plan)
    glance = glance_at_work(request.user, project, as_of.day)
    return read_work_today(request.user, as_of, project, glance)


@register.filter
def result_of(today: Today, target: KpiTarget) -> TargetResult | None:
    """Return where a target stands; None where it belongs to another plan."""
    return today.results.find(target.pk)
