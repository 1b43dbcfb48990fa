"""``load_plan`` beside money that the year before left to pay, whichever was there first."""

import pytest

from activities.models import Activity
from budgets.models import Allocation, Entry, FundSource
from budgets.models.allocations import CARRIED_FORWARD
from etda_plan.common.checks import Status
from etda_plan.overview.plan import read_plan
from etda_plan.overview.plan_rows import PLAN_OF
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan, Project
from tests.factories import (
    carry_forward,
    make_allocation,
    make_ledger,
    make_opening,
    make_project,
    make_strategy,
    post_entry,
)
from tests.overview.loading.folders import SHIPPED, load

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "EC", "OLD"
"""A work that the plan of 2563 has too, and one that ended with the year before."""


def disagreeing() -> list[str]:
    report = reconcile(FiscalPlan.objects.get(fiscal_year=2563))
    assert report.ledger_has_begun
    return [check.code for check in report.ended(Status.DISAGREES)]


class TestCarriedIntoALoadedPlan:
    @pytest.fixture(autouse=True, params=[KNOWN, UNKNOWN])
    def _carry(self, plan: FiscalPlan, request: pytest.FixtureRequest) -> None:
        make_opening(plan, "1000000", request.param)

    def test_the_year_still_adds_up_and_is_what_the_files_say(self) -> None:
        assert disagreeing() == []
        status, said, error = load(SHIPPED)
        assert (status, error) == (0, "")
        assert "ไม่มีอะไรต้องเปลี่ยน" in said

    def test_an_edit_elsewhere_is_overwritten_around_it(self, plan: FiscalPlan) -> None:
        plan.strategies.filter(number=1).update(text="อื่น")
        plan.projects.filter(code=UNKNOWN).update(position=1000)
        assert load(SHIPPED, "--overwrite")[0] == 0
        assert disagreeing() == []

    def test_it_is_no_work_money_or_citation_of_the_plans_own(self, plan: FiscalPlan) -> None:
        reading = read_plan(plan)
        codes = [work.code for work in reading.own.projects]
        assert KNOWN in codes
        assert UNKNOWN not in codes
        carried = [row for row in reading.allocations if row.is_carried_forward]
        assert [list(row.citations()) for row in carried] == [[]]
        assert not set(carried) & set(reading.own.allocations)


class TestLoadedIntoAYearThatHoldsOnlyCarriedMoney:
    @pytest.fixture(autouse=True)
    def _carry(self, no_plan: None) -> None:
        commitments = []
        for code in (UNKNOWN, KNOWN):
            before = make_ledger("1000000", 2562, code)
            day = before.project.plan.starts_on
            commitments.append(post_entry(before, "1000000", "commitment", date=day))
        carry_forward(*commitments)

    def test_every_row_of_the_files_is_there_and_all_adds_up(self) -> None:
        assert load()[0] == 0
        assert disagreeing() == []
        status, said, _error = load()
        assert (status, "ไม่มีอะไรต้องเปลี่ยน" in said) == (0, True)

    def test_carried_money_its_entries_and_its_works_are_the_ones_that_were_there(self) -> None:
        rows = Allocation.objects.filter(CARRIED_FORWARD).order_by("pk")
        kept = ("pk", "initial_amount", "committed_amount", "project_id", "spending_group_id")
        before = list(rows.values_list(*kept))
        entries = list(Entry.objects.order_by("pk").values())
        fund = FundSource.objects.values().get(code="CARRIED_FORWARD")
        assert load()[0] == 0
        assert list(rows.values_list(*kept)) == before
        assert list(Entry.objects.order_by("pk").values()) == entries
        assert FundSource.objects.values().get(code="CARRIED_FORWARD") == fund
        assert len(before) == 2

    def test_a_work_is_known_by_its_code_and_one_without_a_page_stands_last(self) -> None:
        known = Project.objects.get(plan__fiscal_year=2563, code=KNOWN)
        load()
        works = list(Project.objects.filter(plan__fiscal_year=2563).order_by("position"))
        assert works[-1].code == UNKNOWN
        known.refresh_from_db()
        assert known.page
        assert known.history.latest().history_change_reason == "load_plan"

    def test_what_a_person_entered_there_is_not_overwritten_unasked(self) -> None:
        plan = FiscalPlan.objects.get(fiscal_year=2563)
        make_strategy(plan, 99)
        status, _said, error = load()
        assert status == 1
        assert "strategy 99" in error
        assert not Activity.objects.filter(project__plan=plan).exists()
        assert load(SHIPPED, "--overwrite")[0] == 0
        assert disagreeing() == []


def test_what_the_ledger_needs_is_not_overwritten_away(plan: FiscalPlan) -> None:
    fund, group = plan.fund_sources.all()[0], plan.spending_groups.all()[0]
    post_entry(make_allocation(fund, group, make_project(plan, "ZZ"), "10"), "10")
    plan.strategies.filter(number=1).update(text="อื่น")
    before = [model._base_manager.count() for model in PLAN_OF]
    status, said, error = load(SHIPPED, "--overwrite")
    assert (status, said) == (1, "")
    assert error.splitlines() == [
        f"allocation {fund.code}/{group.number}/ZZ: ไม่มีในไฟล์ แต่มีข้อมูลที่บันทึกระหว่างปีอ้างถึง",
        "ไม่ได้โหลดข้อมูลใด พบปัญหา 1 ข้อ",
    ]
    assert [model._base_manager.count() for model in PLAN_OF] == before
    assert plan.strategies.get(number=1).text == "อื่น"
