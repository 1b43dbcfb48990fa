"""What was read from one line of the document, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from etda_plan.common.checks import Check
from etda_plan.common.citations import Citation, Value
from etda_plan.common.fields import MeasureField, MoneyField
from etda_plan.common.figures import measure
from etda_plan.overview.places import Place, place_of
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import citations_of, reconcile_reading, records_of
from projects.models import Amended, Anomaly, AnomalyLine, FiscalPlan


@dataclass(frozen=True)
class Reading:
    """One value that was read from the line, what it is of, and who changed it why, if any did."""

    citation: Citation
    place: Place | None
    address: str
    amendment: str

    @property
    def record_kind(self) -> str:
        """What the record is called."""
        return str(self.citation.record._meta.verbose_name)

    @property
    def field_name(self) -> str:
        """What the field is called."""
        field = self.citation.record._meta.get_field(self.citation.field)
        return str(getattr(field, "verbose_name", self.citation.field))

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount in baht."""
        return isinstance(self._field, MoneyField)

    @property
    def value(self) -> Value:
        """The value in force: amounts in baht, indicators' values as they are written."""
        return self._shown(self.citation.value)

    @property
    def printed(self) -> Value:
        """What the document says."""
        return self._shown(self.citation.expected)

    @property
    def _field(self) -> object:
        return self.citation.record._meta.get_field(self.citation.field)

    def _shown(self, value: Value) -> Value:
        if isinstance(self._field, MeasureField) and isinstance(value, Decimal):
            return measure(value)
        return value


@dataclass(frozen=True)
class LineCard:
    """A line's readings, the pages and checks that use them, and the anomalies that touch it."""

    number: int
    readings: list[Reading]
    uses: list[tuple[str, str]]
    checks: list[Check]
    anomalies: list[Anomaly]

    @property
    def citations(self) -> list[Citation]:
        """What was read from the line."""
        return [reading.citation for reading in self.readings]


def read_line_card(plan: FiscalPlan, number: int) -> LineCard:
    """Return the card of a line of ``plan``'s document, in a fixed number of queries."""
    reading = read_plan(plan, seals=False)
    amended = Amended(reading.amendments)
    readings = [
        _reading(plan, citation, amended)
        for citation in citations_of(records_of(reading.own))
        if citation.line == number and not isinstance(citation.record, Anomaly | AnomalyLine)
    ]
    readings.sort(key=lambda each: not each.is_money)
    checks = reconcile_reading(reading).checks
    return LineCard(
        number,
        readings,
        _uses(readings),
        [check for check in checks if number in check.source_lines],
        [each for each in reading.anomalies if number in each.line_numbers],
    )


def _reading(plan: FiscalPlan, citation: Citation, amended: Amended) -> Reading:
    place = place_of(citation.record)
    address = place.address(plan) if place else ""
    amendment = amended.of(citation.record, citation.field)
    return Reading(citation, place, address, amendment.told if amendment else "")


def _uses(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    found = {each.address: each.place.title for each in readings if each.place}
    return [(title, address) for address, title in found.items()]
