"""What the plan said on a past day: names and targets that were changed since are put back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpis.models import KpiTarget
from projects.as_it_was import amended_by, put_back
from projects.models import Amendment, FiscalPlan, Project
from projects.services.amendments import revise
from tests.factories import make_administrator, make_kpi, make_project, make_target

BEGIN, MIDDLE, LATE = (datetime.date(2020, month, 15) for month in (1, 3, 5))


def at(day: datetime.date, hour: int = 12) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def change(record: models.Model, day: datetime.date, hour: int = 12, **values: object) -> None:
    """Revise a record as if it was that moment."""
    revise(record, values, reason="มติ", user=make_administrator())
    history = type(record).history  # type: ignore[attr-defined]
    last = history.filter(id=record.pk).latest("history_id")
    history.filter(pk=last.pk).update(history_date=at(day, hour))


@pytest.fixture
def project(plan: FiscalPlan) -> Project:
    """A work that was there in January, renamed in March and in May."""
    made = make_project(plan, "ZZ", name="เดิม")
    Project.history.filter(id=made.pk).update(history_date=at(BEGIN))
    change(made, MIDDLE, name="มีนาคม")
    change(made, LATE, name="พฤษภาคม")
    return Project.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (datetime.date(2020, 2, 1), "เดิม"),
        (datetime.date(2020, 3, 14), "เดิม"),
        (MIDDLE, "มีนาคม"),
        (datetime.date(2020, 5, 14), "มีนาคม"),
        (LATE, "พฤษภาคม"),
        (datetime.date(2021, 1, 1), "พฤษภาคม"),
    ],
)
def test_a_name_is_that_of_the_day(project: Project, day: datetime.date, name: str) -> None:
    put_back([project], day)
    assert project.name == name


def test_the_day_ends_at_midnight_in_bangkok(project: Project) -> None:
    change(project, LATE, 23, name="ดึก")
    stored = Project.objects.get(pk=project.pk)
    put_back([stored], LATE)
    assert stored.name == "ดึก"
    put_back([stored], LATE - datetime.timedelta(days=1))
    assert stored.name == "มีนาคม"


def test_a_record_that_came_later_has_what_it_came_with(project: Project) -> None:
    put_back([project], datetime.date(2019, 10, 1))
    assert project.name == "เดิม"


def test_a_target_is_that_of_the_day(plan: FiscalPlan) -> None:
    target = make_target(make_kpi(plan, 99), make_project(plan, "ZZ"), "10")
    KpiTarget.history.filter(id=target.pk).update(history_date=at(BEGIN))
    change(target, LATE, value=Decimal(12))
    target.refresh_from_db()
    put_back([target], MIDDLE)
    assert target.value == 10


def test_nothing_is_stored(project: Project) -> None:
    put_back([project], BEGIN)
    assert Project.objects.get(pk=project.pk).name == "พฤษภาคม"


def test_amendments_of_later_days_are_left_out(plan: FiscalPlan) -> None:
    work = plan.projects.get(code="EC")
    revise(work, {"goal": "ใหม่"}, reason="มติ", user=make_administrator())
    Amendment.objects.update(amended_at=at(MIDDLE))
    assert amended_by(plan, MIDDLE).of(work, "goal")
    assert amended_by(plan, MIDDLE - datetime.timedelta(days=1)).of(work, "goal") is None


def test_the_number_of_queries_does_not_grow_with_the_records(plan: FiscalPlan) -> None:
    for number in range(20):
        made = make_project(plan, f"Z{number}", name="เดิม")
        Project.history.filter(id=made.pk).update(history_date=at(BEGIN))
        change(made, LATE, name="ใหม่")
    for count in (1, 20):
        rows = list(Project.objects.filter(name="ใหม่")[:count])
        with CaptureQueriesContext(connection) as asked:
            put_back(rows, MIDDLE)
        assert len(asked) == 2
        assert {row.name for row in rows} == {"เดิม"}
