"""A person decides an activity's state: with a reason, for good, until a further decision."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from activities.models import Activity, StatusOverride
from activities.services.statuses import override_status
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import make_activity, make_plan, make_planner, make_project, make_user
from tests.reporting_factories import make_override

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    return make_activity(make_project(make_plan()))


def in_force(activity: Activity, day: datetime.date | None = None) -> str:
    plan: FiscalPlan = activity.project.plan
    found = StatusOverride.objects.in_force(plan, day or datetime.date.max)
    return found[activity.pk].status if activity.pk in found else ""


def test_the_last_decision_is_in_force_and_the_others_are_its_history(activity: Activity) -> None:
    make_override(activity, "late", "ผู้รับจ้างทิ้งงาน")
    make_override(activity, "on_plan", "ได้ผู้รับจ้างใหม่")
    assert in_force(activity) == "on_plan"
    assert [each.reason for each in activity.status_overrides.all()] == [
        "ผู้รับจ้างทิ้งงาน",
        "ได้ผู้รับจ้างใหม่",
    ]


def test_a_further_decision_gives_the_state_back_to_be_derived(activity: Activity) -> None:
    make_override(activity, "cancelled")
    make_override(activity, "", "กลับมาดำเนินการ")
    assert in_force(activity) == ""
    assert activity.status_overrides.count() == 2


def test_what_was_in_force_on_a_day_is_what_was_decided_by_then(
    activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = datetime.date(2027, 1, 4), datetime.date(2027, 2, 1)
    for day, status in ((first, "late"), (second, "cancelled")):
        monkeypatch.setattr("activities.services.statuses.today", lambda day=day: day)
        make_override(activity, status)
    assert in_force(activity, first - datetime.timedelta(days=1)) == ""
    assert in_force(activity, first) == "late"
    assert in_force(activity, second) == "cancelled"


def test_the_same_decision_again_changes_nothing(activity: Activity) -> None:
    assert make_override(activity) == make_override(activity)
    assert activity.status_overrides.count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_needs_a_reason(activity: Activity, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_override(activity, "late", reason)
    assert "reason" in refused.value.message_dict
    assert not activity.status_overrides.exists()


@pytest.mark.parametrize("status", ["not_reported", "no_monthly_plan", "problem", "green"])
def test_whether_something_was_reported_is_not_decided(activity: Activity, status: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_override(activity, status)
    assert "status" in refused.value.message_dict


def test_what_nobody_decided_cannot_be_given_back(activity: Activity) -> None:
    with pytest.raises(ValidationError) as refused:
        make_override(activity, "", "ผิดพลาด")
    assert "status" in refused.value.message_dict


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PLANNER])
def test_planning_alone_decides(activity: Activity, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        override_status(activity, "late", "เห็นควร", user=make_user("other", role))
    assert not activity.status_overrides.exists()


def test_the_database_keeps_every_decision(activity: Activity) -> None:
    decision = make_override(activity)
    rows = StatusOverride.objects.filter(pk=decision.pk)
    with pytest.raises(IntegrityError, match="status_override_kept"), transaction.atomic():
        rows.update(reason="อื่น")
    with pytest.raises(IntegrityError, match="status_override_kept"), transaction.atomic():
        rows._raw_delete("default")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("reason", "", "status_override_has_reason"),
        ("status", "not_reported", "status_override_of_a_state"),
    ],
)
def test_the_database_refuses_what_the_service_would(
    activity: Activity, field: str, value: str, rule: str
) -> None:
    good = {"status": "late", "reason": "เหตุผล", "decided_on": datetime.date(2027, 1, 4)}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        StatusOverride.objects.create(
            activity=activity, decided_by=make_planner(), **{**good, field: value}
        )
