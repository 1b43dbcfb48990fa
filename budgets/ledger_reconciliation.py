"""What must add up in the ledger: totals, open items, transfers, plans, closed months."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.ledger_reading import LedgerReading
from budgets.models import Allocation, Statement
from budgets.models.changes import STAGES
from budgets.money import Money
from budgets.spending import Amounts
from etda_plan.common.checks import ZERO, Check, Unit, count_check, grouped, lines_of
from etda_plan.common.figures import baht, signed_baht
from etda_plan.common.fiscal import short_date


def reconcile_ledger(ledger: LedgerReading, money: Money) -> Iterator[Check]:
    """Yield the checks of a ledger that has begun; an empty one has nothing to check.

    A check that would hold nothing against nothing is left out, so that the count of checks says
    how many things were really compared.
    """
    if not ledger.has_begun:
        return
    if ledger.entries:
        yield from total_checks(ledger)
        yield item_check(ledger)
        yield every_day_check(ledger)
    yield from current_checks(ledger, money)
    if ledger.transfers:
        yield from transfer_checks(ledger)
    if ledger.plans:
        yield spending_plan_check(ledger)
    if ledger.closes:
        yield closed_month_check(ledger)
        if ledger.findings is not None:
            yield seal_check(ledger)


def _check(
    code: str,
    title: str,
    expected: Decimal,
    actual: Decimal,
    note: str = "",
    lines: tuple[int, ...] = (),
) -> Check:
    return Check(f"ledger-{code}", _("Ledger"), title, expected, actual, lines, note=note)


def _counted(code: str, title: str, count: int, wrong: Iterable[object], counted: str) -> Check:
    return count_check(f"ledger-{code}", _("Ledger"), title, count, list(wrong), counted=counted)


def total_checks(ledger: LedgerReading) -> Iterator[Check]:
    """Yield each total that allocations keep against the entries: in all, then one by one."""
    titles = {
        "transferred": _("transferred, kept on the allocations = sum of the entries"),
        "reserved": _("reserved, kept on the allocations = sum of the entries"),
        "committed": _("committed, kept on the allocations = sum of the entries"),
        "paid": _("paid, kept on the allocations = sum of the entries"),
    }
    for stage, title in titles.items():
        entries = sum((getattr(ledger.totals(row), stage) for row in ledger.allocations), ZERO)
        stored = sum((getattr(row, f"{stage}_amount") for row in ledger.allocations), ZERO)
        yield _check(stage, title, entries, stored)
    wrong = [words for row in ledger.allocations for words in _unlike(ledger, row)]
    count = len(ledger.allocations) * len(STAGES)
    title = _("each total of each allocation = sum of its own entries")
    yield _counted("totals", title, count, wrong, _("totals"))


def _unlike(ledger: LedgerReading, row: Allocation) -> Iterator[str]:
    totals = ledger.totals(row)
    for stage in STAGES:
        if difference := getattr(row, f"{stage}_amount") - getattr(totals, stage):
            yield f"{row.label} {stage} {signed_baht(difference)}"


def item_check(ledger: LedgerReading) -> Check:
    """Return the entries that can be drawn on against their open items."""
    missing = [_("without an open item")] * (ledger.keeping_items - ledger.items)
    wrong = [f"#{key}" for key in ledger.wrong_items]
    title = _("open of each entry = its amount − drawn − reversed + returned")
    return _counted("open-items", title, ledger.keeping_items, wrong + missing, _("open items"))


def every_day_check(ledger: LedgerReading) -> Check:
    """Return the allocations against those in which no stage was below zero on any day."""
    wrong = [
        _("%(allocation)s on %(day)s") % {"allocation": row.label, "day": short_date(day)}
        for row in ledger.allocations
        if (day := first_day_below_zero(ledger, row))
    ]
    title = _("reserved, committed, paid and left are never below zero, on any day")
    return _counted("every-day", title, len(ledger.allocations), wrong, _("allocations"))


def first_day_below_zero(ledger: LedgerReading, row: Allocation) -> datetime.date | None:
    """Return the first day on which a stage of an allocation was below zero, or None."""
    running = Amounts(row.initial_amount)
    for day, changes in ledger.days.get(row.pk, {}).items():
        running += changes
        if min(running.left, running.reserved, running.committed, running.paid) < ZERO:
            return day
    return None


def current_checks(ledger: LedgerReading, money: Money) -> Iterator[Check]:
    """Yield each fund source's printed amount, and the envelope, against current budgets.

    Transfers stay within a fund source, so neither moves during the year. Money carried forward
    from an earlier year is outside both.
    """
    of_this_year = [row for row in ledger.allocations if not row.is_carried_forward]
    of_fund = grouped(of_this_year, lambda row: row.fund_source_id)
    for fund in money.fund_sources:
        if line := money.fund_line(fund.code):
            title = _("current budgets paid from: %(fund)s") % {"fund": fund.get_code_display()}
            code = f"fund-{fund.code.lower().replace('_', '-')}"
            current = _current(of_fund.get(fund.pk, []))
            yield _check(code, title, line.amount, current, "", lines_of(line.source_line))
    if envelope := money.total(Statement.Side.SOURCES):
        title = _("all current budgets = envelope")
        lines = lines_of(envelope.source_line)
        yield _check("envelope", title, envelope.amount, _current(of_this_year), "", lines)


def _current(rows: Iterable[Allocation]) -> Decimal:
    return sum((row.current_amount for row in rows), ZERO)


def transfer_checks(ledger: LedgerReading) -> Iterator[Check]:
    """Yield what every transfer must be: two balanced entries, within one fund source."""
    transfers = ledger.transfers
    total = sum((each.total for each in transfers), ZERO)
    yield _check("transfers", _("all transfers together move nothing"), ZERO, total)
    unbalanced = [each.number for each in transfers if each.entries != 2 or each.total != ZERO]
    title = _("each approved transfer = two entries that balance")
    yield _counted("transfers-each", title, len(transfers), unbalanced, _("transfers"))
    crossing = [each.number for each in transfers if not each.is_within_fund]
    title = _("each transfer stays within its fund source")
    yield _counted("transfers-within", title, len(transfers), crossing, _("transfers"))


def spending_plan_check(ledger: LedgerReading) -> Check:
    """Return what the plans in force split against their months; what has moved since is said."""
    current = {row.pk: row.current_amount for row in ledger.allocations}
    split = sum((plan.total_amount for plan in ledger.plans), ZERO)
    months = sum((sum(plan.amounts, ZERO) for plan in ledger.plans), ZERO)
    moved = [
        _("%(allocation)s splits %(split)s, now %(current)s")
        % {
            "allocation": plan.allocation.label,
            "split": baht(plan.total_amount),
            "current": baht(current.get(plan.allocation_id, ZERO)),
        }
        for plan in ledger.plans
        if current.get(plan.allocation_id, ZERO) != plan.total_amount
    ]
    note = _("transferred since the plan was approved: %s") % " · ".join(moved) if moved else ""
    title = _("twelve months of each spending plan in force = what it splits")
    return _check("spending-plans", title, split, months, note)


def closed_month_check(ledger: LedgerReading) -> Check:
    """Return the entries of closed months against those entered before the close."""
    late = [f"#{key}" for key in ledger.late]
    title = _("entries of closed months were entered before the close")
    return _counted("closed-months", title, ledger.in_closed_months, late, _("entries"))


def seal_check(ledger: LedgerReading) -> Check:
    """Return the closes in force against those whose seals and entries stand as sealed."""
    findings = ledger.findings or []
    touched = grouped(findings, lambda finding: finding.close.pk)
    note = " · ".join(map(str, findings))
    return Check(
        code="ledger-seals",
        group=_("Ledger"),
        title=_("each closed month stands as it was sealed"),
        expected=Decimal(ledger.closes),
        actual=Decimal(ledger.closes - len(touched)),
        unit=Unit.COUNT,
        counted=_("closed months"),
        note=note,
    )
