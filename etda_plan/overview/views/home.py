"""The home page of a plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.selection import selected_plan


def home(request: HttpRequest) -> HttpResponse:
    """Show the plan at a glance: its envelope, where the money comes from and what it is for."""
    return render(request, "overview/home.html", {"plan": selected_plan(request)})
