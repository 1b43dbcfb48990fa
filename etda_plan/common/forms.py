"""Form fields for exact figures and Buddhist-Era dates."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from etda_plan.common.exact import fitted
from etda_plan.common.figures import MINUS
from etda_plan.common.fiscal import (
    BUDDHIST_OFFSET,
    LONG_MONTHS,
    LONG_MONTHS_EN,
    SHORT_MONTHS,
    SHORT_MONTHS_EN,
    typed_date,
)

DAY_FIRST = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s*(?P<name>[^\d\s]+)\s*(พ\.ศ\.)?\s*(?P<year>\d{4})( B\.E\.)?"
)
MONTHS = {
    name.rstrip(".").casefold(): month
    for names in (SHORT_MONTHS, LONG_MONTHS, SHORT_MONTHS_EN, LONG_MONTHS_EN)
    for month, name in enumerate(names, 1)
}
BUDDHIST_YEARS = range(2400, 3000)
BAHT_PLACES = 2
TYPED_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


LONGEST_KEY = 18
"""How many digits a key has at most, so that both engines can hold it."""


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
        if not isinstance(value, Decimal):
            return value
        return f"{value if self.places == BAHT_PLACES else value.normalize():f}"


class ChosenRowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows by their keys; a key that no row can have is refused before it is looked for."""

    def clean(self, value: Any) -> Any:
        """Return the rows; raise ``ValidationError`` for a key that is none."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        return super().clean(value)


class BuddhistDateField(forms.DateField):
    """A day typed with its Buddhist-Era year, ``11/12/2562``, ``2562-12-11``, ``11 ธ.ค. 2562``.

    The value is a Gregorian date. A year that looks like an AD one is refused, not guessed at.
    """

    default_error_messages = {
        "invalid": _("Enter a day such as 11/12/2562."),
        "era": _("Use a Buddhist-Era year: %(buddhist)s, not %(typed)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the Gregorian day, or None where the box is empty."""
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        typed = str(value).strip()
        found = DAY_FIRST.fullmatch(typed) or YEAR_FIRST.fullmatch(typed)
        if found:
            return self._day(int(found["year"]), int(found["month"]), int(found["day"]))
        found = IN_WORDS.fullmatch(typed)
        month = MONTHS.get(found["name"].rstrip(".").casefold()) if found else None
        if not found or month is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return self._day(int(found["year"]), month, int(found["day"]))

    def _day(self, year: int, month: int, day: int) -> datetime.date:
        if year not in BUDDHIST_YEARS:
            years = {"typed": year, "buddhist": year + BUDDHIST_OFFSET}
            raise ValidationError(self.error_messages["era"], "era", years)
        try:
            return datetime.date(year - BUDDHIST_OFFSET, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Return a stored day as a person would type it."""
        if isinstance(value, datetime.date):
            return typed_date(value)
        return value
