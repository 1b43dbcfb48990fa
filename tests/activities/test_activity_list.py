"""The list of activities: filters, order, paging, exports, and addresses that make no sense."""

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.models import Activity, ScheduledMonth
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_fund_source,
    make_office,
    make_page_amount,
    make_plan,
    make_project,
    make_sub_activity,
)

UNKNOWN = "ไม่มีข้อมูลในเอกสาร"


def get(client: Client, **query: Any) -> Any:
    response = client.get("/activities/", query)
    assert response.status_code == 200
    return response


def codes(response: Any) -> list[str]:
    return [record.code for record in response.context["listing"].page.object_list.data]


def notes(response: Any) -> list[str]:
    return [str(note) for note in response.context["listing"].notes]


def exported(client: Client, **query: Any) -> list[list[str]]:
    text = get(client, _export="csv", **query).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_it_answers_how_many_there_are(client: Client, plan: FiscalPlan) -> None:
    page = get(client).content.decode()
    assert re.search(r"<h1>กิจกรรม 36 รายการ ใน 8 โครงการ/งาน</h1>", page)
    assert "แสดง <b>36</b> จาก 36 รายการ" in page
    assert "1–25 จาก 36 รายการ" in page


def test_it_stands_in_the_order_of_the_document(client: Client, plan: FiscalPlan) -> None:
    assert codes(get(client))[:10] == [f"EC/{number}" for number in range(1, 10)] + ["DT/1"]


def test_a_fund_source_leaves_its_activities(client: Client, plan: FiscalPlan) -> None:
    response = get(client, fund_source="CURRENT_APPROPRIATION", sort="-budget", per_page=10)
    page = response.content.decode()
    assert "แสดง <b>29</b> จาก 36 รายการ" in page
    assert codes(response)[:3] == ["OFF/2", "OFF/1", "EC/1"]
    assert "134.1005" in page
    assert "57.8713" in page


def test_each_filter_in_force_can_be_taken_out(client: Client, plan: FiscalPlan) -> None:
    response: Any = get(client, project="EC", office="ส.ยุทธศาสตร์", sort="title", page=1)
    chips = response.context["listing"].active_filters
    assert [chip.words for chip in chips] == [
        "โครงการ/งาน: EC โครงการส่งเสริมพาณิชย์อิเล็กทรอนิกส์อย่างยั่งยืน",
        "ผู้รับผิดชอบ: ส.ยุทธศาสตร์",
    ]
    without_project: Any = client.get("/activities/" + chips[0].query)
    assert "project" not in without_project.context["listing"].address.values
    assert without_project.context["listing"].address.values["sort"] == "title"
    cleared: Any = client.get("/activities/" + response.context["listing"].clear)
    assert cleared.context["listing"].address.values == {"sort": "title"}
    assert cleared.context["listing"].count == 36


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"project": "EC"}, 9),
        ({"project": "OFF"}, 2),
        ({"office": "สำนักต่างๆ"}, 1),
        ({"fund_source": "PRIOR_YEAR_BALANCE"}, 6),
        ({"fund_source": "OFF_BUDGET"}, 1),
        ({"months": "unknown"}, 36),
        ({"months": "known"}, 0),
        ({"q": "e licensing"}, 6),
        ({"q": "ฉ้อโกง"}, 3),
        ({"q": "blockchain", "fund_source": "PRIOR_YEAR_BALANCE"}, 1),
        ({"q": "ไม่มีคำนี้แน่"}, 0),
        ({"q": "%"}, 0),
    ],
)
def test_filters_narrow_the_list(
    client: Client, plan: FiscalPlan, query: dict[str, str], found: int
) -> None:
    response: Any = get(client, **query)
    assert response.context["listing"].count == found
    assert f"แสดง <b>{found}</b> จาก 36 รายการ" in response.content.decode()


def test_nothing_found_says_what_to_do(client: Client, plan: FiscalPlan) -> None:
    page = get(client, q="ไม่มีคำนี้แน่").content.decode()
    assert "ไม่พบรายการที่ตรงกับตัวกรอง" in page
    assert "ลองคำสั้นลง หรือล้างตัวกรอง" in page
    assert "<table" not in page


def test_months_can_be_partly_known(client: Client, plan: FiscalPlan) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    assert codes(get(client, months="partly")) == ["EC/1"]
    assert "EC/1" not in codes(get(client, months="unknown"))


@pytest.mark.parametrize("sort", ["budget", "-budget"])
def test_unknown_budgets_come_last_both_ways(client: Client, plan: FiscalPlan, sort: str) -> None:
    found = codes(get(client, sort=sort, per_page=50))
    assert set(found[:2]) == {"OFF/1", "OFF/2"}
    assert found[2:5] == ["EC/1", "EC/2", "EC/3"]


@pytest.mark.parametrize("sort", ["title", "office", "budget", "code"])
def test_both_directions_hold_the_same_rows_and_pages_never_repeat_one(
    client: Client, plan: FiscalPlan, sort: str
) -> None:
    for alias in (sort, f"-{sort}"):
        pages = [get(client, sort=alias, per_page=10, page=page) for page in (1, 2, 3, 4)]
        found = [code for page in pages for code in codes(page)]
        assert len(set(found)) == len(found) == 36


def test_titles_sort_as_in_a_thai_dictionary(client: Client, plan: FiscalPlan) -> None:
    project = plan.projects.get(code="NB")
    for number, title in enumerate(["แก", "ขา", "เก", "กา", "กะ"], 90):
        make_activity(project, number, title=title)
    response: Any = get(client, project="NB", sort="title")
    titles = [row.title for row in response.context["listing"].page.object_list.data]
    assert [title for title in titles if len(title) == 2] == ["กะ", "กา", "เก", "แก", "ขา"]


def test_headings_link_to_both_directions(client: Client, plan: FiscalPlan) -> None:
    page = get(client, sort="title").content.decode()
    assert re.search(r'class="name" aria-sort="ascending"><a href="\?sort=-title">', page)
    page = get(client, sort="-title").content.decode()
    assert re.search(r'aria-sort="descending"><a href="\?sort=title">', page)
    assert page.count("aria-sort") == 1


BAD_QUERIES = [
    {"page": "0"},
    {"page": "99"},
    {"page": "-1"},
    {"page": "x"},
    {"page": "1e9"},
    {"page": "9" * 5000},
    {"per_page": "7"},
    {"per_page": "x"},
    {"per_page": "9" * 5000},
    {"sort": "nonsense"},
    {"sort": "-months"},
    {"sort": "--title"},
    {"sort": "project__plan"},
    {"sort": "title\x00"},
    {"project": "XX"},
    {"project": "\x00"},
    {"project": "EC'--"},
    {"office": "9" * 5000},
    {"fund_source": "1"},
    {"months": "maybe"},
    {"q": "ก" * 5000},
    {"q": "a\x00b"},
    {"_export": "pdf"},
]


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: str(query)[:30])
def test_what_makes_no_sense_is_left_out_and_said(
    client: Client, plan: FiscalPlan, query: dict[str, str]
) -> None:
    response: Any = get(client, **query)
    assert codes(response)[0] == "EC/1"
    assert response.context["listing"].count == 36
    assert len(notes(response)) == 1
    assert notes(response)[0] in response.content.decode()


def test_the_rest_of_a_bad_query_stays_in_force(client: Client, plan: FiscalPlan) -> None:
    response: Any = get(client, project="XX", months="unknown", office="ส.กฎหมาย", sort="no")
    assert response.context["listing"].count == 6
    assert response.context["listing"].address.values == {
        "months": "unknown",
        "office": "ส.กฎหมาย",
    }
    assert len(notes(response)) == 2


def test_repeated_keys_count_once(client: Client, plan: FiscalPlan) -> None:
    response: Any = client.get(
        "/activities/?project=EC&project=EL&sort=title&sort=-title&page=9&page=1"
    )
    assert response.status_code == 200
    assert response.context["listing"].count == 6
    assert response.context["listing"].address.values == {"project": "EL", "sort": "-title"}


def test_text_from_the_address_is_escaped(client: Client, plan: FiscalPlan) -> None:
    page = get(client, q="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_export_holds_all_rows_as_filtered_and_sorted(client: Client, plan: FiscalPlan) -> None:
    rows = exported(
        client, fund_source="CURRENT_APPROPRIATION", sort="-budget", per_page=10, page=2
    )
    assert rows[0] == [
        *["รหัส", "กิจกรรม", "ผู้รับผิดชอบ"],
        *"ต.ค. พ.ย. ธ.ค. ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย.".split(),
        "กรอกภายหลัง",
        *["สถานะ", "แผนถึงงวด (%)", "ทำได้ (%)"],
        *["งบ (ล้านบาท)", "บรรทัด"],
    ]
    assert len(rows) == 1 + 29
    assert rows[1] == ["OFF/2", "งานค่าใช้จ่ายด้านบุคลากร", "ส.ผู้อำนวยการ"] + [UNKNOWN] * 12 + [
        *["–"] * 4,
        "134.1005",
        "296",
    ]
    assert rows[3][0] == "EC/1"
    assert rows[3][-2] == UNKNOWN


def test_a_workbook_holds_the_same_as_the_csv(client: Client, plan: FiscalPlan) -> None:
    response = get(client, _export="xlsx", project="OFF")
    assert response["Content-Disposition"] == 'attachment; filename="activities-2563.xlsx"'
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    rows = [[str(cell) for cell in row] for row in sheet.values]
    assert rows[-2:] == exported(client, project="OFF")[-2:]
    assert [sheet.cell(sheet.max_row, 20).value, sheet.cell(sheet.max_row, 21).value] == [
        134.1005,
        296,
    ]


def test_months_that_are_known_are_drawn_and_exported(client: Client, plan: FiscalPlan) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    ScheduledMonth.objects.create(activity=activity, month=12, is_planned=False)
    row = exported(client, project="EC")[1]
    assert row[3] == "มีแผน"
    assert set(row[4:14]) == {UNKNOWN}
    assert row[14] not in {"มีแผน", UNKNOWN}


def test_parts_are_counted(client: Client, plan: FiscalPlan) -> None:
    page = get(client, project="EC").content.decode()
    assert "กิจกรรมย่อย 1 รายการ" in page
    assert "กิจกรรมย่อย 3 รายการ" in page


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "query", ["", "&q=1&project=AA&sort=-budget", "&_export=csv", "&_export=xlsx"]
)
def test_one_row_takes_as_many_queries_as_a_hundred(client: Client, db: None, query: str) -> None:
    plan = make_plan(2570)
    fund, office = make_fund_source(plan), make_office(plan)
    project = make_project(plan, "AA")
    assert fund
    fill(project, office, range(1, 2))
    path = f"/activities/?fiscal_year=2570&per_page=50{query}"
    one = count_queries(client, path)
    fill(project, office, range(2, 101))
    assert count_queries(client, path) == one
    assert one < 30


def fill(project: Any, office: Any, numbers: range) -> None:
    for number in numbers:
        activity = make_activity(project, number, office=office)
        part = make_sub_activity(activity, f"{number}.1")
        make_page_amount(project, "100.00", activity)
        ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
        ScheduledMonth.objects.create(sub_activity=part, month=2, is_planned=False)


def test_another_year_has_its_own_rows_and_links(client: Client, plan: FiscalPlan) -> None:
    other = make_plan(2570)
    make_activity(make_project(other, "AA"), 1, title="กิจกรรมของปีอื่น")
    response = get(client, fiscal_year=2570)
    assert codes(response) == ["AA/1"]
    page = response.content.decode()
    assert 'href="/activities/AA/1/?fiscal_year=2570"' in page
    assert '<input type="hidden" name="fiscal_year" value="2570">' in page
    assert "EC/1" not in page
    assert client.get("/activities/", {"fiscal_year": "2571"}).status_code == 404


def test_a_year_without_activities_says_so(client: Client, plan: FiscalPlan) -> None:
    make_plan(2570)
    page = get(client, fiscal_year=2570).content.decode()
    assert "แผนนี้ไม่มีรายการประเภทนี้" in page


def test_without_any_plan_the_page_says_how_to_load_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in get(client).content.decode()


def test_in_english_the_words_change_and_titles_stay(client: Client, plan: FiscalPlan) -> None:
    client.cookies["django_language"] = "en"
    page = get(client, project="EC").content.decode()
    assert "Showing <b>9</b> of 36 items" in page
    assert '<a lang="th" href="/activities/EC/4/">การจัดทำแผนยุทธศาสตร์' in page
    assert "Not in the document" in page


def test_amounts_are_exact_below_a_hundred_baht(client: Client, plan: FiscalPlan) -> None:
    activity = Activity.objects.get(project__code="EC", number=1)
    make_page_amount(activity.project, "1234567.89", activity)
    assert Decimal(exported(client, project="EC")[1][-2]) == Decimal("1.23456789")
