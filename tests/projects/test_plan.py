"""A plan's days, and the address that shows it."""

import datetime

import pytest

from projects.models import FiscalPlan
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


def test_a_plan_runs_from_1_october_of_the_year_before_to_30_september(plan: FiscalPlan) -> None:
    assert plan.starts_on == datetime.date(2019, 10, 1)
    assert plan.ends_on == datetime.date(2020, 9, 30)


@pytest.mark.parametrize(
    ("day", "reference"),
    [
        (datetime.date(2020, 9, 29), datetime.date(2020, 9, 29)),
        (datetime.date(2020, 9, 30), datetime.date(2020, 9, 30)),
        (datetime.date(2020, 10, 1), datetime.date(2020, 9, 30)),
    ],
)
def test_its_figures_are_of_today_until_it_has_ended(
    plan: FiscalPlan,
    monkeypatch: pytest.MonkeyPatch,
    day: datetime.date,
    reference: datetime.date,
) -> None:
    monkeypatch.setattr("projects.models.plan.today", lambda: day)
    assert plan.reference_day == reference


def test_it_was_approved_on_the_day_of_the_last_approval(plan: FiscalPlan) -> None:
    days = sorted(approval.approved_on for approval in plan.approvals.all())
    assert len(days) == 2
    assert plan.approved_on == days[1]


def test_a_plan_without_approvals_was_approved_on_no_day() -> None:
    assert make_plan().approved_on is None


def test_only_a_plan_that_is_not_the_current_one_is_named_in_addresses(plan: FiscalPlan) -> None:
    assert plan.query == ""
    assert make_plan(2570).query == "?fiscal_year=2570"


@pytest.mark.parametrize(("day", "ended"), [("2020-09-30", False), ("2020-10-01", True)])
def test_its_year_is_over_after_its_last_day(
    monkeypatch: pytest.MonkeyPatch, day: str, ended: bool
) -> None:
    monkeypatch.setattr("projects.models.plan.today", lambda: datetime.date.fromisoformat(day))
    assert FiscalPlan(fiscal_year=2563).has_ended is ended
