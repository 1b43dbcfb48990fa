"""A plan's front matter, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from projects.models import (
    Anomaly,
    Correction,
    FiscalPlan,
    Office,
    PlanApproval,
    PlanText,
    Strategy,
)


@dataclass(frozen=True)
class FrontMatter:
    """What the document says before and beside its figures."""

    approvals: list[PlanApproval]
    texts: Mapping[str, list[PlanText]]
    strategies: list[Strategy]
    offices: list[Office]
    corrections: list[Correction]
    anomalies_by_line: Mapping[int, list[Anomaly]]

    @property
    def office_count(self) -> int:
        """How many of those responsible are offices, not positions or several at once."""
        return sum(office.kind == Office.Kind.OFFICE for office in self.offices)


def read_front_matter(plan: FiscalPlan) -> FrontMatter:
    """Return the front matter of ``plan``, in a fixed number of queries."""
    texts: dict[str, list[PlanText]] = {kind: [] for kind in PlanText.Kind.values}
    for text in plan.texts.all():
        texts[text.kind].append(text)
    return FrontMatter(
        approvals=list(plan.approvals.all()),
        texts=texts,
        strategies=list(plan.strategies.prefetch_related("projects")),
        offices=list(plan.offices.with_activity_count()),
        corrections=list(plan.corrections.all()),
        anomalies_by_line=Anomaly.objects.by_line(plan),
    )
