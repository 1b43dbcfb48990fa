"""The plan's workbook as it is written, before any program works its formulas out."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.cell import Cell

from activities.models import Activity, ScheduledMonth
from etda_plan.common.checks import Unit
from etda_plan.common.sample import read_once
from etda_plan.common.xlsx import Book
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.exports.workbook.frame import Frame
from etda_plan.overview.plan import PlanReading, read_plan
from etda_plan.overview.reconciliation import reconcile_reading
from kpis.models import KpiTarget
from projects.models import FiscalPlan, Project
from projects.services.amendments import amend
from tests.factories import make_balanced_plan, make_user

pytestmark = pytest.mark.django_db

SHEETS = [
    "สรุป",
    "แหล่งเงิน",
    "แผนการใช้จ่าย",
    "โครงการและงาน",
    "เป้าหมายและวัตถุประสงค์",
    "กิจกรรม",
    "ตัวชี้วัด",
    "วงเงินจัดสรร",
    "ตรวจยอด",
    "ข้อสังเกตในเอกสาร",
    "หมายเหตุ",
]
HOSTILE = (
    "=cmd|'/C calc'!A0 <script>alert(1)</script> url(http://evil.example/a) file:///etc/passwd"
)


def written(plan: FiscalPlan) -> bytes:
    reading = read_plan(FiscalPlan.objects.get(pk=plan.pk))
    return plan_workbook(reading, reconcile_reading(reading))


def opened(plan: FiscalPlan) -> Any:
    return load_workbook(BytesIO(written(plan)))


def cells(book: Any) -> list[Cell]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def row_of(sheet: Any, first: str, column: int = 1) -> list[Any]:
    for row in sheet.iter_rows():
        if row[column - 1].value == first:
            return [cell.value for cell in row]
    raise AssertionError(f"no row begins with {first}")


def xml_of(content: bytes) -> dict[str, str]:
    archive = ZipFile(BytesIO(content))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_summary_stands_first_and_the_sheets_have_thai_names(plan: FiscalPlan) -> None:
    assert opened(plan).sheetnames == SHEETS


def test_headings_follow_the_language_and_the_documents_words_stay_thai(plan: FiscalPlan) -> None:
    with translation.override("en"):
        book = opened(plan)
    assert book.sheetnames[0] == "Summary"
    assert row_of(book["Spending plan"], "1")[1] == "งบโครงการ"


def test_amounts_are_the_printed_digits(plan: FiscalPlan) -> None:
    xml = "".join(xml_of(written(plan)).values())
    for amount in ["75.9696", "88.3950", "588.7946", "474.5184", "20.0869", "134.1005"]:
        assert f"<v>{amount}</v>" in xml
    assert not re.search(r"<v>\d+\.\d{9,}</v>", xml)


def test_the_contradiction_of_the_document_stays_as_printed(plan: FiscalPlan) -> None:
    row = row_of(opened(plan)["แหล่งเงิน"], "2")
    assert row[2] == 33.4653
    assert row[3].startswith("=ROUND(")
    assert row[4].startswith("=ROUND(")
    assert "A01" in row[7]


def test_every_check_of_the_money_is_a_formula(plan: FiscalPlan) -> None:
    reading = read_plan(plan)
    report = reconcile_reading(reading)
    sheet = load_workbook(BytesIO(plan_workbook(reading, report)))["ตรวจยอด"]
    for check in report.checks:
        if check.unit is Unit.BAHT:
            row = row_of(sheet, check.title, column=2)
            assert str(row[2]).startswith("="), check.code
            assert str(row[3]).startswith("="), check.code


def test_no_formula_reaches_outside_the_workbook(plan: FiscalPlan) -> None:
    content = written(plan)
    assert not [name for name in xml_of(content) if "externalLink" in name]
    formulas = [
        cell.value for cell in cells(load_workbook(BytesIO(content))) if cell.data_type == "f"
    ]
    assert len(formulas) > 200
    assert not [formula for formula in formulas if "[" in formula or "http" in formula]


def test_what_the_document_does_not_say_is_words_and_never_zero(plan: FiscalPlan) -> None:
    book = opened(plan)
    activity = row_of(book["กิจกรรม"], "EC/1")
    assert activity[3] == "ไม่มีข้อมูลในเอกสาร"
    assert activity[4:16] == ["?"] * 12
    work = row_of(book["โครงการและงาน"], "EC")
    assert work[11] == "ไม่มีข้อมูลในเอกสาร"
    assert row_of(book["โครงการและงาน"], "OFF")[4] == "ไม่มีข้อมูลในเอกสาร"
    assert "ไม่ได้แปลว่าไม่มีแผน" in book["กิจกรรม"]["A3"].value


def test_a_month_that_is_known_is_told_from_one_that_is_not(plan: FiscalPlan) -> None:
    activity = Activity.objects.get(project__plan=plan, project__code="EC", number=1)
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    ScheduledMonth.objects.create(activity=activity, month=2, is_planned=False)
    assert row_of(opened(plan)["กิจกรรม"], "EC/1")[4:7] == ["●", "–", "?"]


def test_every_activity_and_part_has_its_row(plan: FiscalPlan) -> None:
    sheet = opened(plan)["กิจกรรม"]
    titles = [row[1] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert len(titles) == 36 + 13 + 2
    assert row_of(sheet, "OFF/2")[3] == 134.1005


def test_the_indicators_stand_as_section_7_prints_them(plan: FiscalPlan) -> None:
    sheet = opened(plan)["ตัวชี้วัด"]
    headings = [cell.value[:2] for cell in sheet[4][2:7]]
    assert headings == ["EC", "DT", "EL", "SF", "DG"]
    starts = {str(row[0].value).split(".")[0]: row for row in sheet.iter_rows(min_row=5)}
    main = starts["11"][3]
    assert (main.value, main.number_format) == (130, 'General"*"')
    assert starts["11"][2].value == "–"
    assert [cell.value for cell in starts["1"][2:7]] == [12] * 5


def test_dates_are_dates(plan: FiscalPlan) -> None:
    sheet = opened(plan)["หมายเหตุ"]
    dates = [cell.value for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert dates == [datetime(2019, 10, 8), datetime(2019, 12, 11)]


def test_every_sheet_says_of_which_day_and_in_which_unit(plan: FiscalPlan) -> None:
    for sheet in opened(plan):
        assert "ณ วันที่" in sheet["A2"].value
        assert "หน่วย : ล้านบาท (ทศนิยม 4 ตำแหน่ง)" in sheet["A2"].value


def test_every_sheet_is_set_up_for_paper(plan: FiscalPlan) -> None:
    for sheet in opened(plan):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert sheet.oddFooter.right.text.endswith("หน้า &P/&N")


def test_every_printed_amount_has_its_line(plan: FiscalPlan) -> None:
    for name in ["แหล่งเงิน", "แผนการใช้จ่าย"]:
        for row in opened(plan)[name].iter_rows(min_row=4, values_only=True):
            if isinstance(row[2], float):
                assert isinstance(row[6], int), row


def test_a_changed_target_bears_what_was_printed_and_why(plan: FiscalPlan) -> None:
    target = KpiTarget.objects.get(kpi__number=8, project__plan=plan, project__code="EC")
    amend(target, "value", 12, reason="มติที่ประชุม", user=make_user())
    row = next(
        row
        for row in opened(plan)["ตัวชี้วัด"].iter_rows(values_only=True)
        if str(row[0]).startswith("8.")
    )
    assert row[2] == 12
    assert "ตามที่พิมพ์: 10" in row[9]
    assert "มติที่ประชุม" in row[9]


def test_hostile_names_stay_text(plan: FiscalPlan) -> None:
    Project.objects.filter(plan=plan, code="EC").update(name=HOSTILE[:300], former_name="@SUM(A1)")
    Activity.objects.filter(project__plan=plan, project__code="EC").update(title=HOSTILE)
    content = written(plan)
    found = [cell for cell in cells(load_workbook(BytesIO(content))) if "cmd|" in str(cell.value)]
    assert len(found) > 9
    assert {cell.data_type for cell in found} == {"s"}
    assert not any("hyperlink" in xml for xml in xml_of(content).values())


def test_the_same_plan_gives_the_same_bytes(plan: FiscalPlan) -> None:
    assert written(plan) == written(plan)


def test_another_plan_with_nothing_but_money_can_be_written_too(db: None) -> None:
    book = opened(make_balanced_plan(2570))
    assert book.sheetnames[0] == "สรุป"


def test_an_empty_plan_can_be_written(no_plan: None) -> None:
    plan = FiscalPlan.objects.create(
        fiscal_year=2571, title="แผน", agency="สพธอ.", agency_short="สพธอ."
    )
    assert opened(plan).sheetnames[0] == "สรุป"


def test_writing_asks_the_database_nothing(
    plan: FiscalPlan, django_assert_num_queries: Any
) -> None:
    reading = read_plan(plan)
    report = reconcile_reading(reading)
    with read_once(None), django_assert_num_queries(0):
        plan_workbook(reading, report)


def test_the_reports_page_sends_it(plan: FiscalPlan, client: Client) -> None:
    response = client.get("/reports/plan.xlsx")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="etda-plan-2563.xlsx"'
    assert load_workbook(BytesIO(response.content)).sheetnames == SHEETS


def test_a_remark_names_the_anomalies_of_a_line(plan: FiscalPlan) -> None:
    reading: PlanReading = read_plan(plan)
    with Book("แผน", plan.reference_day) as book:
        assert Frame(book, reading).remark([134, None]) == "A01"
