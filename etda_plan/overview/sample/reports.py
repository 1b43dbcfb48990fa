"""What is planned, reported and decided of the work in the sample's year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random

from etda_plan.overview.sample.operations import (
    AssignTarget,
    CloseReports,
    DecideReport,
    DecideSchedule,
    DescribeIndicator,
    Operation,
    OverrideStatus,
    ProposeSchedule,
    ReopenReports,
    SubmitReport,
    WriteReport,
)
from etda_plan.overview.sample.reporting.indicators import INDICATORS, TARGETS
from etda_plan.overview.sample.reporting.kinds import MONTHS
from etda_plan.overview.sample.reporting.offices import (
    CANCELLED,
    CANCELLED_ON,
    CENTRAL,
    CLOSES,
    COMMERCE_OFFICE,
    CORRECTIONS,
    COURSES,
    DUTIES,
    REASON_TO_CANCEL,
    REASON_TO_REOPEN,
    REOPENED,
    TOP,
    Correction,
    Course,
    Duty,
)
from etda_plan.overview.sample.workdays import (
    CALENDAR,
    after_month,
    on,
    working_day,
)

IN_TIME = (3, 4, 5)
"""The working days of the next month on which reports come in."""

FIRST_MONTHS = "แผนรายเดือนของกิจกรรม เสนอครั้งแรกของปี"
ASKED = "กำหนดวิธีติดตามตัวชี้วัดของปี"
POSTPONED = (("EC/2.3", "........xxxx"),)
POSTPONED_FOR = "เลื่อนอบรมโรงเรียน ทสรช. ไปหลังเปิดภาคเรียน"


def work(chance: Random) -> Iterator[Operation]:
    """Yield everything that is planned, reported and decided of the work in the year."""
    yield from _indicators()
    yield from _schedules(chance)
    for month in MONTHS:
        for office in DUTIES:
            yield from _report(month, office, chance)
    for each in CORRECTIONS:
        yield from _correction(each)
    yield from _months()
    yield OverrideStatus(
        day=on(CANCELLED_ON),
        name=f"override-{CANCELLED}",
        activity=CANCELLED,
        status="cancelled",
        reason=REASON_TO_CANCEL,
    )


def _indicators() -> Iterator[Operation]:
    for indicator in INDICATORS:
        yield DescribeIndicator(
            day=on("17/10"), name=f"indicator-{indicator.number}", number=indicator.number,
            reason=ASKED,
        )  # fmt: skip
    for target in TARGETS:
        yield AssignTarget(
            day=on("18/10"), name=f"target-{target.indicator}-{target.work}",
            indicator=target.indicator, work=target.work, reason=ASKED,
        )  # fmt: skip


def _schedules(chance: Random) -> Iterator[Operation]:
    for office, duty in DUTIES.items():
        if office not in (TOP, CENTRAL):  # these have works alone whose months stay unknown
            day = working_day(on(f"{chance.randrange(8, 25)}/10"))
            yield from _schedule(f"schedule-{office}", office, duty, day, chance)
    name, duty = "schedule-postponed", DUTIES[COMMERCE_OFFICE]
    yield ProposeSchedule(
        day=on("9/4"), name=name, office=COMMERCE_OFFICE, by=duty.writer, note=POSTPONED_FOR,
        months=POSTPONED,
    )  # fmt: skip
    yield DecideSchedule(day=on("20/4"), name=f"{name}/decided", proposal=name, approved=True)


def _schedule(
    name: str, office: str, duty: Duty, day: datetime.date, chance: Random
) -> Iterator[Operation]:
    yield ProposeSchedule(day=day, name=name, office=office, by=duty.writer, note=FIRST_MONTHS)
    decided = CALENDAR.after(day, chance.randrange(3, 9))
    yield DecideSchedule(day=decided, name=f"{name}/decided", proposal=name, approved=True)


def _report(month: int, office: str, chance: Random) -> Iterator[Operation]:
    """Yield how an office's report of a month is written, submitted and decided."""
    course, duty = COURSES.get((month, office), Course()), DUTIES[office]
    usual = after_month(month, chance.choice(IN_TIME))
    submitted = on(course.submitted) if course.submitted else usual
    name, by = f"report-{month}-{office}", duty.writer_of(month)
    yield WriteReport(
        day=submitted, name=name, office=office, month=month, by=by, wrong=_wrong(month, office)
    )
    yield SubmitReport(day=submitted, name=f"{name}/submitted", report=name, by=by)
    if course.returned:
        yield _decided(name, duty, course.returned, course.comment)
        again = on(course.again)
        yield WriteReport(
            day=again, name=f"{name}/mended", office=office, month=month, by=by, mends=True
        )
        yield SubmitReport(day=again, name=f"{name}/again", report=name, by=by)
    decided = on(course.decided) if course.decided else CALENDAR.after(submitted, 1)
    yield DecideReport(
        day=decided, name=f"{name}/approved", proposal=name, approved=True, by=duty.decider
    )


def _wrong(month: int, office: str) -> tuple[str, str]:
    """Return what a report has wrong that is corrected later."""
    found = (each for each in CORRECTIONS if (each.month, each.office) == (month, office))
    return next(((each.item, each.wrong) for each in found), ("", ""))


def _decided(name: str, duty: Duty, day: str, comment: str) -> Operation:
    return DecideReport(
        day=on(day), name=f"{name}/returned", proposal=name, approved=False, reason=comment,
        by=duty.decider,
    )  # fmt: skip


def _correction(correction: Correction) -> Iterator[Operation]:
    month, office, duty = correction.month, correction.office, DUTIES[correction.office]
    name, by = f"correction-{month}-{office}", duty.writer_of(month)
    day = on(correction.submitted)
    yield WriteReport(day=day, name=name, office=office, month=month, by=by)
    yield SubmitReport(day=day, name=f"{name}/submitted", report=name, by=by)
    yield DecideReport(
        day=on(correction.decided), name=f"{name}/approved", proposal=name, approved=True,
        by=duty.decider,
    )  # fmt: skip


def _months() -> Iterator[Operation]:
    for place, (month, day) in enumerate(each.split("@") for each in CLOSES):
        yield CloseReports(
            day=working_day(on(day)), name=f"close-reports-{month}-{place}", month=int(month)
        )
    month, day = REOPENED.split("@")
    yield ReopenReports(
        day=on(day), name=f"reopen-reports-{month}", month=int(month), reason=REASON_TO_REOPEN
    )
    yield CloseReports(day=after_month(12, 10), name="close-reports-12", month=12)
