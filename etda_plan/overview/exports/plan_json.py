"""The plan as JSON: the same bytes from either database engine, no keys of rows, no time stamps.

Amounts are strings in baht with two places, values of indicators have no trailing zeros, and what
the document does not say is null. Texts and values are those in force; where an administrator
changed one, what was printed stands beside it under the same name with ``_printed``. In a sample
database ``sample`` is true; elsewhere it is absent. So is ``spending`` while no entry is seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, IntegerField, Model
from django.utils.translation import override

from activities.models import Activity, SubActivity
from budgets.models import FundSource, PageAmount, Statement, StatementLine
from budgets.money import activity_amount, page_amount
from budgets.spending import SeenSpending
from budgets.spending.data import seen_data
from etda_plan.common.fields import MoneyField
from etda_plan.common.sample import sample_field
from etda_plan.common.thai import collation_key
from etda_plan.overview.plan import PlanReading
from kpis.achievement import rounded
from kpis.models import Kpi, KpiTarget
from projects.models import Amended, Anomaly, Office, Project, ProjectText, Strategy

Data = dict[str, Any]


def plan_json(reading: PlanReading, money: SeenSpending | None = None) -> bytes:
    """Return the plan, and the money that is seen, as UTF-8 JSON."""
    data = PlanData(reading).whole()
    if money and money.spending:
        with override("th"):
            data["spending"] = seen_data(money.scope, money.spending)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def baht(amount: Decimal | None) -> str | None:
    """Return an amount as data: ``"33465300.00"``; None where it is unknown."""
    return None if amount is None else f"{amount:.2f}"


def printed_data(record: Model, name: str, written: str) -> object:
    """Return what was printed, kept as text, in the form in which the value in force is given."""
    field = record._meta.get_field(name)
    if not written:
        return None
    if isinstance(field, MoneyField):
        return baht(Decimal(written))
    if isinstance(field, BooleanField):
        return written == str(True)
    whole = isinstance(field, IntegerField) or name == "strategy"
    return int(written) if whole else written


def plain(value: Decimal) -> str:
    """Return an indicator's value as data, without trailing zeros."""
    return f"{value.normalize():f}"


class PlanData:
    """Builds the JSON of one plan from what was read."""

    def __init__(self, reading: PlanReading) -> None:
        self.reading = reading
        self.amended = Amended(reading.amendments)

    def whole(self) -> Data:
        """Return the whole plan."""
        reading = self.reading
        sources = self.lines_under(reading.statements.get(Statement.Side.SOURCES))
        uses = self.lines_under(reading.statements.get(Statement.Side.USES))
        return {
            **sample_field(),
            "fiscal_year": reading.plan.fiscal_year,
            "envelope": next((line["amount"] for line in sources if line["kind"] == "total"), None),
            "fund_sources": [self.fund_source(row) for row in reading.fund_sources],
            "strategies": [self.strategy(row) for row in reading.strategies],
            "offices": [self.office(row) for row in in_thai_order(reading.offices)],
            "projects": [self.project(row) for row in reading.projects],
            "kpis": [self.kpi(row) for row in reading.kpis],
            **self.other_sets(),
            "statements": {"sources": sources, "uses": uses},
            "anomalies": [anomaly_data(row) for row in in_code_order(reading.anomalies)],
        }

    def printed(self, record: Model, **fields: str) -> Data:
        """Return what was printed for the fields that someone changed: JSON key → field."""
        found = {key: self.amended.of(record, field) for key, field in fields.items()}
        return {
            f"{key}_printed": printed_data(record, fields[key], row.printed_value)
            for key, row in found.items()
            if row
        }

    def fund_source(self, fund: FundSource) -> Data:
        """Return a fund source; its amount is that of the line that names it."""
        line: StatementLine | None = getattr(fund, "statement_line", None)
        return {
            "code": fund.code,
            "name": fund.name,
            "amount": baht(line.amount) if line else None,
        }

    def strategy(self, strategy: Strategy) -> Data:
        """Return a strategy."""
        return {
            "number": strategy.number,
            "text": strategy.text,
            **self.printed(strategy, text="text"),
        }

    def office(self, office: Office) -> Data:
        """Return an office."""
        return {
            "code": office.code,
            "name": office.name,
            "kind": office.kind,
            **self.printed(office, code="code", name="name"),
        }

    def project(self, project: Project) -> Data:
        """Return a project or work with its activities."""
        page = page_amount(project)
        return {
            "code": project.code,
            "kind": project.kind,
            "name_th": project.name,
            "name_en": project.name_en,
            "former_name": project.former_name,
            "strategy": project.strategy.number if project.strategy else None,
            "budget": baht(page.amount) if page else None,
            "life_years": project.life_years,
            "goal": project.goal,
            **self.texts("objectives", project.objectives),
            **self.texts("targets", project.targets_in_words),
            "activities": [self.activity(row) for row in project.activities.all()],
            **self.printed(
                project,
                name_th="name",
                name_en="name_en",
                former_name="former_name",
                strategy="strategy",
                life_years="life_years",
                goal="goal",
            ),
            **self.printed_amount(page),
        }

    def texts(self, key: str, rows: list[ProjectText]) -> Data:
        """Return texts in order, and all as printed where any was changed."""
        data: Data = {key: [row.text for row in rows]}
        changed = [self.amended.of(row, "text") for row in rows]
        if any(changed):
            pairs = zip(rows, changed, strict=True)
            data[f"{key}_printed"] = [
                amendment.printed_value if amendment else row.text for row, amendment in pairs
            ]
        return data

    def printed_amount(self, page: PageAmount | None) -> Data:
        """Return the printed budget where someone changed it."""
        amendment = self.amended.of(page, "amount") if page else None
        if not page or not amendment:
            return {}
        return {"budget_printed": printed_data(page, "amount", amendment.printed_value)}

    def activity(self, activity: Activity) -> Data:
        """Return an activity with its months, October first, and its parts."""
        page = activity_amount(activity)
        return {
            "number": activity.number,
            "title": activity.title,
            "title_printed": activity.title_printed or activity.title,
            "office": activity.office.code,
            "budget": baht(page.amount) if page else None,
            "months": activity.month_row,
            "months_version": version_data(activity),
            "sub_activities": [
                {
                    "number": part.number,
                    "title": part.title,
                    "months": part.month_row,
                    "months_version": version_data(part),
                    **self.printed(part, title="title"),
                }
                for part in activity.sub_activities.all()
            ],
            **self.printed(activity, office="office"),
            **self.printed_amount(page),
        }

    def kpi(self, kpi: Kpi) -> Data:
        """Return an indicator with its targets, in the order of the projects."""
        targets = sorted(kpi.targets.all(), key=lambda target: target.position)
        return {
            "number": kpi.number,
            "dimension": kpi.dimension,
            "name": kpi.name,
            "unit": kpi.unit,
            "direction": kpi.direction,
            "targets": [self.target(target) for target in targets],
            **self.printed(
                kpi, dimension="dimension", name="name", unit="unit", direction="direction"
            ),
        }

    def other_sets(self) -> Data:
        """Return the sets of indicators that people added; nothing where there are none."""
        sets = [
            {
                "code": framework.code,
                "name": framework.name,
                "kpis": [self.kpi(row) for row in kpis],
            }
            for framework, kpis in self.reading.other_sets
        ]
        return {"other_kpi_sets": sets} if sets else {}

    def target(self, target: KpiTarget) -> Data:
        """Return the target of an indicator for a project; of the whole agency it has none."""
        return {
            "project": target.project.code if target.project else None,
            "value": plain(target.value),
            "is_main": target.is_main,
            **self.result(target),
            **self.printed(target, value="value", is_main="is_main"),
        }

    def result(self, target: KpiTarget) -> Data:
        """Return where a target stands and of which month; nothing where no result is seen."""
        results = self.reading.results
        found = results.find(target.pk) if results else None
        if found is None:
            return {}
        value, percent = found.value, found.percent
        return {
            "result": {
                "value": None if value is None else plain(rounded(value, 4)),
                "percent_of_target": None if percent is None else f"{rounded(percent, 2):f}",
                "state": found.state,
                "to_month": found.month or None,
                "as_of": self.reading.plan.reference_day.isoformat(),
            }
        }

    def lines_under(
        self, statement: Statement | None, parent: StatementLine | None = None
    ) -> list[Data]:
        """Return the lines directly under ``parent``, each with those under it."""
        if statement is None:
            return []
        return [self.line(statement, line) for line in statement.children_of(parent)]

    def line(self, statement: Statement, line: StatementLine) -> Data:
        """Return a printed line."""
        return {
            "kind": line.kind,
            "number": line.number,
            "name": line.name,
            "amount": baht(line.amount),
            "source_line": line.source_line,
            "lines": self.lines_under(statement, line),
            **self.printed(line, name="name", amount="amount"),
        }


def version_data(item: Activity | SubActivity) -> Data | None:
    """Return the version that months are from and the day of its approval; None without one."""
    version = item.filled_in
    if version is None:
        return None
    approved_on = version.decided_on.isoformat() if version.decided_on else None
    return {"number": version.number, "approved_on": approved_on}


def anomaly_data(anomaly: Anomaly) -> Data:
    """Return an anomaly; its difference is actual − expected in baht, or null."""
    return {
        "code": anomaly.code,
        "title": anomaly.title,
        "state": anomaly.state,
        "difference": baht(anomaly.difference),
    }


def in_thai_order(offices: Iterable[Office]) -> list[Office]:
    """Return offices in dictionary order, whatever the database's own order is."""
    return sorted(offices, key=lambda office: (collation_key(office.code), office.code))


def in_code_order(anomalies: Iterable[Anomaly]) -> list[Anomaly]:
    """Return anomalies by code, whatever the database's own order is."""
    return sorted(anomalies, key=lambda anomaly: anomaly.code)
