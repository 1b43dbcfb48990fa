"""The board's page: one A4 sheet of what home shows."""

from __future__ import annotations

import datetime
import io

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Allocation
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import make_activity, make_project, make_sample, make_user, post_entry
from tests.paper import copied_text, needs_pango, needs_pdftotext, without_spaces

pytestmark = [*needs_pango, needs_pdftotext, pytest.mark.django_db]

PAGE = "/reports/board.pdf"
OCTOBER, MARCH = datetime.date(2019, 10, 2), datetime.date(2020, 3, 2)


@pytest.fixture
def auditor(client: Client, plan: FiscalPlan) -> Client:
    make_sample(datetime.date(2020, 4, 13))
    line = Allocation.objects.get(project__code="EC")
    post_entry(line, "1000000", date=OCTOBER)
    post_entry(line, "2000000", date=MARCH)
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def text_of(client: Client, page: str = PAGE) -> str:
    return without_spaces(copied_text(client.get(page).content))


def test_it_is_one_page_with_the_answer_of_home(auditor: Client) -> None:
    answer = auditor.get(f"{PAGE}?as_of=31/3/2563")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="board-2563-2020-03-31.pdf"'
    )
    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1
    text = without_spaces(copied_text(answer.content))
    assert "ครึ่งปีแรกใช้จ่ายแล้วร้อยละ0.51ของวงเงิน" in text
    assert "ณวันที่31มีนาคมพ.ศ.2563" in text
    assert "หน่วย:ล้านบาท(ทศนิยม4ตำแหน่ง)" in text


def test_its_figures_are_those_of_the_screen(auditor: Client) -> None:
    text = text_of(auditor)
    assert "งบประมาณตามพ.ร.บ.2563474.51843.0000" in text
    assert "รวม588.79463.0000" in text
    assert {"EC", "75.9696", "3.95"} <= set(copied_text(auditor.get(PAGE).content).split())
    assert "12จำนวนร่างกฎหมายลูก" in text
    assert "ข้อมูลตัวอย่าง" in text


def test_a_past_day_has_the_money_of_that_day(auditor: Client) -> None:
    assert "รวม588.79461.0000" in text_of(auditor, f"{PAGE}?as_of=31/12/2562")


def test_where_nothing_is_recorded_it_says_so(client: Client, plan: FiscalPlan) -> None:
    text = text_of(client)
    assert "ยังไม่มีการเบิกจ่ายในระบบ" in text
    assert "0.0000" not in text


def test_the_number_of_queries_does_not_grow(auditor: Client, plan: FiscalPlan) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert auditor.get(PAGE).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for number in range(10):
        make_activity(make_project(plan, f"X{number}"))
    assert queries() == few
