"""Addresses of pages that are still being built, so that links to them can be written already."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def being_built(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Say that there is no such page yet."""
    raise Http404("being built")


OVERVIEW = [
    path("reconciliation/", being_built, name="reconciliation"),
    path("reports/", being_built, name="reports"),
    path("reports/plan.<str:format>", being_built, name="report"),
]
