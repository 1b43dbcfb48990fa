"""Pages that are open to some people only: others sign in, or are told what they may not do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from etda_plan.common.permissions import Act

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]

OPENED_BY = "opened_by"
"""The attribute of a view that holds the acts that open it; decorators and classes hand it on."""


def refusal(request: HttpRequest, *acts: Act) -> HttpResponse | None:
    """Return the way to sign in for a visitor who may do none of ``acts``, None for who may.

    Raise ``PermissionDenied``, naming the first act, for an account that may do none.
    """
    if any(act.allows(request.user) for act in acts):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    acts[0].require(request.user)
    return None


def open_to(*acts: Act) -> Callable[[View[Arguments]], View[Arguments]]:
    """Open a page to those who may do one of ``acts``: ``@open_to(POST_ENTRIES)``."""

    def opened(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            return refusal(request, *acts) or view(request, *args, **kwargs)

        answer.__dict__[OPENED_BY] = acts
        return answer

    return opened


def acts_that_open(view: Callable[..., object]) -> tuple[Act, ...]:
    """Return the acts that ``open_to`` asks for at a view; none where it does not stand there."""
    found: tuple[Act, ...] = getattr(view, OPENED_BY, ())
    return found
