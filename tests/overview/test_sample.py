"""A sample database says so on every page and in every file, and its today can be moved."""

from __future__ import annotations

import datetime
import json
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from etda_plan.common.fiscal import today
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from etda_plan.common.sample import read_once
from etda_plan.overview.services import move_today
from etda_plan.overview.views import home
from projects.models import FiscalPlan
from tests.factories import make_sample, make_user
from tests.paper import joined, needs_pango, without_spaces

WORDS = "ข้อมูลตัวอย่าง"
PAGES = [
    "/", "/plan/", "/projects/", "/projects/EC/", "/activities/", "/activities/EC/1/", "/kpis/",
    "/kpis/section-7/1/", "/budgets/", "/reconciliation/", "/anomalies/", "/reports/", "/source/",
    "/search/",
    "/privacy/", "/accessibility/", "/accounts/login/", "/accounts/password_reset/", "/nothing/",
    "/admin/login/",
]  # fmt: skip
MOVE = "/sample/today/"
SEPTEMBER = datetime.date(2020, 9, 30)


@pytest.fixture
def sample(plan: FiscalPlan) -> SampleDatabase:
    return make_sample()


def read(client: Client, page: str) -> str:
    return client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_sample_says_so_and_none_of_a_real_database(
    client: Client, plan: FiscalPlan, page: str
) -> None:
    assert WORDS not in read(client, page)
    make_sample()
    html = read(client, page)
    assert html.count('<aside class="sample"') == 1
    assert "วันนี้ของระบบคือ 13 เม.ย. 2563" in html
    if not page.startswith("/admin/"):
        heading = html.split("<h1")[1].split("</h1>")[0]
        assert "tag--sample" in heading
        assert f'<strong class="sample-words">{WORDS}</strong> · ' in html  # on each printed sheet


def test_the_pages_of_the_admin_say_so(client: Client, sample: SampleDatabase) -> None:
    client.force_login(make_user("auditor", Role.AUDITOR))
    for page in ("/admin/", "/admin/projects/office/", "/admin/accounts/user/?_popup=1"):
        assert read(client, page).count('<aside class="sample"') == 1, page


def test_figures_are_as_of_the_sample_s_day(client: Client, sample: SampleDatabase) -> None:
    assert "13 เม.ย. 2563" in read(client, "/reports/").split("print-only")[1]


def test_a_failure_says_so_where_the_mark_was_read_before(
    sample: SampleDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(request: object) -> None:
        today()
        raise RuntimeError

    monkeypatch.setattr(home, "selected_plan", failing)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize("page", ["/reports/plan.xlsx", "/activities/?_export=xlsx"])
def test_each_sheet_says_so_in_a_visible_line_and_on_each_printed_page(
    client: Client, sample: SampleDatabase, page: str
) -> None:
    book = load_workbook(BytesIO(client.get(page).content))
    for sheet in book:
        assert WORDS in str(sheet["A2"].value), sheet.title
        assert WORDS in str(sheet.oddHeader.right.text), sheet.title


def test_lists_as_csv_say_so_in_each_row(client: Client, sample: SampleDatabase) -> None:
    lines = client.get("/kpis/?_export=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) > 10
    assert all(line.startswith(f"{WORDS},") for line in lines)


def test_json_says_so_in_a_field_that_real_data_lack(client: Client, plan: FiscalPlan) -> None:
    assert "sample" not in json.loads(client.get("/reports/plan.json").content)
    make_sample()
    assert json.loads(client.get("/reports/plan.json").content)["sample"] is True


def test_so_does_json_of_the_checks(sample: SampleDatabase) -> None:
    printed = StringIO()
    call_command("reconcile", format="json", stdout=printed)
    assert json.loads(printed.getvalue())["sample"] is True


class TestOnPaper:
    pytestmark = [*needs_pango]

    def test_each_page_says_so(self, client: Client, sample: SampleDatabase) -> None:
        pages = pypdf.PdfReader(BytesIO(client.get("/reports/EC.pdf").content)).pages
        assert len(pages) > 1
        for page in pages:
            assert WORDS in without_spaces(joined(page.extract_text()))

    def test_a_real_plan_says_no_such_thing(self, client: Client, plan: FiscalPlan) -> None:
        pdf = pypdf.PdfReader(BytesIO(client.get("/reports/EC.pdf").content))
        assert WORDS not in without_spaces(joined(pdf.pages[0].extract_text()))


class TestMovingToday:
    def move(self, client: Client, day: str, following: str = "/kpis/") -> str:
        answer = client.post(MOVE, {"day": day, "next": following}, follow=True)
        assert answer.redirect_chain == [(following, 302)]
        return answer.content.decode()

    def test_an_administrator_moves_it_and_goes_on_where_he_was(
        self, client: Client, sample: SampleDatabase
    ) -> None:
        client.force_login(make_user("chief", Role.ADMINISTRATOR))
        html = read(client, "/kpis/")
        assert 'value="13/4/2563"' in html
        assert html.count('class="sample__link"') == 12
        assert '<button class="sample__link" name="day" value="29/2/2563">ก.พ.</button>' in html
        html = self.move(client, "30/9/2563")
        assert "วันนี้ของระบบคือ 30 ก.ย. 2563 แล้ว" in html
        assert today() == SEPTEMBER
        html = self.move(client, "1/10/2562", "/admin/")
        assert "วันนี้ของระบบคือ 1 ต.ค. 2562 แล้ว" in html
        assert today() == sample.first_day

    @pytest.mark.parametrize(
        ("day", "problem"),
        [
            ("1/10/2563", "อยู่นอกปีงบประมาณ"),
            ("30/9/2562", "อยู่นอกปีงบประมาณ"),
            ("31/12/2019", "2562"),
            ("พรุ่งนี้", "11/12/2562"),
            ("", "จำเป็น"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused_in_words(
        self, client: Client, sample: SampleDatabase, day: str, problem: str
    ) -> None:
        client.force_login(make_user("chief", Role.ADMINISTRATOR))
        html = self.move(client, day)
        assert problem in html.split('<ul class="messages">')[1].split("</ul>")[0]
        assert today() == sample.today

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
    def test_nobody_else_is_offered_it_or_may(
        self, client: Client, sample: SampleDatabase, role: Role
    ) -> None:
        client.force_login(make_user("somchai", role))
        assert MOVE not in read(client, "/")
        assert client.post(MOVE, {"day": "30/9/2563"}).status_code == 403
        assert today() == sample.today

    def test_nor_a_visitor(self, client: Client, sample: SampleDatabase) -> None:
        assert MOVE not in read(client, "/")
        for answer in (client.post(MOVE, {"day": "30/9/2563"}), client.get(MOVE)):
            assert answer.headers["Location"] == f"/accounts/login/?next={MOVE}"
        assert today() == sample.today

    def test_a_real_database_s_days_pass_by_themselves(
        self, client: Client, plan: FiscalPlan
    ) -> None:
        administrator = make_user("chief", Role.ADMINISTRATOR)
        client.force_login(administrator)
        assert MOVE not in read(client, "/")
        assert client.post(MOVE, {"day": "30/9/2563"}).status_code == 404
        with pytest.raises(SampleDatabase.DoesNotExist):
            move_today(SEPTEMBER, administrator)

    def test_the_right_and_the_year_are_asked_where_the_day_is_moved(
        self, sample: SampleDatabase
    ) -> None:
        with pytest.raises(PermissionDenied):
            move_today(SEPTEMBER, make_user("somchai", Role.FINANCE))
        with pytest.raises(ValidationError):
            move_today(datetime.date(2021, 1, 1), make_user("chief", is_superuser=True))

    def test_what_follows_in_the_same_request_has_the_new_day(self, sample: SampleDatabase) -> None:
        administrator = make_user("chief", Role.ADMINISTRATOR)
        with read_once():
            assert today() == sample.today
            move_today(SEPTEMBER, administrator)
            assert today() == SEPTEMBER


class TestAfterTheYear:
    def test_pages_of_a_plan_whose_year_is_over_say_so(
        self, client: Client, plan: FiscalPlan
    ) -> None:
        for page in ("/", "/kpis/section-7/1/", "/budgets/"):
            assert "ปีงบประมาณ 2563 สิ้นสุดแล้วเมื่อ 30 ก.ย. 2563" in read(client, page)

    def test_pages_that_show_no_plan_do_not(self, client: Client, plan: FiscalPlan) -> None:
        for page in ("/accounts/login/", "/privacy/", "/nothing/"):
            assert "สิ้นสุดแล้ว" not in read(client, page)

    def test_nor_do_they_in_the_midst_of_it_and_on_its_last_day(
        self, client: Client, sample: SampleDatabase
    ) -> None:
        for day in (sample.today, SEPTEMBER):
            SampleDatabase.objects.update(today=day)
            assert "สิ้นสุดแล้ว" not in read(client, "/")
