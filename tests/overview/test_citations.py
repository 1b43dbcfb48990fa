"""Every stored figure and wording against the line that it was read from."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from activities.models import Activity
from budgets.models import Allocation, StatementLine
from etda_plan.common.citations import Citation, Value, written
from etda_plan.overview.plan_rows import read_rows
from kpis.models import Kpi, KpiTarget
from projects.models import FiscalPlan, Office, Project
from tests import factories


def test_every_citation_of_the_plan_agrees(plan: FiscalPlan) -> None:
    wrong = [
        (type(citation.record).__name__, citation.field, citation.line)
        for citation in read_rows(plan).citations()
        if not citation.agrees
    ]
    assert wrong == []


def test_all_citations_of_a_plan_take_one_query_a_model(
    plan: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(23):
        list(read_rows(plan).citations())


def test_a_row_that_knows_no_document_cites_nothing(db: None) -> None:
    plan = factories.make_plan()
    factories.make_activity(factories.make_project(plan))
    assert list(read_rows(plan).citations()) == []


class TestAmended:
    """A value that someone changes differs from what the document says, which is still known."""

    def citation(self, record: Any, field: str) -> Citation:
        found: Citation = next(c for c in record.citations() if c.field == field)
        return found

    def test_a_target(self, plan: FiscalPlan) -> None:
        target = KpiTarget.objects.get(kpi__number=8)
        target.value = Decimal("11")
        citation = self.citation(target, "value")
        assert (citation.agrees, written(citation.expected), citation.line) == (False, "10", 174)

    def test_an_amount(self, plan: FiscalPlan) -> None:
        line = StatementLine.objects.get(source_line=134)
        line.amount += 1
        citation = self.citation(line, "amount")
        assert (citation.agrees, written(citation.expected)) == (False, "33465300.00")

    def test_an_allocation(self, plan: FiscalPlan) -> None:
        allocation = Allocation.objects.get(project__code="NB")
        allocation.initial_amount += 100
        citation = self.citation(allocation, "initial_amount")
        assert (citation.agrees, citation.expected, citation.line) == (
            False,
            Decimal("33465300.00"),
            300,
        )

    def test_a_name(self, plan: FiscalPlan) -> None:
        project = Project.objects.get(code="EL")
        project.name_en = "Slow down e-Licensing"
        citation = self.citation(project, "name_en")
        assert (citation.agrees, citation.expected) == (False, "Speed up e-Licensing")

    def test_a_strategy(self, plan: FiscalPlan) -> None:
        project = Project.objects.get(code="SF")
        project.strategy = plan.strategies.get(number=5)
        citation = self.citation(project, "strategy")
        assert (citation.value, citation.expected) == (5, 4)

    def test_an_office(self, plan: FiscalPlan) -> None:
        activity = Activity.objects.get(project__code="EL", number=1)
        activity.office = Office.objects.get(code="ส.กฎหมาย")
        citation = self.citation(activity, "office")
        assert (citation.value, citation.expected) == ("ส.กฎหมาย", "ส.พัฒนาดิจิทัลเพื่อธุรกิจ")

    def test_a_direction(self, plan: FiscalPlan) -> None:
        kpi = Kpi.objects.get(number=1)
        kpi.direction = Kpi.Direction.AT_LEAST
        assert self.citation(kpi, "direction").expected == "at_most"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("33465300.00"), "33465300.00"),
        (Decimal("0.00"), "0.00"),
        (Decimal("12.0000"), "12"),
        (Decimal("100.0000"), "100"),
        (Decimal("99.9900"), "99.99"),
        (Decimal("0.0000"), "0"),
        (datetime.date(2019, 12, 11), "2019-12-11"),
        ("ร้อยละ", "ร้อยละ"),
        (4, "4"),
        (None, ""),
    ],
)
def test_a_value_has_one_canonical_text(value: Value, text: str) -> None:
    assert written(value) == text
