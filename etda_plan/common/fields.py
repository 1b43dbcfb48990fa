"""Exact decimals kept as integers: SQLite would keep Django's own decimals as floats."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import lookups
from django.db.models.expressions import (
    Case,
    Col,
    Combinable,
    CombinedExpression,
    ExpressionWrapper,
    RawSQL,
    Ref,
    Subquery,
    Value,
    When,
    Window,
    register_combinable_fields,
)
from django.db.models.functions import Abs, Cast, Coalesce, Greatest, Least, NullIf
from django.db.models.sql import Query

from etda_plan.common.exact import MESSAGES, fitted
from etda_plan.common.forms import FixedPointFormField

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

_LEAVES = (Col, Ref, Value, RawSQL, Query)
_FIRST_ALONE = (models.Sum, models.Min, models.Max, Window)
_EVERY = (Abs, Cast, Coalesce, ExpressionWrapper, Greatest, Least, NullIf, Subquery)


def _results(expression: Any) -> Sequence[Any]:
    """Return the parts whose values become the expression's own."""
    if isinstance(expression, Case):
        return [*expression.cases, expression.default]
    if isinstance(expression, When):
        return [expression.result]
    if isinstance(expression, _FIRST_ALONE):
        return expression.get_source_expressions()[:1]
    if isinstance(expression, _EVERY):
        return expression.get_source_expressions()
    if isinstance(expression, CombinedExpression) and expression.connector in "+-":
        return expression.get_source_expressions()
    if isinstance(expression, _LEAVES):
        return []
    raise FieldError(f"{type(expression).__name__} of exact amounts is not exact: {expression}")


def require_kind(expression: Any, kind: "type[FixedPointField[Any, Any]]") -> None:
    """Raise ``FieldError`` unless every value in ``expression`` is of the one ``kind``.

    Two hundred satang and 200 pieces are both the integer 200: nothing but the fields' kinds
    keeps them apart.
    """
    if isinstance(expression, Value) and expression.value is None:
        return
    if not isinstance(expression.output_field, kind):
        raise FieldError(f"{kind.__name__} goes with {kind.__name__} alone, not with {expression}")
    for result in _results(expression):
        require_kind(result, kind)


class FixedPointField(models.Field[_ST, _GT]):
    """A ``Decimal`` with ``places`` decimal places in Python, a scaled BIGINT in the database.

    It takes ``Decimal``, ``int`` and plain text. It refuses floats, ``bool``, exponents, more
    places than it keeps and, in expressions, every number that is not of its own kind.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Decimal | int | str | Combinable
        _pyi_private_get_type: Decimal
        _pyi_lookup_exact_type: Decimal | int | str

    places: int

    default_error_messages = MESSAGES

    def db_type(self, connection: Any) -> str:
        """Return the column type, the same on both engines."""
        return "bigint"

    def db_check(self, connection: Any) -> str | None:
        """On SQLite, whose columns take anything, refuse all but whole numbers."""
        if connection.vendor != "sqlite":
            return None
        column = connection.ops.quote_name(self.column)
        return f"typeof({column}) IN ('integer', 'null')"

    def to_python(self, value: Any) -> Decimal | None:
        """Return ``value`` as a ``Decimal``; raise ``ValidationError`` where it is not exact."""
        if value is None or value == "":
            return None
        text = isinstance(value, str) and PLAIN_NUMBER.fullmatch(value)
        exact = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not (text or exact):
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        return fitted(Decimal(value), self.places)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """Return the stored integer as an exact ``Decimal``."""
        if not isinstance(expression, Col):
            require_kind(expression, type(self))
        return None if value is None else Decimal(value).scaleb(-self.places)

    def get_prep_value(self, value: Any) -> Any:
        """Return the scaled integer that is stored."""
        if hasattr(value, "resolve_expression"):
            return value
        number = self.to_python(value)
        return None if number is None else int(number.scaleb(self.places))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return what is written; an expression must be of this field's kind throughout."""
        if hasattr(value, "as_sql"):
            require_kind(value, type(self))
        return super().get_db_prep_save(value, connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Tell PostgreSQL that a figure has 64 bits: sums of shorter ones leave its integers."""
        is_figure = not hasattr(value, "as_sql")
        return "%s::bigint" if connection.vendor == "postgresql" and is_figure else "%s"

    def get_lookup(self, lookup_name: str) -> Any:
        """Return a lookup that compares this kind with itself alone, or None."""
        return LOOKUPS.get(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the value as it stands in a fixture, empty where it is unknown."""
        value = self.value_from_object(obj)
        return "" if value is None else f"{value:f}"

    def formfield(self, **kwargs: Any) -> Any:
        """Return a text box for figures, with commas or without."""
        defaults = {"form_class": FixedPointFormField, "places": self.places}
        return super().formfield(**{**defaults, **kwargs})


class MoneyField(FixedPointField[_ST, _GT]):
    """Baht with two places in Python, satang in the database."""

    places = 2


class MeasureField(FixedPointField[_ST, _GT]):
    """A value of an indicator: up to four decimal places."""

    places = 4


for _kind in (MoneyField, MeasureField):
    for _sign in (Combinable.ADD, Combinable.SUB):
        register_combinable_fields(_kind, _sign, _kind, _kind)


class SameKind:
    """A lookup that refuses to compare a kind of figure with another."""

    lhs: Any
    rhs: Any

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Check both sides, which are resolved by now, and write the SQL."""
        kind = type(self.lhs.output_field)
        require_kind(self.lhs, kind)
        for side in self.rhs if isinstance(self.rhs, list | tuple) else [self.rhs]:
            if hasattr(side, "as_sql"):
                require_kind(side, kind)
        return super().as_sql(compiler, connection)  # type: ignore[misc]


def _guarded(lookup: type[Any]) -> type[Any]:
    return type(f"SameKind{lookup.__name__}", (SameKind, lookup), {})


LOOKUPS: dict[str, type[Any]] = {
    "isnull": lookups.IsNull,
    **{
        str(lookup.lookup_name): _guarded(lookup)
        for lookup in (
            lookups.Exact,
            lookups.GreaterThan,
            lookups.GreaterThanOrEqual,
            lookups.LessThan,
            lookups.LessThanOrEqual,
            lookups.In,
            lookups.Range,
        )
    },
}
