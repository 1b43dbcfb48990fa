"""The money table: where the money stands as of a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.spending.page import read_page
from projects.selection import selected_plan


def spending(request: HttpRequest) -> HttpResponse:
    """Show what is transferred, reserved, committed, paid and left, as of ``?as_of=``.

    ``?fund=``, ``?group=`` and ``?project=`` keep a part of the money.
    """
    plan = selected_plan(request)
    if plan is None:
        return render(request, "budgets/spending.html")
    page = read_page(request, plan)
    return render(request, "budgets/spending.html", {"page": page, "listing": page.listing})
