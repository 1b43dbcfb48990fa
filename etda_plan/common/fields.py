"""Exact decimals kept as integers: SQLite would keep Django's own decimals as floats."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class FixedPointField(models.Field[Any, Any]):
    """A ``Decimal`` with ``places`` decimal places in Python, a scaled BIGINT in the database."""

    places: int

    default_error_messages = {
        "invalid": _("“%(value)s” is not an exact decimal number."),
        "places": _("Use at most %(places)s decimal places."),
    }

    def db_type(self, connection: Any) -> str:
        """Return the column type, the same on both engines."""
        return "bigint"

    def to_python(self, value: Any) -> Decimal | None:
        """Return ``value`` as a ``Decimal``; refuse floats and more places than the field keeps."""
        if value is None or value == "":
            return None
        if isinstance(value, (bool, float)):
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        try:
            number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise ValidationError(
                self.error_messages["invalid"], "invalid", {"value": value}
            ) from error
        if not number.is_finite():
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        if number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise ValidationError(self.error_messages["places"], "places", {"places": self.places})
        return number.quantize(Decimal(1).scaleb(-self.places))

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        """Return the stored integer as an exact ``Decimal``."""
        return None if value is None else Decimal(value).scaleb(-self.places)

    def get_prep_value(self, value: Any) -> Any:
        """Return the scaled integer that is stored."""
        if hasattr(value, "resolve_expression"):
            return value
        number = self.to_python(value)
        return None if number is None else int(number.scaleb(self.places))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the value as it stands in a fixture."""
        return str(self.value_from_object(obj))


class MoneyField(FixedPointField):
    """Baht with two places in Python, satang in the database."""

    places = 2


class MeasureField(FixedPointField):
    """A value of an indicator: up to four decimal places."""

    places = 4
