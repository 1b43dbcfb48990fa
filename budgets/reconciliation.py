"""What must hold between the printed statements, the works' pages and the allocations.

All figures are baht as they were read; nothing is queried here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.models import Activity
from budgets.models import Allocation, FundSource, PageAmount, Statement, StatementLine
from budgets.money import (
    Money,
    activity_amount,
    amount_of,
    page_amount,
    parent_of,
    printed_lines,
)
from etda_plan.common.checks import ZERO, Check, Unit, grouped, lines_of
from etda_plan.common.figures import million
from projects.models import Project

READINGS_CHECK = "appropriation-readings"

Signed = tuple[int, StatementLine | None]


def reconcile_money(money: Money) -> Iterator[Check]:
    """Yield every check of the money, in the order in which a reader follows it."""
    for side in Statement.Side.values:
        yield from statement_checks(money, side)
    yield from checks_across(money)
    yield from fund_checks(money)
    yield from work_checks(money)
    yield from activity_checks(money)
    yield from allocation_checks(money)


def label(line: StatementLine) -> str:
    """Return how a title names a line: ``group 2``, ``2.1``, ``subtotal``, ``total``."""
    if line.kind == StatementLine.Kind.GROUP:
        return _("group %(number)s") % {"number": line.number}
    return line.number or str(line.get_kind_display())


def named(line: StatementLine) -> str:
    """Return a line's label with the document's own name for it."""
    if line.kind == StatementLine.Kind.TOTAL:
        return label(line)
    if line.kind == StatementLine.Kind.SUBTOTAL:
        return line.name
    return f"{label(line)} {line.name}"


def addends(lines: list[StatementLine]) -> str:
    """Return the left side of a sum: ``1.1 + 1.2``, or ``1.1 – 1.5`` when there are many."""
    if len(lines) > 2 and len({line.kind for line in lines}) == 1:
        return f"{label(lines[0])} – {lines[-1].number or label(lines[-1])}"
    return " + ".join(label(line) for line in lines)


def slug(line: StatementLine) -> str:
    """Return a line's part of a check's code: ``group-2``, ``item-2-1``, ``total``."""
    return "-".join(filter(None, [line.kind, (line.number or "").replace(".", "-")]))


def heading(side: str) -> str:
    """Return the heading of a statement's checks."""
    sources = side == Statement.Side.SOURCES
    return _("Sources — section 5") if sources else _("Uses — section 6")


def statement_checks(money: Money, side: str) -> Iterator[Check]:
    """Yield each line that has lines under it against their sum, and the heading's amount."""
    lines = money.lines(side)
    children = grouped(lines, lambda line: line.parent_id)
    for parent in lines:
        if parent.pk in children:
            yield children_check(side, parent, children[parent.pk])
    statement, total = money.statements.get(side), money.total(side)
    if total is None:
        yield missing_check(f"{side}-total", heading(side), _("The statement has a total"))
    elif statement and statement.heading_amount is not None:
        yield Check(
            code=f"{side}-heading",
            group=heading(side),
            title=_("amount in the heading = total"),
            expected=total.amount,
            actual=statement.heading_amount,
            source_lines=lines_of(statement.heading_line, total.source_line),
        )


def children_check(side: str, parent: StatementLine, children: list[StatementLine]) -> Check:
    """Return a printed parent against the lines under it."""
    return Check(
        code=f"{side}-{slug(parent)}",
        group=heading(side),
        title=f"{addends(children)} = {named(parent)}",
        expected=parent.amount,
        actual=sum((line.amount for line in children), ZERO),
        source_lines=lines_of(parent.source_line, *(line.source_line for line in children)),
    )


def missing_check(code: str, group: str, title: str) -> Check:
    """Return a check that cannot be made because a line is not there: it disagrees."""
    note = _("a line that this check needs is not in the plan")
    return Check(code, group, title, Decimal(1), ZERO, unit=Unit.COUNT, note=note)


def equal_sums(code: str, title: str, expected: list[Signed], actual: list[Signed]) -> Check:
    """Return a check of two signed sums of lines of both statements."""
    group = _("Across sections 5 and 6")
    used = [line for _sign, line in [*expected, *actual]]
    if not used or None in used:
        return missing_check(code, group, title)
    return Check(
        code=code,
        group=group,
        title=title,
        expected=sum((sign * amount_of(line) for sign, line in expected), ZERO),
        actual=sum((sign * amount_of(line) for sign, line in actual), ZERO),
        source_lines=lines_of(*(line.source_line for line in used if line)),
    )


def checks_across(money: Money) -> Iterator[Check]:
    """Yield what must hold between sources and uses, and between their two readings."""
    yield equal_sums(
        "sources-uses",
        _("total of sources = total of uses"),
        [(1, money.total(Statement.Side.SOURCES))],
        [(1, money.total(Statement.Side.USES))],
    )
    subtotal = money.subtotal
    if money.has_fund(FundSource.Code.CURRENT_APPROPRIATION):
        appropriation = money.fund_line(FundSource.Code.CURRENT_APPROPRIATION)
        title = _("appropriation under the Act = subtotal of the uses")
        yield equal_sums("appropriation-subtotal", title, [(1, appropriation)], [(1, subtotal)])
        yield outside_check(money)
        if money.has_fund(FundSource.Code.PRIOR_YEAR_BALANCE):
            yield from bridge_checks(money, appropriation, subtotal)


def outside_check(money: Money) -> Check:
    """Return the other funds against the groups printed beside this year's subtotal."""
    title = _("balance of earlier years + own income = %(groups)s") % {
        "groups": addends(money.beside_subtotal)
    }
    beside: list[Signed] = [(1, line) for line in money.beside_subtotal]
    funds: list[Signed] = [(1, line) for line in money.other_funds]
    return equal_sums("other-funds-group", title, beside, funds)


def bridge_checks(
    money: Money, appropriation: StatementLine | None, subtotal: StatementLine | None
) -> Iterator[Check]:
    """Yield the bridge between section 5's and section 6's reading of "เงินงบประมาณ".

    Section 5's group holds the balance of earlier years, section 6's subtotal does not.
    """
    group = parent_of(money, appropriation)
    balance = money.fund_line(FundSource.Code.PRIOR_YEAR_BALANCE)
    title = _("budget money (section 5) − balance of earlier years = budget money (section 6)")
    yield equal_sums("appropriation-bridge", title, [(1, subtotal)], [(1, group), (-1, balance)])
    if group and subtotal:
        yield Check(
            code=READINGS_CHECK,
            group=_("Across sections 5 and 6"),
            title=_("recorded difference = budget money (section 5) − budget money (section 6)"),
            expected=group.amount - subtotal.amount,
            actual=money.recorded.get(READINGS_CHECK, ZERO),
            source_lines=lines_of(group.source_line, subtotal.source_line),
            holds_record=True,
        )


def allocated(rows: Iterable[Allocation]) -> Decimal:
    """Return the sum of initial amounts."""
    return sum((row.initial_amount for row in rows), ZERO)


def fund_checks(money: Money) -> Iterator[Check]:
    """Yield each fund source's printed amount against the allocations that it pays for."""
    paid = grouped(money.allocations, lambda row: row.fund_source_id)
    for fund in money.fund_sources:
        code = f"fund-{fund.code.lower().replace('_', '-')}"
        title = _("allocations paid from: %(fund)s") % {"fund": fund.get_code_display()}
        line = money.fund_line(fund.code)
        if line is None:
            yield missing_check(code, _("Across sections 5 and 6"), title)
            continue
        uses = [
            row.statement_line.source_line for row in paid.get(fund.pk, []) if row.statement_line
        ]
        yield Check(
            code=code,
            group=_("Across sections 5 and 6"),
            title=title,
            expected=line.amount,
            actual=allocated(paid.get(fund.pk, [])),
            source_lines=lines_of(line.source_line, *uses),
        )


def work_checks(money: Money) -> Iterator[Check]:
    """Yield each work's page against the statements, and all pages against the envelope."""
    for project in money.projects:
        yield page_check(money, project)
    pages = [page_amount(project) for project in money.projects]
    total = money.total(Statement.Side.SOURCES)
    yield Check(
        code="pages-total",
        group=_("Pages of the works — section 8"),
        title=_("all %(count)s pages = envelope") % {"count": len(pages)},
        expected=amount_of(total),
        actual=sum((amount_of(page) for page in pages), ZERO),
        source_lines=lines_of(
            total.source_line if total else None, *(page.source_line for page in pages if page)
        ),
    )


def page_check(money: Money, project: Project) -> Check:
    """Return a work's page against the lines in which the statements print the work."""
    code, group = f"page-{project.code}", _("Pages of the works — section 8")
    page, lines = page_amount(project), printed_lines(money, project)
    title = _("page %(code)s = %(lines)s") % {"code": project.code, "lines": placed(money, lines)}
    if page is None or not lines:
        return missing_check(code, group, title)
    return Check(
        code=code,
        group=group,
        title=title,
        expected=sum((line.amount for line in lines), ZERO),
        actual=page.amount,
        source_lines=lines_of(page.source_line, *(line.source_line for line in lines)),
    )


def placed(money: Money, lines: list[StatementLine]) -> str:
    """Return the labels of lines of one statement, and the section where they stand."""
    labels = " + ".join(label(line) for line in lines)
    uses = {line.pk for line in money.lines(Statement.Side.USES)}
    if uses.issuperset(line.pk for line in lines):
        return _("%(lines)s of section 6") % {"lines": labels}
    return _("%(lines)s of section 5") % {"lines": labels}


def activity_checks(money: Money) -> Iterator[Check]:
    """Yield, for each work that has activities, their printed amounts against the page's."""
    for project in money.projects:
        activities = list(project.activities.all())
        page = page_amount(project)
        if activities and page:
            yield activities_check(project, page, activities)


def activities_check(project: Project, page: PageAmount, activities: list[Activity]) -> Check:
    """Return a work's activity amounts against its page.

    When all are known they add up to it; otherwise they must not exceed it, and what is not
    broken down is said.
    """
    known = [amount for activity in activities if (amount := activity_amount(activity))]
    broken_down = sum((amount.amount for amount in known), ZERO)
    lines = lines_of(page.source_line, *(amount.source_line for amount in known))
    code, group = f"activities-{project.code}", _("Pages of the works — section 8")
    if len(known) == len(activities):
        title = _("amounts of the %(count)s activities of %(code)s = page %(code)s") % {
            "count": len(known),
            "code": project.code,
        }
        return Check(code, group, title, page.amount, broken_down, lines)
    return Check(
        code=code,
        group=group,
        title=_("excess of the activities of %(code)s over page %(code)s") % {"code": project.code},
        expected=ZERO,
        actual=max(broken_down - page.amount, ZERO),
        source_lines=lines,
        note=unbroken_note(page.amount - broken_down, len(activities), len(known)),
        warned_lines=lines,
    )


def unbroken_note(remainder: Decimal, count: int, known: int) -> str:
    """Return what of a page's amount no activity is known to have."""
    words = _("%(remainder)s not broken down by activity: %(unknown)s of %(count)s without amount")
    return words % {
        "remainder": million(max(remainder, ZERO)),
        "unknown": count - known,
        "count": count,
    }


def allocation_checks(money: Money) -> Iterator[Check]:
    """Yield the allocations against the lines, groups, pages and activities that print them."""
    yield from line_allocation_checks(money)
    by_project = grouped(money.allocations, lambda row: row.project_id)
    for project in money.projects:
        rows = by_project.get(project.pk, [])
        if page := page_amount(project):
            title = _("allocations of %(code)s = page %(code)s") % {"code": project.code}
            yield allocation_check(f"allocations-{project.code}", title, page, rows)
        for activity in project.activities.all():
            if amount := activity_amount(activity):
                code = f"allocations-{project.code}-{activity.number}"
                title = _("allocations of activity %(code)s = amount on its page")
                of_activity = [row for row in rows if row.activity_id == activity.pk]
                yield allocation_check(
                    code, title % {"code": f"{project.code}/{activity.number}"}, amount, of_activity
                )


def line_allocation_checks(money: Money) -> Iterator[Check]:
    """Yield each line of the uses that has none under it, and each group, against allocations."""
    lines = money.lines(Statement.Side.USES)
    parents = {line.parent_id for line in lines}
    by_line = grouped(money.allocations, lambda row: row.statement_line_id)
    by_group = grouped(money.allocations, lambda row: row.spending_group_id)
    for line in lines:
        if line.pk not in parents:
            rows = by_line.get(line.pk, [])
            title = _("allocations that come from %(line)s") % {"line": label(line)}
            yield allocation_check(f"allocations-line-{slug(line)}", title, line, rows)
        if line.spending_group_id:
            rows = by_group.get(line.spending_group_id, [])
            title = _("allocations of spending %(group)s") % {"group": label(line)}
            yield allocation_check(f"allocations-{slug(line)}", title, line, rows)


def allocation_check(
    code: str, title: str, printed: StatementLine | PageAmount, rows: list[Allocation]
) -> Check:
    """Return a printed amount against the allocations that come from it."""
    return Check(
        code=code,
        group=_("Allocations"),
        title=title,
        expected=printed.amount,
        actual=allocated(rows),
        source_lines=lines_of(printed.source_line),
    )
