"""How figures are written. This is the one place where an amount is rounded, when it is shown."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MILLION = Decimal(1_000_000)
MINUS = "−"
NOT_APPLICABLE = "–"


def _written(number: Decimal, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}".replace("-", MINUS)


def in_millions(amount: Decimal) -> Decimal:
    """Return baht as an exact number of ล้านบาท, with four places or as many as it needs."""
    exact = amount.scaleb(-6)
    short = exact.quantize(Decimal("0.0001"))
    return short if short == exact else exact.normalize()


def million(amount: Decimal) -> str:
    """Return baht as ล้านบาท with four places: ``588794600`` → ``588.7946``."""
    return _written(amount / MILLION, 4)


def signed_million(difference: Decimal) -> str:
    """Return a difference in ล้านบาท with its sign: ``+6.5347``, ``−6.5347``, ``0.0000``."""
    return f"+{million(difference)}" if difference > 0 else million(difference)


def baht(amount: Decimal) -> str:
    """Return baht with two places: ``33,465,300.00``."""
    return _written(amount, 2)


def signed_baht(difference: Decimal) -> str:
    """Return a change in baht with its sign: ``+1,250.50``, ``−1,250.50``, ``0.00``."""
    return f"+{baht(difference)}" if difference > 0 else baht(difference)


def percent(part: Decimal, whole: Decimal) -> str | None:
    """Return ``part`` of ``whole`` in percent with two places; None of nothing."""
    return None if whole == 0 else _written(part * 100 / whole, 2)


def measure(value: Decimal) -> str:
    """Return an indicator's value without trailing zeros: ``12``, ``99.99``."""
    return f"{value.normalize():,f}".replace("-", MINUS)


def result(value: Decimal) -> str:
    """Return what was reached, which may be a quotient, with at most four places: ``33.3333``."""
    return measure(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def points(value: Decimal) -> str:
    """Return a percentage with two places, without the sign: ``120.67``."""
    return _written(value, 2)


def signed_measure(difference: Decimal) -> str:
    """Return a difference of counts or values with its sign: ``+2``, ``−1``, ``0``."""
    return f"+{measure(difference)}" if difference > 0 else measure(difference)


def rounded_percent(value: Fraction) -> Decimal:
    """Return an exact percentage rounded to the two places that are shown."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent_points(value: Fraction) -> str:
    """Return an exact percentage with two places: ``41.67``, ``100.00``."""
    return _written(rounded_percent(value), 2)


def short_percent(value: Fraction) -> str:
    """Return an exact percentage with at most two places, for a sentence: ``45``, ``41.67``."""
    return measure(rounded_percent(value))
