"""A work's progress, for its page, which knows no activities itself."""

from __future__ import annotations

from django import template
from django.template import Context

from activities.models import Activity
from activities.progress.items import ActivityState
from activities.progress.reading import Progress
from activities.progress.seen import seen_progress
from projects.models import Project

register = template.Library()


@register.simple_tag(takes_context=True)
def work_progress(context: Context, project: Project) -> Progress:
    """Return the state of a work's activities as the reader sees it."""
    return seen_progress(context["request"], project.plan, project)


@register.filter
def state_of(progress: Progress, activity: Activity) -> ActivityState | None:
    """Return an activity's state: ``{% with item=progress|state_of:activity %}``."""
    return progress.of_activity(activity.pk)
