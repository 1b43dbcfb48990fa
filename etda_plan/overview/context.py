"""What every page's frame needs."""

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, object]:
    """Return the values that ``base.html`` draws on every page."""
    return {}
