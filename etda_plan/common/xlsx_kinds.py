"""What a column of an uploaded workbook holds, and how its cells are understood, exactly.

Excel keeps every number as a double. A number whose first 15 significant digits, all that Excel
itself shows and keeps, make an exact amount is that amount: 0.1 + 0.2 is stored as
0.30000000000000004 and means 0.30. From ``LARGEST_NUMBER`` on 15 digits do not reach the satang,
so a larger amount must stand as text. Day cells are Gregorian serial numbers, whatever era they
are shown in; typed days have Buddhist-Era years.
"""

import datetime
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from etda_plan.common.figures import baht
from etda_plan.common.fiscal import BUDDHIST_OFFSET
from etda_plan.common.forms import BAHT_PLACES, BuddhistDateField, FixedPointFormField

FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
LARGEST_NUMBER = Decimal(10) ** 13
EPOCH_1900, EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
LAST_SERIAL = 2_958_465
FIRST_BUDDHIST_YEAR = 2400
KEPT_CONTROLS = "\n\t"
NOT_SEEN = "\u200b\u2060\ufeff"

_number = re.compile(r"-?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its kind (see ``xlsx_cells``) and its text as the file has it."""

    kind: str
    text: str
    is_1904: bool = False


def tidy(text: str) -> str:
    """Return text without spaces around it, no-break and invisible ones among them."""
    for sign in NOT_SEEN:
        text = text.replace(sign, "")
    return text.replace("\u00a0", " ").replace("\r\n", "\n").strip()


def folded(text: str) -> str:
    """Return text as headings and choices are compared: one space between words, lower case."""
    return " ".join(tidy(text).split()).casefold()


def in_every_language(text: StrOrPromise) -> set[str]:
    """Return the folded forms of a text in each language of the site."""
    forms = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            forms.add(folded(str(text)))
    return forms


def read_number(cell: Cell) -> Decimal:
    """Return a number cell's value, to the 15 digits that Excel keeps."""
    if not _number.fullmatch(cell.text):
        raise ValidationError(_("This number cannot be read."))
    number = Decimal(cell.text)
    if abs(number) >= LARGEST_NUMBER:
        raise ValidationError(
            _("Excel does not keep so large a number to the satang: write it as text.")
        )
    return FIFTEEN_DIGITS.plus(number)


def refuse_unreadable(cell: Cell) -> None:
    """Raise ``ValidationError`` for a cell that holds no value of its own."""
    if cell.kind == "f":
        raise ValidationError(_("A formula stands here: paste its value in its place."))
    if cell.kind == "e":
        raise ValidationError(
            _("This is an error of Excel, not a value: %(value)s.") % {"value": cell.text[:20]}
        )
    if cell.kind == "b":
        raise ValidationError(_("TRUE or FALSE stands here, which no column takes."))


class Kind(ABC):
    """How the cells of a column are understood."""

    @abstractmethod
    def read(self, cell: Cell) -> Any:
        """Return the value; raise ``ValidationError`` that says what to do."""


class ValueKind(Kind):
    """A value, by how Excel holds it: as text, as a number or as a day."""

    def read(self, cell: Cell) -> Any:
        """Return the value; raise ``ValidationError`` that says what to do."""
        refuse_unreadable(cell)
        if cell.kind == "s":
            return self.read_text(tidy(cell.text))
        if cell.kind == "n":
            return self.read_number(read_number(cell))
        return self.read_day(cell)

    @abstractmethod
    def read_text(self, text: str) -> Any:
        """Understand text, tidied."""

    @abstractmethod
    def read_number(self, number: Decimal) -> Any:
        """Understand a number."""

    def read_day(self, cell: Cell) -> Any:
        """Understand a cell that shows a day."""
        raise ValidationError(_("A date stands here, where there should be none."))


@dataclass(frozen=True)
class Amount(ValueKind):
    """Baht with at most two places, as a number or as text; not below ``smallest``."""

    smallest: Decimal = Decimal("0.01")
    _field: FixedPointFormField = field(default=FixedPointFormField(places=BAHT_PLACES))

    def read_text(self, text: str) -> Decimal:
        """Take ``1,250.50``, also in Thai digits."""
        return self._bounded(self._field.clean(text))

    def read_number(self, number: Decimal) -> Decimal:
        """Take an exact number."""
        return self._bounded(self._field.clean(number))

    def read_day(self, cell: Cell) -> Decimal:
        """Refuse a date."""
        raise ValidationError(_("A date stands here, where an amount belongs."))

    def _bounded(self, amount: Decimal) -> Decimal:
        if amount < self.smallest:
            raise ValidationError(
                _("The amount is below %(smallest)s baht.") % {"smallest": baht(self.smallest)}
            )
        return amount


@dataclass(frozen=True)
class Day(ValueKind):
    """A day: a date cell, or text with a Buddhist-Era year."""

    _field: BuddhistDateField = field(default_factory=BuddhistDateField)

    def read_text(self, text: str) -> datetime.date:
        """Take ``13/4/2563``, ``13 เม.ย. 2563``, also in Thai digits."""
        day: datetime.date = self._field.clean(text)
        return day

    def read_number(self, number: Decimal) -> datetime.date:
        """Refuse a number that is not shown as a day."""
        raise ValidationError(_("A number stands here, not a date."))

    def read_day(self, cell: Cell) -> datetime.date:
        """Take a serial number; a Buddhist-Era year typed as an AD one is told apart."""
        day = self._written(cell.text) if cell.kind == "i" else self._serial(cell)
        if day.year >= FIRST_BUDDHIST_YEAR:
            years = {"typed": day.year, "meant": day.year - BUDDHIST_OFFSET}
            raise ValidationError(
                _("Excel holds the year %(typed)s AD here. For %(typed)s B.E. enter %(meant)s.")
                % years
            )
        return day

    def _serial(self, cell: Cell) -> datetime.date:
        number = read_number(cell)
        if number % 1:
            raise ValidationError(_("A time of day stands here with the date."))
        if not 61 <= number <= LAST_SERIAL:
            raise ValidationError(_("This date cannot be read."))
        epoch = EPOCH_1904 if cell.is_1904 else EPOCH_1900
        try:
            return epoch + datetime.timedelta(days=int(number))
        except OverflowError as error:
            raise ValidationError(_("This date cannot be read.")) from error

    def _written(self, text: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(text.removesuffix("T00:00:00"))
        except ValueError as error:
            raise ValidationError(_("This date cannot be read.")) from error


@dataclass(frozen=True)
class Text(ValueKind):
    """Words of at most ``longest`` characters; a whole number is taken as its digits."""

    longest: int = 200

    def read_text(self, text: str) -> str:
        """Take text; refuse control characters and signs that turn its direction."""
        if any(_is_hidden(sign) for sign in text):
            raise ValidationError(_("The text holds characters that cannot be seen."))
        if len(text) > self.longest:
            raise ValidationError(
                _("The text has %(length)s characters; at most %(longest)s fit.")
                % {"length": len(text), "longest": self.longest}
            )
        return text

    def read_number(self, number: Decimal) -> str:
        """Take the digits of a whole number, such as a document's."""
        if number % 1:
            raise ValidationError(_("A number stands here, where text belongs."))
        return self.read_text(f"{number:f}".removesuffix("."))


@dataclass(frozen=True)
class Choice(ValueKind):
    """One of a list: ``labels`` gives each value its words, which count in every language."""

    labels: Mapping[str, StrOrPromise]

    def read_text(self, text: str) -> str:
        """Return the value that the words stand for."""
        wanted = folded(text)
        found = [value for value, words in self._words if wanted in words]
        if len(found) != 1:
            raise ValidationError(
                _("“%(value)s” is not one of: %(choices)s.")
                % {"value": text[:60], "choices": ", ".join(map(str, self.labels.values()))}
            )
        return found[0]

    def read_number(self, number: Decimal) -> str:
        """Take a whole number as its digits."""
        return self.read_text(Text().read_number(number))

    @cached_property
    def _words(self) -> list[tuple[str, set[str]]]:
        return [(value, in_every_language(label)) for value, label in self.labels.items()]


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") and sign not in KEPT_CONTROLS
