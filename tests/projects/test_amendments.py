"""Who changed a field is found by record and field, and tells who, when and why."""

import datetime

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from kpis.models import KpiTarget
from projects.models import Amended, Amendment, FiscalPlan, Project, Strategy
from tests.factories import make_amendment, make_plan, make_user

pytestmark = pytest.mark.django_db
LATE_IN_BANGKOK = datetime.datetime(2020, 2, 28, 18, 0, tzinfo=datetime.UTC)


@pytest.fixture
def target(plan: FiscalPlan) -> KpiTarget:
    return KpiTarget.objects.get(kpi__number=8, project__code="EC")


def amended(plan: FiscalPlan) -> Amended:
    return plan.amendments.by_field()


def test_an_amendment_is_found_by_its_record_and_its_field_alone(
    plan: FiscalPlan, target: KpiTarget
) -> None:
    made = make_amendment(plan, target, "value", "10", "12")
    other = KpiTarget.objects.exclude(pk=target.pk)[0]
    assert amended(plan).of(target, "value") == made
    assert amended(plan).of(target, "is_main") is None
    assert amended(plan).of(other, "value") is None


def test_records_of_two_models_with_one_key_are_two_records(plan: FiscalPlan) -> None:
    project = plan.projects.all()[0]
    strategy = Strategy(pk=project.pk, plan=plan, number=9, text="x")
    make_amendment(plan, project, "name", "ก", "ข")
    assert amended(plan).of(strategy, "name") is None


def test_a_record_has_its_own_amendments_and_no_others(plan: FiscalPlan, target: KpiTarget) -> None:
    user = make_user()
    project = Project.objects.get(plan=plan, code="EC")
    name = make_amendment(plan, project, "name", "ก", "ข", amended_by=user)
    goal = make_amendment(plan, project, "goal", "ค", "ง", amended_by=user)
    make_amendment(plan, target, "value", "10", "12", amended_by=user)
    assert {*amended(plan).of_record(project)} == {name, goal}
    assert len(list(amended(plan))) == 3


def test_it_explains_only_the_two_values_that_it_states(
    plan: FiscalPlan, target: KpiTarget
) -> None:
    made = make_amendment(plan, target, "value", "10", "12")
    found = amended(plan)
    assert found.explaining(target, "value", 10, 12) == made
    assert found.explaining(target, "value", 10, 11) is None
    assert found.explaining(target, "value", 9, 12) is None
    assert found.explaining(target, "is_main", 10, 12) is None


def test_it_tells_the_day_in_bangkok_and_the_full_name(plan: FiscalPlan, target: KpiTarget) -> None:
    user = make_user(first_name="มาลี", last_name="ใจดี")
    made = make_amendment(
        plan, target, "value", "10", "12", amended_by=user, amended_at=LATE_IN_BANGKOK, reason="มติ"
    )
    with translation.override("th"):
        assert made.told_by_name == "แก้โดย มาลี ใจดี เมื่อ 29 ก.พ. 2563: มติ"
    with translation.override("en"):
        assert made.told_by_name == "changed by มาลี ใจดี on 29 Feb 2563: มติ"


def test_what_the_public_reads_names_no_person(plan: FiscalPlan, target: KpiTarget) -> None:
    user = make_user(first_name="มาลี", last_name="ใจดี")
    made = make_amendment(
        plan, target, "value", "10", "12", amended_by=user, amended_at=LATE_IN_BANGKOK, reason="มติ"
    )
    with translation.override("th"):
        assert made.told == "แก้โดย ผู้ดูแลระบบ เมื่อ 29 ก.พ. 2563: มติ"
    with translation.override("en"):
        assert made.told == "changed by an administrator on 29 Feb 2563: มติ"


def test_someone_without_a_name_is_told_by_the_name_of_the_account(
    plan: FiscalPlan, target: KpiTarget
) -> None:
    made = make_amendment(plan, target, "value", "10", "12", amended_by=make_user("malee"))
    assert "malee" in made.told_by_name


def test_all_of_a_plan_are_one_query_and_telling_them_asks_no_more(
    plan: FiscalPlan, target: KpiTarget, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    for field in ("value", "is_main"):
        make_amendment(plan, target, field, "a", "b", amended_by=user)
    with django_assert_num_queries(1):
        assert len([each.told for each in amended(plan)]) == 2


def test_another_plans_are_not_among_them(plan: FiscalPlan, target: KpiTarget) -> None:
    make_amendment(plan, target, "value", "10", "12")
    assert list(amended(make_plan())) == []


def test_nothing_is_amended_before_anybody_changes_anything(plan: FiscalPlan) -> None:
    assert list(amended(plan)) == []
    assert not Amendment.objects.filter(amended_at__lte=timezone.now()).exists()
