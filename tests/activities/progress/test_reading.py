"""The state of the work as somebody sees it on a day."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activities.models import Activity
from activities.progress.items import ActivityState
from activities.progress.reading import Progress, read_progress
from projects.models import FiscalPlan, MonthlyReport, Project
from projects.models.settings import ReportingSettings
from tests.activities.progress.days import on, report, seen, state_of
from tests.factories import (
    make_activity,
    make_month_close,
    make_office,
    make_plan,
    make_project,
    make_report_close,
    make_schedule,
    make_sub_activity,
    planned_item,
    publish,
)
from tests.reporting_factories import make_activity_report, make_override, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plan")]

FIRST_HALF = "PPPPPPNNNNNN"
VISITOR = AnonymousUser()


@pytest.fixture
def plan(no_plan: None) -> FiscalPlan:
    return make_plan(2563)


@pytest.fixture
def activity(plan: FiscalPlan) -> Activity:
    """An activity planned for the first half of the year."""
    on("1/10/2562")
    found = make_activity(make_project(plan))
    make_schedule(planned_item(found, FIRST_HALF), approved=True)
    return found


def values(*of_different_kinds: object) -> tuple[object, ...]:
    return of_different_kinds


def test_plan_and_report_give_the_state_and_why(plan: FiscalPlan, activity: Activity) -> None:
    report("6/1/2563", 3, {activity: "45"})
    item = state_of(seen(plan, "9/1/2563"), activity)
    assert item.judged_month == 3
    assert item.plan_to_date == 50
    assert item.progress == 45
    assert item.state == "watch"
    with translation.override("th"):
        assert item.why == "45 % ของแผน 50 % · ช้ากว่าแผน 1 เดือน"


def test_nothing_is_late_because_days_passed(plan: FiscalPlan, activity: Activity) -> None:
    report("6/1/2563", 3, {activity: "50"})
    before_due = state_of(seen(plan, "7/2/2563"), activity)
    assert (before_due.state, before_due.judged_month) == ("on_plan", 3)
    after_due = state_of(seen(plan, "11/2/2563"), activity)
    assert after_due.state == "not_reported"
    assert values(after_due.progress, after_due.months_missing, after_due.months_behind) == (
        50,
        1,
        0,
    )
    with translation.override("th"):
        assert after_due.why == "ยังไม่รายงาน 1 เดือน · ล่าสุด 50 % เมื่อ ธ.ค. 2562"


def test_a_report_before_it_is_due_counts_at_once(plan: FiscalPlan, activity: Activity) -> None:
    report("1/11/2562", 1, {activity: "20"})
    item = state_of(seen(plan, "1/11/2562"), activity)
    assert (item.judged_month, item.state) == (1, "ahead")


def test_before_anything_is_due_nothing_is_missing(plan: FiscalPlan, activity: Activity) -> None:
    item = state_of(seen(plan, "15/10/2562"), activity)
    assert values(item.state, item.progress) == ("not_due", None)


def test_drafts_and_what_waits_for_approval_do_not_count(
    plan: FiscalPlan, activity: Activity
) -> None:
    on("5/11/2562")
    make_report(activity.office, 1, MonthlyReport.State.SUBMITTED, progress={activity: "90"})
    item = state_of(seen(plan, "30/11/2562"), activity)
    assert values(item.state, item.progress) == ("not_reported", None)


def test_looking_back_shows_what_was_approved_by_then(plan: FiscalPlan, activity: Activity) -> None:
    report("6/11/2562", 1, {activity: "10"})
    report("20/11/2562", 1, {activity: "15"})
    report("6/12/2562", 2, {activity: "30"})
    assert [
        state_of(seen(plan, "1/1/2563", as_of=day), activity).progress
        for day in ("6/11/2562", "20/11/2562", "5/12/2562", "6/12/2562")
    ] == [10, 15, 15, 30]


def test_the_plan_of_a_day_is_the_version_approved_by_then(
    plan: FiscalPlan, activity: Activity
) -> None:
    report("6/11/2562", 1, {activity: "10"})
    on("1/12/2562")
    make_schedule(planned_item(activity, "PNNNNNNNNNNN"), approved=True)
    before, after = (seen(plan, "2/12/2562", as_of=day) for day in ("30/11/2562", "1/12/2562"))
    assert state_of(before, activity).plan_to_date == Fraction(100, 6)
    assert state_of(after, activity).plan_to_date == 100


def test_the_thresholds_are_those_of_the_settings(plan: FiscalPlan, activity: Activity) -> None:
    report("6/1/2563", 3, {activity: "45"})
    ReportingSettings.objects.create(plan=plan, on_plan_from=90, watch_from=50)
    assert state_of(seen(plan, "9/1/2563"), activity).state == "on_plan"


def test_without_a_monthly_plan_progress_is_shown_and_not_judged(plan: FiscalPlan) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(plan))
    report("6/11/2562", 1, {activity: "45"})
    item = state_of(seen(plan, "6/11/2562"), activity)
    assert values(item.state, item.progress, item.plan_to_date) == ("no_monthly_plan", 45, None)


def test_what_is_done_stays_done_without_further_reports(
    plan: FiscalPlan, activity: Activity
) -> None:
    report("6/11/2562", 1, {activity: "100"})
    item = state_of(seen(plan, "1/6/2563"), activity)
    assert (item.state, item.is_missing) == ("done", False)
    with translation.override("th"):
        assert item.why == "ครบ 100 % ตั้งแต่ ต.ค. 2562"


def test_a_problem_of_the_last_report_is_marked(plan: FiscalPlan, activity: Activity) -> None:
    on("6/11/2562")
    draft = make_report(activity.office, 1)
    said = {"problem": "ยังไม่มีผู้รับจ้าง", "solution": "ประกาศใหม่", "has_no_problem": False}
    make_activity_report(draft, activity, "16", **said)
    make_report(activity.office, 1, MonthlyReport.State.APPROVED)
    item = state_of(seen(plan, "6/11/2562"), activity)
    assert item.marks == {"on_plan", "problem"}
    assert (item.problem, item.solution) == ("ยังไม่มีผู้รับจ้าง", "ประกาศใหม่")
    report("6/12/2562", 2, {activity: "33"})
    assert not state_of(seen(plan, "6/12/2562"), activity).has_problem


def test_an_activity_has_the_progress_and_the_plan_of_its_parts(plan: FiscalPlan) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(plan))
    early, later = make_sub_activity(activity, "1.1"), make_sub_activity(activity, "1.2")
    make_schedule(
        planned_item(early, "PNNNNNNNNNNN", weight=Decimal(3)),
        planned_item(later, "NPNNNNNNNNNN", weight=Decimal(1)),
        approved=True,
    )
    report("6/11/2562", 1, {activity: "80"})
    item = state_of(seen(plan, "6/11/2562"), activity)
    assert item.weighted_parts
    assert values(item.plan_to_date, item.progress) == (75, 80)
    assert [part.state for part in item.parts] == ["watch", "ahead"]
    assert item.row[:3] == [True, True, False]


def test_parts_without_weights_count_the_same(plan: FiscalPlan) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(plan))
    first = make_sub_activity(activity, "1.1")
    second = make_sub_activity(activity, "1.2")
    make_schedule(planned_item(activity, FIRST_HALF), approved=True)
    on("6/11/2562")
    draft, shares = make_report(activity.office, 1), {first.pk: Decimal(10), second.pk: Decimal(30)}
    make_activity_report(draft, activity, None, parts=shares)
    make_report(activity.office, 1, MonthlyReport.State.APPROVED)
    item = state_of(seen(plan, "6/11/2562"), activity)
    assert not item.weighted_parts
    assert item.progress == 20
    assert item.plan_to_date == Fraction(100, 6)


def test_parts_count_as_they_were_approved_and_what_a_month_leaves_out_stays(
    plan: FiscalPlan,
) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(plan))
    first, second = (make_sub_activity(activity, f"1.{number}") for number in (1, 2))
    make_schedule(planned_item(activity, FIRST_HALF), approved=True)
    said = [
        (1, {first.pk: Decimal(10), second.pk: Decimal(30)}),
        (2, {first.pk: Decimal(20), second.pk: None}),
    ]
    for month, shares in said:
        on(f"6/{10 + month}/2562")
        make_activity_report(make_report(activity.office, month), activity, None, parts=shares)
        make_report(activity.office, month, MonthlyReport.State.APPROVED)
    on("6/1/2563")
    draft = make_report(activity.office, 3)
    make_activity_report(draft, activity, None, parts={first.pk: Decimal(90)})
    item = state_of(seen(plan, "6/1/2563"), activity)
    assert [dict(part.by_month) for part in item.parts] == [{1: 10, 2: 20}, {1: 30}]
    assert dict(item.by_month) == {1: 20, 2: 25}


def test_activities_stand_in_the_order_of_the_plan(plan: FiscalPlan) -> None:
    works = [make_project(plan, code) for code in ("AA", "BB")]
    made = [make_activity(work, number) for work in reversed(works) for number in (2, 1)]
    progress = seen(plan, "1/10/2562")
    assert [each.activity for each in progress.activities] == made[::-1]
    assert progress.projects == works
    assert [each.activity for each in read_of(progress, works[1])] == made[1::-1]


def read_of(progress: Progress, project: Project) -> Sequence[ActivityState]:
    return read_progress(progress.plan, progress.sight, project).activities


def test_unknown_months_of_a_part_leave_the_whole_unknown_unless_another_is_planned(
    plan: FiscalPlan,
) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(plan))
    first, second = (make_sub_activity(activity, f"1.{number}") for number in (1, 2))
    make_schedule(planned_item(first, "PNN?NNNNNNNN"), approved=True)
    make_schedule(planned_item(second, "NPN??NNNNNNN"), approved=True)
    item = state_of(seen(plan, "2/10/2562"), activity)
    assert item.row[:6] == [True, True, False, None, None, False]
    assert (item.plan_to_date, item.state) == (None, "no_monthly_plan")


def test_a_decided_state_is_in_force_and_the_derived_one_stays_in_sight(
    plan: FiscalPlan, activity: Activity
) -> None:
    report("6/11/2562", 1, {activity: "1"})
    on("10/11/2562")
    make_override(activity, "cancelled")
    before, after = (
        state_of(seen(plan, "11/11/2562", as_of=day), activity)
        for day in ("9/11/2562", "10/11/2562")
    )
    assert (before.state, before.derived_state) == ("late", "late")
    assert (after.state, after.derived_state) == ("cancelled", "late")
    with translation.override("th"):
        assert "ล่าช้า" in after.why


def test_works_offices_and_the_agency_roll_up(plan: FiscalPlan) -> None:
    on("1/10/2562")
    office, other = make_office(plan), make_office(plan, "ส.อื่น")
    work, another = make_project(plan), make_project(plan, "BB")
    empty = make_project(plan, "CC")
    heavy = make_activity(work, 1, office=office)
    light = make_activity(work, 2, office=other)
    apart = make_activity(another, 1, office=other)
    make_schedule(
        planned_item(heavy, weight=Decimal(3)),
        planned_item(light, weight=Decimal(1)),
        planned_item(apart, weight=Decimal(1)),
        approved=True,
    )
    report("6/11/2562", 1, {heavy: "12"})
    report("6/11/2562", 1, {light: "0", apart: "20"})
    progress = seen(plan, "6/11/2562")
    assert values(progress.of_project(work.pk).progress, progress.of_project(work.pk).weighted) == (
        9, True,
    )  # fmt: skip
    assert progress.of_project(empty.pk).state == "no_activities"
    of_other = progress.of_office(other.pk)
    assert values(of_other.progress, of_other.weighted) == (10, False)
    assert progress.whole.progress == Fraction(29, 2)


class TestVisitors:
    """Visitors see published months, and of these no more than was there when published."""

    def published(self, plan: FiscalPlan, written: str, month: int) -> None:
        on(written)
        make_report_close(plan, month)
        publish(make_month_close(plan, month))

    def test_nothing_before_a_month_is_published(
        self, plan: FiscalPlan, activity: Activity
    ) -> None:
        report("6/11/2562", 1, {activity: "10"})
        progress = seen(plan, "30/11/2562", VISITOR)
        item = state_of(progress, activity)
        assert not progress.sight.sees_figures
        assert (item.progress, item.state) == (None, "not_due")

    def test_published_months_alone(self, plan: FiscalPlan, activity: Activity) -> None:
        report("6/11/2562", 1, {activity: "16"})
        self.published(plan, "10/11/2562", 1)
        report("6/12/2562", 2, {activity: "17"})
        item = state_of(seen(plan, "30/12/2562", VISITOR), activity)
        assert values(item.progress, item.state, item.judged_month) == (16, "on_plan", 1)

    def test_decisions_that_stood_when_it_was_published(
        self, plan: FiscalPlan, activity: Activity
    ) -> None:
        report("6/11/2562", 1, {activity: "16"})
        on("8/11/2562")
        make_override(activity, "watch")
        self.published(plan, "10/11/2562", 1)
        on("1/12/2562")
        make_override(activity, "cancelled")
        assert state_of(seen(plan, "2/12/2562", VISITOR), activity).state == "watch"
        assert state_of(seen(plan, "2/12/2562"), activity).state == "cancelled"


def test_the_number_of_queries_stays_the_same(plan: FiscalPlan) -> None:
    on("1/10/2562")
    work, office = make_project(plan), make_office(plan)
    first = make_activity(work, 1, office=office)
    make_sub_activity(first)
    make_schedule(planned_item(first), approved=True)
    report("6/11/2562", 1, {first: "10"})
    seen(plan, "6/11/2562")
    with CaptureQueriesContext(connection) as one:
        seen(plan, "6/11/2562")
    more = [make_activity(work, number, office=office) for number in range(2, 100)]
    make_schedule(*[planned_item(each) for each in more], approved=True)
    report("6/12/2562", 2, dict.fromkeys([first, *more], "10"))
    for year in range(2553, 2563):
        make_activity(make_project(make_plan(year)))
    for each in more[:9]:
        make_override(each)
    with CaptureQueriesContext(connection) as many:
        seen(plan, "6/12/2562")
    assert len(many) == len(one)
    assert len(many) <= 16
