"""Where a target stands, of results made by hand: what is due, what lacks, what counts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from kpis.models import Kpi, KpiFramework, KpiResult, KpiTarget
from kpis.results import MonthResult, TargetResult
from kpis.results.judging import Limits
from projects.models import FiscalPlan
from projects.sight import Sight

pytestmark = pytest.mark.once

DAY = datetime.date(2019, 9, 30)


def quarterly(
    reported: Mapping[int, str | None], due: int = 12, last_month: int = 12, **fields: Any
) -> TargetResult:
    """Return a target of a quarterly indicator; a month without a value says why it has none."""
    framework = KpiFramework(plan=FiscalPlan(fiscal_year=2562))
    kpi = Kpi(framework=framework, **{"aggregation": "sum", "reported_every": 3, **fields})
    by_month = {
        month: MonthResult(
            month,
            KpiResult(note="สำรวจปลายปี") if value is None else KpiResult(value=Decimal(value)),
        )
        for month, value in reported.items()
    }
    target = KpiTarget(kpi=kpi, value=Decimal(10))
    return TargetResult(target, Sight(DAY, last_month), due, by_month, Limits())


def test_months_are_due_as_often_as_is_set_up_to_the_last_that_is_due_and_in_sight() -> None:
    assert quarterly({}).due_months == [3, 6, 9, 12]
    assert quarterly({}, due=8).due_months == [3, 6]
    assert quarterly({}, last_month=5).due_months == [3]
    assert quarterly({}, due=3, reported_every=1).due_months == [1, 2, 3]


def test_it_is_judged_for_the_last_month_that_is_due_or_reported() -> None:
    assert quarterly({}, due=0).month == 0
    assert quarterly({3: "1"}, due=6).month == 6
    assert quarterly({3: "1", 9: "2"}, due=6).month == 9


def test_of_what_is_counted_every_month_that_is_due_is_needed() -> None:
    assert quarterly({6: "1"}, due=9).missing_months == [3, 9]
    assert quarterly({3: "1", 6: None, 9: "0"}, due=9).missing_months == []


@pytest.mark.parametrize(
    ("reported", "missing"),
    [({}, [6]), ({3: "1"}, [6]), ({6: "1"}, []), ({6: None}, []), ({9: "1"}, []), ({5: "1"}, [6])],
)
def test_of_what_keeps_its_last_value_only_the_latest_month_is_needed(
    reported: Mapping[int, str | None], missing: list[int]
) -> None:
    assert quarterly(reported, due=6, aggregation="last").missing_months == missing


def test_before_anything_is_due_nothing_is_missing() -> None:
    for aggregation in ("sum", "last"):
        assert quarterly({}, due=0, aggregation=aggregation).missing_months == []


def test_months_count_together_up_to_each_and_later_ones_do_not() -> None:
    found = quarterly({9: "4", 3: "1", 6: "2"})
    assert [found.value_by(month) for month in (2, 3, 8, 9)] == [None, 1, 3, 7]


def test_the_result_is_of_the_last_month_that_has_one() -> None:
    with translation.override("en"):
        assert quarterly({3: "1", 6: "0", 9: None}).as_of_month == "Mar 2562"
        assert quarterly({9: None}).as_of_month == ""


def test_a_table_has_each_month_that_is_due_or_reported_once_and_in_order() -> None:
    lines = quarterly({8: "1", 3: "2"}, due=6).months
    assert [line.month for line in lines] == [3, 6, 8]
    assert [line.so_far for line in lines] == [2, 2, 3]
    assert [line.reported is None for line in lines] == [False, True, False]
