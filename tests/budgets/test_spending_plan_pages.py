"""The pages of monthly spending plans: overview, versions side by side, proposal, decision."""

import csv
import io
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from budgets.models import MONTH_FIELDS, Allocation, SpendingPlan
from etda_plan.common.fiscal import fiscal_year, today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_approver,
    make_finance,
    make_fund_source,
    make_ledger,
    make_membership,
    make_office,
    make_planner,
    make_spending_plan,
    make_transfer,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/budgets/spending-plans/"
YEAR = fiscal_year(timezone.localdate())
TWELVE_MILLION = "12000000"


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 12 million baht in this year's plan."""
    return make_ledger(TWELVE_MILLION, YEAR)


@pytest.fixture
def finance(client: Client) -> Client:
    client.force_login(make_finance())
    return client


def at(address: str, **query: object) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?fiscal_year={YEAR}&{asked}"


def versions_of(allocation: Allocation) -> str:
    return at(f"{LIST}{allocation.pk}/")


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words_of(response)


def figures(html: str) -> list[str]:
    """Return the figures of a table's cells in their order."""
    return re.findall(r'<td class="num"[^>]*>([\d.,−+–]+)<', html)


def sent(client: Client, allocation: Allocation, step: str, *months: str, **changes: Any) -> Any:
    """Send the form with these months, October first, the others left empty."""
    data = {"key": uuid.uuid4(), "note": "ตามงวดงาน", "step": step, "from_month": "1"}
    data |= dict(zip(MONTH_FIELDS, months, strict=False))
    return client.post(at(f"{LIST}new/", allocation=allocation.pk), {**data, **changes})


def decided(
    client: Client, proposal: SpendingPlan, decision: str, reason: str = "", **changes: Any
) -> Any:
    data = {"key": uuid.uuid4(), "decision": decision, "reason": reason, "proposal": proposal.pk}
    return client.post(versions_of(proposal.allocation), {**data, **changes})


def exported(client: Client) -> list[dict[str, str]]:
    response = client.get(at(LIST, _export="csv"))
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", [LIST, f"{LIST}new/", f"{LIST}1/"])
def test_a_visitor_signs_in_and_other_accounts_are_refused(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(address).status_code == 403


def test_only_finance_and_planners_open_the_form(client: Client, allocation: Allocation) -> None:
    for role in Role:
        client.force_login(make_user(f"only-{role}", role))
        status = client.get(at(f"{LIST}new/", allocation=allocation.pk)).status_code
        assert status == (200 if role in (Role.FINANCE, Role.PLANNER) else 403)


def test_without_any_plan_nothing_is_drawn_as_zero(finance: Client, plan: FiscalPlan) -> None:
    html = page(finance, LIST)
    assert "ยังไม่มีแผนการใช้จ่ายรายเดือนที่อนุมัติแล้ว" in html
    assert html.count("ยังไม่มีแผนรายเดือน</span>") == 9
    assert "0.0000" not in html


def test_the_overview_sums_months_quarters_and_the_year(
    finance: Client, allocation: Allocation
) -> None:
    other = make_ledger("300", YEAR, "BB")
    make_ledger("5000000", YEAR, "CC")
    make_spending_plan(allocation, approved=True)
    make_spending_plan(other, ["0"] * 11 + ["300"], approved=True)
    html = page(finance, at(LIST))
    assert "มีแผนรายเดือน 2 จาก 3 วงเงินจัดสรร: 12.0003 จาก 17.0003 ล้านบาท" in html
    months, quarters, cumulative, percent = (
        figures(part) for part in html.split("<tfoot>")[1].split("</tr>")[:4]
    )
    assert months == [*["1.0000"] * 11, "1.0003", "12.0003", "17.0003"]
    assert quarters == [*["3.0000"] * 3, "3.0003", "12.0003", "–"]
    assert cumulative[:3] == ["1.0000", "2.0000", "3.0000"]
    assert cumulative[11:] == ["12.0003", "12.0003", "–"]
    assert percent[:1] + percent[11:] == ["8.33", "100.00", "100.00", "–"]


def test_a_plan_that_a_transfer_overtook_is_marked(finance: Client, allocation: Allocation) -> None:
    other = make_ledger("300", YEAR, "BB")
    make_spending_plan(allocation, approved=True)
    make_transfer(other, allocation, "200", approved=True)
    html = page(finance, at(LIST))
    assert "เปลี่ยน +0.0002" in html
    assert "ไม่เท่ากับงบปัจจุบัน 1 รายการ" in html
    assert "งบปัจจุบันเปลี่ยนไป +200.00 บาท" in page(finance, versions_of(allocation))


def test_a_proposal_that_waits_is_said_and_counts_nothing(
    finance: Client, allocation: Allocation
) -> None:
    make_spending_plan(allocation)
    html = page(finance, at(LIST))
    assert "รอพิจารณา 1 รายการ" in html
    assert "<tfoot>" not in html


def test_an_allocation_opened_for_a_refused_transfer_is_not_shown(
    finance: Client, allocation: Allocation
) -> None:
    make_transfer(allocation, make_activity(allocation.project), "1")
    assert len(exported(finance)) == 1


def test_the_overview_is_filtered_by_fund_and_work(finance: Client, allocation: Allocation) -> None:
    make_ledger("1", YEAR, "BB")
    make_fund_source(allocation.fund_source.plan, "PRIOR_YEAR_BALANCE")
    assert page(finance, at(LIST, work="BB")).count('<th scope="row" class="name">') == 1
    assert "ไม่มีวงเงินจัดสรรให้วางแผน" in page(finance, at(LIST, fund="PRIOR_YEAR_BALANCE"))


def test_officers_see_their_own_offices_lines(client: Client, allocation: Allocation) -> None:
    office = make_office(allocation.fund_source.plan, "ส.หนึ่ง")
    make_activity(allocation.project, office=office)
    other = make_ledger("1", YEAR, "BB")
    officer = make_user("officer", Role.OFFICER)
    make_membership(officer, office, today())
    client.force_login(officer)
    html = page(client, at(LIST))
    assert html.count('<th scope="row" class="name">') == 1
    assert "เฉพาะวงเงินของสำนักของท่าน" in html
    assert client.get(versions_of(allocation)).status_code == 200
    assert client.get(versions_of(other)).status_code == 404


def test_the_files_hold_exact_months_quarters_and_totals(
    finance: Client, allocation: Allocation
) -> None:
    split = ["1000000.01", "999999.99", *["1000000"] * 10]
    make_spending_plan(allocation, split, approved=True)
    make_ledger("1", YEAR, "BB")
    first, second = exported(finance)
    assert first["ต.ค."] == "1.00000001"
    assert first["ไตรมาส 1"] == "3.0000"
    assert (first["รวม"], first["ฉบับที่"]) == ("12.0000", "1")
    assert (second["ต.ค."], second["สถานะ"]) == ("–", "ยังไม่มีแผนรายเดือน")
    workbook = finance.get(at(LIST, _export="xlsx"))
    sheet = load_workbook(io.BytesIO(workbook.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert cells.count(1.00000001) == 1
    assert cells.count(3) == 4


def test_versions_stand_side_by_side_with_their_differences(
    finance: Client, allocation: Allocation
) -> None:
    make_spending_plan(allocation, approved=True)
    moved = ["0", "2000000", *["1000000"] * 10]
    make_spending_plan(allocation, moved, approved=True, note="รอ พ.ร.บ.")
    make_spending_plan(allocation, ["0", "0", "3000000", *["1000000"] * 9])
    html = page(finance, versions_of(allocation))
    assert "ฉบับที่ 2 แบ่ง 12,000,000.00 บาท" in html
    table = html.split("versions__difference")
    assert len(table) - 1 == 2 + 2, "October and November of 2, November and December of 3"
    for difference in ("−1,000,000.00", "+1,000,000.00", "−2,000,000.00", "+2,000,000.00"):
        assert f'versions__difference">{difference}<' in html
    assert "รอ พ.ร.บ." in html


def test_an_allocation_without_a_version_says_so(finance: Client, allocation: Allocation) -> None:
    html = page(finance, versions_of(allocation))
    assert "AA · OFF_BUDGET: ยังไม่มีแผนรายเดือน" in html
    assert f"allocation={allocation.pk}" in html


def test_the_form_asks_first_which_allocation(finance: Client, allocation: Allocation) -> None:
    waiting = make_ledger("1", YEAR, "BB")
    make_spending_plan(waiting)
    html = page(finance, at(f"{LIST}new/"))
    assert f'value="{allocation.pk}"' in html
    assert f'value="{waiting.pk}"' not in html


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30])
def test_an_allocation_that_is_not_there_is_not_found(
    finance: Client, allocation: Allocation, number: str
) -> None:
    assert finance.get(at(f"{LIST}new/", allocation=number)).status_code == 404


@pytest.mark.parametrize(("month", "first"), [("1", "1000000.00"), ("5", "0.00")])
def test_the_button_splits_evenly_from_a_month_and_keeps_the_note(
    finance: Client, allocation: Allocation, month: str, first: str
) -> None:
    html = words_of(sent(finance, allocation, "split", "7", from_month=month))
    values = re.findall(r'name="month_\d+" value="([\d.]+)"', html)
    assert values[0] == first
    assert sum(map(Decimal, values)) == Decimal(TWELVE_MILLION)
    assert "ตามงวดงาน" in html
    assert f'<option value="{month}" selected>' in html
    assert not SpendingPlan.objects.exists()


def test_the_sum_is_checked_without_storing(finance: Client, allocation: Allocation) -> None:
    html = words_of(sent(finance, allocation, "check", "11,999,999.99"))
    assert "สิบสองเดือนรวม 11,999,999.99 บาท ต่างจากงบปัจจุบัน −0.01" in html
    html = words_of(sent(finance, allocation, "check", "12,000,000"))
    assert "เท่ากับงบปัจจุบัน" in html
    assert not SpendingPlan.objects.exists()


def test_what_is_whole_is_proposed_once(finance: Client, allocation: Allocation) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        response = sent(finance, allocation, "propose", "๑๒,๐๐๐,๐๐๐", key=key)
        assert response["Location"] == f"{LIST}{allocation.pk}/?fiscal_year={YEAR}"
    proposal = SpendingPlan.objects.get()
    assert proposal.amounts == (Decimal(TWELVE_MILLION), *[Decimal(0)] * 11)
    assert (proposal.note, proposal.proposed_by) == ("ตามงวดงาน", make_finance())


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (["11999999.99"], "ต่างกัน −0.01"),
        (["-1", "12000001"], "จำนวนเงินติดลบไม่ได้"),
        (["1.005"], "ทศนิยม"),
        (["x"], "1,250.50"),
        (["9" * 17], "จำนวนมากเกินกว่าที่ระบบเก็บได้"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    finance: Client, allocation: Allocation, months: list[str], words: str
) -> None:
    html = words_of(sent(finance, allocation, "propose", *months))
    assert words in html
    assert f'value="{months[0]}"' in html
    assert "ตามงวดงาน" in html
    assert not SpendingPlan.objects.exists()


def test_a_second_proposal_waits_for_the_first(finance: Client, allocation: Allocation) -> None:
    make_spending_plan(allocation)
    html = words_of(sent(finance, allocation, "propose", TWELVE_MILLION))
    assert "รอพิจารณา" in html or "รอการพิจารณา" in html
    assert SpendingPlan.objects.count() == 1


def test_the_form_begins_with_the_version_in_force(finance: Client, allocation: Allocation) -> None:
    make_spending_plan(allocation, [TWELVE_MILLION, *["0"] * 11], approved=True)
    html = page(finance, at(f"{LIST}new/", allocation=allocation.pk))
    assert 'name="month_1" value="12000000.00"' in html


def test_an_approver_approves_the_next_version(client: Client, allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation)
    client.force_login(make_approver())
    html = page(client, decided(client, proposal, "approve", "เห็นชอบ")["Location"])
    assert "อนุมัติเป็นฉบับที่ 1 แล้ว" in html
    assert "เห็นชอบ" in html


def test_refusing_needs_a_reason(client: Client, allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation)
    client.force_login(make_approver())
    assert "เหตุผล" in words_of(decided(client, proposal, "refuse"))
    assert SpendingPlan.objects.get().is_pending
    decided(client, proposal, "refuse", "งวดไม่ตรงสัญญา")
    assert "งวดไม่ตรงสัญญา" in page(client, versions_of(allocation))


def test_nobody_decides_their_own_but_may_withdraw(client: Client, allocation: Allocation) -> None:
    both = make_user("both", Role.FINANCE, Role.APPROVER)
    proposal = make_spending_plan(allocation, user=both)
    client.force_login(both)
    html = page(client, versions_of(allocation))
    assert re.findall(r'name="decision" value="(\w+)"', html) == ["withdraw"]
    assert "ผู้เสนอพิจารณาข้อเสนอของตนเองไม่ได้" in words_of(decided(client, proposal, "approve"))
    decided(client, proposal, "withdraw")
    assert SpendingPlan.objects.get().state == SpendingPlan.State.WITHDRAWN


def test_the_decision_is_about_the_proposal_that_was_on_the_page(
    client: Client, allocation: Allocation
) -> None:
    shown = make_spending_plan(allocation)
    client.force_login(make_planner())
    decided(client, shown, "withdraw")
    newer = make_spending_plan(allocation, [TWELVE_MILLION, *["0"] * 11])
    client.force_login(make_approver())
    html = words_of(decided(client, shown, "approve"))
    assert "พิจารณาแล้ว" in html
    assert SpendingPlan.objects.get(pk=newer.pk).is_pending


def test_another_allocations_proposal_is_not_decided_here(
    client: Client, allocation: Allocation
) -> None:
    proposal = make_spending_plan(make_ledger("1", YEAR, "BB"))
    client.force_login(make_approver())
    response = client.post(
        versions_of(allocation),
        {"key": uuid.uuid4(), "decision": "approve", "proposal": proposal.pk},
    )
    assert response.status_code == 404
    assert SpendingPlan.objects.get().is_pending


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_for_one_allocation_as_for_twenty(
    finance: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        allocation = make_ledger("12", YEAR, f"P{number}")
        make_spending_plan(allocation, approved=True)
        make_spending_plan(allocation)
    with django_assert_num_queries(12):
        finance.get(at(LIST))


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_for_one_version_as_for_twelve(
    finance: Client,
    allocation: Allocation,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        make_spending_plan(allocation, approved=True)
    with django_assert_num_queries(9):
        finance.get(versions_of(allocation))
