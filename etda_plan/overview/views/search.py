"""The search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from etda_plan.overview.places import line_address
from etda_plan.overview.search import clean_query, line_asked_for, search_plan
from projects.selection import selected_plan


def search(request: HttpRequest) -> HttpResponse:
    """Show what the plan and its document hold of ``?q=``; a line's number goes to the line."""
    plan = selected_plan(request)
    query = clean_query(request.GET.get("q", ""))
    line = line_asked_for(query, plan) if plan else None
    if plan and line:
        return redirect(line_address(plan, line))
    groups = search_plan(plan, query) if plan and query else []
    found = sum(group.count for group in groups)
    return render(
        request, "overview/search.html", {"query": query, "groups": groups, "found": found}
    )
