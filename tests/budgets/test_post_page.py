"""The form that posts an entry: from the empty box to the confirmation."""

import datetime
import re
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Allocation, Attachment, Entry
from budgets.permissions import POST_ENTRIES
from etda_plan.common.fiscal import fiscal_year, today, typed_date
from etda_plan.common.permissions import Role
from tests.factories import (
    make_activity,
    make_allocation,
    make_finance,
    make_ledger,
    make_plan,
    make_user,
    post_entry,
)

pytestmark = pytest.mark.django_db

NEW = "/budgets/entries/new/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,000 baht."""
    return make_ledger("1000")


@pytest.fixture
def finance(client: Client) -> Client:
    """The browser of a finance officer."""
    client.force_login(make_finance())
    return client


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of attached files, for one test."""
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return tmp_path / "attachments"


def filled(allocation: Allocation | None = None, /, **fields: Any) -> dict[str, Any]:
    """Return what a browser sends: a payment of 100 baht, dated 15 March 2563."""
    named = {"allocation": allocation.pk, "kind": "payment"} if allocation else {}
    usual = {"amount": "100.00", "date": "15/3/2563", "key": str(uuid.uuid4())}
    return {**named, **usual, **fields}


def sent(client: Client, query: str, data: dict[str, Any]) -> str:
    """Send a form that is posted; return the page of its entry, which says so."""
    response: Any = client.post(NEW + query, data, follow=True)
    assert response.redirect_chain, response.context["form"].errors
    assert re.fullmatch(r"/budgets/entries/\d+/", response.redirect_chain[-1][0])
    page: str = response.content.decode()
    return page


def refused(client: Client, query: str, data: dict[str, Any]) -> Any:
    """Send a form that is refused; nothing is stored; return the page's form."""
    before = Entry.objects.count(), Attachment.objects.count()
    response: Any = client.post(NEW + query, data)
    assert response.status_code == 200
    assert (Entry.objects.count(), Attachment.objects.count()) == before
    assert "ยังไม่ได้บันทึก" in response.content.decode()
    form = response.context["form"]
    form.page = response.content.decode()
    return form


def test_a_visitor_is_sent_to_sign_in(client: Client, allocation: Allocation) -> None:
    for response in (client.get(NEW), client.post(NEW, filled(allocation))):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE])
def test_only_finance_is_let_in_or_posts(
    client: Client, allocation: Allocation, role: Role
) -> None:
    client.force_login(make_user("someone", role, is_superuser=role == Role.ADMINISTRATOR))
    assert client.get(NEW).status_code == 403
    response = client.post(NEW, filled(allocation))
    assert response.status_code == 403
    assert str(POST_ENTRIES.title) in response.content.decode()
    assert not Entry.objects.exists()


def test_it_offers_each_allocation_under_its_fund_and_group_with_what_is_left(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "0.75", "reservation")
    page = finance.get(NEW).content.decode()
    option = (
        f'<option value="{allocation.pk}">AA · คงเหลือ 999.25 · {allocation.project.name}</option>'
    )
    assert option in page
    heading = f"{allocation.fund_source.name_short} · กลุ่มที่ {allocation.spending_group.number}"
    assert f'<optgroup label="{heading}' in page
    assert page.index("<optgroup") < page.index(option)


def test_it_proposes_today_or_the_last_day_of_the_year(
    finance: Client, allocation: Allocation
) -> None:
    assert 'value="30/9/2563"' in finance.get(NEW).content.decode()
    now = make_ledger("100", fiscal_year(today()), "NOW").project.plan
    page = finance.get(f"{NEW}?fiscal_year={now.fiscal_year}").content.decode()
    assert f'value="{typed_date(today())}"' in page


def test_a_payment_is_posted_and_confirmed_with_what_was_left_before_and_after(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "200", "reservation")
    words = {
        "document_number": "ฎีกา 7/63",
        "payee": "บริษัท ก",
        "note": "งวดแรก\nงานทดสอบ",
        "paper_approved_by": "ผู้อำนวยการ",
    }
    page = sent(
        finance, "", filled(allocation, amount="100.50", **{**words, "note": "งวดแรก\r\nงานทดสอบ"})
    )
    entry = Entry.objects.get(kind="payment")
    assert {name: getattr(entry, name) for name in words} == words
    assert entry.amount == Decimal("100.50")
    assert entry.date == datetime.date(2020, 3, 15)
    assert entry.entered_by == make_finance()
    assert "คงเหลือ 800.00 → 699.50 บาท" in page
    assert f"บันทึกรายการ #{entry.pk} แล้ว: เบิกจ่าย 100.50 บาท" in page


def test_an_earlier_entry_fixes_allocation_and_kind_and_proposes_what_is_open(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "500", "commitment", payee="บริษัท ก")
    post_entry(allocation, "120.50", draws_on=commitment)
    query = f"?draws_on={commitment.pk}"
    response: Any = finance.get(NEW + query)
    assert "allocation" not in response.context["form"].fields
    page = response.content.decode()
    assert 'value="379.50"' in page
    assert 'value="บริษัท ก"' in page
    assert f"เบิกจ่ายจากผูกพัน #{commitment.pk}" in page
    page = sent(finance, query, filled(amount="79.50"))
    assert f"ยอดค้างของ #{commitment.pk}: 379.50 → 300.00 บาท" in page
    assert "คงเหลือ 500.00 → 500.00" in page


def test_a_reservation_is_committed_and_a_payment_reversed(
    finance: Client, allocation: Allocation
) -> None:
    reservation = post_entry(allocation, "500", "reservation")
    sent(finance, f"?draws_on={reservation.pk}", filled(amount="300"))
    commitment = Entry.objects.get(draws_on=reservation)
    assert commitment.kind == "commitment"
    sent(finance, f"?reverses={commitment.pk}", filled(amount="50"))
    reversal = Entry.objects.get(reverses=commitment)
    assert (reversal.committed_change, reversal.reserved_change) == (Decimal(-50), Decimal(50))


def test_tampered_fields_beside_an_earlier_entry_change_nothing(
    finance: Client, allocation: Allocation
) -> None:
    other = make_ledger("1000", code="BB")
    commitment = post_entry(allocation, "500", "commitment")
    tampered = {"allocation": other.pk, "kind": "reservation", "reverses": commitment.pk}
    sent(finance, f"?draws_on={commitment.pk}", filled(**tampered))
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.allocation, entry.draws_on) == ("payment", allocation, commitment)
    assert entry.reverses is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "transfer"), ("kind", "reversal"), ("kind", "opening"), ("kind", "x"),
     ("allocation", "999999"), ("allocation", "x"), ("allocation", "9" * 40)],
)  # fmt: skip
def test_what_the_form_does_not_offer_is_refused(
    finance: Client, allocation: Allocation, field: str, value: str
) -> None:
    form = refused(finance, "", filled(allocation, **{field: value}))
    assert list(form.errors) == [field]


def test_an_allocation_or_entry_of_another_plan_is_refused(
    finance: Client, allocation: Allocation
) -> None:
    other = make_ledger("1000", 2570, "ZZ")
    assert list(refused(finance, "", filled(other)).errors) == ["allocation"]
    entry = post_entry(allocation, "10", "commitment")
    for query in (f"?draws_on={entry.pk}", f"?reverses={entry.pk}"):
        address = f"{NEW}{query}&fiscal_year=2570"
        assert finance.get(address).status_code == 404
        assert finance.post(address, filled()).status_code == 404
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["?draws_on=x", "?draws_on=0", "?reverses=-1", "?draws_on=", f"?reverses={'9' * 40}"]
)
def test_an_address_that_names_no_entry_is_not_found(
    finance: Client, allocation: Allocation, query: str
) -> None:
    assert finance.get(NEW + query).status_code == 404
    assert finance.post(NEW + query, filled()).status_code == 404


def test_nothing_is_drawn_on_a_payment_and_no_reversal_is_reversed(
    finance: Client, allocation: Allocation
) -> None:
    payment = post_entry(allocation, "10")
    reversal = post_entry(allocation, "10", "reversal", reverses=payment)
    for query in (f"?draws_on={payment.pk}", f"?reverses={reversal.pk}"):
        assert finance.post(NEW + query, filled(amount="1")).status_code == 404
    both = f"?draws_on={payment.pk}&reverses={payment.pk}"
    assert finance.get(NEW + both).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"amount": "1000.01"}, "amount", "คงเหลือ 1,000.00 บาท"),
        ({"amount": "1.005"}, "amount", "ทศนิยม"),
        ({"amount": "0"}, "amount", "มากกว่าศูนย์"),
        ({"amount": "-5"}, "amount", "มากกว่าศูนย์"),
        ({"amount": "ห้าร้อย"}, "amount", "ตัวเลข"),
        ({"amount": ""}, "amount", "จำเป็น"),
        ({"amount": "92233720368547758.07"}, "amount", "มากเกินกว่า"),
        ({"amount": "1" + "0" * 40}, "amount", "มากเกินกว่า"),
        ({"amount": "NaN"}, "amount", "ตัวเลข"),
        ({"date": "15/3/2020"}, "date", "2563"),
        ({"date": "31/2/2563"}, "date", "วัน"),
        ({"date": "30/9/2562"}, "date", "ปีงบประมาณ"),
        ({"date": "1/10/2563"}, "date", "ปีงบประมาณ"),
        ({"date": ""}, "date", "จำเป็น"),
        ({"payee": "ก" * 201}, "payee", "200"),
        ({"document_number": "x\x00"}, "document_number", ""),
        ({"kind": ""}, "kind", "จำเป็น"),
        ({"allocation": ""}, "allocation", "จำเป็น"),
    ],
    ids=str,
)
def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    finance: Client, allocation: Allocation, fields: dict[str, str], field: str, words: str
) -> None:
    typed = {"note": "บันทึกยาว ๆ", "paper_approved_by": "ผู้อนุมัติ"}
    form = refused(finance, "", filled(allocation, **{**typed, **fields}))
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert f'id="id_{field}_error"' in form.page
    assert "บันทึกยาว ๆ</textarea>" in form.page
    assert 'value="ผู้อนุมัติ"' in form.page
    for value in filter(None, fields.values()):
        assert value in form.page
    assert re.search(rf'name="{field}"[^>]*autofocus', form.page)
    assert form.page.count("autofocus") == 1


def test_a_date_after_today_is_refused_beside_the_date(finance: Client) -> None:
    tomorrow = today() + datetime.timedelta(days=1)
    allocation = make_ledger("100", fiscal_year(tomorrow), "NOW")
    year = allocation.project.plan.fiscal_year
    data = filled(allocation, date=typed_date(tomorrow))
    assert list(refused(finance, f"?fiscal_year={year}", data).errors) == ["date"]


def test_more_than_is_open_or_an_earlier_day_is_refused_beside_its_field(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "500", "commitment")
    query = f"?draws_on={commitment.pk}"
    form = refused(finance, query, filled(amount="500.01"))
    assert "500.00" in form.errors["amount"][0]
    assert list(refused(finance, query, filled(date="14/3/2563")).errors) == ["date"]
    query = f"?reverses={commitment.pk}"
    assert list(refused(finance, query, filled(amount="500.01")).errors) == ["amount"]
    assert list(refused(finance, query, filled(date="14/3/2563")).errors) == ["date"]


def test_the_same_form_sent_again_leads_to_the_same_entry(
    finance: Client, allocation: Allocation
) -> None:
    data = filled(allocation)
    first = sent(finance, "", data)
    again = sent(finance, "", data)
    assert Entry.objects.count() == 1
    assert f"#{Entry.objects.get().pk}" in first
    assert f"#{Entry.objects.get().pk}" in again


def test_a_used_form_with_other_content_says_what_it_was_and_may_be_sent_as_another(
    finance: Client, allocation: Allocation
) -> None:
    data = filled(allocation)
    sent(finance, "", data)
    form = refused(finance, "", {**data, "amount": "200.00"})
    assert f"#{Entry.objects.get().pk}" in form.page
    key = re.search(r'name="key" value="([^"]+)"', form.page)
    assert key
    assert key[1] != data["key"]
    sent(finance, "", {**data, "amount": "200.00", "key": key[1]})
    assert Entry.objects.count() == 2


def test_a_refused_form_keeps_its_key(finance: Client, allocation: Allocation) -> None:
    data = filled(allocation, amount="2000")
    assert f'name="key" value="{data["key"]}"' in refused(finance, "", data).page


@pytest.mark.parametrize("key", ["", "x", "1234"])
def test_a_form_without_its_key_is_not_posted_but_gets_a_new_one(
    finance: Client, allocation: Allocation, key: str
) -> None:
    form = refused(finance, "", filled(allocation, key=key))
    assert list(form.errors) == ["key"]
    assert re.search(r'name="key" value="[0-9a-f-]{36}"', form.page)


def test_files_go_with_the_entry_and_are_sent_again_without_doubling(
    finance: Client, allocation: Allocation, folder: Path
) -> None:
    def files() -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"\n")]

    data = filled(allocation)
    page = sent(finance, "", {**data, "uploads": files()})
    assert ">a.pdf</a>" in page
    sent(finance, "", {**data, "uploads": files()})
    entry = Entry.objects.get()
    assert {each.name for each in entry.attachments.all()} == {"a.pdf", "b.pdf"}
    assert len([each for each in folder.rglob("*") if each.is_file()]) == 2


def test_a_refused_entry_leaves_no_file_and_says_to_choose_them_again(
    finance: Client, allocation: Allocation, folder: Path
) -> None:
    data = filled(allocation, amount="2000", uploads=SimpleUploadedFile("a.pdf", PDF))
    assert "เลือกไฟล์แนบใหม่" in refused(finance, "", data).page
    assert [each for each in folder.rglob("*") if each.is_file()] == []


def test_a_file_that_is_not_taken_is_named_beside_its_box(
    finance: Client, allocation: Allocation
) -> None:
    bad = SimpleUploadedFile("a.html", b"<script>")
    form = refused(finance, "", filled(allocation, uploads=[bad, SimpleUploadedFile("b.pdf", PDF)]))
    assert list(form.errors) == ["uploads"]
    assert "a.html" in form.errors["uploads"][0]


def test_the_address_proposes_and_shows_what_could_be_drawn_on(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "500", "commitment", payee="บริษัท ก")
    other = post_entry(make_ledger("100", code="BB"), "5", "commitment")
    page = finance.get(f"{NEW}?kind=payment&allocation={allocation.pk}").content.decode()
    assert f'<option value="{allocation.pk}" selected>' in page
    assert '<option value="payment" selected>' in page
    assert f"?draws_on={commitment.pk}" in page
    assert f"?draws_on={other.pk}" not in page
    page = finance.get(f"{NEW}?kind=reservation&allocation={allocation.pk}").content.decode()
    assert "draws_on" not in page


def test_nonsense_proposals_are_left_out(finance: Client, allocation: Allocation) -> None:
    response = finance.get(f"{NEW}?kind=x&allocation={'9' * 40}")
    assert response.status_code == 200
    assert " selected>" not in response.content.decode()


def test_it_needs_no_script_and_few_keys(finance: Client, allocation: Allocation) -> None:
    page = finance.get(NEW).content.decode()
    assert "<script" not in page
    assert page.count("autofocus") == 1
    assert re.search(r'<select name="kind"[^>]*autofocus', page)
    page = finance.get(f"{NEW}?kind=payment").content.decode()
    assert re.search(r'<select name="allocation"[^>]*autofocus', page)
    commitment = post_entry(allocation, "500", "commitment")
    page = finance.get(f"{NEW}?draws_on={commitment.pk}").content.decode()
    assert re.search(r'<input type="text" name="amount"[^>]*autofocus', page)


def test_it_takes_as_many_queries_for_many_allocations_as_for_few(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1", "commitment")
    path = f"{NEW}?kind=payment&allocation={allocation.pk}"
    finance.get(path)
    with CaptureQueriesContext(connection) as few:
        finance.get(path)
    for number in range(10):
        work = make_ledger("10", code=f"Z{number}").project
        broken_down = (allocation.fund_source, allocation.spending_group, work, "10")
        make_allocation(*broken_down, activity=make_activity(project=work))
        post_entry(allocation, "1", "commitment")
    with CaptureQueriesContext(connection) as many:
        finance.get(path)
    assert len(many) == len(few) < 20


def test_without_a_plan_there_is_nothing_to_post_on(finance: Client, no_plan: None) -> None:
    assert finance.get(NEW).status_code == 404


def test_it_is_complete_in_english(finance: Client, allocation: Allocation) -> None:
    finance.cookies["django_language"] = "en"
    page = finance.get(NEW).content.decode()
    for words in (
        "Record an entry",
        "Approved on paper by",
        "Choose an allocation",
        "Post</button>",
    ):
        assert words in page


def test_a_plan_without_allocations_offers_none(finance: Client) -> None:
    make_plan(2570)
    page = finance.get(f"{NEW}?fiscal_year=2570").content.decode()
    assert "<optgroup" not in page
