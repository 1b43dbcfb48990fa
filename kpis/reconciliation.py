"""What must hold between section 7's targets and the indicators that projects' pages print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from etda_plan.common.checks import ZERO, Check, Unit, grouped, lines_of, numbering_check
from kpis.models import Kpi, KpiTarget, PageIndicator
from kpis.models.targets import work_code
from projects.models import Amended, Project

Cell = tuple[int, int | None]


def reconcile_kpis(kpis: list[Kpi], projects: list[Project], amended: Amended) -> Iterator[Check]:
    """Yield every check of the indicators; ``kpis`` bring targets and page indicators along."""
    targets = [target for kpi in kpis for target in kpi.targets.all()]
    printed = [row for kpi in kpis for row in kpi.page_indicators.all()]
    yield from numbering_checks(kpis, printed)
    yield from cell_checks(kpis, targets, printed)
    yield from main_checks(kpis, projects, targets)
    yield from value_checks(kpis, targets, printed, amended)


def heading() -> str:
    """Return the heading of these checks."""
    return _("Indicators — section 7")


def numbering_checks(kpis: list[Kpi], printed: list[PageIndicator]) -> Iterator[Check]:
    """Yield the numbering of the indicators, and of those on each page."""
    yield numbering_check(
        "kpis-numbered", heading(), _("indicators are numbered from 1 without a gap"), [kpis]
    )
    yield numbering_check(
        "page-indicators-numbered",
        heading(),
        _("indicators are numbered from 1 without a gap on each page"),
        grouped(printed, lambda row: row.project_id).values(),
    )


def cell(row: KpiTarget | PageIndicator) -> Cell:
    """Return the cell of section 7's table that a row speaks of."""
    return row.kpi_id, row.project_id


def lines_of_targets(kpis: list[Kpi], rows: Iterable[KpiTarget]) -> tuple[int, ...]:
    """Return the lines of the indicators that ``rows`` are targets of."""
    of_rows = {row.kpi_id for row in rows}
    return lines_of(*(kpi.source_line for kpi in kpis if kpi.pk in of_rows))


def cell_checks(
    kpis: list[Kpi], targets: list[KpiTarget], printed: list[PageIndicator]
) -> Iterator[Check]:
    """Yield the number of targets against the pages, and each cell that only one of them has."""
    lines = lines_of_targets(kpis, targets)
    yield Check(
        code="kpi-targets",
        group=heading(),
        title=_("number of targets = number of indicators on the pages"),
        expected=Decimal(len(printed)),
        actual=Decimal(len(targets)),
        source_lines=lines[:1] + lines[1:][-1:],
        unit=Unit.COUNT,
        counted=_("values"),
    )
    on_page, in_table = {cell(row): row for row in printed}, {cell(row): row for row in targets}
    for key in on_page.keys() - in_table.keys():
        yield lone_check(on_page[key], _("printed on the page, without target"), 1, 0)
    for key in in_table.keys() - on_page.keys():
        yield lone_check(in_table[key], _("has a target, not printed on the page"), 0, 1)


def lone_check(row: KpiTarget | PageIndicator, what: str, expected: int, actual: int) -> Check:
    """Return a disagreement: a cell that the page and the table do not share."""
    return Check(
        code=f"kpi-cell-{work_code(row.project)}-{row.kpi.number}",
        group=heading(),
        title=_("indicator %(number)s of %(code)s: %(what)s")
        % {"number": row.kpi.number, "code": work_code(row.project), "what": what},
        expected=Decimal(expected),
        actual=Decimal(actual),
        source_lines=lines_of(row.kpi.source_line),
        unit=Unit.COUNT,
    )


def main_checks(
    kpis: list[Kpi], projects: list[Project], targets: list[KpiTarget]
) -> Iterator[Check]:
    """Yield the number of main indicators, one a project, and each project that has not one."""
    mains = [target for target in targets if target.is_main]
    by_project = grouped(mains, lambda target: target.project_id)
    funded = [project for project in projects if project.kind == Project.Kind.PROJECT]
    yield Check(
        code="kpi-main",
        group=heading(),
        title=_("main indicators (*), one a project"),
        expected=Decimal(len(funded)),
        actual=Decimal(len(mains)),
        source_lines=lines_of_targets(kpis, mains),
        unit=Unit.COUNT,
        counted=_("indicators"),
    )
    for project in funded:
        count = len(by_project.get(project.pk, []))
        if count != 1:
            title = _("main indicators of %(code)s") % {"code": project.code}
            yield Check(
                f"kpi-main-{project.code}",
                heading(),
                title,
                Decimal(1),
                Decimal(count),
                unit=Unit.COUNT,
            )


def value_checks(
    kpis: list[Kpi], targets: list[KpiTarget], printed: list[PageIndicator], amended: Amended
) -> Iterator[Check]:
    """Yield the number of targets that equal the page's value, and each that does not."""
    values = {cell(row): row for row in printed}
    pairs = [(target, values[cell(target)]) for target in targets if cell(target) in values]
    known = [(target, row) for target, row in pairs if row.value is not None]
    unprinted = [row for _target, row in pairs if row.value is None]
    apart = [different for target, row in known if (different := value_check(target, row, amended))]
    disagreeing = [check for check in apart if not check.amended]
    yield Check(
        code="kpi-page-values",
        group=heading(),
        title=_("targets of section 7 = values on the projects' pages"),
        expected=Decimal(len(known)),
        actual=Decimal(len(known) - len(disagreeing)),
        source_lines=lines_of(*(row.source_line for row in printed)),
        unit=Unit.COUNT,
        counted=_("values"),
        note=unprinted_note(unprinted),
        warned_lines=lines_of(*(row.kpi.source_line for row in unprinted)),
    )
    yield from apart


def unprinted_note(rows: list[PageIndicator]) -> str:
    """Return what cannot be compared because the page prints no value."""
    names = ", ".join(
        _("indicator %(number)s of %(code)s") % {"number": row.kpi.number, "code": row.project.code}
        for row in rows
    )
    return (
        _("not comparable, the page prints no value: %(names)s") % {"names": names} if rows else ""
    )


def value_check(target: KpiTarget, row: PageIndicator, amended: Amended) -> Check | None:
    """Return a target that differs from its page's value; None if they are equal."""
    printed = row.value if row.value is not None else ZERO
    if target.value == printed:
        return None
    amendment = amended.explaining(target, "value", printed, target.value) or amended.explaining(
        row, "value", target.value, printed
    )
    return Check(
        code=f"kpi-page-value-{target.code}-{target.kpi.number}",
        group=heading(),
        title=_("target of indicator %(number)s of %(code)s = value on its page")
        % {"number": target.kpi.number, "code": target.code},
        expected=printed,
        actual=target.value,
        source_lines=lines_of(target.kpi.source_line, row.source_line),
        unit=Unit.MEASURE,
        note=amendment.told if amendment else "",
        amended=amendment is not None,
    )
