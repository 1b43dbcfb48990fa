"""The plan's front matter: approvals, vision, strategies, offices, corrections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.overview.front_matter import read_front_matter
from projects.selection import selected_plan


def front_matter(request: HttpRequest) -> HttpResponse:
    """Show all that the document says before and beside its figures."""
    plan = selected_plan(request)
    matter = read_front_matter(plan) if plan else None
    return render(request, "overview/plan.html", {"matter": matter})
