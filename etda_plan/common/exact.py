"""What an exact figure is: finite, with a fixed number of places, small enough for a BIGINT."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

LARGEST_BIGINT = 2**63 - 1
MOST_DIGITS = 18

MESSAGES: dict[str, StrOrPromise] = {
    "invalid": _("“%(value)s” is not an exact decimal number."),
    "places": _("Use at most %(places)s decimal places."),
    "size": _("The number is too large."),
}


def fitted(number: Decimal, places: int) -> Decimal:
    """Return ``number`` with exactly ``places`` decimal places; never round it.

    Raise ``ValidationError`` where it is not finite, has more places, or is too large.
    """
    if not number.is_finite():
        raise ValidationError(MESSAGES["invalid"], "invalid", {"value": number})
    if number.adjusted() > MOST_DIGITS:
        raise ValidationError(MESSAGES["size"], "size")
    step = Decimal(1).scaleb(-places)
    if number % step:
        raise ValidationError(MESSAGES["places"], "places", {"places": places})
    if abs(number.scaleb(places)) > LARGEST_BIGINT:
        raise ValidationError(MESSAGES["size"], "size")
    return number.quantize(step)
