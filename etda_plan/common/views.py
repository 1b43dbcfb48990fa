"""Pages that know no app: the choice of theme, robots.txt, what is shown when things fail."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from etda_plan.common.lost_database import is_lost
from etda_plan.common.sample import known_sample

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
ONE_YEAR = 365 * 24 * 60 * 60


def safe_next(request: HttpRequest) -> str:
    """Return the page to go back to, if it is one of this site's."""
    page = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if allowed else "/"


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in a cookie; anything else goes back to the system's setting."""
    response = redirect(safe_next(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=ONE_YEAR,
            secure=settings.BEHIND_HTTPS,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone."""
    return HttpResponse(render_to_string("robots.txt"), content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request makes no sense, such as one for another host."""
    return HttpResponse(render_to_string("400.html", {"sample": known_sample()}), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the database is away (503), or that something went wrong (500).

    The page needs no database, session or context, for any of them may be what has failed.
    """
    status = 503 if is_lost(sys.exc_info()[1]) else 500
    page = render_to_string(f"{status}.html", {"sample": known_sample()})
    response = HttpResponse(page, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response
