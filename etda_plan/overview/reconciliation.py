"""One run of every check of a plan: the page, the command, Excel and PDF all draw from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.reconciliation import reconcile_activities
from activities.report_reconciliation import reconcile_reports
from budgets.ledger_reconciliation import reconcile_ledger
from budgets.models import Statement
from budgets.money import Money, amount_of
from budgets.reconciliation import reconcile_money
from etda_plan.common.checks import Check, Status, Unit, explained, grouped
from etda_plan.common.citations import Citation
from etda_plan.common.figures import million
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.plan import PlanContents, PlanReading, read_plan
from kpis.reconciliation import reconcile_kpis
from kpis.result_reconciliation import reconcile_results
from projects.models import Amended, Anomaly, FiscalPlan
from projects.reconciliation import (
    document_checks,
    life_check,
    numbering_checks,
    uncited_amendments,
    unfounded_values,
    unheld_differences,
)


@dataclass(frozen=True)
class Section:
    """The checks that stand under one heading."""

    heading: str
    checks: list[Check]

    @property
    def agreeing(self) -> int:
        """How many of them agree."""
        return sum(check.status is Status.AGREES for check in self.checks)


@dataclass(frozen=True)
class Ending:
    """How many checks ended in one way; of differences in money, how large they are."""

    status: Status
    count: int
    differences: list[Decimal]


@dataclass(frozen=True)
class Report:
    """How every check of a plan ended; ``envelope`` is the total of its sources in baht.

    A ledger that has not begun has no checks; ``ledger_has_begun`` lets the page say so.
    """

    plan: FiscalPlan
    checks: list[Check]
    sources: Decimal
    uses: Decimal
    ledger_has_begun: bool = False
    holds_only_carried: bool = False

    @property
    def envelope(self) -> Decimal:
        """What there is to spend."""
        return self.sources

    @property
    def counts(self) -> dict[Status, int]:
        """How many checks ended in each way."""
        found = Counter(check.status for check in self.checks)
        return {status: found[status] for status in Status}

    @property
    def sections(self) -> list[Section]:
        """The checks by heading, in the order in which a reader follows them."""
        by_heading = grouped(self.checks, lambda check: check.group)
        return [Section(heading, checks) for heading, checks in by_heading.items()]

    def check(self, code: str) -> Check | None:
        """Return the check of a code, or None where the plan has no such check."""
        return next((check for check in self.checks if check.code == code), None)

    def ended(self, status: Status) -> list[Check]:
        """Return the checks that ended in one way."""
        return [check for check in self.checks if check.status is status]

    @property
    def answer(self) -> str:
        """Whether the plan adds up, in one sentence."""
        documented, disagreeing = self.counts[Status.DOCUMENTED], self.counts[Status.DISAGREES]
        if disagreeing:
            words = ngettext("%(count)s check disagrees", "%(count)s checks disagree", disagreeing)
            return words % {"count": disagreeing}
        if self.holds_only_carried:
            return _("What was carried into the year adds up; the year has no plan here yet")
        agreed = _("Everything adds up to %(envelope)s million baht") % {
            "envelope": million(self.envelope)
        }
        recorded = ngettext(
            "with %(count)s recorded difference", "with %(count)s recorded differences", documented
        )
        return f"{agreed} {recorded % {'count': documented}}" if documented else agreed

    @property
    def endings(self) -> list[Ending]:
        """How many checks ended in each way, with the money of a single documented difference."""
        return [
            Ending(status, len(checks), amounts if len(amounts) == 1 else [])
            for status in Status
            for checks in [self.ended(status)]
            for amounts in [[check.difference for check in checks if is_money_apart(check)]]
        ]

    @property
    def difference(self) -> Decimal:
        """How far the uses lie above the sources."""
        return self.uses - self.sources

    @property
    def disagrees(self) -> bool:
        """Whether any check disagrees."""
        return self.counts[Status.DISAGREES] > 0

    def as_data(self) -> dict[str, object]:
        """Return the report as the command's JSON gives it."""
        return {
            "fiscal_year": self.plan.fiscal_year,
            "envelope": f"{self.envelope:.2f}",
            "checks": [check.as_data() for check in self.checks],
        }


def is_money_apart(check: Check) -> bool:
    """Tell whether a check found a difference in money."""
    return check.unit is Unit.BAHT and check.difference != 0


@snapshot()
def reconcile(plan: FiscalPlan) -> Report:
    """Run every check of ``plan`` on one state of the database."""
    return reconcile_reading(read_plan(plan))


def reconcile_reading(reading: PlanReading) -> Report:
    """Run every check of a plan that was read."""
    return _reconcile(reading, reading)


def reconcile_contents(contents: PlanContents) -> Report:
    """Run the checks of the plan itself, without its ledger and reports, which grow."""
    return _reconcile(contents, None)


def _reconcile(reading: PlanContents, year: PlanReading | None) -> Report:
    by_check = {row.check_code: row for row in reading.anomalies if row.check_code}
    money = money_of(reading)
    checks = [
        explained(check, by_check[check.code]) if check.code in by_check else check
        for check in every_check(reading, money, year)
    ]
    checks = [with_related(check, reading.anomalies) for check in checks]
    checks += unheld_differences(reading.anomalies, [check.code for check in checks])
    return Report(
        plan=reading.plan,
        checks=checks,
        sources=amount_of(money.total(Statement.Side.SOURCES)),
        uses=amount_of(money.total(Statement.Side.USES)),
        ledger_has_begun=bool(year and year.ledger.has_begun),
        holds_only_carried=reading.holds_only_carried,
    )


def with_related(check: Check, anomalies: list[Anomaly]) -> Check:
    """Return a check with the anomalies that change a figure on the lines of its note."""
    if not check.warned_lines:
        return check
    related = tuple(
        anomaly
        for anomaly in anomalies
        if anomaly.severity == Anomaly.Severity.HIGH
        and not set(anomaly.line_numbers).isdisjoint(check.warned_lines)
    )
    return replace(check, related=related)


def money_of(reading: PlanContents) -> Money:
    """Return what the checks of the year's own money need."""
    own = reading.own
    named = [row for row in reading.anomalies if row.check_code]
    recorded = {row.check_code: row.difference for row in named if row.difference is not None}
    return Money(
        statements=reading.statements,
        projects=own.projects,
        fund_sources=own.fund_sources,
        allocations=own.allocations,
        recorded=recorded,
    )


def every_check(reading: PlanContents, money: Money, year: PlanReading | None) -> Iterator[Check]:
    """Yield the checks of each app, then every value against the document.

    Where a year holds only what was carried into it, there is a ledger to check and no plan.
    """
    of_ledger = reconcile_ledger(year.ledger, money) if year else ()
    if reading.holds_only_carried:
        yield from of_ledger
        return
    own, amended = reading.own, Amended(reading.amendments)
    yield from reconcile_money(money)
    yield from of_ledger
    yield life_check(own.projects)
    yield from numbering_checks(own.texts, own.strategies, own.projects)
    yield from reconcile_activities(own.projects, own.offices, amended)
    if year:
        yield from reconcile_reports(year.reports)
    yield from reconcile_kpis(own.kpis, own.projects, amended)
    if year:
        yield from reconcile_results(year.reported)
    records = list(records_of(own))
    citations = list(citations_of(records))
    yield from document_checks(citations, reading.plan, amended)
    if reading.plan.source.document.lines:
        yield from unfounded_values(records, amended)
    yield from uncited_amendments(amended, citations, records)


def citations_of(records: Iterable[Model]) -> Iterator[Citation]:
    """Yield what every record cites; some kinds cite nothing of their own."""
    for record in records:
        yield from getattr(record, "citations", tuple)()


def records_of(reading: PlanContents) -> Iterator[Model]:
    """Yield every record that was read, in an order that does not change."""
    projects, activities, kpis = reading.projects, reading.activities, reading.kpis
    yield reading.plan
    yield from chain(reading.approvals, reading.texts, reading.strategies, reading.offices)
    yield from projects
    for project in projects:
        yield from chain(project.aliases.all(), project.texts.all())
    yield from activities
    for activity in activities:
        yield from activity.sub_activities.all()
    yield from {kpi.framework_id: kpi.framework for kpi in kpis}.values()
    yield from kpis
    for kpi in kpis:
        yield from chain(kpi.targets.all(), kpi.page_indicators.all())
    yield from chain(reading.fund_sources, reading.spending_groups)
    for statement in reading.statements.values():
        yield statement
        yield from statement.lines.all()
    for project in projects:
        yield from project.page_amounts.all()
    yield from chain(reading.allocations, reading.anomalies)
    for anomaly in reading.anomalies:
        yield from anomaly.lines.all()
