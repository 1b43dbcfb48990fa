"""What the database refuses of reports, their steps and their months, whichever way it comes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone, translation

from activities.models import Activity, ActivityReport, SubActivity, SubActivityProgress
from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing
from etda_plan.common.triggers import GuardedModel
from projects.models import (
    MonthlyReport,
    Office,
    ReportClose,
    ReportEvent,
    ReportingMonth,
    ReportPublication,
    ReportReopening,
)
from tests.factories import (
    make_activity,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_report_close,
    make_reporting_month,
    make_sub_activity,
    make_user,
)
from tests.reporting_factories import State, make_head, make_officer, make_report

pytestmark = pytest.mark.django_db

FIRST, LAST = datetime.date(2021, 10, 1), datetime.date(2021, 10, 31)
NOVEMBER_1 = datetime.date(2021, 11, 1)
LONG_AFTER = datetime.date(2022, 12, 1)

MODELS: list[type[models.Model]] = [
    ReportingMonth,
    ReportClose,
    ReportReopening,
    ReportPublication,
    MonthlyReport,
    ReportEvent,
    ActivityReport,
    SubActivityProgress,
]


@dataclass
class World:
    """October's reports of three offices: a draft, one approved, and none."""

    user: User
    other_user: User
    month: ReportingMonth
    draft: MonthlyReport
    approved: MonthlyReport
    idle: Office
    elsewhere: Office
    activity: Activity
    part: SubActivity
    said: ActivityReport


@pytest.fixture
def world(db: None) -> World:
    plan = make_plan(2565)
    offices = [make_office(plan, f"ส.{number}") for number in range(3)]
    approved = make_report(offices[1], state=State.APPROVED)
    approved_on = {"submitted_on": NOVEMBER_1, "decided_on": NOVEMBER_1}
    assert approved.decided_on is not None
    assert approved.decided_on > approved_on["decided_on"]
    draft = make_report(offices[0])
    activity = make_activity(make_project(plan), office=offices[0])
    said = ActivityReport.objects.create(report=draft, activity=activity)
    return World(
        user=make_user("one"),
        other_user=make_user("two"),
        month=draft.month,
        draft=draft,
        approved=approved,
        idle=offices[2],
        elsewhere=make_office(make_plan(2566)),
        activity=activity,
        part=make_sub_activity(activity),
        said=said,
    )


def report(world: World, **fields: Any) -> MonthlyReport:
    defaults = {
        "office": world.idle,
        "month": world.month,
        "started_by": world.user,
        "started_on": FIRST,
    }
    return MonthlyReport(**{**defaults, **fields})


def submitted(world: World, **fields: Any) -> dict[str, Any]:
    now = {"submitted_on": NOVEMBER_1, "submitted_at": timezone.now()}
    return {"state": "submitted", "submitted_by": world.user, **now, **fields}


def decided(world: World, state: str = "approved", **fields: Any) -> dict[str, Any]:
    now = {"decided_on": NOVEMBER_1, "decided_at": timezone.now()}
    decision = {"state": state, "decided_by": world.other_user, **now}
    return {**submitted(world), **decision, **fields}


def correction(world: World, **fields: Any) -> MonthlyReport:
    follows = {"number": 2, "corrects": world.approved, "started_on": LONG_AFTER}
    today = {"started_on": world.approved.decided_on}
    return report(world, **{"office": world.approved.office, **follows, **today, **fields})


def event(world: World, **fields: Any) -> ReportEvent:
    defaults = {"report": world.draft, "act": "submitted", "by": world.user, "on": FIRST}
    return ReportEvent(**{**defaults, **fields})


def close(world: World, **fields: Any) -> ReportClose:
    defaults = {"month": world.month, "closed_by": world.user, "closed_on": NOVEMBER_1}
    return ReportClose(**{**defaults, **fields})


def reopening(world: World, **fields: Any) -> ReportReopening:
    by = {"reopened_by": world.user, "reopened_on": NOVEMBER_1, "reason": "แก้"}
    return ReportReopening(**{"close": stored_close(world), **by, **fields})


def publication(world: World, **fields: Any) -> ReportPublication:
    by = {"published_by": world.user, "published_on": NOVEMBER_1}
    return ReportPublication(**{"close": stored_close(world), **by, **fields})


def stored_close(world: World) -> ReportClose:
    return ReportClose.objects.first() or make_report_close(world.month.plan)


def said(world: World, **fields: Any) -> ActivityReport:
    activity = make_activity(world.activity.project, 2, office=world.draft.office)
    return ActivityReport(**{"report": world.draft, "activity": activity, **fields})


def part(world: World, **fields: Any) -> SubActivityProgress:
    defaults = {"activity_report": world.said, "sub_activity": world.part}
    return SubActivityProgress(**{**defaults, **fields})


def part_of_another(world: World) -> SubActivityProgress:
    other = make_activity(world.activity.project, 3, office=world.draft.office)
    return part(world, sub_activity=make_sub_activity(other))


def reopened(world: World) -> ReportClose:
    put_in(reopening(world))
    return ReportClose.objects.get()


def published(world: World) -> ReportClose:
    put_in(publication(world))
    return ReportClose.objects.get()


def with_month_closed(world: World, row: models.Model) -> models.Model:
    make_report_close(world.month.plan)
    return row


def into(world: World, shut: MonthlyReport) -> ActivityReport:
    activity = make_activity(world.activity.project, 4, office=shut.office)
    return ActivityReport(report=shut, activity=activity)


def part_into_submitted(world: World) -> SubActivityProgress:
    MonthlyReport.objects.filter(pk=world.draft.pk).update(**submitted(world))
    return part(world)


Made = Callable[[World], models.Model]

BROKEN: dict[str, Made] = {
    "reporting_month_once": lambda w: ReportingMonth.of(w.month.plan, 1),
    "reporting_month_of_the_year": lambda w: ReportingMonth(
        plan=w.month.plan, month=13, first_day=FIRST, last_day=LAST
    ),
    "report_close_ended": lambda w: close(w, closed_on=LAST),
    "report_close_once": lambda w: with_month_closed(w, close(w)),
    "report_reopening_has_reason": lambda w: reopening(w, reason=""),
    "report_reopening_once": lambda w: reopening(w, close=reopened(w)),
    "report_publication_once": lambda w: publication(w, close=published(w)),
    "report_publication_of_close": lambda w: publication(w, close=reopened(w)),
    "monthly_report_number_once": lambda w: report(w, office=w.approved.office, **decided(w)),
    "monthly_report_numbered": lambda w: report(w, number=2),
    "monthly_report_saved_by_someone": lambda w: report(w, saved_by=w.user),
    "monthly_report_submitted_by_someone": lambda w: report(w, **submitted(w, submitted_on=None)),
    "monthly_report_decided_by_someone": lambda w: report(w, **decided(w, decided_on=None)),
    "monthly_report_not_decided_by_submitter": lambda w: report(w, **decided(w, decided_by=w.user)),
    "monthly_report_returned_with_comment": lambda w: report(w, **decided(w, "returned")),
    "monthly_report_month_open": lambda w: with_month_closed(w, report(w)),
    "monthly_report_month_begun": lambda w: report(w, started_on=FIRST - datetime.timedelta(1)),
    "monthly_report_month_ended": lambda w: report(w, **submitted(w, submitted_on=LAST)),
    "monthly_report_corrects": lambda w: correction(w, office=w.idle),
    "monthly_report_same_plan": lambda w: report(w, office=w.elsewhere),
    "report_event_known_act": lambda w: event(w, act="forgotten"),
    "report_event_returned_with_comment": lambda w: event(w, act="returned"),
    "report_event_started_once": lambda w: event(w, act="correction_started"),
    "activity_report_once": lambda w: said(w, activity=w.activity),
    "activity_report_percent": lambda w: said(w, progress="100.0001"),
    "activity_report_problem_or_none": lambda w: said(w, has_no_problem=True, problem="ฝนตก"),
    "activity_report_while_open": lambda w: into(w, w.approved),
    "activity_report_of_the_office": lambda w: said(
        w, activity=make_activity(w.activity.project, 5, office=w.idle)
    ),
    "sub_activity_progress_percent": lambda w: part(w, progress="-0.0001"),
    "sub_activity_progress_once": lambda w: twice(part(w)),
    "sub_activity_progress_of_activity": part_of_another,
    "sub_activity_progress_while_open": part_into_submitted,
}
"""A row that comes in and breaks each rule, and nothing else."""

KEPT = {
    "reporting_month_kept", "report_close_kept", "report_reopening_kept",
    "report_publication_kept", "monthly_report_kept", "report_event_kept",
    "activity_report_kept", "sub_activity_progress_kept",
}  # fmt: skip
TRIED_APART = {
    "monthly_report_same", "monthly_report_in_turn", "monthly_report_one_undecided",
    "report_event_approved_once",
}  # fmt: skip


def twice(row: models.Model) -> models.Model:
    """Store a row, and return it once more."""
    put_in(row)
    row.pk = None
    row._state.adding = True
    return row


def put_in(row: models.Model) -> None:
    """Store a row, past every form and service."""
    with transaction.atomic():
        type(row)._base_manager.bulk_create([row])


def test_every_rule_of_the_reports_is_tried() -> None:
    constraints = {each.name for model in MODELS for each in model._meta.constraints}
    guards = {
        guard.name for model in MODELS if issubclass(model, GuardedModel) for guard in model.guards
    }
    assert constraints | guards == BROKEN.keys() | KEPT | TRIED_APART


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_rule_is_refused_in_words(world: World, name: str) -> None:
    row = BROKEN[name](world)
    with translation.override("th"), pytest.raises(ValidationError) as refused, refusing():
        put_in(row)
    assert refused.value.code == name
    assert any("ก" <= letter <= "๛" for letter in refused.value.messages[0])


@pytest.mark.parametrize(
    "made",
    [
        report,
        correction,
        event,
        close,
        reopening,
        publication,
        said,
        part,
        lambda w: report(w, **submitted(w)),
        lambda w: report(w, **decided(w)),
        lambda w: report(w, **decided(w, "returned", comment="แก้")),
    ],
)
def test_the_rows_that_are_broken_above_are_else_taken(world: World, made: Made) -> None:
    put_in(made(world))


def test_of_what_is_not_approved_an_office_has_one_version(world: World) -> None:
    with pytest.raises(ValidationError) as refused, refusing():
        put_in(report(world, office=world.draft.office))
    assert refused.value.code in {"monthly_report_one_undecided", "monthly_report_number_once"}


def test_a_report_is_approved_once(world: World) -> None:
    with pytest.raises(IntegrityError):
        put_in(event(world, report=world.approved, act="approved"))


TURNS = {
    "draft": {"draft", "submitted"},
    "submitted": {"returned", "approved"},
    "returned": {"returned", "submitted"},
    "approved": set(),
}


@pytest.mark.parametrize("before", TURNS)
@pytest.mark.parametrize("after", TURNS)
def test_a_report_goes_from_state_to_state_in_turn(world: World, before: str, after: str) -> None:
    fields = {
        "draft": {**dict.fromkeys(submitted(world)), "state": "draft"},
        "submitted": submitted(world),
        "returned": decided(world, "returned", comment="แก้"),
        "approved": decided(world),
    }
    none = {**dict.fromkeys(decided(world)), "comment": ""}
    row = report(world, **fields[before])
    put_in(row)
    rows = MonthlyReport.objects.filter(pk=row.pk)
    if after in TURNS[before]:
        rows.update(**{**none, **fields[after]})
        return
    refused = pytest.raises(IntegrityError, match=r"monthly_report_(in_turn|kept)")
    with refused, transaction.atomic():
        rows.update(**{**none, **fields[after]})


@pytest.mark.parametrize(
    "changed",
    [
        lambda w: {"office": w.idle},
        lambda w: {"month": make_reporting_month(w.month.plan, 2)},
        lambda w: {"number": 9},
        lambda w: {"started_by": w.user},
    ],
    ids=["office", "month", "number", "starter"],
)
def test_a_report_stays_what_it_is(
    world: World, changed: Callable[[World], dict[str, Any]]
) -> None:
    with pytest.raises(IntegrityError, match="monthly_report_same"), transaction.atomic():
        MonthlyReport.objects.filter(pk=world.draft.pk).update(**changed(world))


def test_who_submitted_is_not_rewritten_by_the_decision(world: World) -> None:
    row = report(world, **submitted(world))
    put_in(row)
    changed = decided(world, submitted_by=make_planner())
    with pytest.raises(IntegrityError, match="monthly_report_in_turn"), transaction.atomic():
        MonthlyReport.objects.filter(pk=row.pk).update(**changed)


def test_a_correction_is_not_approved_before_the_day_of_what_it_corrects(world: World) -> None:
    assert world.approved.decided_on is not None
    day_before = world.approved.decided_on - datetime.timedelta(1)
    early = correction(world, **decided(world, decided_on=day_before))
    with pytest.raises(IntegrityError, match="monthly_report_corrects"):
        put_in(early)


def fill_all_tables(world: World) -> None:
    put_in(part(world))
    for row in (publication(world), reopening(world)):
        put_in(row)


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_nothing_of_the_reports_is_deleted(world: World, model: type[models.Model]) -> None:
    fill_all_tables(world)
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
        model._base_manager.all()._raw_delete("default")


def test_postgresql_does_not_empty_the_tables_either(world: World) -> None:
    if connection.vendor != "postgresql":  # SQLite has no such statement
        return
    fill_all_tables(world)
    connection.check_constraints()
    for model in MODELS:
        with (
            pytest.raises(IntegrityError, match="_kept"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize(
    "model",
    [ReportingMonth, ReportClose, ReportReopening, ReportPublication, ReportEvent],
    ids=lambda each: each.__name__,
)
def test_what_was_done_is_not_changed(world: World, model: type[models.Model]) -> None:
    fill_all_tables(world)
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
        model._base_manager.update(id=99)


def test_what_a_report_says_stays_in_it(world: World) -> None:
    put_in(part(world))
    office = world.draft.office
    november = make_report(office, 2)
    same = ActivityReport.objects.create(report=november, activity=world.activity)
    third = make_activity(world.activity.project, 7, office=office)
    moves: list[tuple[models.QuerySet[Any], dict[str, Any]]] = [
        (ActivityReport.objects.filter(pk=world.said.pk), {"report": make_report(office, 3)}),
        (
            ActivityReport.objects.filter(pk=world.said.pk),
            {"activity": third},
        ),
        (SubActivityProgress.objects.all(), {"activity_report": same}),
    ]
    for rows, move in moves:
        with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
            rows.update(**move)


@pytest.mark.parametrize("shut", ["submitted", "approved", "closed"])
def test_what_a_report_says_is_written_only_while_it_is_open(world: World, shut: str) -> None:
    put_in(part(world))
    rows = MonthlyReport.objects.filter(pk=world.draft.pk)
    if shut == "closed":
        make_report_close(world.month.plan)
    else:
        rows.update(**submitted(world))
    if shut == "approved":
        rows.update(**decided(world))
    for written in (
        lambda: ActivityReport.objects.filter(report=world.draft).update(done="x"),
        lambda: SubActivityProgress.objects.update(progress="1"),
        lambda: put_in(said(world)),
    ):
        with pytest.raises(IntegrityError, match="_while_open"), transaction.atomic():
            written()


def test_a_correction_may_speak_of_an_activity_that_has_moved_away(world: World) -> None:
    officer, head = make_officer(world.draft.office), make_head(world.draft.office)
    MonthlyReport.objects.filter(pk=world.draft.pk).update(
        **submitted(world, submitted_by=officer, submitted_on=LONG_AFTER)
    )
    MonthlyReport.objects.filter(pk=world.draft.pk).update(
        state="approved", decided_by=head, decided_on=LONG_AFTER, decided_at=timezone.now()
    )
    second = make_report(world.draft.office)
    Activity.objects.filter(pk=world.activity.pk).update(office=world.idle)
    put_in(ActivityReport(report=second, activity=world.activity))
