"""Form fields for exact figures and Buddhist-Era dates."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from etda_plan.common.exact import fitted
from etda_plan.common.figures import MINUS

TYPED_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


class FixedPointFormField(forms.Field):
    """A figure typed by a person: ``1250.50``, ``1,250.50`` or, in Thai digits, ``๑,๒๕๐.๕๐``."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Enter a number, such as 1,250.50.")}

    def __init__(self, *, places: int, **kwargs: Any) -> None:
        self.places = places
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Return what was typed as an exact ``Decimal``, or None where the box is empty."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return fitted(value, self.places)
        typed = str(value).strip().replace(MINUS, "-")
        if not TYPED_NUMBER.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return fitted(Decimal(typed.replace(",", "")), self.places)

    def prepare_value(self, value: Any) -> Any:
        """Return a stored figure as a person would type it."""
        return f"{value:f}" if isinstance(value, Decimal) else value
