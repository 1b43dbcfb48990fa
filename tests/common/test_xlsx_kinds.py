"""How cells are understood, exactly."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from etda_plan.common.xlsx_kinds import Amount, Cell, Choice, Day, Text, folded

pytestmark = pytest.mark.once

APRIL_13 = datetime.date(2020, 4, 13)


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("100", "100"),
        ("0.30000000000000004", "0.30"),
        ("1E3", "1000"),
        ("1.2505E+3", "1250.50"),
        ("282546599.99999994", "282546600"),
        ("9999999999999.99", "9999999999999.99"),
        ("1234567.8899999999", "1234567.89"),
    ],
)
def test_a_number_is_what_excel_shows_in_fifteen_digits(stored: str, meant: str) -> None:
    assert Amount().read(Cell("n", stored)) == Decimal(meant)


@given(some.integers(min_value=1, max_value=10**15 - 1))
def test_every_amount_survives_being_a_double(satang: int) -> None:
    """Excel writes 17 digits at most; whatever it writes of a double, the satang come back."""
    amount = Decimal(satang).scaleb(-2)
    for written in (f"{satang / 100!r}", f"{satang / 100:.17g}"):
        assert Amount().read(Cell("n", written)) == amount


@given(some.integers(min_value=1, max_value=10**12), some.integers(min_value=1, max_value=9))
def test_a_tenth_of_a_satang_is_never_rounded_away(satang: int, tenth: int) -> None:
    written = f"{(satang * 10 + tenth) / 1000!r}"
    with pytest.raises(ValidationError):
        Amount().read(Cell("n", written))


@pytest.mark.parametrize(
    "stored", ["NaN", "Infinity", "1_000", "๑๐๐", "0x10", "1e9999", "10000000000000", "", " 1"]
)
def test_what_is_no_number_of_excel_is_refused(stored: str) -> None:
    with pytest.raises(ValidationError):
        Amount().read(Cell("n", stored))


@pytest.mark.parametrize(
    "typed", ["1,250.50", " 1250.50\u00a0", "๑,๒๕๐.๕๐", "\u200b1250.5", "+1250.50"]
)
def test_an_amount_may_be_typed_as_text(typed: str) -> None:
    assert Amount().read(Cell("s", typed)) == Decimal("1250.50")


@pytest.mark.parametrize(
    "typed", ["1.250,50", "1250.505", "12,50", "1 250", "฿1250", "(1250)", "1250-", "=1250"]
)
def test_text_that_is_no_exact_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Amount().read(Cell("s", typed))


def test_a_plan_may_hold_nothing_for_a_month() -> None:
    assert Amount(smallest=Decimal(0)).read(Cell("n", "0")) == 0
    with pytest.raises(ValidationError):
        Amount(smallest=Decimal(0)).read(Cell("n", "-0.01"))


@pytest.mark.parametrize(
    "typed",
    [
        "13/4/2563", "13/04/2563", "๑๓/๔/๒๕๖๓", "2563-04-13", "13 เม.ย. 2563", "13 เมษายน 2563",
        "13 เมษายน พ.ศ. 2563", "13 เม.ย 2563", "๑๓ เมษายน ๒๕๖๓", "13 Apr 2563", "13 April 2563",
        "13 April 2563 B.E.", "\u00a013 เม.ย. 2563 ",
    ],
)  # fmt: skip
def test_a_day_may_be_typed_as_people_write_it(typed: str) -> None:
    assert Day().read(Cell("s", typed)) == APRIL_13


@pytest.mark.parametrize(
    "typed",
    [
        "13/4/2020", "13 เม.ย. 63", "4/13/2563", "30 ก.พ. 2563", "13 มะนาว 2563", "เม.ย. 2563",
        "2563", "13/4/2563 08:00",
    ],
)  # fmt: skip
def test_a_day_that_would_be_guessed_at_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Day().read(Cell("s", typed))


def test_the_leap_day_of_2563_is_a_day() -> None:
    assert Day().read(Cell("s", "29/2/2563")) == datetime.date(2020, 2, 29)
    assert Day().read(Cell("d", "43890")) == datetime.date(2020, 2, 29)


def test_day_cells_count_from_either_epoch_or_stand_in_words() -> None:
    assert Day().read(Cell("d", "43934")) == APRIL_13
    assert Day().read(Cell("d", "42472", is_1904=True)) == APRIL_13
    assert Day().read(Cell("i", "2020-04-13")) == APRIL_13
    assert Day().read(Cell("i", "2020-04-13T00:00:00")) == APRIL_13


@pytest.mark.parametrize(
    "cell",
    [
        Cell("d", "43934.25"), Cell("d", "-1"), Cell("d", "2958466"), Cell("i", "2020-04-13T08:00"),
        Cell("d", "2958465", is_1904=True), Cell("d", "242262"), Cell("i", "2563-04-13"),
        Cell("n", "43934"), Cell("b", "1"), Cell("e", "#N/A"), Cell("f", "43934"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_plain_day_is_refused(cell: Cell) -> None:
    with pytest.raises(ValidationError):
        Day().read(cell)


def test_a_buddhist_year_that_excel_took_for_another_is_explained() -> None:
    with pytest.raises(ValidationError, match=r"ค\.ศ\. 2563.*พิมพ์ปี 2020"):
        Day().read(Cell("d", "242262"))


def test_text_keeps_its_lines_and_a_number_gives_its_digits() -> None:
    assert Text().read(Cell("s", " ก\r\nข ")) == "ก\nข"
    assert Text().read(Cell("n", "2563000123")) == "2563000123"
    assert Text().read(Cell("n", "1E3")) == "1000"


@pytest.mark.parametrize("cell", [Cell("n", "1.5"), Cell("d", "43934"), Cell("s", "a\x07b")])
def test_text_that_is_something_else_is_refused(cell: Cell) -> None:
    with pytest.raises(ValidationError):
        Text().read(cell)


def test_a_choice_is_found_whatever_its_spaces_and_case() -> None:
    kind = Choice({"gate": "e-Gate  กลาง"})
    assert kind.read(Cell("s", "\u00a0E-GATE กลาง")) == "gate"
    assert Choice({"one": "1"}).read(Cell("n", "1")) == "one"


def test_words_that_mean_two_things_are_refused() -> None:
    with pytest.raises(ValidationError):
        Choice({"one": "ก", "two": " ก"}).read(Cell("s", "ก"))


def test_headings_are_compared_without_their_spacing() -> None:
    assert folded(" จำนวน\u00a0เงิน\n(บาท) ") == folded("จำนวน เงิน (บาท)")
