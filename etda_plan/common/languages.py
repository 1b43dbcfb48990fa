"""Which language is in use."""

from django.utils.translation import get_language


def in_thai() -> bool:
    """Whether the language in use is Thai, as it is where none was chosen."""
    return (get_language() or "th").startswith("th")
