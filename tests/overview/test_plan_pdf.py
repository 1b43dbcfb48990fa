"""The plan on paper says what the plan says, in the plan's own layout."""

import io
from functools import cache
from typing import Any

import pypdf
import pytest
from django.utils import translation

from etda_plan.common.figures import measure, million
from etda_plan.overview.exports.plan_pdf import plan_pdf, project_pdf
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import reconcile_reading
from projects.models import FiscalPlan, Project
from tests.paper import copied_text, needs_pango, needs_pdftotext, without_spaces

pytestmark = [*needs_pango, needs_pdftotext, pytest.mark.django_db]


def paper(plan: FiscalPlan) -> bytes:
    reading = read_plan(plan)
    return plan_pdf(reading, reconcile_reading(reading))


def text_of(pdf: bytes) -> str:
    return without_spaces(copied_text(pdf))


@cache
def standard_paper() -> bytes:
    """The plan as it ships, made once."""
    return paper(FiscalPlan.objects.get(fiscal_year=2563))


@pytest.fixture
def whole(plan: FiscalPlan) -> str:
    return text_of(standard_paper())


def test_paper_holds_every_wording_and_figure_of_the_plan(plan: FiscalPlan, whole: str) -> None:
    reading = read_plan(plan)
    wordings = [
        *(text.text for text in reading.texts),
        *(strategy.text for strategy in reading.strategies),
        *(project.name for project in reading.projects),
        *(text.text for project in reading.projects for text in project.texts.all()),
        *(activity.title for activity in reading.activities),
        *(part.title for activity in reading.activities for part in activity.sub_activities.all()),
        *(activity.office.code for activity in reading.activities),
        *(kpi.name for kpi in reading.kpis),
        *(anomaly.title for anomaly in reading.anomalies),
    ]
    amounts = [
        line.amount for statement in reading.statements.values() for line in statement.lines.all()
    ]
    figures = [
        *map(million, amounts),
        *(measure(target.value) for kpi in reading.kpis for target in kpi.targets.all()),
    ]
    assert len(wordings) > 200
    assert [each for each in [*wordings, *figures] if without_spaces(each) not in whole] == []


def test_unknown_months_are_said_in_words_for_every_activity_and_part(whole: str) -> None:
    assert whole.count("ไม่มีข้อมูลในเอกสาร") >= 36 + 13


def test_each_work_begins_on_a_page_of_its_own(plan: FiscalPlan) -> None:
    pages = pypdf.PdfReader(io.BytesIO(standard_paper())).pages
    firsts = [page.extract_text() for page in pages]
    for project in plan.projects.all():
        heading = f"{project.code} "
        assert any(heading in text and "อายุโครงการ" in text for text in firsts), project.code


def test_bookmarks_lead_to_every_section_and_work(plan: FiscalPlan) -> None:
    outline = pypdf.PdfReader(io.BytesIO(standard_paper())).outline

    def titles(entries: Any) -> list[str]:
        found: list[str] = []
        for entry in entries:
            found += titles(entry) if isinstance(entry, list) else [str(entry["/Title"])]
        return found

    named = titles(outline)
    for project in plan.projects.all():
        assert any(title.startswith(project.code) for title in named)


def test_each_page_says_unit_day_and_number(plan: FiscalPlan) -> None:
    pages = pypdf.PdfReader(io.BytesIO(standard_paper())).pages
    for number, page in enumerate(pages, start=1):
        text = without_spaces(page.extract_text())
        assert f"หน้า{number}/{len(pages)}" in text
        assert "30ก.ย.2563" in text or "30กันยายนพ.ศ.2563" in text
        assert "ทศนิยม4" in text


def test_headings_follow_the_language_and_the_plans_words_stay_thai(plan: FiscalPlan) -> None:
    with translation.override("en"):
        text = text_of(paper(plan))
    assert "Contents" in text
    assert "Page1/" in text
    assert without_spaces(plan.title) in text


def test_an_empty_plan_still_makes_a_file(db: None) -> None:
    plan = FiscalPlan.objects.create(fiscal_year=2570, title="แผน 2570", agency="สพธอ.")
    assert paper(plan).startswith(b"%PDF")


def test_hostile_wording_stays_wording(plan: FiscalPlan) -> None:
    Project.objects.filter(plan=plan, code="EC").update(name="<script>alert(1)</script>")
    reading = read_plan(plan)
    assert "<script>alert(1)</script>" in text_of(project_pdf(reading, reading.projects[0]))


def test_one_work_can_be_had_alone(plan: FiscalPlan) -> None:
    reading = read_plan(plan)
    text = text_of(project_pdf(reading, reading.projects[0]))
    assert without_spaces(reading.projects[0].name) in text
    assert without_spaces(reading.projects[1].name) not in text


def test_a_statement_is_laid_out_as_printed_with_its_total_where_the_document_has_it(
    plan: FiscalPlan,
) -> None:
    text = text_of(standard_paper())
    first_group = text.index("282.5466")
    last_group = text.index("114.2762", first_group)
    assert "474.5184" in text[first_group:last_group]
    assert "588.7946" in text[last_group : last_group + 120]
