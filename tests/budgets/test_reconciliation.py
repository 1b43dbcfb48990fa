"""The identities of the money, on a small plan and on the one of FY2563."""

from decimal import Decimal

import pytest
from django.utils import translation

from budgets.models import Allocation, FundSource, PageAmount, Statement, StatementLine
from budgets.reconciliation import activity_checks, reconcile_money
from etda_plan.common.checks import Check, Status
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import money_of
from projects.models import Anomaly, FiscalPlan
from tests.factories import (
    make_activity,
    make_balanced_plan,
    make_page_amount,
    make_plan,
    make_project,
)

pytestmark = pytest.mark.django_db

BAHT = Decimal(1)
SATANG = Decimal("0.01")


def checks_of(plan: FiscalPlan) -> dict[str, Check]:
    with translation.override("en"):
        checks = list(reconcile_money(money_of(read_plan(plan))))
    assert len({check.code for check in checks}) == len(checks)
    return {check.code: check for check in checks}


def disagreeing(plan: FiscalPlan) -> set[str]:
    return {code for code, check in checks_of(plan).items() if check.status is Status.DISAGREES}


def figures(check: Check) -> tuple[str, str, str]:
    return str(check.expected), str(check.actual), str(check.difference)


def test_a_balanced_plan_agrees_in_every_check() -> None:
    assert disagreeing(make_balanced_plan(projects=3)) == set()


def test_the_only_difference_in_the_plan_of_2563_is_in_group_2_of_the_sources(
    plan: FiscalPlan,
) -> None:
    checks = checks_of(plan)
    assert disagreeing(plan) == {"sources-group-2"}
    assert figures(checks["sources-group-2"]) == ("33465300.00", "40000000.00", "6534700.00")
    assert checks["sources-group-2"].source_lines == (134, 136, 137)


@pytest.mark.parametrize(
    ("code", "expected", "lines"),
    [
        ("sources-total", "588794600.00", (127, 129, 134)),
        ("sources-group-1", "555329300.00", (129, 131, 132)),
        ("uses-group-1", "282546600.00", (144, 145, 146, 147, 148, 149)),
        ("uses-group-2", "57871300.00", (150, 151)),
        ("uses-subtotal", "474518400.00", (144, 150, 152, 153)),
        ("uses-total", "588794600.00", (153, 154, 155)),
        ("uses-heading", "588794600.00", (141, 155)),
        ("sources-uses", "588794600.00", (127, 155)),
        ("appropriation-subtotal", "474518400.00", (131, 153)),
        ("other-funds-group", "114276200.00", (132, 134, 154)),
        ("appropriation-bridge", "474518400.00", (129, 132, 153)),
        ("appropriation-readings", "80810900.00", (129, 153)),
        ("page-EC", "75969600.00", (145, 188)),
        ("page-DT", "69376700.00", (146, 232)),
        ("page-EL", "88395000.00", (147, 211)),
        ("page-SF", "12186500.00", (148, 247)),
        ("page-DG", "36618800.00", (149, 266)),
        ("page-OFF", "191971800.00", (150, 152, 286)),
        ("page-NB", "33465300.00", (134, 300)),
        ("page-PY", "80810900.00", (132, 311)),
        ("pages-total", "588794600.00", (127, 188, 211, 232, 247, 266, 286, 300, 311)),
        ("activities-OFF", "191971800.00", (286, 295, 296)),
        ("fund-current-appropriation", "474518400.00", (131, 145, 146, 147, 148, 149, 151, 152)),
        ("fund-prior-year-balance", "80810900.00", (132, 154)),
        ("fund-off-budget", "33465300.00", (134, 154)),
        ("allocations-line-group-4", "114276200.00", (154,)),
        ("allocations-OFF-2", "134100500.00", (296,)),
    ],
)
def test_the_plan_of_2563_adds_up(
    plan: FiscalPlan, code: str, expected: str, lines: tuple[int, ...]
) -> None:
    check = checks_of(plan)[code]
    assert (check.status, str(check.expected), str(check.actual), check.source_lines) == (
        Status.AGREES,
        expected,
        expected,
        lines,
    )


def test_a_title_names_the_lines_and_the_sections_that_are_compared(plan: FiscalPlan) -> None:
    checks = checks_of(plan)
    assert checks["uses-group-1"].title == "1.1 – 1.5 = group 1 งบโครงการ"
    assert checks["sources-group-2"].title == "2.1 + 2.2 = group 2 เงินนอกงบประมาณ"
    assert checks["page-OFF"].title == "page OFF = group 2 + group 3 of section 6"
    assert checks["page-PY"].title == "page PY = 1.2 of section 5"


@pytest.mark.parametrize(
    ("line", "turned"),
    [
        (131, {"sources-group-1", "appropriation-subtotal", "fund-current-appropriation"}),
        (145, {"uses-group-1", "page-EC", "allocations-line-item-1-1"}),
        (137, {"sources-group-2"}),
    ],
)
def test_a_statement_line_moved_by_a_satang_turns_the_checks_that_use_it(
    plan: FiscalPlan, line: int, turned: set[str]
) -> None:
    row = StatementLine.objects.get(source_line=line)
    row.amount += SATANG
    row.save()
    assert disagreeing(plan) == turned | {"sources-group-2"}


def test_a_page_moved_by_100_baht_turns_its_own_check_and_the_sum_of_pages(
    plan: FiscalPlan,
) -> None:
    page = PageAmount.objects.get(project__code="EC", activity=None)
    page.amount -= 100 * BAHT
    page.save()
    assert disagreeing(plan) - {"sources-group-2"} == {
        "page-EC",
        "pages-total",
        "allocations-EC",
    }


def test_money_put_into_another_fund_turns_both_funds(plan: FiscalPlan) -> None:
    row = Allocation.objects.get(project__code="EC")
    row.fund_source = FundSource.objects.get(plan=plan, code="OFF_BUDGET")
    row.save()
    assert {"fund-current-appropriation", "fund-off-budget"} <= disagreeing(plan)


def test_an_anomaly_that_records_the_two_readings_wrongly_disagrees(plan: FiscalPlan) -> None:
    anomaly = Anomaly.objects.get(plan=plan, code="A02")
    anomaly.difference = Decimal("80810900.01")
    anomaly.save()
    assert "appropriation-readings" in disagreeing(plan)


def test_two_readings_that_nobody_recorded_disagree(plan: FiscalPlan) -> None:
    Anomaly.objects.filter(plan=plan, code="A02").delete()
    check = checks_of(plan)["appropriation-readings"]
    assert check.status is Status.DISAGREES
    assert figures(check) == ("80810900.00", "0", "-80810900.00")


def test_without_statements_nothing_agrees_for_want_of_figures() -> None:
    assert disagreeing(make_plan()) == {"sources-total", "uses-total", "sources-uses"}


def test_a_fund_without_a_printed_line_disagrees() -> None:
    plan = make_balanced_plan()
    StatementLine.objects.filter(fund_source__code="PRIOR_YEAR_BALANCE").update(fund_source=None)
    assert {"fund-prior-year-balance", "other-funds-group", "page-PY"} <= disagreeing(plan)


def test_a_work_whose_page_prints_no_amount_disagrees() -> None:
    plan = make_balanced_plan(projects=2)
    PageAmount.objects.filter(project__code="P2").delete()
    assert {"page-P2", "pages-total"} <= disagreeing(plan)


def test_a_heading_without_an_amount_is_not_compared() -> None:
    plan = make_balanced_plan()
    Statement.objects.filter(plan=plan).update(heading_amount=None)
    assert "uses-heading" not in checks_of(plan)


class TestActivities:
    """What a page prints for its activities, against the page's whole."""

    def check(self, *amounts: str | None) -> Check:
        plan = make_plan()
        project = make_project(plan)
        make_page_amount(project, "100.00")
        for number, amount in enumerate(amounts, start=1):
            activity = make_activity(project, number)
            if amount is not None:
                make_page_amount(project, amount, activity)
        with translation.override("en"):
            [check] = activity_checks(money_of(read_plan(plan)))
        return check

    def test_amounts_that_are_all_known_add_up_to_the_page(self) -> None:
        check = self.check("60.00", "40.00")
        assert check.status is Status.AGREES
        assert figures(check) == ("100.00", "100.00", "0.00")

    @pytest.mark.parametrize("second", ["39.99", "40.01", "0.00"])
    def test_amounts_that_are_all_known_and_do_not_add_up_disagree(self, second: str) -> None:
        assert self.check("60.00", second).status is Status.DISAGREES

    def test_what_is_not_broken_down_is_said_and_is_not_a_difference(self) -> None:
        check = self.check("0.00", None)
        assert check.status is Status.AGREES
        assert check.note == "0.0001 not broken down by activity: 1 of 2 without amount"

    def test_amounts_that_exceed_the_page_disagree_even_when_some_are_unknown(self) -> None:
        check = self.check("100.01", None)
        assert check.status is Status.DISAGREES
        assert check.difference == SATANG

    def test_an_amount_of_zero_is_not_an_unknown_one(self) -> None:
        assert self.check("100.00", "0.00").note == ""


def test_the_remainder_of_ec_is_all_of_its_money(plan: FiscalPlan) -> None:
    note = checks_of(plan)["activities-EC"].note
    assert note == "75.9696 not broken down by activity: 9 of 9 without amount"
