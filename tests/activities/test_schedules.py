"""Monthly plans of work: numbered when approved, in force in step, kept for good."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from activities.models import (
    Activity,
    Milestone,
    Schedule,
    ScheduledMonth,
    ScheduleLine,
    SubActivity,
)
from activities.services.schedules import (
    approve_schedule,
    propose_schedule,
    refuse_schedule,
    withdraw_schedule,
)
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_year, today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Office
from tests.factories import (
    make_activity,
    make_approver,
    make_membership,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_schedule,
    make_sub_activity,
    make_user,
    planned_item,
)

pytestmark = pytest.mark.django_db

FIRST_HALF = "PPPPPPNNNNNN"


@pytest.fixture
def year() -> FiscalPlan:
    """An empty plan of this year."""
    return make_plan(fiscal_year(today()))


@pytest.fixture
def activity(year: FiscalPlan) -> Activity:
    """An activity of this year's plan, of its first office."""
    return make_activity(make_project(year))


@pytest.fixture
def part(activity: Activity) -> SubActivity:
    """A part of the activity."""
    return make_sub_activity(activity)


def office_of(activity: Activity) -> Office:
    return activity.office


def officer_of(*offices: Office, name: str = "officer") -> User:
    officer = make_user(name, Role.OFFICER)
    for office in offices:
        make_membership(officer, office, today())
    return officer


def code_of(act: Callable[[], object]) -> str:
    """Return why an act is refused."""
    with pytest.raises(ValidationError) as refused:
        act()
    return str(refused.value.error_list[0].code)


def messages_of(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


def refused_by(name: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def row_of(item: Activity | SubActivity) -> list[bool | None]:
    return type(item)._default_manager.get(pk=item.pk).month_row


class TestApproval:
    """What approving does."""

    def test_a_proposal_changes_nothing_until_it_is_approved(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity, FIRST_HALF))
        assert (schedule.number, schedule.state) == (None, "proposed")
        assert row_of(activity) == [None] * 12
        approve_schedule(schedule, user=make_approver())
        assert row_of(activity) == [True] * 6 + [False] * 6

    def test_unknown_months_have_no_row(self, activity: Activity, part: SubActivity) -> None:
        make_schedule(planned_item(activity, "P?N?????????"), approved=True)
        stored = ScheduledMonth.objects.order_by("month").values_list("month", "is_planned")
        assert list(stored) == [(1, True), (3, False)]
        assert row_of(part) == [None] * 12

    def test_a_later_version_may_say_that_a_month_is_unknown(self, part: SubActivity) -> None:
        make_schedule(planned_item(part, "PPNNPPPPPPPP"), approved=True)
        make_schedule(planned_item(part, "NP?NPPPPPPPP"), approved=True)
        assert row_of(part) == [False, True, None, False] + [True] * 8

    def test_each_change_of_a_month_is_in_its_history(self, activity: Activity) -> None:
        approver = make_approver()
        make_schedule(planned_item(activity, "PPN?????????"), approved=True)
        make_schedule(planned_item(activity, "NP??????????"), approved=True)
        histories = ScheduledMonth.history.order_by("history_id")
        kinds = [(row.month, row.history_type, row.is_planned) for row in histories]
        assert sorted(kinds[:3]) == [(1, "+", True), (2, "+", True), (3, "+", False)]
        assert sorted(kinds[3:]) == [(1, "~", False), (3, "-", False)]
        assert {row.history_user for row in histories} == {approver}
        assert {row.history_change_reason[-1] for row in histories} == {"1", "2"}

    def test_versions_are_numbered_in_the_plan_and_stay(
        self, activity: Activity, part: SubActivity
    ) -> None:
        other = make_activity(make_project(make_plan(2580)))
        first = make_schedule(planned_item(activity), approved=True)
        second = make_schedule(planned_item(part), approved=True)
        elsewhere = make_schedule(planned_item(other), approved=True)
        assert [each.number for each in (first, second, elsewhere)] == [1, 2, 1]
        assert ScheduleLine.objects.get(schedule=first).months == [True] * 12

    def test_a_refused_proposal_takes_no_number(self, activity: Activity) -> None:
        refused = make_schedule(planned_item(activity))
        refuse_schedule(refused, user=make_approver(), reason="ปรับใหม่")
        assert make_schedule(planned_item(activity), approved=True).number == 1

    def test_a_planner_may_approve_but_not_the_own(self, activity: Activity) -> None:
        own = make_schedule(planned_item(activity))
        assert code_of(lambda: approve_schedule(own, user=make_planner())) == "own_proposal"
        approved = approve_schedule(own, user=make_planner("other"))
        assert approved.decided_by == make_planner("other")

    def test_what_is_decided_is_not_decided_again(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity), approved=True)
        approver = make_approver()
        assert code_of(lambda: approve_schedule(schedule, user=approver)) == "decided"
        assert code_of(lambda: refuse_schedule(schedule, user=approver, reason="x")) == "decided"
        assert code_of(lambda: withdraw_schedule(schedule, user=make_planner())) == "decided"

    def test_refusing_needs_a_reason(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        with pytest.raises(ValidationError) as refused:
            refuse_schedule(schedule, user=make_approver(), reason=" ")
        assert "reason" in refused.value.message_dict

    def test_only_the_proposer_withdraws(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        other = make_planner("other")
        assert code_of(lambda: withdraw_schedule(schedule, user=other)) == "not_the_proposer"
        assert withdraw_schedule(schedule, user=make_planner()).state == "withdrawn"


class TestProposal:
    """What may be proposed, and by whom."""

    def test_only_what_differs_is_kept(self, activity: Activity, part: SubActivity) -> None:
        make_schedule(planned_item(activity), approved=True)
        again = make_schedule(planned_item(activity), planned_item(part, FIRST_HALF))
        assert [line.item for line in again.lines.all()] == [part]
        assert again.item_count == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"weight": Decimal("0.5")},
            {"deliverable": "รายงาน"},
            {"milestones": ((3, "ร่าง"),)},
        ],
    )
    def test_a_change_beside_the_months_is_one_too(
        self, activity: Activity, fields: dict[str, Any]
    ) -> None:
        make_schedule(planned_item(activity), approved=True)
        make_schedule(planned_item(activity, **fields), approved=True)
        again = partial(make_schedule, planned_item(activity, **fields))
        assert code_of(again) == "nothing_changed"

    def test_all_unknown_is_nothing_where_nothing_is_known(self, activity: Activity) -> None:
        nothing = planned_item(activity, "????????????")
        assert code_of(lambda: make_schedule(nothing)) == "nothing_changed"
        assert not Schedule.objects.exists()

    def test_weight_deliverable_and_milestones_are_kept(self, activity: Activity) -> None:
        milestones = ((6, "ร่างรายงาน"), (12, "ฉบับสมบูรณ์"))
        item = planned_item(
            activity, weight=Decimal("12.5"), deliverable="รายงาน", milestones=milestones
        )
        schedule = make_schedule(item)
        (line,) = schedule.lines.all()
        assert (line.weight, line.deliverable) == (Decimal("12.5"), "รายงาน")
        assert [(each.month, each.title) for each in line.milestones.all()] == list(milestones)

    @pytest.mark.parametrize("weight", ["0", "-1"])
    def test_a_weight_is_more_than_zero(self, activity: Activity, weight: str) -> None:
        item = planned_item(activity, weight=Decimal(weight))
        assert code_of(lambda: make_schedule(item)) == "schedule_line_weight_positive"

    def test_an_officer_proposes_for_the_own_offices_alone(self, activity: Activity) -> None:
        other = make_office(activity.project.plan, "ส.อื่น")
        officer = officer_of(office_of(activity))
        item = planned_item(activity)
        made = make_schedule(item, office=office_of(activity), user=officer)
        assert made.office == office_of(activity)
        for office in (other, None):
            with pytest.raises(PermissionDenied):
                make_schedule(item, office=office, user=officer)

    def test_an_officer_who_has_left_proposes_nothing(self, activity: Activity) -> None:
        officer = make_user("moved", Role.OFFICER)
        yesterday = today() - datetime.timedelta(days=1)
        make_membership(officer, office_of(activity), yesterday, yesterday)
        with pytest.raises(PermissionDenied):
            make_schedule(planned_item(activity), office=office_of(activity), user=officer)

    def test_an_item_of_another_office_is_refused(self, activity: Activity) -> None:
        other = make_office(activity.project.plan, "ส.อื่น")
        officer = officer_of(other)
        item = planned_item(activity)
        assert code_of(lambda: make_schedule(item, office=other, user=officer)) == "office"

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.APPROVER, Role.AUDITOR])
    def test_other_roles_propose_nothing(self, activity: Activity, role: Role) -> None:
        with pytest.raises(PermissionDenied):
            make_schedule(planned_item(activity), user=make_user("other", role))

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.OFFICER, Role.AUDITOR])
    def test_other_roles_decide_nothing(self, activity: Activity, role: Role) -> None:
        schedule = make_schedule(planned_item(activity))
        other = make_user("other", role)
        with pytest.raises(PermissionDenied):
            approve_schedule(schedule, user=other)
        with pytest.raises(PermissionDenied):
            refuse_schedule(schedule, user=other, reason="x")

    def test_one_proposal_of_an_office_waits_at_a_time(self, activity: Activity) -> None:
        office = office_of(activity)
        first = make_schedule(planned_item(activity), office=office)
        second = partial(make_schedule, planned_item(activity, FIRST_HALF), office=office)
        assert "รอ" in messages_of(second) or "waits" in messages_of(second)
        withdraw_schedule(first, user=make_planner())
        assert second().is_pending

    def test_one_proposal_of_all_offices_waits_at_a_time(self, activity: Activity) -> None:
        first = make_schedule(planned_item(activity))
        other = make_planner("other")
        with pytest.raises(ValidationError):
            make_schedule(planned_item(activity, FIRST_HALF), user=other)
        refuse_schedule(first, user=make_approver(), reason="ปรับใหม่")
        make_schedule(planned_item(activity, FIRST_HALF), user=other)


class TestOvertaking:
    """Nobody undoes unseen what another version has put in force."""

    def test_a_proposal_of_items_changed_since_is_not_approved(self, activity: Activity) -> None:
        of_all = make_schedule(planned_item(activity))
        office = office_of(activity)
        make_schedule(planned_item(activity, FIRST_HALF), office=office, approved=True)
        refusal = partial(approve_schedule, of_all, user=make_approver())
        assert activity.code in messages_of(refusal)
        assert Schedule.objects.get(pk=of_all.pk).is_pending
        assert row_of(activity) == [True] * 6 + [False] * 6

    def test_versions_of_other_items_do_not_stand_in_the_way(
        self, activity: Activity, part: SubActivity
    ) -> None:
        of_all = make_schedule(planned_item(activity))
        office = office_of(activity)
        make_schedule(planned_item(part, FIRST_HALF), office=office, approved=True)
        assert approve_schedule(of_all, user=make_approver()).number == 2

    def test_a_form_opened_before_a_later_version_is_refused(self, activity: Activity) -> None:
        make_schedule(planned_item(activity), approved=True)
        stale = partial(make_schedule, planned_item(activity, FIRST_HALF), based_on=0)
        assert code_of(stale) == "overtaken"
        assert make_schedule(planned_item(activity, FIRST_HALF), based_on=1).is_pending

    def test_an_activity_that_changed_office_meanwhile_is_not_approved(
        self, activity: Activity
    ) -> None:
        schedule = make_schedule(planned_item(activity), office=office_of(activity))
        activity.office = make_office(activity.project.plan, "ส.อื่น")
        activity.save()
        approve = partial(approve_schedule, schedule, user=make_approver())
        assert code_of(approve) == "schedule_own_office"
        assert row_of(activity) == [None] * 12


class TestInForce:
    """Which line of each item is in force on a day."""

    def test_each_item_has_the_line_of_its_last_version(
        self, year: FiscalPlan, activity: Activity, part: SubActivity
    ) -> None:
        make_schedule(planned_item(activity), planned_item(part), approved=True)
        make_schedule(planned_item(part, FIRST_HALF), approved=True)
        make_schedule(planned_item(activity, FIRST_HALF))
        in_force = ScheduleLine.objects.in_force(year)
        found = {key: (line.schedule.number, line.months[-1]) for key, line in in_force.items()}
        assert found == {
            ("activity", activity.pk): (1, True),
            ("sub_activity", part.pk): (2, False),
        }

    def test_a_past_day_sees_what_was_approved_by_then(
        self, year: FiscalPlan, activity: Activity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now, before = today(), today() - datetime.timedelta(days=9)
        with monkeypatch.context() as patch:
            patch.setattr("etda_plan.accounts.decisions.today", lambda: before)
            make_schedule(planned_item(activity), approved=True)
        make_schedule(planned_item(activity, FIRST_HALF), approved=True)
        key = ("activity", activity.pk)
        numbers = {
            day: {
                line.schedule.number
                for line in ScheduleLine.objects.in_force(year, day).values()
                if line.key == key
            }
            for day in (before - datetime.timedelta(days=1), before, now)
        }
        assert list(numbers.values()) == [set(), {1}, {2}]

    def test_what_is_filled_in_after_the_year_counts_for_its_last_day(self) -> None:
        ended = make_plan(2560)
        activity = make_activity(make_project(ended))
        make_schedule(planned_item(activity), approved=True)
        assert ScheduleLine.objects.in_force(ended, ended.ends_on)
        assert not ScheduleLine.objects.in_force(ended, ended.starts_on)


class TestDatabase:
    """What the database refuses whoever writes."""

    def test_a_decided_version_and_its_content_stay(self, activity: Activity) -> None:
        item = planned_item(activity, milestones=((1, "เริ่ม"),))
        schedule = make_schedule(item, approved=True)
        lines, milestones = ScheduleLine.objects.all(), Milestone.objects.all()
        versions = Schedule.objects.filter(pk=schedule.pk)
        refused_by("schedule_kept", lambda: versions.update(decision_reason="x"))
        refused_by("schedule_kept", lambda: versions._raw_delete("default"))
        refused_by("schedule_line_kept", lambda: lines.update(month_1=False))
        refused_by("schedule_line_kept", lambda: lines._raw_delete("default"))
        refused_by("milestone_kept", lambda: milestones.update(title="x"))
        refused_by("milestone_kept", lambda: milestones._raw_delete("default"))

    def test_a_proposal_is_not_rewritten_nor_added_to(
        self, activity: Activity, part: SubActivity
    ) -> None:
        schedule = make_schedule(planned_item(activity))
        versions, lines = Schedule.objects.all(), ScheduleLine.objects.all()
        refused_by("schedule_as_proposed", lambda: versions.update(note="x"))
        refused_by("schedule_as_proposed", lambda: versions.update(item_count=2))
        refused_by("schedule_as_proposed", lambda: versions.update(based_on=7))
        refused_by("schedule_line_kept", lambda: lines.update(month_1=False))
        added = ScheduleLine(schedule=schedule, sub_activity=part)
        refused_by("schedule_line_within_count", added.save)
        milestone = Milestone(line=schedule.lines.get(), month=1, title="x")
        refused_by("milestone_within_count", milestone.save)

    def test_a_proposal_without_all_its_items_is_not_approved(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        hollow = Schedule.objects.create(
            plan=schedule.plan,
            office=activity.office,
            item_count=1,
            proposed_by=make_planner(),
            proposed_on=today(),
        )
        approve = partial(approve_schedule, hollow, user=make_approver())
        assert code_of(approve) == "schedule_whole"

    def test_an_overtaken_proposal_is_not_approved_past_the_service(
        self, activity: Activity
    ) -> None:
        of_all = make_schedule(planned_item(activity))
        make_schedule(planned_item(activity, FIRST_HALF), office=activity.office, approved=True)
        decided = {"decided_by": make_approver(), "decided_on": today()}
        decided |= {"decided_at": of_all.proposed_at, "state": "approved", "number": 2}
        rows = Schedule.objects.filter(pk=of_all.pk)
        refused_by("schedule_not_overtaken", lambda: rows.update(**decided))

    def test_nobody_decides_the_own_past_the_service(self, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        decided = {"decided_by": make_planner(), "decided_on": today(), "number": 1}
        decided |= {"decided_at": schedule.proposed_at, "state": "approved"}
        rows = Schedule.objects.filter(pk=schedule.pk)
        refused_by("schedule_not_decided_by_proposer", lambda: rows.update(**decided))

    def test_an_item_of_another_plan_is_refused(self, activity: Activity) -> None:
        elsewhere = make_activity(make_project(make_plan(2580)))
        part = make_sub_activity(elsewhere)
        schedule = Schedule.objects.create(
            plan=activity.project.plan,
            item_count=2,
            proposed_by=make_planner(),
            proposed_on=today(),
        )
        of_activity = ScheduleLine(schedule=schedule, activity=elsewhere)
        of_part = ScheduleLine(schedule=schedule, sub_activity=part)
        refused_by("schedule_line_activity_same_plan", of_activity.save)
        refused_by("schedule_line_part_same_plan", of_part.save)

    def test_an_office_of_another_plan_is_refused(self, activity: Activity) -> None:
        other = make_office(make_plan(2580))
        schedule = Schedule(
            plan=activity.project.plan,
            office=other,
            item_count=1,
            proposed_by=make_planner(),
            proposed_on=today(),
        )
        refused_by("schedule_office_same_plan", schedule.save)

    def test_a_line_is_of_one_thing(self, activity: Activity, part: SubActivity) -> None:
        schedule = Schedule.objects.create(
            plan=activity.project.plan,
            item_count=2,
            proposed_by=make_planner(),
            proposed_on=today(),
        )
        both = ScheduleLine(schedule=schedule, activity=activity, sub_activity=part)
        refused_by("schedule_line_of_one_thing", both.save)
        refused_by("schedule_line_of_one_thing", ScheduleLine(schedule=schedule).save)


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_proposing_and_approving_ask_as_much_for_one_item_as_for_many(
    year: FiscalPlan, activity: Activity
) -> None:
    many = [make_activity(activity.project, number) for number in range(2, 8)]
    planner, approver = make_planner(), make_approver()
    counts = []
    for items in ([activity], many):
        planned = [planned_item(each) for each in items]
        propose = queries_of(partial(propose_schedule, year, None, planned, user=planner))
        waiting = Schedule.objects.pending().get()
        counts.append((propose, queries_of(partial(approve_schedule, waiting, user=approver))))
    assert counts[0] == counts[1]
    assert max(counts[0]) < 27
