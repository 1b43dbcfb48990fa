"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's network address, by which failed sign-ins are counted.

    ``X-Forwarded-For`` is what anyone may write: only the entries that our own proxies added
    count, and there are ``TRUSTED_PROXIES`` of those, at its end. With none, or with fewer
    entries than proxies, it is the address that the connection itself came from.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies < 1 or len(written) < proxies:
        return direct
    return written[-proxies].strip() or direct
