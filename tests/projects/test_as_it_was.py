"""What the plan said on a past day: names and targets that were changed since are put back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpis.models import KpiTarget, QuarterlyTarget
from projects.as_it_was import amended_on, put_back, rows_of, settings_on
from projects.models import Amendment, FiscalPlan, Project
from projects.models.settings import ReportingSettings
from projects.services.amendments import revise
from tests.factories import (
    begin_day,
    make_administrator,
    make_kpi,
    make_office,
    make_project,
    make_sample,
    make_target,
)

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


def test_a_relation_is_that_of_the_day_at_one_more_query_for_all(plan: FiscalPlan) -> None:
    """Offices that report are put back; each is at hand, however many targets there are."""
    old, new = make_office(plan, "ส.เดิม"), make_office(plan, "ส.ใหม่")
    kpi = make_kpi(plan, 99)
    for number in range(9):
        target = make_target(kpi, make_project(plan, f"Z{number}"), owner=old)
        KpiTarget.history.filter(id=target.pk).update(history_date=at(BEGIN))
        change(target, LATE, owner=new)
    for count in (1, 9):
        targets = list(KpiTarget.objects.filter(kpi=kpi).select_related("owner")[:count])
        with CaptureQueriesContext(connection) as asked:
            put_back(targets, MIDDLE)
            assert {target.owner for target in targets} == {old}
        assert len(asked) == 4


def test_an_amendment_is_the_one_that_stood_on_the_day(plan: FiscalPlan) -> None:
    """Changed again, or taken back since, it still tells what it told then."""
    work = plan.projects.get(code="EC")
    printed = work.goal
    for day, goal in ((BEGIN, "หนึ่ง"), (MIDDLE, "สอง"), (LATE, printed)):
        revise(work, {"goal": goal}, reason=f"มติ {goal}", user=make_administrator())
        last = Amendment.history.latest("history_id")
        Amendment.history.filter(pk=last.pk).update(history_date=at(day))
    told = [amended_on(plan, day).of(work, "goal") for day in (BEGIN, MIDDLE, LATE)]
    assert [each and each.value for each in told] == ["หนึ่ง", "สอง", None]
    assert amended_on(plan, BEGIN - datetime.timedelta(days=1)).of(work, "goal") is None
    assert amended_on(plan, None).of(work, "goal") is None


def test_amendments_are_read_with_their_authors_at_once(plan: FiscalPlan) -> None:
    works = list(plan.projects.all()[:6])
    for count in (1, 6):
        for work in works[:count]:
            revise(work, {"goal": f"{count}"}, reason="มติ", user=make_administrator())
        Amendment.history.update(history_date=at(MIDDLE))
        with CaptureQueriesContext(connection) as asked:
            found = [each.told_by_name for each in amended_on(plan, LATE)]
        assert (len(found), len(asked)) == (count, 4)


def test_rows_that_people_add_and_take_away_are_those_of_the_day(plan: FiscalPlan) -> None:
    target = make_target(make_kpi(plan, 99), make_project(plan, "ZZ"))
    kept, gone = (QuarterlyTarget(target=target, quarter=each, value=each) for each in (1, 2))
    for row in (kept, gone):
        row.save()
    QuarterlyTarget.history.update(history_date=at(BEGIN))
    kept.value = Decimal(9)
    kept.save()
    gone.delete()
    QuarterlyTarget.objects.create(target=target, quarter=3, value=3)
    found = rows_of(QuarterlyTarget, MIDDLE, target=target)
    assert [(row.quarter, row.value) for row in found] == [(1, 1), (2, 2)]
    assert rows_of(QuarterlyTarget, BEGIN - datetime.timedelta(days=1), target=target) == []
    found = rows_of(QuarterlyTarget, timezone.localdate(), target=target)
    assert [(row.quarter, row.value) for row in found] == [(1, 9), (3, 3)]


def test_settings_are_those_of_the_day_and_the_usual_ones_before_anybody_set_any(
    plan: FiscalPlan,
) -> None:
    settings = ReportingSettings.objects.create(plan=plan, watch_from=50)
    ReportingSettings.history.update(history_date=at(MIDDLE))
    settings.watch_from = 60
    settings.save()
    found = [settings_on(plan, day).watch_from for day in (BEGIN, MIDDLE, None)]
    assert found == [80, 50, 60]


def test_in_a_sample_what_was_done_was_done_on_the_day_that_it_kept(plan: FiscalPlan) -> None:
    """Its days may go back too: what is done then is of the earlier day."""
    make_sample(BEGIN)
    work = plan.projects.get(code="EC")
    printed = work.name
    for day, name in ((MIDDLE, "มีนาคม"), (LATE, "พฤษภาคม"), (BEGIN, "มกราคม")):
        begin_day(day)
        revise(work, {"name": name}, reason="มติ", user=make_administrator())
    found = []
    for day in (BEGIN - datetime.timedelta(days=1), BEGIN, MIDDLE, LATE):
        stored = plan.projects.get(code="EC")
        put_back([stored], day)
        found.append(stored.name)
    assert found == [printed, "มกราคม", "มกราคม", "มกราคม"]


def test_the_number_of_queries_does_not_grow_with_the_records(plan: FiscalPlan) -> None:
    for number in range(20):
        made = make_project(plan, f"Z{number}", name="เดิม")
        Project.history.filter(id=made.pk).update(history_date=at(BEGIN))
        change(made, LATE, name="ใหม่")
    for count in (1, 20):
        rows = list(Project.objects.filter(name="ใหม่")[:count])
        with CaptureQueriesContext(connection) as asked:
            put_back(rows, MIDDLE)
        assert len(asked) == 3
        assert {row.name for row in rows} == {"เดิม"}
