"""The state of the work as the reader of a page sees it, read once a request."""

from __future__ import annotations

from django.http import HttpRequest

from activities.progress.reading import Progress, read_progress
from projects.as_of import read_as_of
from projects.models import FiscalPlan, Project


def seen_progress(
    request: HttpRequest, plan: FiscalPlan, project: Project | None = None
) -> Progress:
    """Return the state of a plan's work, or of one project's, as of the day in the address."""
    kept = vars(request).setdefault("seen_progress", {})
    key = (plan.pk, project.pk if project else None)
    if key not in kept:
        kept[key] = read_progress(plan, read_as_of(request, plan).sight, project)
    progress: Progress = kept[key]
    return progress
