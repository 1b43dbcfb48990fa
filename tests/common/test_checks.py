"""How a check ends."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from etda_plan.common.checks import Check, Status, Unit, explained, lines_of


@dataclass
class Recorded:
    code: str = "A01"
    check_code: str = "sum"
    difference: Decimal | None = Decimal("6534700.00")


def a_check(expected: str, actual: str, **fields: object) -> Check:
    return Check("sum", "group", "title", Decimal(expected), Decimal(actual), **fields)  # type: ignore[arg-type]


def test_equal_figures_agree() -> None:
    assert a_check("33465300.00", "33465300.00").status is Status.AGREES


@pytest.mark.parametrize("actual", ["33465300.01", "33465299.99", "33465400.00"])
def test_one_satang_is_a_disagreement(actual: str) -> None:
    assert a_check("33465300.00", actual).status is Status.DISAGREES


def test_the_difference_is_what_was_added_up_less_what_is_printed() -> None:
    assert a_check("33465300.00", "40000000.00").difference == Decimal("6534700.00")


def test_a_record_of_exactly_this_difference_documents_it() -> None:
    check = explained(a_check("33465300.00", "40000000.00"), Recorded())
    assert check.status is Status.DOCUMENTED
    assert check.note == ""


@pytest.mark.parametrize("actual", ["40000000.01", "39999999.99", "26930600.00"])
def test_a_recorded_difference_that_has_moved_disagrees_and_names_its_record(actual: str) -> None:
    check = explained(a_check("33465300.00", actual), Recorded())
    assert check.status is Status.DISAGREES
    assert "A01" in check.note
    assert "+6.5347" in check.note


def test_a_recorded_difference_that_is_no_longer_there_disagrees() -> None:
    check = explained(a_check("33465300.00", "33465300.00"), Recorded())
    assert check.status is Status.DISAGREES


def test_what_a_person_changed_on_purpose_is_documented() -> None:
    assert a_check("10", "12", amended=True).status is Status.DOCUMENTED


def test_an_amendment_does_not_excuse_what_an_anomaly_fails_to_explain() -> None:
    check = explained(a_check("10", "12", amended=True), Recorded())
    assert check.status is Status.DISAGREES


@pytest.mark.parametrize(
    ("unit", "figure", "written"),
    [
        (Unit.BAHT, "588794600", "588794600.00"),
        (Unit.BAHT, "0", "0.00"),
        (Unit.BAHT, "-6534700.5", "-6534700.50"),
        (Unit.COUNT, "20", "20"),
        (Unit.COUNT, "0", "0"),
        (Unit.COUNT, "100", "100"),
        (Unit.MEASURE, "99.9900", "99.99"),
        (Unit.MEASURE, "-2.0000", "-2"),
        (Unit.MEASURE, "0.0000", "0"),
    ],
)
def test_figures_as_data_have_two_places_for_baht_and_none_too_many_for_the_rest(
    unit: Unit, figure: str, written: str
) -> None:
    assert a_check(figure, figure, unit=unit).as_data()["actual"] == written


def test_a_check_as_data_has_the_keys_of_the_interface_in_order() -> None:
    data = a_check("1", "2", source_lines=(127, 129)).as_data()
    assert list(data.items()) == [
        ("code", "sum"),
        ("title", "title"),
        ("expected", "1.00"),
        ("actual", "2.00"),
        ("difference", "1.00"),
        ("status", "disagrees"),
        ("source_lines", [127, 129]),
    ]


def test_lines_are_in_order_each_once_and_without_the_unknown() -> None:
    assert lines_of(155, None, 127, 155) == (127, 155)
