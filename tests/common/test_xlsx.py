import datetime
import gc
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from etda_plan.common.xlsx import Book, Cell, Column, Formula, sheet_name, table_workbook
from etda_plan.common.xlsx_styles import Style

HOSTILE = ["=1+1", "+66 2123 1234", "-2", "@SUM(A1)", "=cmd|'/C calc'!A0", '=HYPERLINK("http://a")']


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def xml_of(content: bytes, name: str) -> str:
    return ZipFile(BytesIO(content)).read(name).decode()


def sheet_xml(content: bytes) -> str:
    return xml_of(content, "xl/worksheets/sheet1.xml")


def list_of(*values: Any) -> bytes:
    return table_workbook("รายการ", ["ค่า"], [[value] for value in values])


def test_an_amount_is_written_digit_by_digit() -> None:
    amounts = ["75.9696", "588.7946", "9.0009", "282.5466", "0.3", "99999999.9999"]
    xml = sheet_xml(list_of(*map(Decimal, amounts)))
    for amount in amounts:
        assert f"<v>{amount}</v>" in xml


def test_an_amount_reads_back_as_the_same_number() -> None:
    sheet = opened(list_of(Decimal("75.9696")))
    assert sheet["A3"].value == 75.9696
    assert sheet["A3"].number_format == "#,##0.0000"


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        list_of(75.9696)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str) -> None:
    content = list_of(text)
    cell = opened(content)["A3"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix
    assert "<f>" not in sheet_xml(content)


def test_text_that_looks_like_an_error_stays_text() -> None:
    assert opened(list_of("#REF!"))["A3"].data_type == "s"


def test_only_a_formula_becomes_one() -> None:
    content = list_of(Decimal(1), Cell(Formula("SUM(A3:A3)"), Style.MILLION_TOTAL))
    assert opened(content)["A4"].value == "=SUM(A3:A3)"


def test_characters_that_a_workbook_cannot_hold_are_dropped() -> None:
    assert opened(list_of("ก\x00ข\x1f\ud800ค\ufffe"))["A3"].value == "กขค"


def test_a_date_is_a_date_in_the_buddhist_era() -> None:
    cell = opened(list_of(datetime.date(2019, 12, 11)))["A3"]
    assert cell.is_date
    assert cell.value == datetime.datetime(2019, 12, 11)
    assert cell.number_format == "[$-107041E]d mmm yyyy"


def test_an_unknown_value_among_figures_keeps_its_words() -> None:
    content = table_workbook("ก", [Column("เงิน", Style.MILLION)], [["ไม่มีข้อมูล"], [Decimal(2)]])
    words, figure = opened(content)["A3"], opened(content)["A4"]
    assert (words.value, words.alignment.horizontal) == ("ไม่มีข้อมูล", "left")
    assert (figure.value, figure.alignment.horizontal) == (2, "right")


def test_nothing_is_an_empty_cell_not_zero() -> None:
    assert opened(list_of(None, "ก"))["A3"].value is None


def test_a_row_of_another_length_than_the_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="as many values"):
        table_workbook("ก", ["หนึ่ง", "สอง"], [["เดียว"]])


def test_headings_and_titles_may_be_translated_late() -> None:
    content = table_workbook(gettext_lazy("project"), [gettext_lazy("number")], [])
    assert opened(content)["A2"].value


def test_the_header_row_stays_on_screen_and_on_every_page() -> None:
    sheet = opened(table_workbook("ก", ["ข"], [["ค"]], notes=["ณ วันที่", "หน่วย"]))
    assert sheet["A4"].value == "ข"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"


def test_pages_are_a4_landscape_one_page_wide_and_numbered() -> None:
    with translation.override("th"):
        sheet = opened(list_of("ก"))
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text.endswith("&P/&N")


def test_every_cell_is_set_in_the_thai_face() -> None:
    sheet = opened(list_of("ก", Decimal(1), 1, datetime.date(2020, 1, 1)))
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Sarabun"}
    assert {cell.font.charset for row in sheet.iter_rows() for cell in row} == {222}


def test_a_row_is_as_high_as_its_words_need() -> None:
    long = "โครงการส่งเสริมพาณิชย์อิเล็กทรอนิกส์อย่างยั่งยืน " * 4
    sheet = opened(table_workbook("ก", [Column("ข", width=30)], [["สั้น"], [long]]))
    assert sheet.row_dimensions[3].height is None
    assert sheet.row_dimensions[4].height > 100


def test_the_same_content_gives_the_same_bytes() -> None:
    assert list_of("ก", Decimal("1.5")) == list_of("ก", Decimal("1.5"))


def test_a_book_is_dated_by_its_own_day() -> None:
    book = Book("แผน", datetime.date(2020, 9, 30), "สพธอ.")
    book.add_sheet("ก", [Column("ข")]).add("ค")
    core = xml_of(book.to_bytes(), "docProps/core.xml")
    assert core.count("2020-09-30T00:00:00Z") == 2
    assert "สพธอ." in core


def test_an_ampersand_in_a_title_does_not_command_the_header() -> None:
    assert opened(table_workbook("R&D &P", ["ก"], [])).oddHeader.left.text.endswith("R&&D &&P")


def test_a_formula_of_another_sheet_names_this_one_safely() -> None:
    book = Book("แผน", datetime.date(2020, 9, 30))
    sheet = book.add_sheet("it's", [Column("ก")])
    row = sheet.add(Decimal(2))
    other = book.add_sheet("other", [Column("ข")])
    other.add(Formula(f"{sheet.reference(1, row)}*2"))
    assert load_workbook(BytesIO(book.to_bytes()))["other"]["A3"].value == "='it''s'!A3*2"


def test_a_book_that_fails_leaves_no_file_open(recwarn: pytest.WarningsRecorder) -> None:
    gc.collect()  # what other tests left behind is not told against this one
    recwarn.clear()
    with pytest.raises(TypeError):
        list_of("ก", 1.5)
    gc.collect()
    assert not recwarn.list


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("แหล่งเงิน", "แหล่งเงิน"),
        ("a/b\\c?d*e[f]:g", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("", "-"),
        ("ก" * 40, "ก" * 31),
        ("History", "History (2)"),
    ],
)
def test_sheet_names_are_safe(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_sheet_names_differ_whatever_their_case() -> None:
    assert sheet_name("PLAN", ["plan", "Plan (2)"]) == "PLAN (3)"
