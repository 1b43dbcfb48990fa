"""What an office reports of its activities: saved, copied into a correction, and what lacks."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from activities.models import Activity, ActivityReport, SubActivityProgress
from activities.services.reports import (
    ActivityValues,
    copy_activity_reports,
    reported_activities,
    save_activity_report,
    unfinished,
)
from projects.models import MonthlyReport, Office
from tests.factories import (
    make_activity,
    make_office,
    make_plan,
    make_project,
    make_report_close,
    make_sub_activity,
)
from tests.reporting_factories import State, make_activity_report, make_officer, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """An office of a year that is over, responsible for one activity."""
    office = make_office(make_plan(2565))
    make_activity(make_project(office.plan), office=office)
    return office


@pytest.fixture
def activity(office: Office) -> Activity:
    return office.activities.get()


@pytest.fixture
def report(office: Office) -> MonthlyReport:
    return make_report(office)


def save(report: MonthlyReport, activity: Activity, **values: Any) -> ActivityReport:
    user = values.pop("user", None) or make_officer(report.office)
    return save_activity_report(report, activity, ActivityValues(**values), user=user)


def lacking(report: MonthlyReport) -> list[tuple[str, str]]:
    return [(each.activity.code, each.field) for each in unfinished(report)]


def test_what_is_said_is_kept_and_saved_over(report: MonthlyReport, activity: Activity) -> None:
    first = save(report, activity, progress=Decimal("12.5"), done=" ร่าง TOR ", problem="ช้า")
    again = save(report, activity, progress=Decimal("15"), has_no_problem=True)
    assert first == again
    stored = ActivityReport.objects.get()
    assert (stored.progress, stored.done, stored.problem) == (Decimal(15), "", "")
    assert stored.has_no_problem
    assert MonthlyReport.objects.get().saved_by == make_officer(report.office)


def test_what_is_not_known_yet_is_kept_as_unknown_and_zero_as_zero(
    report: MonthlyReport, activity: Activity
) -> None:
    assert save(report, activity, done="เริ่ม").progress is None
    assert save(report, activity, progress=Decimal(0)).progress == 0


@pytest.mark.parametrize("progress", ["-1", "100.5", "12.34567"])
def test_progress_is_a_percentage(report: MonthlyReport, activity: Activity, progress: str) -> None:
    with pytest.raises(ValidationError):
        save(report, activity, progress=Decimal(progress))
    assert not ActivityReport.objects.exists()
    assert MonthlyReport.objects.get().saved_by is None


def test_either_there_is_no_problem_or_it_is_described(
    report: MonthlyReport, activity: Activity
) -> None:
    with pytest.raises(ValidationError) as refusal:
        save(report, activity, has_no_problem=True, problem="ช้า")
    assert "มีปัญหา" in refusal.value.messages[0]


def test_the_parts_have_the_progress_of_an_activity_that_has_any(
    report: MonthlyReport, activity: Activity
) -> None:
    first, second = (make_sub_activity(activity, number) for number in ("1.1", "1.2"))
    with pytest.raises(ValidationError) as refusal:
        save(report, activity, progress=Decimal(1))
    assert "progress" in refusal.value.message_dict
    save(report, activity, parts={first.pk: Decimal(40), second.pk: None})
    saved = save(report, activity, parts={first.pk: Decimal(50)})
    parts = dict(saved.parts.values_list("sub_activity", "progress"))
    assert parts == {first.pk: Decimal(50), second.pk: None}
    with pytest.raises(ValidationError):
        save(report, activity, parts={first.pk: Decimal(101)})


def test_only_the_office_s_own_activities_are_reported_on(
    report: MonthlyReport, activity: Activity
) -> None:
    other = make_office(report.office.plan, "ส.อื่น")
    theirs = make_activity(activity.project, 2, office=other)
    with pytest.raises(ValidationError) as refusal:
        save(report, theirs)
    assert refusal.value.error_list[0].code == "activity_report_of_the_office"
    with pytest.raises(PermissionDenied):
        save(report, activity, user=make_officer(other))


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_nothing_is_said_once_the_report_is_handed_over(
    office: Office, activity: Activity, state: str
) -> None:
    report = make_report(office, 2, state)
    with pytest.raises(ValidationError) as refusal:
        save(report, activity)
    assert refusal.value.error_list[0].code == "report_is_shut"


def test_nothing_is_said_of_a_closed_month(report: MonthlyReport, activity: Activity) -> None:
    make_report_close(report.office.plan)
    with pytest.raises(ValidationError) as refusal:
        save(report, activity)
    assert refusal.value.error_list[0].code == "monthly_report_month_open"


def test_a_correction_begins_with_what_was_said_and_copying_again_adds_nothing(
    office: Office, activity: Activity
) -> None:
    whole = make_activity(activity.project, 2, office=office)
    part = make_sub_activity(activity)
    earlier = make_report(office, state=State.APPROVED, progress={activity: "30", whole: "12.5"})
    later = make_report(office)
    save(later, whole, progress=Decimal(99))
    for _ in range(2):
        copy_activity_reports(earlier, later)
    said = {row.activity: row for row in later.activity_reports.all()}
    assert {row: said[row].progress for row in said} == {activity: None, whole: Decimal(99)}
    assert said[activity].done == earlier.activity_reports.get(activity=activity).done
    assert said[activity].parts.get().sub_activity == part
    assert [each.progress for each in SubActivityProgress.objects.all()] == [Decimal(30)] * 2
    assert earlier.activity_reports.count() == 2


def test_copying_keeps_its_queries(
    office: Office, activity: Activity, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    earlier = make_report(office, state=State.APPROVED, progress={activity: "30"})
    later = make_report(office)
    with django_assert_max_num_queries(5):
        copy_activity_reports(earlier, later)


def test_what_lacks_is_named_by_activity_and_field(
    report: MonthlyReport, activity: Activity
) -> None:
    make_activity(activity.project, 2, office=make_office(report.office.plan, "ส.อื่น"))
    assert lacking(report) == [("AA/1", "progress"), ("AA/1", "done"), ("AA/1", "problem")]
    save(report, activity, progress=Decimal(0), done="ยังไม่เริ่ม", problem="ฝนตก")
    assert lacking(report) == [("AA/1", "solution")]
    save(report, activity, progress=Decimal(0), done="ยังไม่เริ่ม", problem="ฝนตก", solution="รอ")
    assert lacking(report) == []
    save(report, activity, progress=Decimal(0), done="ยังไม่เริ่ม", has_no_problem=True)
    assert lacking(report) == []


def test_each_part_lacks_its_own_progress(report: MonthlyReport, activity: Activity) -> None:
    parts = [make_sub_activity(activity, number) for number in ("1.1", "1.2")]
    values = {"done": "แล้ว", "has_no_problem": True}
    assert [field for _code, field in lacking(report)][:2] == [f"part_{part.pk}" for part in parts]
    save(report, activity, parts={parts[0].pk: Decimal(0), parts[1].pk: None}, **values)
    assert lacking(report) == [("AA/1", f"part_{parts[1].pk}")]
    make_activity_report(report, activity)
    assert lacking(report) == []


def test_an_activity_that_has_moved_away_stays_in_the_corrections_of_its_reports(
    office: Office, activity: Activity
) -> None:
    earlier = make_report(office, state=State.APPROVED, progress={activity: "30"})
    activity.office = make_office(office.plan, "ส.ใหม่")
    activity.save()
    later = make_report(office)
    assert reported_activities(later) == []
    copy_activity_reports(earlier, later)
    assert reported_activities(later) == [activity]
    save(later, activity, progress=Decimal(35))
    theirs = make_report(activity.office)
    assert reported_activities(theirs) == [activity]


def test_what_lacks_takes_as_many_queries_for_many_activities(
    report: MonthlyReport, activity: Activity, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_sub_activity(activity)
    make_activity_report(report, activity)
    with django_assert_num_queries(4):
        unfinished(report)
    for number in range(2, 6):
        more = make_activity(activity.project, number, office=report.office)
        make_sub_activity(more)
        make_activity_report(report, more, None)
    with django_assert_num_queries(4):
        assert len(unfinished(report)) == 4


def test_a_report_of_an_activity_says_of_what_it_is(
    report: MonthlyReport, activity: Activity
) -> None:
    said = make_activity_report(report, activity)
    assert str(said) == f"{activity} · {report}"
