"""Addresses of pages that are still being built, so that links to them can be written already."""

from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def being_built(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Say that there is no such page yet."""
    raise Http404("being built")


APPS = {
    "projects": [("", "list"), ("<str:code>/", "detail")],
    "activities": [("", "list"), ("<str:code>/<int:number>/", "detail")],
    "kpis": [("", "list"), ("<int:number>/", "detail")],
    "budgets": [("", "list")],
}


def app_urls(app: str) -> Any:
    """Return the app's own addresses once it has them."""
    if find_spec(f"{app}.urls"):
        return include(f"{app}.urls")
    return include(([path(route, being_built, name=name) for route, name in APPS[app]], app))


OVERVIEW = [
    path("reconciliation/", being_built, name="reconciliation"),
    path("reports/", being_built, name="reports"),
    path("reports/plan.<str:format>", being_built, name="report"),
]
