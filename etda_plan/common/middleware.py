"""Middleware of the whole site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from etda_plan.common.archives import MEGABYTE
from etda_plan.common.sample import known_sample, read_once


class LargestRequestMiddleware:
    """Refuse a request that says it is larger than all files of one form, before any is read.

    Django would otherwise write whatever comes to disk, whoever sends it. A body without its
    length is not read at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 in place of the page."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.LARGEST_REQUEST_MEGABYTES
        if length.isdigit() and int(length) <= most * MEGABYTE:
            return self.get_response(request)
        page = render_to_string("413.html", {"most": most, "sample": known_sample()})
        return HttpResponse(page, status=413)


class ChosenLanguageMiddleware:
    """Thai unless the visitor has switched; the browser's Accept-Language is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class SampleMiddleware:
    """Within a request, whether the database is a sample is read at most once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        with read_once():
            return self.get_response(request)
