"""Rows against each other: levels of a statement, the axes of the money, facts in anomalies."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product

from django.db import models
from django.utils.translation import gettext as _

from budgets.models import Allocation, FundSource, PageAmount, SpendingGroup, StatementLine
from etda_plan.common.citations import Document, millions, written
from etda_plan.overview.loading.findings import Findings
from etda_plan.overview.plan_rows import Rows
from kpis.models import Kpi, KpiTarget, PageIndicator
from kpis.models.targets import A_PROJECT_IN_SECTION_7
from projects.models import Anomaly, AnomalyLine, Project

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
FIGURE = re.compile(r"\d[\d,]*\.\d{4}(?!\d)")


def fit_together(rows: Rows, document: Document, found: Findings) -> None:
    """Note rows that are well in themselves, but do not fit those that they refer to."""
    for step in (_unbacked, _interpretations, _tree, _money_of_activities, _axes):
        step(rows, found)


def _unbacked(rows: Rows, found: Findings) -> None:
    for target in rows.of(KpiTarget):
        if target.project is None:
            found.add(target, "project", str(A_PROJECT_IN_SECTION_7))
    targets = {(target.kpi_id, target.project_id) for target in rows.of(KpiTarget)}
    for row in rows.of(PageIndicator):
        if (row.kpi_id, row.project_id) not in targets:
            found.add(row, "kpi", _("the project has no target for this indicator"))


def _interpretations(rows: Rows, found: Findings) -> None:
    """Note what is marked as read into the document although printed, and the other way round."""
    for kpi in rows.of(Kpi):
        if kpi.direction_is_inferred == ("ไม่น้อยกว่า" in kpi.name_printed):
            found.add(kpi, "direction_is_inferred", _("the document says otherwise"))
    for project in rows.of(Project):
        read_into = project.strategy is not None and "กลยุทธ์ที่" not in project.strategy_printed
        if project.strategy_is_inferred != read_into:
            found.add(project, "strategy_is_inferred", _("the document says otherwise"))
        if (project.kind == Project.Kind.PROJECT) != project.name_printed.startswith("โครงการ"):
            found.add(project, "kind", _("its name says otherwise"))


def _tree(rows: Rows, found: Findings) -> None:
    """Note lines of a statement that stand under a line whose number or level is not theirs."""
    for line in rows.of(StatementLine):
        if line.kind != _level(line):
            found.add(line, "kind", _("its number or its place says otherwise"))
        elif not _belongs(line, line.parent):
            found.add(line, "parent", _("the line does not belong under that one"))


def _level(line: StatementLine) -> str:
    if line.number:
        return StatementLine.Kind.ITEM if "." in line.number else StatementLine.Kind.GROUP
    return StatementLine.Kind.SUBTOTAL if line.parent else StatementLine.Kind.TOTAL


def _belongs(line: StatementLine, parent: StatementLine | None) -> bool:
    if parent is None:
        return line.kind == StatementLine.Kind.TOTAL
    if line.kind == StatementLine.Kind.ITEM:
        return parent.number == str(line.number).partition(".")[0]
    above = (line.source_line or 0) < (parent.source_line or 0)
    return not parent.number and (above or parent.kind == StatementLine.Kind.TOTAL)


def _money_of_activities(rows: Rows, found: Findings) -> None:
    carriers: list[PageAmount | Allocation] = [*rows.of(PageAmount), *rows.of(Allocation)]
    for row in carriers:
        if row.activity and row.activity.project is not row.project:
            found.add(row, "activity", _("the activity is another project's"))


def _axes(rows: Rows, found: Findings) -> None:
    """Note allocations that do not add up to the line, the fund and the group that they are of."""
    for row in rows.of(Allocation):
        line = row.statement_line
        if line is None or not _may_carry(line, row):
            found.add(row, "statement_line", _("the line is another group's or project's"))
    if found.problems:
        return
    for name, owner in (("fund_source", FundSource), ("spending_group", SpendingGroup)):
        spent: dict[int, Decimal] = defaultdict(Decimal)
        for row in rows.of(Allocation):
            spent[id(getattr(row, name))] += row.initial_amount
        for axis in rows.of(owner):
            line = getattr(axis, "statement_line", None)
            if line is None or spent[id(axis)] != line.amount:
                _not_spent(found, axis, spent[id(axis)], line)


def _not_spent(
    found: Findings, axis: models.Model, spent: Decimal, line: StatementLine | None
) -> None:
    values = {"spent": written(spent), "printed": written(line.amount) if line else "–"}
    reason = _("its allocations add up to %(spent)s, its statement line prints %(printed)s")
    found.add(axis, "", reason % values)


def _may_carry(line: StatementLine, allocation: Allocation) -> bool:
    groups = (line.spending_group, line.parent.spending_group if line.parent else None)
    return allocation.spending_group in groups and line.project in (None, allocation.project)


def anomalies_state_facts(rows: Rows, document: Document, found: Findings) -> None:
    """Note anomalies whose figures do not follow from the lines that they name.

    The Thai and the English text name the same numbers; each figure with four decimals is
    printed on one of the lines, or comes of adding and subtracting up to three printed there.
    """
    lines: dict[int, list[AnomalyLine]] = defaultdict(list)
    for line in rows.of(AnomalyLine):
        lines[line.anomaly_id].append(line)
    for anomaly in rows.of(Anomaly):
        named = [line.line for line in lines[anomaly.pk]]
        text = "\n".join(document.line(number) for number in named)
        for field, reason in _unfounded(anomaly, named, text):
            found.add(anomaly, field, reason)
            break


def _unfounded(anomaly: Anomaly, named: list[int], text: str) -> Iterator[tuple[str, str]]:
    if not named:
        yield "", _("it names no line of the document")
    for field in ("title", "detail"):
        thai, english = getattr(anomaly, field), getattr(anomaly, f"{field}_en")
        if sorted(NUMBER.findall(thai)) != sorted(NUMBER.findall(english)):
            yield field, _("the numbers in Thai and in English differ")
    facts = _derived([millions(figure) for figure in FIGURE.findall(text)])
    for figure in FIGURE.findall(f"{anomaly.title} {anomaly.detail}"):
        if millions(figure) not in facts:
            yield "detail", _("%s does not follow from its lines") % figure
    known = {*map(str, named), *NUMBER.findall(text)}
    for number in NUMBER.findall(anomaly.evidence):
        if number not in known:
            yield "evidence", _("%s does not stand on its lines") % number
    difference = anomaly.difference
    stated = {millions(figure) for figure in FIGURE.findall(anomaly.detail)}
    if difference is not None and abs(difference) not in stated:
        yield "difference", _("%s is not what its text says") % written(difference)


def _derived(figures: list[Decimal]) -> set[Decimal]:
    """Return all sums and differences of up to three of ``figures``."""
    return {
        abs(sum((sign * figure for sign, figure in zip(signs, chosen, strict=True)), Decimal(0)))
        for size in (1, 2, 3)
        for chosen in combinations(figures, size)
        for signs in product((1, -1), repeat=size)
    }
