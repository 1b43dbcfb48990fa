"""The pages of transfers: list, proposal in three steps, memo, decision."""

import csv
import io
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation, Transfer
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_year, today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_allocation,
    make_approver,
    make_finance,
    make_fund_source,
    make_ledger,
    make_membership,
    make_office,
    make_planner,
    make_transfer,
    make_user,
    post_entry,
)
from tests.paper import copied_text, needs_pango, needs_pdftotext

pytestmark = pytest.mark.django_db

Pair = tuple[Allocation, Allocation]
LIST = "/budgets/transfers/"
YEAR = fiscal_year(timezone.localdate())


@pytest.fixture
def pair() -> Pair:
    """Two allocations of one fund in this year's plan: 1,000 and 500 baht."""
    return make_ledger("1000", YEAR), make_ledger("500", YEAR, "BB")


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_planner())
    return client


@pytest.fixture
def approver(client: Client) -> Client:
    client.force_login(make_approver())
    return client


def at(address: str, **query: object) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?fiscal_year={YEAR}&{asked}"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def memo_of(transfer: Transfer) -> str:
    return at(f"{LIST}{transfer.pk}/")


def sent(client: Client, pair: Pair, step: str, **changes: Any) -> Any:
    """Send the proposal of 300 baht, from the first to the second, unless it is changed."""
    data = {
        "key": uuid.uuid4(),
        "target": f"allocation-{pair[1].pk}",
        "amount": "300.00",
        "reason": "จ้างที่ปรึกษาล่าช้า",
        "effect": "ไม่กระทบตัวชี้วัดที่ 8",
        "step": step,
    }
    return client.post(at(f"{LIST}new/", **{"from": pair[0].pk}), {**data, **changes})


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def decided(client: Client, transfer: Transfer, decision: str, reason: str = "") -> Any:
    data = {"key": uuid.uuid4(), "decision": decision, "reason": reason, "proposal": transfer.pk}
    return client.post(memo_of(transfer), data)


@pytest.mark.parametrize("address", [LIST, f"{LIST}new/", f"{LIST}1/", f"{LIST}1/memo.pdf"])
def test_a_visitor_signs_in_and_other_accounts_are_refused(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(address).status_code == 403


def test_people_are_called_by_their_names(approver: Client, pair: Pair) -> None:
    transfer = make_transfer(*pair, "300")
    User.objects.filter(pk=transfer.proposed_by_id).update(first_name="ฝ่ายแผน")
    User.objects.filter(pk=make_approver().pk).update(first_name="ผู้อนุมัติ")
    assert "ฝ่ายแผน" in page(approver, at(LIST)).split("<tbody")[1]
    decided(approver, transfer, "approve")
    facts = page(approver, memo_of(transfer)).split('<dl class="facts">')[1]
    assert "ฝ่ายแผน ·" in facts
    assert "ผู้อนุมัติ ·" in facts
    assert "ผู้อนุมัติ" in approver.get(at(LIST, _export="csv")).content.decode()


def test_only_planners_open_the_form(client: Client) -> None:
    for role in set(Role) - {Role.PLANNER}:
        client.force_login(make_user(f"only-{role}", role))
        assert client.get(f"{LIST}new/").status_code == 403


def test_an_empty_list_says_what_to_do(planner: Client, plan: FiscalPlan) -> None:
    html = page(planner, LIST)
    assert "ยังไม่มีข้อเสนอโอนเงิน" in html
    assert f'href="{LIST}new/"' in html


def test_the_title_is_what_was_moved_and_what_waits(client: Client, pair: Pair) -> None:
    make_transfer(*pair, "300", approved=True)
    make_transfer(*pair, "50")
    client.force_login(make_user("auditor", Role.AUDITOR))
    html = page(client, at(LIST))
    assert "โอนแล้ว 1 รายการ 0.0003 ล้านบาท · รอพิจารณา 1 รายการ" in html
    assert "เสนอโอนเงิน</a>" not in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "proposed"}, 1),
        ({"state": "approved"}, 1),
        ({"fund": "OFF_BUDGET"}, 2),
        ({"work": "BB"}, 1),
        ({"work": "CC"}, 1),
        ({"work": "AA"}, 2),
    ],
)
def test_the_list_is_filtered(
    planner: Client, pair: Pair, query: dict[str, str], count: int
) -> None:
    third = make_ledger("10", YEAR, "CC")
    make_transfer(*pair, "1")
    make_transfer(pair[0], third, "1", approved=True)
    response = planner.get(at(LIST, **query, _export="csv"))
    assert len(list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))) == count


def test_the_file_says_who_decided_and_why(planner: Client, pair: Pair) -> None:
    make_transfer(*pair, "300.25", approved=True, reason="=งานล่าช้า")
    response = planner.get(at(LIST, _export="csv"))
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["จำนวนเงิน (บาท)"] == "300.25"
    assert row["พิจารณาโดย"] == "approver"
    assert row["เหตุผล"] == "'=งานล่าช้า"
    assert row["จาก"] == "AA โครงการ AA"


def test_officers_see_their_own_offices_transfers_alone(client: Client, pair: Pair) -> None:
    first = pair[0]
    office = make_office(first.fund_source.plan, "ส.หนึ่ง")
    make_activity(first.project, office=office)
    officer = make_user("officer", Role.OFFICER)
    make_membership(officer, office, today())
    seen = make_transfer(*pair, "1")
    unseen = make_transfer(pair[1], make_ledger("10", YEAR, "CC"), "1")
    client.force_login(officer)
    assert "แสดง <b>1</b> จาก 1 รายการ" in page(client, at(LIST))
    assert client.get(memo_of(seen)).status_code == 200
    assert client.get(memo_of(unseen)).status_code == 404


def test_the_form_first_asks_where_the_money_comes_from(planner: Client, pair: Pair) -> None:
    empty = make_ledger("0", YEAR, "CC")
    html = page(planner, at(f"{LIST}new/"))
    assert f'value="{pair[0].pk}"' in html
    assert f'value="{empty.pk}"' not in html, "it has nothing to give"
    assert "ถัวจ่าย" in html


def test_only_the_same_fund_and_the_works_activities_are_offered(
    planner: Client, pair: Pair
) -> None:
    first, second = pair
    other_fund = make_fund_source(first.fund_source.plan, "PRIOR_YEAR_BALANCE")
    elsewhere = make_allocation(other_fund, first.spending_group, second.project, "10")
    activity = make_activity(first.project)
    held = make_activity(first.project, 2)
    kept = make_allocation(
        first.fund_source, first.spending_group, first.project, "5", activity=held
    )
    foreign = make_activity(second.project)
    html = page(planner, at(f"{LIST}new/", **{"from": first.pk}))
    offered = set(re.findall(r'value="((?:allocation|activity)-\d+)"', html))
    assert offered == {
        f"allocation-{second.pk}",
        f"allocation-{kept.pk}",
        f"activity-{activity.pk}",
    }
    assert f"allocation-{elsewhere.pk}" not in offered
    assert f"activity-{foreign.pk}" not in offered


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999999999999"])
def test_an_allocation_that_is_not_there_is_not_found(
    planner: Client, pair: Pair, number: str
) -> None:
    assert planner.get(at(f"{LIST}new/", **{"from": number})).status_code == 404


def test_before_it_is_sent_both_lines_are_shown_before_and_after(
    planner: Client, pair: Pair
) -> None:
    post_entry(pair[0], "100", date=today())
    html = words_of(sent(planner, pair, "check"))
    for figure in ("1,000.00", "−300.00", "700.00", "900.00", "600.00", "500.00", "800.00"):
        assert f">{figure}<" in html
    assert not Transfer.objects.exists()


def test_changing_it_keeps_what_was_typed(planner: Client, pair: Pair) -> None:
    html = words_of(sent(planner, pair, "edit"))
    assert 'value="300.00"' in html
    assert "จ้างที่ปรึกษาล่าช้า" in html
    assert not Transfer.objects.exists()


def test_what_was_confirmed_is_proposed_once(planner: Client, pair: Pair) -> None:
    key = uuid.uuid4()
    first, second = (sent(planner, pair, "propose", key=key) for _ in range(2))
    transfer = Transfer.objects.get()
    assert first["Location"] == second["Location"] == f"{LIST}{transfer.pk}/?fiscal_year={YEAR}"
    assert (transfer.amount, transfer.proposed_by) == (Decimal(300), make_planner())


def test_an_activity_is_given_money(planner: Client, pair: Pair) -> None:
    activity = make_activity(pair[0].project)
    target = f"activity-{activity.pk}"
    html = words_of(sent(planner, pair, "check", target=target))
    assert activity.code in html
    assert not Allocation.objects.filter(activity=activity).exists()
    sent(planner, pair, "propose", target=target)
    assert Transfer.objects.get().to_allocation.activity == activity


Refusal = tuple[dict[str, str], str]
REFUSALS: list[Refusal] = [
    ({"amount": "1000.01"}, "เหลือ 1,000.00 บาท"),
    ({"amount": "0"}, "จำนวนเงินต้องมากกว่าศูนย์"),
    ({"amount": "1.005"}, "ทศนิยม"),
    ({"target": "allocation-0"}, "allocation-0"),
    ({"reason": " "}, "จำเป็น"),
    ({"key": "x"}, "key"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSALS)
@pytest.mark.parametrize("step", ["check", "propose"])
def test_a_refusal_keeps_the_form_and_says_why(
    planner: Client, pair: Pair, changes: dict[str, str], words: str, step: str
) -> None:
    response = sent(planner, pair, step, **changes)
    html = words_of(response)
    assert response.status_code == 200
    assert words in html
    assert "ไม่กระทบตัวชี้วัดที่ 8" in html
    assert not Transfer.objects.exists()


def test_the_memo_shows_what_waits_and_who_may_decide(
    client: Client, pair: Pair, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    transfer = make_transfer(*pair, "300")
    makers: list[Callable[[], Any]] = [make_planner, make_finance, make_approver]
    buttons = {}
    for make in makers:
        client.force_login(make())
        html = page(client, memo_of(transfer))
        assert "งานล่าช้า" in html
        buttons[make] = re.findall(r'name="decision" value="(\w+)"', html)
    assert buttons == {
        make_planner: ["withdraw"],
        make_finance: [],
        make_approver: ["approve", "refuse"],
    }


@pytest.mark.parametrize(("limit", "words"), [(None, "ยังไม่ได้กำหนดวงเงิน"), ("299.99", "299.99 บาท")])
def test_over_the_limit_only_refusing_is_offered_and_the_limit_said(
    client: Client, pair: Pair, limit: str | None, words: str
) -> None:
    transfer = make_transfer(*pair, "300")
    client.force_login(make_approver(limit=limit))
    html = page(client, memo_of(transfer))
    assert words in html
    assert re.findall(r'name="decision" value="(\w+)"', html) == ["refuse"]
    assert words in words_of(decided(client, transfer, "approve"))
    assert Transfer.objects.get().is_pending


def test_approving_moves_the_money_and_says_so(approver: Client, pair: Pair) -> None:
    transfer = make_transfer(*pair, "300")
    response = decided(approver, transfer, "approve", "เห็นชอบ")
    html = page(approver, response["Location"])
    assert "อนุมัติแล้ว เงินย้ายแล้ว" in html
    assert "เห็นชอบ" in html
    assert Allocation.objects.get(pk=pair[1].pk).current_amount == Decimal(800)


def test_the_memo_keeps_the_figures_of_its_own_moment(approver: Client, pair: Pair) -> None:
    post_entry(pair[0], "100", date=today())
    transfer = make_transfer(*pair, "300", approved=True)
    expected = [
        *("1,000.00", "−300.00", "700.00", "900.00", "600.00"),
        *("500.00", "+300.00", "800.00", "500.00", "800.00"),
    ]
    for _ in range(2):
        html = page(approver, memo_of(transfer))
        assert re.findall(r'<td class="num"[^>]*>([^<]*)<', html) == expected
        post_entry(pair[0], "50", date=today())
        make_transfer(*pair, "25", approved=True)


def test_refusing_without_a_reason_is_refused_beside_the_field(
    approver: Client, pair: Pair
) -> None:
    transfer = make_transfer(*pair, "300")
    html = words_of(decided(approver, transfer, "refuse"))
    assert "ต้องให้เหตุผล" in html or "ระบุเหตุผล" in html
    decided(approver, transfer, "refuse", "ผิดวัตถุประสงค์")
    html = page(approver, memo_of(transfer))
    assert "ผิดวัตถุประสงค์" in html
    assert "ไม่มีการย้ายเงิน" in html


def test_the_proposer_withdraws(planner: Client, pair: Pair) -> None:
    transfer = make_transfer(*pair, "300")
    decided(planner, transfer, "withdraw")
    assert Transfer.objects.get().state == Transfer.State.WITHDRAWN


def test_too_little_left_is_said_on_the_memo_and_it_stays_open(
    approver: Client, pair: Pair
) -> None:
    transfer = make_transfer(*pair, "300")
    post_entry(pair[0], "800", date=today())
    html = words_of(decided(approver, transfer, "approve"))
    assert "200.00" in html
    assert Transfer.objects.get().is_pending


def test_a_decision_sent_without_the_right_is_refused(planner: Client, pair: Pair) -> None:
    transfer = make_transfer(*pair, "300", user=make_planner("another"))
    assert decided(planner, transfer, "approve").status_code == 403
    assert Transfer.objects.get().is_pending


def test_another_plans_transfer_is_not_found(planner: Client, pair: Pair, plan: FiscalPlan) -> None:
    transfer = make_transfer(*pair, "1")
    assert planner.get(f"{LIST}{transfer.pk}/?fiscal_year=2563").status_code == 404


@pytest.mark.pdf
@pytest.mark.usefixtures("pair")
class TestOnPaper:
    pytestmark = [*needs_pango, needs_pdftotext]

    def test_the_memo_says_the_same(self, approver: Client, pair: Pair, tmp_path: Any) -> None:
        transfer = make_transfer(*pair, "300", approved=True)
        response = approver.get(at(f"{LIST}{transfer.pk}/memo.pdf"))
        assert response["Content-Type"] == "application/pdf"
        text = copied_text(response.content)
        for words in (transfer.number, "1,000.00", "700.00", "800.00", "งานล่าช้า", "approver"):
            assert words in text


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_for_one_transfer_as_for_twenty(
    planner: Client, pair: Pair, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_transfer(*pair, "1")
    planner.get(at(LIST))
    with django_assert_num_queries(12):
        planner.get(at(LIST))


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_for_a_form_of_one_target_as_of_twenty(
    planner: Client, pair: Pair, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_ledger("1", YEAR, f"C{number}")
        make_activity(pair[0].project, number + 1)
    with django_assert_num_queries(9):
        planner.get(at(f"{LIST}new/", **{"from": pair[0].pk}))
