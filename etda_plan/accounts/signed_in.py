"""The account behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from etda_plan.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the account that makes a request; raise ``PermissionDenied`` for a visitor."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
