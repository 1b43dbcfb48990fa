"""The sample's year of work: whole, in order, with every way in which a report can go."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from etda_plan.overview.sample.building import FIRST_TODAY, SEED
from etda_plan.overview.sample.evidence import small_pdf
from etda_plan.overview.sample.operations import (
    AssignTarget,
    CloseReports,
    DecideReport,
    DescribeIndicator,
    Operation,
    PublishMonth,
    ReopenReports,
    SubmitReport,
    WriteReport,
)
from etda_plan.overview.sample.reporting import ACTIVITIES
from etda_plan.overview.sample.reporting.indicators import TARGETS
from etda_plan.overview.sample.reporting.kinds import MONTHS, NOT_YET, Activity
from etda_plan.overview.sample.reporting.offices import DUTIES, VARIOUS
from etda_plan.overview.sample.script import the_year
from etda_plan.overview.sample.workdays import CALENDAR
from kpis.models import KpiTarget
from projects.models import FiscalPlan

pytestmark = pytest.mark.once
YEAR = the_year(SEED)
BY_NAME = {each.name: each for each in YEAR}


def of(kind: type[Operation]) -> list[Operation]:
    return [each for each in YEAR if isinstance(each, kind)]


def test_activities_and_targets_are_those_of_the_plan(plan: FiscalPlan) -> None:
    stored = {
        activity.code: (
            activity.office.code,
            [part.number for part in activity.sub_activities.all()],
        )
        for work in plan.projects.all()
        for activity in work.activities.all()
    }
    assert stored == {
        each.code: (each.office, [part.number for part in each.parts]) for each in ACTIVITIES
    }
    targets = KpiTarget.objects.values_list("kpi__number", "project__code")
    assert sorted(targets) == sorted((each.indicator, each.work) for each in TARGETS)
    assert {each.owner for each in TARGETS} < set(DUTIES)
    assert set(DUTIES) == {each.office for each in ACTIVITIES}


def shares(activity: Activity) -> list[str]:
    return [text for text in (activity.reached, *(part.reached for part in activity.parts)) if text]


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda each: each.code)
def test_what_is_reached_never_falls_and_months_are_twelve(activity: Activity) -> None:
    for text in shares(activity):
        reached = [Decimal(each) for each in text.split()]
        assert len(reached) == 12
        assert reached == sorted(reached)
        assert 0 <= reached[0] <= reached[-1] <= 100
    for planned in (activity.planned, *(part.planned for part in activity.parts)):
        assert len(planned) == 12 or not planned
        assert set(planned) <= {"x", "."}
    assert bool(activity.reached) is not bool(activity.parts)


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda each: each.code)
def test_each_month_says_what_was_done_and_what_comes_next(activity: Activity) -> None:
    for month in MONTHS:
        done, whole = activity.done(month), activity.whole(month)
        assert (done == NOT_YET) is (whole == 0)
        assert done
        assert bool(activity.next_steps(month)) is (whole < 100)


def test_every_office_reports_every_month_once_by_somebody_of_its_own_or_planning() -> None:
    written = Counter(
        (each.office, each.month)
        for each in YEAR
        if isinstance(each, WriteReport) and not each.mends and each.name.startswith("report-")
    )
    assert written == Counter((office, month) for office in DUTIES for month in MONTHS)
    writers = {each.by for each in YEAR if isinstance(each, WriteReport) and each.office == VARIOUS}
    assert writers == {"planner"}


def test_reports_are_submitted_before_they_are_decided_and_by_another_person() -> None:
    seen: set[str] = set()
    submitted: dict[str, str] = {}
    for each in YEAR:
        if isinstance(each, SubmitReport):
            assert each.report in seen
            submitted[each.report] = each.by
        elif isinstance(each, DecideReport):
            assert each.by != submitted[each.proposal]
        seen.add(each.name)


def test_some_are_late_some_came_back_some_are_corrected_and_one_month_is_reopened() -> None:
    late = [
        each
        for each in YEAR
        if isinstance(each, WriteReport)
        and each.name.startswith("report-")
        and not each.mends
        and each.day > CALENDAR.due_day(each.month)
    ]
    assert len(late) >= 4
    returned = [each for each in YEAR if isinstance(each, DecideReport) and not each.approved]
    assert len(returned) == 3
    assert all(each.reason for each in returned)
    corrections = [each for each in YEAR if each.name.startswith("correction-")]
    assert len({each.name.partition("/")[0] for each in corrections}) == 4
    assert len(of(ReopenReports)) == 1


def test_no_report_moves_while_its_month_is_closed_and_a_month_is_published_once_it_is() -> None:
    closed: set[int] = set()
    for each in YEAR:
        if isinstance(each, CloseReports):
            assert each.month not in closed
            closed.add(each.month)
        elif isinstance(each, ReopenReports):
            closed.remove(each.month)
        elif isinstance(each, WriteReport):
            assert each.month not in closed, each.name
        elif isinstance(each, PublishMonth):
            assert each.month in closed
    assert closed == set(MONTHS)


def test_on_its_first_day_february_is_closed_and_one_office_has_not_reported_march() -> None:
    now = [each for each in YEAR if each.day <= FIRST_TODAY]
    assert max(each.month for each in now if isinstance(each, CloseReports)) == 5
    march = {each.office for each in now if isinstance(each, WriteReport) and each.month == 6}
    assert set(DUTIES) - march == {"ส.ความมั่นคงปลอดภัย"}


def test_what_the_document_leaves_out_of_indicators_is_said_once_for_each() -> None:
    assert len(of(DescribeIndicator)) == 12
    assert len(of(AssignTarget)) == 20
    zero, missing = TARGETS[11].results[3], TARGETS[10].results.get(3)
    assert (zero, missing) == ("0", None)


def test_evidence_is_a_sound_pdf_that_says_what_it_is() -> None:
    content = small_pdf("Indicator 8")
    assert content.startswith(b"%PDF-1.4")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"SAMPLE DOCUMENT" in content
    table = int(content.rpartition(b"startxref\n")[2].split()[0])
    assert content[table:].startswith(b"xref")
