"""The anomalies of a plan's document: what each touches, filters, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, in_millions
from etda_plan.common.filters import ChoiceFilter, FilterSet, SearchFilter
from etda_plan.overview.places import place_of
from etda_plan.overview.plan import read_contents
from etda_plan.overview.reconciliation import citations_of, records_of
from projects.models import Anomaly, FiscalPlan


class AnomalyFilterSet(FilterSet):
    """Words, state, severity."""

    q = SearchFilter()
    state = ChoiceFilter(label=gettext_lazy("State"), choices=Anomaly.State.choices)
    severity = ChoiceFilter(label=gettext_lazy("Severity"), choices=Anomaly.Severity.choices)

    class Meta:
        model = Anomaly
        fields: list[str] = []


@dataclass(frozen=True)
class AnomalyRow:
    """An anomaly, the lines it touches, and the pages that show what was read from them."""

    anomaly: Anomaly
    lines: list[int]
    pages: list[tuple[str, str]]


def anomaly_rows(plan: FiscalPlan, anomalies: Iterable[Anomaly]) -> list[AnomalyRow]:
    """Return ``anomalies`` with what they touch, in a fixed number of queries."""
    pages = _pages_by_line(plan)
    return [_row(anomaly, pages) for anomaly in anomalies]


def _pages_by_line(plan: FiscalPlan) -> dict[int, dict[str, str]]:
    pages: dict[int, dict[str, str]] = {}
    for citation in citations_of(records_of(read_contents(plan).own)):
        place = None if isinstance(citation.record, Anomaly) else place_of(citation.record)
        if place is not None:
            pages.setdefault(citation.line, {})[place.address(plan)] = place.short
    return pages


def _row(anomaly: Anomaly, pages: dict[int, dict[str, str]]) -> AnomalyRow:
    lines = anomaly.line_numbers
    touched: dict[str, str] = {}
    for line in lines:
        touched |= pages.get(line, {})
    return AnomalyRow(anomaly, lines, [(title, address) for address, title in touched.items()])


def anomaly_export(rows: Iterable[AnomalyRow], notes: Sequence[str]) -> Export:
    """Return the list as it stands on the screen."""
    return Export(
        title=_("Anomalies in the document"),
        file_name="anomalies",
        headings=[
            _("Code"),
            _("Title"),
            _("State"),
            _("Severity"),
            _("Difference (million baht)"),
            _("Lines"),
            _("Detail"),
            _("Evidence"),
            _("Note"),
        ],
        rows=[_values(row) for row in rows],
        notes=notes,
    )


def _values(row: AnomalyRow) -> list[Value]:
    anomaly, difference = row.anomaly, row.anomaly.difference
    return [
        anomaly.code,
        anomaly.localized_title,
        str(anomaly.get_state_display()),
        str(anomaly.get_severity_display()),
        NOT_APPLICABLE if difference is None else in_millions(difference),
        " · ".join(map(str, row.lines)) or NOT_APPLICABLE,
        anomaly.localized_detail,
        anomaly.evidence or NOT_APPLICABLE,
        anomaly.note or NOT_APPLICABLE,
    ]
