"""Amending: the value in force, the printed one beside it, who, when and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from activities.models import Activity
from etda_plan.accounts.models import User
from kpis.models import Kpi, KpiTarget
from projects.models import Amendment, FiscalPlan, Office, Project, Strategy
from projects.services.amendments import amend, citations_of, revise
from tests.factories import make_office, make_plan, make_strategy, make_user

TARGET = {"kpi__number": 8, "project__code": "EC"}


@pytest.fixture
def user(db: None) -> User:
    return make_user()


@pytest.fixture
def target(plan: FiscalPlan) -> KpiTarget:
    return KpiTarget.objects.get(**TARGET)


def test_a_target_is_amended_with_both_values_who_and_why(target: KpiTarget, user: User) -> None:
    printed = target.value
    amendment = amend(target, "value", Decimal("12.5"), reason=" ตามมติ 3/2563 ", user=user)
    assert amendment == Amendment.objects.get()
    assert amendment is not None
    assert Decimal(amendment.printed_value) == printed
    assert (amendment.value, amendment.reason) == ("12.5", "ตามมติ 3/2563")
    assert (amendment.amended_by, amendment.plan.fiscal_year) == (user, 2563)
    assert amendment.record == target
    target.refresh_from_db()
    assert target.value == Decimal("12.5")


def test_both_histories_tell_who_and_why(target: KpiTarget, user: User) -> None:
    before = target.history.count()
    amend(target, "value", 12, reason="ตามมติ", user=user)
    for history in (target.history.all(), Amendment.history.all()):
        latest = history.latest()
        assert (latest.history_user, latest.history_change_reason) == (user, "ตามมติ")
    assert target.history.count() == before + 1


def test_amending_again_keeps_the_printed_value(target: KpiTarget, user: User) -> None:
    printed = target.value
    amend(target, "value", 12, reason="ครั้งแรก", user=user)
    amend(target, "value", 13, reason="ครั้งที่สอง", user=user)
    amendment = Amendment.objects.get()
    assert Decimal(amendment.printed_value) == printed
    assert (amendment.value, amendment.reason) == ("13", "ครั้งที่สอง")


def test_going_back_to_the_printed_value_takes_the_amendment_away(
    target: KpiTarget, user: User
) -> None:
    printed = target.value
    amend(target, "value", 12, reason="ตามมติ", user=user)
    assert amend(target, "value", printed, reason="ยกเลิก", user=user) is None
    assert not Amendment.objects.exists()
    last = Amendment.history.latest()
    assert (last.history_type, last.history_change_reason) == ("-", "ยกเลิก")


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [("goal", "เป้าประสงค์ใหม่", "เป้าประสงค์ใหม่"), ("life_years", 3, "3")],
)
def test_what_the_document_leaves_unknown_is_filled_in_with_a_reason(
    plan: FiscalPlan, user: User, field: str, value: object, written: str
) -> None:
    work = Project.objects.get(code="OFF")
    with pytest.raises(ValidationError, match="ระบุเหตุผล"):
        amend(work, field, value, reason="", user=user)
    amendment = amend(work, field, value, reason="ตามมติ", user=user)
    assert amendment
    assert (amendment.printed_value, amendment.value) == ("", written)
    assert amend(work, field, None, reason="ยกเลิก", user=user) is None
    assert not Amendment.objects.exists()


def test_a_strategy_that_is_not_printed_is_chosen_with_a_reason(
    plan: FiscalPlan, user: User
) -> None:
    work, strategy = Project.objects.get(code="OFF"), plan.strategies.all()[0]
    amend(work, "strategy", strategy, reason="ตามมติ", user=user)
    assert Amendment.objects.get().value == str(strategy)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nothing_changes(target: KpiTarget, user: User, reason: str) -> None:
    printed = target.value
    with pytest.raises(ValidationError, match="ระบุเหตุผล"):
        amend(target, "value", 12, reason=reason, user=user)
    target.refresh_from_db()
    assert target.value == printed
    assert not Amendment.objects.exists()


def test_nobody_amends_without_an_account(target: KpiTarget) -> None:
    with pytest.raises(PermissionDenied):
        amend(target, "value", 12, reason="ตามมติ", user=AnonymousUser())
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("value", [-1, Decimal("1.00001"), None])
def test_a_value_that_the_model_refuses_changes_nothing(
    target: KpiTarget, user: User, value: Any
) -> None:
    printed = target.value
    with pytest.raises(ValidationError):
        amend(target, "value", value, reason="ตามมติ", user=user)
    target.refresh_from_db()
    assert target.value == printed
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("field", ["position", "text_printed", "source_line", "nonsense"])
def test_only_what_the_document_says_in_force_is_amended(
    plan: FiscalPlan, user: User, field: str
) -> None:
    strategy = Strategy.objects.get(plan=plan, number=1)
    with pytest.raises(ValueError, match=field):
        amend(strategy, field, "x", reason="ตามมติ", user=user)


def test_an_office_is_amended_by_its_abbreviation(plan: FiscalPlan, user: User) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    before = activity.office.code
    other = Office.objects.filter(plan=plan).exclude(code=before).first()
    assert other is not None
    amendment = amend(activity, "office", other, reason="โอนงาน", user=user)
    assert amendment is not None
    assert (amendment.printed_value, amendment.value) == (before, other.code)


def test_an_office_of_another_plan_is_refused_in_thai(plan: FiscalPlan, user: User) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    with pytest.raises(ValidationError, match="แผนอื่น"):
        amend(activity, "office", make_office(make_plan()), reason="โอนงาน", user=user)


def test_several_fields_are_one_entry_of_history(plan: FiscalPlan, user: User) -> None:
    project = Project.objects.get(plan=plan, code="EC")
    before = project.history.count()
    values = {"name": "ชื่อใหม่", "goal": "เป้าใหม่", "position": 90}
    amendments = revise(project, values, reason="ตามมติ", user=user)
    assert set(amendments) == {"name", "goal"}
    assert project.history.count() == before + 1
    project.refresh_from_db()
    assert (project.name, project.goal, project.position) == ("ชื่อใหม่", "เป้าใหม่", 90)


def test_what_the_document_does_not_speak_of_needs_no_reason(plan: FiscalPlan, user: User) -> None:
    project = Project.objects.get(plan=plan, code="EC")
    assert revise(project, {"position": 90}, reason="", user=user) == {}


def test_a_plan_without_a_document_is_changed_without_amendments(user: User) -> None:
    strategy = make_strategy(make_plan())
    assert citations_of(strategy) == {}
    revise(strategy, {"text": "ใหม่"}, reason="", user=user)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("model", [Strategy, Project, Activity, Kpi, KpiTarget, Office])
def test_every_record_as_loaded_needs_no_amendment(plan: FiscalPlan, model: Any) -> None:
    cited = [
        citation for record in model.objects.all() for citation in citations_of(record).values()
    ]
    assert cited
    assert [citation for citation in cited if citation.value != citation.expected] == []
