"""What is said of an indicator beside the document."""

from __future__ import annotations

import pytest

from kpis.models import Kpi

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("unit", "said", "in_force"),
    [
        ("ฉบับ", "", "sum"),
        ("หน่วยงาน", "", "sum"),
        ("ร้อยละ", "", "last"),
        ("เดือน", "", "last"),
        ("ร้อยละ", "ratio", "ratio"),
        ("ฉบับ", "last", "last"),
    ],
)
def test_what_nobody_has_said_is_read_from_the_unit(unit: str, said: str, in_force: str) -> None:
    kpi = Kpi(unit=unit, aggregation=said)
    assert kpi.aggregation_in_force == in_force
    assert kpi.aggregation_is_inferred
    assert kpi.is_ratio == (in_force == "ratio")


@pytest.mark.parametrize(("unit", "scale"), [("ร้อยละ", 100), ("เท่า", 1)])
def test_a_ratio_of_percent_is_counted_in_hundredths(unit: str, scale: int) -> None:
    assert Kpi(unit=unit).ratio_scale == scale


@pytest.mark.parametrize(("every", "due"), [(1, 12), (3, [3, 6, 9, 12]), (6, [6, 12]), (12, [12])])
def test_results_are_due_at_the_end_of_each_interval(every: int, due: object) -> None:
    kpi = Kpi(reported_every=every)
    months = [month for month in range(1, 13) if kpi.is_due(month)]
    assert due in (months, len(months))
