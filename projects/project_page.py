"""What the page of one project or work shows, gathered from what was read for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projects.models import Anomaly, Office, Project
from projects.models.anomalies import Mention, touching

NOT_BROKEN_DOWN = "A05"


def budget_anomalies(
    project: Project, anomalies_by_line: Mapping[int, list[Anomaly]]
) -> list[Anomaly]:
    """Return what changes the meaning of a project's budget.

    That money is not broken down says nothing of a budget that is.
    """
    grave = [
        each.anomaly
        for each in touching(anomalies_by_line, project.budget_lines)
        if each.anomaly.severity == Anomaly.Severity.HIGH
    ]
    return [each for each in grave if each.code != NOT_BROKEN_DOWN or project.not_broken_down]


def marks_of(
    projects: Iterable[Project], anomalies_by_line: Mapping[int, list[Anomaly]]
) -> list[Anomaly]:
    """Return what changes the meaning of any of these projects' budgets, each once, by code."""
    found = {
        anomaly.code: anomaly
        for project in projects
        for anomaly in budget_anomalies(project, anomalies_by_line)
    }
    return [found[code] for code in sorted(found)]


def records_of(project: Project) -> Iterator[Any]:
    """Yield a project of ``with_page`` and what its page says of it, record by record."""
    yield project
    yield from project.texts.all()
    for activity in project.activities.all():
        yield activity
        yield from activity.sub_activities.all()
    for target in project.kpi_targets.all():
        yield from (target, target.kpi)


@dataclass(frozen=True)
class IndicatorRow:
    """A target of section 7, and what the project's own page prints of it, if it does."""

    target: Any
    printed: Any | None

    @property
    def place(self) -> tuple[bool, int]:
        """Its place on the page; after those there, its number in section 7."""
        if self.printed is None:
            return (True, self.target.kpi.number)
        return (False, self.printed.number)

    @property
    def lines(self) -> list[int | None]:
        """The lines of section 7 and of the page."""
        page = [self.printed.source_line] if self.printed else []
        return [self.target.kpi.source_line, *page]


@dataclass(frozen=True)
class ProjectPage:
    """A project of ``with_page``, and the anomalies of its plan by line."""

    project: Project
    anomalies_by_line: Mapping[int, list[Anomaly]]

    @property
    def indicators(self) -> list[IndicatorRow]:
        """Its indicators in the order of its page; those that the page does not name come last."""
        printed = {each.kpi_id: each for each in self.project.page_indicators.all()}
        rows = [
            IndicatorRow(target, printed.get(target.kpi_id))
            for target in self.project.kpi_targets.all()
        ]
        return sorted(rows, key=lambda row: row.place)

    @property
    def main_indicators(self) -> int:
        """How many of its indicators are main ones."""
        return sum(row.target.is_main for row in self.indicators)

    @property
    def sub_activity_count(self) -> int:
        """How many parts its activities have together."""
        return sum(len(each.sub_activities.all()) for each in self.project.activities.all())

    @property
    def months_are_unknown(self) -> bool:
        """Whether the document, and nobody since, says anything of its months."""
        return all(each.months_are_unknown for each in self.project.activities.all())

    @property
    def offices(self) -> list[tuple[Office, int]]:
        """The offices of its activities with how many each has, most first."""
        return Counter(each.office for each in self.project.activities.all()).most_common()

    @property
    def fund_sources(self) -> list[Any]:
        """Whose money pays for it, each once."""
        return list(dict.fromkeys(each.fund_source for each in self.project.allocations.all()))

    @property
    def spending_groups(self) -> list[Any]:
        """The groups of section 6 that its money stands in, each once."""
        return list(dict.fromkeys(each.spending_group for each in self.project.allocations.all()))

    @property
    def lines(self) -> list[int | None]:
        """The lines of its pages, and those of section 6 that name it or pay for it."""
        project = self.project
        first, last = project.page_first_line, project.page_last_line
        pages = list(range(first, last + 1)) if first and last else []
        paying = [
            each.statement_line.source_line
            for each in project.allocations.all()
            if each.statement_line
        ]
        return [*pages, project.name_line, *project.budget_lines, *paying]

    @property
    def anomalies(self) -> list[Mention]:
        """What does not fit on those lines."""
        return touching(self.anomalies_by_line, self.lines)

    @property
    def breakdown_anomaly(self) -> Anomaly | None:
        """The anomaly that says that its budget is not broken down, if the plan records it."""
        found = touching(self.anomalies_by_line, self.project.budget_lines)
        return next((each.anomaly for each in found if each.anomaly.code == NOT_BROKEN_DOWN), None)

    @property
    def budget_anomalies(self) -> list[Anomaly]:
        """What else changes the meaning of its budget."""
        found = budget_anomalies(self.project, self.anomalies_by_line)
        return [anomaly for anomaly in found if anomaly.code != NOT_BROKEN_DOWN]
