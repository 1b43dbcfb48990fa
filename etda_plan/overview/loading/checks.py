"""Rows against the document: every citation, every line accounted for, numbers without gaps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _

from budgets.models import FundSource, StatementLine
from etda_plan.common.citations import Citation, Document, parse_document, written
from etda_plan.common.coverage import LEFTOVERS, WordsByLine, left_over, parse_leftovers
from etda_plan.overview.loading.build import Origins, called
from etda_plan.overview.loading.files import DOCUMENT, Problem
from etda_plan.overview.loading.findings import Findings
from etda_plan.overview.loading.fitting import anomalies_state_facts, fit_together
from etda_plan.overview.plan_rows import Rows, references
from kpis.models import Kpi, PageIndicator
from projects.models import (
    AnomalyLine,
    Correction,
    FiscalPlan,
    PlanText,
    Project,
    ProjectText,
    Strategy,
)
from projects.reconciliation import words_of_the_plan

COUNTED: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    PlanText: ("number", ("kind",)),
    Strategy: ("number", ()),
    Project: ("position", ()),
    ProjectText: ("number", ("project_id", "kind")),
    Kpi: ("number", ("framework_id",)),
    PageIndicator: ("number", ("project_id",)),
    FundSource: ("position", ()),
    StatementLine: ("position", ("statement_id",)),
}
"""Fields that count 1, 2, 3 … without a gap among the rows that share the others."""


def check(rows: Rows, origins: Origins, directory: Path) -> list[Problem]:
    """Return all that does not agree with the document in ``directory``."""
    document = parse_document((directory / DOCUMENT).read_text(encoding="utf-8"))
    rows.let_know(document)
    found = Findings(origins)
    for step in (_plans, _corrections, _gaps, _citations, fit_together, anomalies_state_facts):
        step(rows, document, found)
        if found.problems:
            return found.problems
    known = parse_leftovers((directory / LEFTOVERS).read_text(encoding="utf-8"))
    return leftovers(rows, document, known)


def _plans(rows: Rows, document: Document, found: Findings) -> None:
    for plan in rows.of(FiscalPlan)[1:]:
        found.add(plan, "fiscal_year", _("the files of one folder hold one plan"))
    if not rows.of(FiscalPlan):
        found.problems.append(Problem("", "", "", _("the files hold no plan")))


def _corrections(rows: Rows, document: Document, found: Findings) -> None:
    text = "\n".join(document.lines)
    for row in rows.of(Correction):
        if row.printed not in text:
            found.add(row, "printed", _("the document prints “%s” nowhere") % row.printed)


def _gaps(rows: Rows, document: Document, found: Findings) -> None:
    for model, (field, shared) in COUNTED.items():
        groups: dict[tuple[object, ...], list[models.Model]] = defaultdict(list)
        for row in rows.of(model):
            groups[tuple(getattr(row, name) for name in shared)].append(row)
        for group in groups.values():
            group.sort(key=lambda row: int(getattr(row, field)))
            for wanted, row in enumerate(group, 1):
                if getattr(row, field) != wanted:
                    found.add(row, field, _("%s is missing before it") % wanted)
                    break


def _citations(rows: Rows, document: Document, found: Findings) -> None:
    """Note the first wrong citation of each row; rows that refer to a wrong row are not asked."""
    wrong: set[int] = set()
    for row in rows:
        referred = (getattr(row, field.name) for field in references(type(row)))
        if any(id(other) in wrong for other in referred):
            wrong.add(id(row))
        elif reason := next(wrong_citations(row), None):
            wrong.add(id(row))
            found.add(row, *reason)


def wrong_citations(row: models.Model) -> Iterator[tuple[str, str]]:
    """Yield field and reason for each citation of ``row`` that its line does not bear out."""
    citations: Iterable[Citation] = row.citations() if hasattr(row, "citations") else ()
    for citation in citations:
        if not citation.is_printed:
            yield _printed_twin(citation), _not_there(citation)
        elif not citation.agrees:
            yield (
                citation.field,
                _("line %(line)s says “%(expected)s”, not “%(value)s”")
                % {
                    "line": citation.line,
                    "expected": written(citation.expected),
                    "value": written(citation.value),
                },
            )


def _printed_twin(citation: Citation) -> str:
    twin = f"{citation.field}_printed"
    return twin if citation.phrase and hasattr(citation.record, twin) else citation.field


def _not_there(citation: Citation) -> str:
    if citation.value == citation.line:
        return _("line %(line)s does not print what was read from it") % {"line": citation.line}
    words = citation.phrase or written(citation.value)
    return _("line %(line)s does not print “%(words)s”") % {"line": citation.line, "words": words}


def leftovers(rows: Rows, document: Document, known: WordsByLine) -> list[Problem]:
    """Return the lines of which something is stored nowhere, unless the list of leftovers has it.

    A shortened text or a lost record shows here: its words are left over.
    """
    found, problems = left_over(document, words_of_the_plan(rows.citations())), []
    for number in sorted(found.keys() | known.keys()):
        left, listed = found.get(number, ""), known.get(number, "")
        if left != listed:
            values = {"line": number, "left": left, "listed": listed}
            reason = _("line %(line)s leaves “%(left)s”, not “%(listed)s”") % values
            problems.append(Problem(LEFTOVERS, _near(rows, number), "", reason))
    return problems


def _near(rows: Rows, line: int) -> str:
    """Return the records that read something else from the same line."""
    read = (c.record for c in rows.citations() if c.line == line)
    names = {called(row): None for row in read if not isinstance(row, AnomalyLine)}
    return ", ".join(names)
