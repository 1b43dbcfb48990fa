"""The document's sections, lines and figures."""

from decimal import Decimal

from etda_plan.common.citations import Citation, Document, read_document
from etda_plan.common.marking import Part
from etda_plan.overview.source import figure_spans, read_sections, source_lines
from projects.models import FiscalPlan

DOCUMENT = Document(
    (
        "สารบัญ",
        "1. บทนำ\t3",
        "2. เงิน.....\t5",
        "3. แผน\t7",
        "",
        "1. บทนำ",
        "ข้อความ",
        "",
        "2. เงิน วงเงิน 1.0000 ล้านบาท",
        "2.1 ก\t\t<b>0.5000</b>\t",
        "แผน",
        "ท้าย",
        "",
    )
)


def test_sections_run_from_their_heading_to_the_last_line_with_text() -> None:
    found = [(each.number, each.title, each.first, each.last) for each in read_sections(DOCUMENT)]
    assert found == [
        (1, "บทนำ", 6, 7),
        (2, "เงิน วงเงิน 1.0000 ล้านบาท", 9, 10),
        (3, "แผน", 11, 12),
    ]


def test_the_plans_document_has_eight_sections() -> None:
    found = {each.number: (each.first, each.last) for each in read_sections(read_document(2563))}
    assert found == {
        1: (45, 68),
        2: (70, 104),
        3: (106, 119),
        4: (121, 121),
        5: (125, 139),
        6: (141, 155),
        7: (157, 180),
        8: (182, 323),
    }


def test_a_document_without_contents_has_no_sections() -> None:
    assert read_sections(Document(("ข้อความ",))) == []
    assert read_sections(Document(())) == []


def test_empty_lines_are_skipped_and_the_others_keep_their_numbers() -> None:
    assert [line.number for line in source_lines(DOCUMENT)] == [1, 2, 3, 4, 6, 7, 9, 10, 11, 12]


def test_a_tables_row_is_cut_into_cells_and_its_text_is_not_changed() -> None:
    row = source_lines(DOCUMENT)[7]
    assert row.is_row
    assert row.cells == ((Part("2.1 ก", False),), (), (Part("<b>0.5000</b>", False),))


def test_headings_are_told_apart() -> None:
    bold = [line.number for line in source_lines(DOCUMENT, headings=[6, 9]) if line.is_heading]
    assert bold == [6, 9]


def cite(text: str, phrase: str, expected: Decimal | int | str) -> Citation:
    start = text.find(phrase)
    span = (start, start + len(phrase)) if start != -1 else None
    return Citation(FiscalPlan(), "amount", 9, expected, expected, phrase, span)


def marked(number: int, spans: list[tuple[int, int]]) -> list[str]:
    return [
        part.text
        for line in source_lines(DOCUMENT, marked=number, spans=spans)
        for cell in line.cells
        for part in cell
        if part.marked
    ]


def test_a_cited_figure_is_marked_without_its_label_and_in_its_line_alone() -> None:
    text = DOCUMENT.line(9)
    cited = figure_spans(text, [cite(text, "วงเงิน 1.0000 ล้านบาท", Decimal(1_000_000))])
    assert marked(9, cited) == ["1.0000"]
    assert marked(9, []) == []


def test_a_figure_in_a_later_cell_is_found() -> None:
    text = DOCUMENT.line(10)
    assert marked(10, figure_spans(text, [cite(text, "0.5000", Decimal(500_000))])) == ["0.5000"]


def test_a_figure_is_not_a_part_of_a_longer_one() -> None:
    text = "สามารถดำเนินการได้ (12 เดือน) 1.5"
    assert figure_spans(text, [cite(text, text, 1), cite(text, text, 2), cite(text, text, 5)]) == []
    assert figure_spans(text, [cite(text, text, 12)]) == [(20, 22)]


def test_words_and_what_the_line_does_not_print_mark_nothing() -> None:
    text = "ก 1.0000"
    citations = [cite(text, "ก", "ก"), cite(text, "ข 1.0000", Decimal(1_000_000))]
    assert figure_spans(text, citations) == []
