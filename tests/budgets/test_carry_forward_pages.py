"""The pages of the year's end: what is open, what is proposed, what the next year begins with."""

import csv
import datetime
import io
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from budgets.models import Allocation, CarryForward, Entry
from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from tests.factories import (
    carry_forward,
    close_months,
    make_approver,
    make_carry_forward,
    make_finance,
    make_ledger,
    make_planner,
    make_user,
    post_entry,
)

pytestmark = pytest.mark.django_db

LIST, NEW = reverse("budgets:carry_forwards"), reverse("budgets:carry_forward_new")
MARCH_31 = datetime.date(2021, 3, 31)
NEXT = {"fiscal_year": 2564}


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht of the year 2563."""
    return make_ledger("100")


@pytest.fixture
def commitment(allocation: Allocation) -> Entry:
    """A contract of 60 baht, of which 15.25 are paid."""
    words = {"document_number": "PO 7/63", "payee": "ผู้ขาย ก"}
    entry = post_entry(allocation, "60", "commitment", **words)
    post_entry(allocation, "15.25", draws_on=entry)
    return entry


def as_(user: User) -> Client:
    """Return a browser in which somebody is signed in, who reads English."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def words(response: Any) -> str:
    """Return what a page says, its white space made one."""
    return " ".join(response.content.decode().split())


def proposal_form(*commitments: Entry, **fields: str) -> dict[str, Any]:
    """Return a proposal as a browser sends it."""
    return {
        "key": str(uuid.uuid4()),
        "commitments": [str(each.pk) for each in commitments],
        "expires_on": "31/3/2564",
        "basis": "มาตรา 43",
        **fields,
    }


def decide(client: Client, proposal: CarryForward, decision: str, reason: str = "") -> Any:
    """Send the form of a decision and follow where it leads."""
    form = {"key": str(uuid.uuid4()), "decision": decision, "reason": reason}
    return client.post(address(proposal), form, follow=True)


def address(proposal: CarryForward) -> str:
    """Return the page of a carry-forward."""
    return reverse("budgets:carry_forward", args=[proposal.pk])


def test_the_list_says_what_is_open_and_how_far_it_is(
    allocation: Allocation, commitment: Entry
) -> None:
    proposed = post_entry(allocation, "10", "commitment")
    carried = post_entry(allocation, "5", "commitment")
    carry_forward(carried)
    proposal = make_carry_forward(proposed)
    response = as_(make_finance()).get(LIST)
    totals = response.context["totals"]
    assert (totals.free.count, totals.free.amount) == (1, Decimal("44.75"))
    assert (totals.proposed.count, totals.proposed.amount) == (1, Decimal("10.00"))
    assert (totals.carried.count, totals.carried.amount) == (1, Decimal("5.00"))
    text = words(response)
    assert "3 commitments are open: 59.75 baht" in text
    opened = Entry.objects.get(carried_from=carried)
    assert f'proposed, not decided · <a href="{address(proposal)}">{proposal}</a>' in text
    assert f"{reverse('budgets:entry', args=[opened.pk])}?fiscal_year=2564" in text


def test_the_list_is_filtered_and_exported_as_it_is_shown(
    allocation: Allocation, commitment: Entry
) -> None:
    proposal = make_carry_forward(post_entry(allocation, "10", "commitment"))
    client = as_(make_finance())
    text = client.get(LIST, {"_export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Open (baht)"] for row in rows] == ["44.75", "10.00"]
    assert rows[0]["Document"] == "PO 7/63"
    assert rows[1]["Proposal"] == str(proposal)
    only = {"_export": "xlsx", "standing": "proposed"}
    workbook = load_workbook(io.BytesIO(client.get(LIST, only).content))
    cells = {cell.value for line in workbook.worksheets[0].iter_rows() for cell in line}
    assert 10 in cells
    assert 44.75 not in cells


def test_a_year_without_open_commitments_says_so(allocation: Allocation) -> None:
    text = words(as_(make_finance()).get(LIST))
    assert "No commitment is open" in text
    assert NEW not in text
    assert "No commitment is left to propose" in words(as_(make_finance()).get(NEW))


def test_a_planner_proposes_what_is_ticked(allocation: Allocation, commitment: Entry) -> None:
    left_out = post_entry(allocation, "10", "commitment")
    client = as_(make_planner())
    shown = words(client.get(NEW))
    assert shown.count(" checked>") == 2
    assert 'value="31/3/2564"' in shown
    answer = client.post(NEW, proposal_form(commitment), follow=True)
    proposal = CarryForward.objects.get()
    assert answer.redirect_chain[0][0] == address(proposal)
    assert [item.commitment for item in proposal.items.all()] == [commitment]
    assert proposal.expires_on == MARCH_31
    assert str(left_out.pk) not in {str(item.commitment_id) for item in proposal.items.all()}


def test_a_refusal_shows_the_form_with_what_was_typed(
    allocation: Allocation, commitment: Entry
) -> None:
    other = post_entry(allocation, "10", "commitment")
    client = as_(make_planner())
    late = client.post(NEW, proposal_form(commitment, expires_on="1/10/2564", basis="เหตุจำเป็น"))
    text = words(late)
    assert "Money is carried into the year 2564" in text
    assert "เหตุจำเป็น</textarea>" in text
    assert f'value="{commitment.pk}" checked>' in text
    assert f'value="{other.pk}">' in text
    assert "Choose at least one commitment." in words(client.post(NEW, proposal_form()))
    no_number = {**proposal_form(), "commitments": ["²"]}
    assert client.post(NEW, no_number).status_code == 200
    assert "The form came without its key" in words(client.post(NEW, proposal_form(key="")))
    make_carry_forward(commitment)
    assert "it is proposed already" in words(client.post(NEW, proposal_form(commitment)))
    assert CarryForward.objects.count() == 1


def test_an_approver_opens_the_next_year(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment)
    client = as_(make_approver())
    assert "Close September 2563 first" in words(client.get(address(proposal)))
    close_months(proposal.plan, 12)
    answer = decide(client, proposal, "approve")
    assert "is approved; the year 2564 is opened with it." in words(answer)
    opened = Entry.objects.get(carried_from=commitment)
    assert f"{reverse('budgets:entry', args=[opened.pk])}?fiscal_year=2564" in words(answer)


def test_the_next_year_shows_each_opening_item_with_its_origin(commitment: Entry) -> None:
    proposal = carry_forward(commitment)
    opened = Entry.objects.get(carried_from=commitment)
    post_entry(opened.allocation, "4.75", draws_on=opened, date=MARCH_31)
    for page in (LIST, reverse("budgets:list")):
        text = words(as_(make_finance()).get(page, NEXT))
        assert "Brought forward from the year before" in text
        assert reverse("budgets:entry", args=[commitment.pk]) in text
        assert address(proposal) in text
        assert all(f">{figure}<" in text for figure in ("44.75", "4.75", "40.00"))


def test_what_differs_from_the_proposal_is_marked_and_refused(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment)
    post_entry(commitment.allocation, "0.75", draws_on=commitment)
    close_months(proposal.plan, 12)
    client = as_(make_approver())
    assert "What is open differs from what was proposed" in words(client.get(address(proposal)))
    answer = words(decide(client, proposal, "approve"))
    assert "44.75 baht was proposed, 44.00 baht is open now." in answer
    assert CarryForward.objects.get().is_pending


def test_refusing_needs_a_reason_and_withdrawing_the_proposer(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment)
    approver, planner = as_(make_approver()), as_(make_planner())
    assert "Give a reason for refusing." in words(decide(approver, proposal, "refuse"))
    assert "Nobody decides their own proposal" not in words(approver.get(address(proposal)))
    assert "Withdraw the proposal" in words(planner.get(address(proposal)))
    assert "is withdrawn" in words(decide(planner, proposal, "withdraw"))
    again = make_carry_forward(commitment)
    assert "is refused" in words(decide(approver, again, "refuse", "เอกสารไม่ครบ"))
    assert "เอกสารไม่ครบ" in words(planner.get(address(again)))


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_opens_what_it_may(commitment: Entry, role: Role | None) -> None:
    proposal = make_carry_forward(commitment)
    client = as_(make_user("somsri", *filter(None, [role])))
    reads = role not in (None, Role.OFFICER, Role.HEAD)
    proposes = role in (Role.PLANNER, Role.FINANCE)
    assert client.get(LIST).status_code == (200 if reads else 403)
    assert client.get(address(proposal)).status_code == (200 if reads else 403)
    assert client.get(NEW).status_code == (200 if proposes else 403)
    assert client.post(NEW, proposal_form()).status_code == (200 if proposes else 403)
    close_months(proposal.plan, 12)
    decide(client, proposal, "approve")
    approved = CarryForward.objects.get().state == "approved"
    assert approved == (role == Role.APPROVER)


def test_visitors_sign_in(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment)
    for page in (LIST, NEW, address(proposal)):
        answer = Client().get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("login"))


def test_a_proposal_of_another_plan_is_not_found(commitment: Entry) -> None:
    proposal = carry_forward(commitment)
    assert as_(make_finance()).get(address(proposal), NEXT).status_code == 404


def test_pages_take_as_many_queries_for_many_as_for_one(allocation: Allocation) -> None:
    first, second, *others = [post_entry(allocation, "1", "commitment") for _ in range(10)]
    carry_forward(first)
    proposal = make_carry_forward(second)
    client = as_(make_finance())
    pages: list[tuple[str, dict[str, int]]] = [(LIST, {}), (NEW, {}), (LIST, NEXT)]
    before = [_queries(client, page, query) for page, query in pages]
    one = _queries(client, address(proposal), {})
    carry_forward(*others[:4])
    many = make_carry_forward(*others[4:7])
    assert [_queries(client, page, query) for page, query in pages] == before
    assert _queries(client, address(many), {}) == one


def _queries(client: Client, page: str, query: dict[str, int]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page, query).status_code == 200
    return len(queries)
