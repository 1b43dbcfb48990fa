"""Whoever does whatever in whatever order: the past stays, and nobody decides the own report."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.models import Activity, ActivityReport
from activities.report_reconciliation import read_reports, reconcile_reports
from activities.services.reports import (
    ActivityValues,
    copy_activity_reports,
    save_activity_report,
)
from etda_plan.accounts.models import User
from etda_plan.common.checks import Status
from projects.models import MonthlyReport, Office, ReportClose
from projects.services.months import close_reports, reopen_reports
from projects.services.reports import approve_report, return_report, start_report, submit_report
from projects.sight import Sight
from tests.factories import (
    make_activity,
    make_administrator,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_reporting_month,
)
from tests.reporting_factories import State, make_head, make_officer, on_day

EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
ACTS = ("start", "save", "submit", "approve", "return", "close", "reopen")
ROUND = [("start", 0), ("save", 0), ("submit", 0), ("approve", 2)]

Step = tuple[str, int, int, int]
"""An act, who tries it, how many days after the step before, and a percentage."""

single = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 9), st.integers(0, 100)
).map(lambda step: [step])
whole = st.tuples(st.integers(0, 9), st.integers(0, 100)).map(
    lambda drawn: [(act, who, *drawn) for act, who in ROUND]
)
stories = st.lists(single | single | single | whole, min_size=4, max_size=14).map(
    lambda parts: [step for part in parts for step in part]
)


class Story:
    """One office's report of October, and the people around it."""

    def __init__(self) -> None:
        plan = make_plan(2565)
        self.office: Office = make_office(plan)
        self.activity: Activity = make_activity(make_project(plan), office=self.office)
        self.month = make_reporting_month(plan)
        self.people: list[User] = [
            make_officer(self.office),
            make_officer(self.office, "colleague"),
            make_head(self.office),
            make_head(self.office, "deputy"),
            make_planner(),
            make_administrator(),
        ]
        self.day = self.month.last_day
        self.in_force: dict[datetime.date, list[int]] = {}
        self.approved: dict[int, Any] = {}
        self.done: Counter[str] = Counter()

    def play(self, step: Step) -> None:
        """Let days pass, and somebody try an act; refused or not, the past is as it was."""
        act, who, days, percent = step
        if days:
            self.in_force[self.day] = self.seen_on(self.day)
            self.day += datetime.timedelta(days)
        with on_day(self.day):
            try:
                with transaction.atomic():
                    getattr(self, f"{act}_it")(self.people[who], percent)
            except (PermissionDenied, ValidationError):
                pass
            else:
                self.done[act] += 1
        self.require_the_past()

    @property
    def report(self) -> MonthlyReport:
        report = MonthlyReport.objects.filter(office=self.office).order_by("number").last()
        if report is None:
            raise ValidationError("nothing was started")
        return report

    def start_it(self, user: User, percent: int) -> None:
        report = start_report(self.month, self.office, user=user)
        if report.corrects:
            copy_activity_reports(report.corrects, report)

    def save_it(self, user: User, percent: int) -> None:
        values = ActivityValues(progress=Decimal(percent))
        save_activity_report(self.report, self.activity, values, user=user)

    def submit_it(self, user: User, percent: int) -> None:
        submit_report(self.report, user=user)

    def approve_it(self, user: User, percent: int) -> None:
        approve_report(self.report, user=user)

    def return_it(self, user: User, percent: int) -> None:
        return_report(self.report, "แก้", user=user)

    def close_it(self, user: User, percent: int) -> None:
        close_reports(self.month, user=user)

    def reopen_it(self, user: User, percent: int) -> None:
        close = ReportClose.objects.in_force().filter(month=self.month).first()
        if close is None:
            raise ValidationError("nothing is closed")
        reopen_reports(close, "แก้", user=user)

    def seen_on(self, day: datetime.date) -> list[int]:
        """Return the keys of what was in force on a day."""
        return list(MonthlyReport.objects.in_force(Sight(day, 12)).values_list("pk", flat=True))

    def require_the_past(self) -> None:
        """Hold every past day and every approved report against what they were."""
        assert {day: self.seen_on(day) for day in self.in_force} == self.in_force
        stored = {
            row["id"]: (row, list(ActivityReport.objects.filter(report=row["id"]).values()))
            for row in MonthlyReport.objects.filter(state=State.APPROVED).values()
        }
        assert stored.items() >= self.approved.items()
        self.approved = stored

    def require_four_eyes(self) -> None:
        """Each decision is another person's than the submission before it."""
        for report in MonthlyReport.objects.all():
            submitted_by = None
            for event in report.events.order_by("pk"):
                if event.act == "submitted":
                    submitted_by = event.by_id
                elif event.act in ("approved", "returned"):
                    assert event.by_id != submitted_by


def played(steps: list[Step]) -> Story:
    """Play a story to its end."""
    story = Story()
    for step in steps:
        story.play(step)
    story.require_four_eyes()
    checks = reconcile_reports(read_reports(story.office.plan))
    wrong = [check.code for check in checks if check.status is not Status.AGREES]
    assert wrong == []
    return story


@pytest.mark.django_db
@given(stories)
@settings(max_examples=EXAMPLES)
def test_nothing_that_anybody_does_changes_the_past(steps: list[Step]) -> None:
    with transaction.atomic():
        played(steps)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_story_gets_as_far_as_a_correction_of_a_reopened_month() -> None:
    rounds: list[Step] = [(act, who, 1, 50) for act, who in ROUND]
    closed: list[Step] = [("close", 4, 1, 0), *rounds, ("reopen", 5, 1, 0)]
    story = played([*rounds, *closed, *rounds])
    assert story.done == Counter(
        {"start": 2, "save": 2, "submit": 2, "approve": 2, "close": 1, "reopen": 1}
    )
    assert len({tuple(keys) for keys in story.in_force.values()}) == 2
