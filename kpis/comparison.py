"""One indicator's card: its targets beside what projects' own pages print."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from kpis.models import Kpi, KpiTarget, PageIndicator
from kpis.results import Results, TargetResult
from kpis.results.chart import ResultChart, draw
from projects.models import Amended, Amendment


class Comparison(StrEnum):
    """How section 7's target stands to the project's own page."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_VALUE = "no-value"
    NOT_ON_PAGE = "not-on-page"


@dataclass(frozen=True)
class TargetRow:
    """A target in force, its amendment if somebody changed it, and the page's own wording.

    ``result`` tells where it stands.
    """

    target: KpiTarget
    page: PageIndicator | None
    amendment: Amendment | None
    result: TargetResult | None = None

    @cached_property
    def chart(self) -> ResultChart | None:
        """Its results over time; None without any."""
        return draw(self.result) if self.result else None

    @property
    def printed(self) -> Decimal:
        """The value that section 7 prints."""
        if self.amendment is not None:
            return Decimal(self.amendment.printed_value)
        value: Decimal = self.target.value
        return value

    @property
    def lines(self) -> list[int | None]:
        """The lines that the two values were read from."""
        return [self.target.kpi.source_line, self.page.source_line if self.page else None]

    @property
    def comparison(self) -> Comparison:
        """The value printed in section 7 against the one printed on the page."""
        if self.page is None:
            return Comparison.NOT_ON_PAGE
        if self.page.value is None:
            return Comparison.NO_VALUE
        return Comparison.AGREES if self.page.value == self.printed else Comparison.DIFFERS


def target_rows(kpi: Kpi, amended: Amended, results: Results | None = None) -> list[TargetRow]:
    """Return an indicator's targets, whose projects and pages are at hand, in the plan's order."""
    found = results.find if results else lambda _pk: None
    pages = {page.project_id: page for page in kpi.page_indicators.all()}
    targets = sorted(kpi.targets.all(), key=lambda target: target.position)
    return [
        TargetRow(
            target,
            pages.get(target.project_id) if target.project_id else None,
            amended.of(target, "value"),
            found(target.pk),
        )
        for target in targets
    ]


def common_value(rows: list[TargetRow]) -> Decimal | None:
    """Return the target of all rows; None where projects' targets differ or there is none."""
    values = {row.target.value for row in rows}
    return values.pop() if len(values) == 1 else None


class Reach(NamedTuple):
    """What an indicator has targets for: how many projects, and whether the whole agency."""

    projects: int
    has_agency: bool


def reach_of(rows: list[TargetRow]) -> Reach:
    """Return what rows are targets for."""
    projects = sum(row.target.project is not None for row in rows)
    return Reach(projects, projects < len(rows))
