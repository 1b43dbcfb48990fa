"""Projects and works, their texts, and their activities with the twelve months."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import Activity, MonthRow, SubActivity
from budgets.money import activity_amount, page_amount
from etda_plan.common.figures import in_millions
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES, TAGS
from etda_plan.common.xlsx import Cell, Column, Formula, Sheet, Value, address
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.frame import (
    BLANK_TOTAL,
    SATANG_PLACES,
    Frame,
    known,
    known_million,
    lines,
    share_of,
    span,
    sum_of,
    total_of,
    unknown,
)
from projects.models import Project, ProjectText

BUDGET, BY_ACTIVITY, NOT_BROKEN_DOWN = 10, 12, 13
ACTIVITY_AMOUNT = 4
MONTHS = {None: "?", True: "●", False: "–"}


def write_works(frame: Frame) -> None:
    """Write one row for each work: what its page prints, and what of it is broken down."""
    projects = frame.reading.projects
    sheet = frame.add_sheet(
        pgettext("sheet", "Projects and works"),
        [
            Column(_("Code"), Style.STRONG, 7),
            Column(_("Name"), Style.TEXT, 36),
            Column(_("Kind"), Style.TEXT, 9),
            Column(_("Former name"), Style.TEXT, 18),
            Column(_("Strategy"), Style.CENTRED, 8),
            Column(_("Life (years)"), Style.CENTRED, 8),
            Column(_("Fiscal years"), Style.CENTRED, 11),
            Column(_("Activities"), Style.INTEGER, 9),
            Column(_("KPIs"), Style.INTEGER, 11),
            Column(_("Budget"), Style.MILLION, 12),
            Column(_("Share"), Style.PERCENT, 10),
            Column(_("By activity"), Style.MILLION, 12),
            Column(_("Not broken down"), Style.MILLION, 13),
            Column(_("Lines"), Style.LINE, 10),
            Column(_("Remarks"), width=18),
        ],
        frozen=2,
    )
    if not projects:
        return
    first = sheet.next_row
    total = first + len(projects)
    for row, project in enumerate(projects, first):
        _write_work(frame, sheet, project, row, total)
    _write_sums(sheet, first, total)


def _write_work(frame: Frame, sheet: Sheet, project: Project, row: int, total: int) -> None:
    page, budget = page_amount(project), sheet.reference(BUDGET, row)
    printed = [project.name_line, page.source_line if page else None, project.life_line]
    if page:
        frame.place(page, budget)
    sheet.add(
        project.code,
        f"{project.name} ({project.name_en})" if project.name_en else project.name,
        str(project.get_kind_display()),
        known(project.former_name),
        project.strategy.number if project.strategy else unknown(),
        known(project.life_years),
        _fiscal_years(project),
        len(project.activities.all()),
        len(project.kpi_targets.all()) or Cell(STATES["no_kpi"].word, Style.UNKNOWN),
        known_million(page.amount if page else None),
        share_of(budget, sheet.reference(BUDGET, total)) if page else unknown(),
        _broken_down(frame, project),
        _remainder(budget, sheet.reference(BY_ACTIVITY, row)) if page else unknown(),
        lines(*printed),
        frame.remark(
            printed,
            (project, "name"),
            (project, "name_en"),
            (project, "former_name"),
            (project, "life_years"),
            (project, "strategy"),
            (page, "amount"),
        ),
    )


def _fiscal_years(project: Project) -> Value | Cell:
    if project.life_from is None:
        return unknown()
    return f"{project.life_from}–{project.life_to or '?'}"


def _broken_down(frame: Frame, project: Project) -> Formula | Cell:
    """Point at the amounts of the activities, whose sheet is written after this one."""
    rows = activity_rows(frame)
    amounts = [
        f"'{_('Activities')}'!{address(ACTIVITY_AMOUNT, rows[activity.pk])}"
        for activity in project.activities.all()
        if activity_amount(activity)
    ]
    return Formula(sum_of(amounts)) if amounts else unknown()


def _remainder(budget: str, by_activity: str) -> Formula:
    """Return what of the budget no activity is known to have; words for unknown count nothing."""
    return Formula(f"ROUND({budget}-N({by_activity}),{SATANG_PLACES})")


def _write_sums(sheet: Sheet, first: int, total: int) -> None:
    figures = {
        column: span(sheet, column, first, total - 1)
        for column in (8, 9, BUDGET, BY_ACTIVITY, NOT_BROKEN_DOWN)
    }
    whole = sheet.reference(BUDGET, total)
    sheet.add(
        Cell(_("Total"), Style.TOTAL),
        *[BLANK_TOTAL] * 6,
        *[Cell(Formula(f"SUM({figures[column]})"), Style.COUNT_TOTAL) for column in (8, 9)],
        Cell(total_of(figures[BUDGET]), Style.MILLION_TOTAL),
        Cell(share_of(whole, whole), Style.PERCENT_TOTAL),
        *[
            Cell(total_of(figures[column]), Style.MILLION_TOTAL)
            for column in (BY_ACTIVITY, NOT_BROKEN_DOWN)
        ],
        *[BLANK_TOTAL] * 2,
    )


def write_texts(frame: Frame) -> None:
    """Write goals, targets in words and objectives, one a row."""
    sheet = frame.add_sheet(
        _("Goals and objectives"),
        [
            Column(_("Code"), Style.STRONG, 8),
            Column(_("Kind"), Style.TEXT, 18),
            Column(_("No."), Style.CENTRED, 8),
            Column(_("Text"), Style.TEXT, 96),
            Column(_("Line"), Style.LINE, 8),
            Column(_("Remarks"), width=16),
        ],
        frozen=1,
    )
    for project in frame.reading.projects:
        sheet.add(
            project.code,
            _("Goal"),
            "",
            known(project.goal),
            lines(project.goal_line),
            frame.remark([project.goal_line], (project, "goal")),
        )
        for text in [*project.targets_in_words, *project.objectives]:
            _write_text(frame, sheet, project, text)


def _write_text(frame: Frame, sheet: Sheet, project: Project, text: ProjectText) -> None:
    sheet.add(
        project.code,
        str(text.get_kind_display()),
        text.number,
        text.text,
        lines(text.source_line),
        frame.remark([text.source_line], (text, "text")),
    )


def activity_rows(frame: Frame) -> dict[int, int]:
    """Return the row of each activity on its sheet; its parts stand under it."""
    rows, row = {}, frame.book.first_row(ACTIVITY_NOTES)
    for activity in frame.reading.activities:
        rows[activity.pk] = row
        row += 1 + len(activity.sub_activities.all())
    return rows


ACTIVITY_NOTES = 2
"""How many lines of words stand under the title of the activities' sheet."""


def write_activities(frame: Frame) -> None:
    """Write activities and their parts with the month grid, October first."""
    months = [Column(name, Style.CENTRED, 5.5) for name in month_names()]
    sheet = frame.add_sheet(
        _("Activities"),
        [
            Column(_("Code"), Style.STRONG, 9),
            Column(_("Activity"), Style.TEXT, 50),
            Column(_("Responsible"), Style.TEXT, 20),
            Column(_("Amount"), Style.MILLION, 18),
            *months,
            Column(_("Line"), Style.LINE, 8),
            Column(_("Remarks"), width=15),
        ],
        _("Months: ● planned · – not planned · ? not in the document, which is not “no”"),
        frozen=2,
    )
    for activity in frame.reading.activities:
        _write_activity(frame, sheet, activity)
        for part in activity.sub_activities.all():
            _write_part(frame, sheet, part)
    _write_activity_sums(frame, sheet)


def _write_activity(frame: Frame, sheet: Sheet, activity: Activity) -> None:
    page = activity_amount(activity)
    if page:
        frame.place(page, sheet.reference(ACTIVITY_AMOUNT, sheet.next_row))
    sheet.add(
        activity.code,
        Cell(activity.title, Style.STRONG),
        activity.office.code,
        known_million(page.amount if page else None),
        *_month_cells(activity.month_row),
        lines(activity.source_line),
        frame.remark(
            [activity.source_line], (activity, "title"), (activity, "office"), (page, "amount")
        )
        + _filled_in(activity),
    )


def _write_part(frame: Frame, sheet: Sheet, part: SubActivity) -> None:
    sheet.add(
        Cell(part.number, Style.CENTRED),
        part.title,
        "",
        "",
        *_month_cells(part.month_row),
        lines(part.source_line),
        frame.remark([part.source_line], (part, "title")) + _filled_in(part),
    )


def _filled_in(item: Activity | SubActivity) -> str:
    """Return the version that the months are from: the document's own were lost."""
    version = item.filled_in
    return f" · {TAGS['filled_later'].word} {version.told}" if version else ""


def _month_cells(months: MonthRow) -> list[Cell]:
    return [Cell(MONTHS[month], Style.LINE if month is None else Style.CENTRED) for month in months]


def _write_activity_sums(frame: Frame, sheet: Sheet) -> None:
    last = sheet.next_row - 1
    first = frame.book.first_row(ACTIVITY_NOTES)
    amounts = span(sheet, ACTIVITY_AMOUNT, first, max(last, first))
    rows = [
        (_("Broken down by activity"), total_of(amounts)),
        (_("Not broken down"), _not_broken_down(frame, sheet, last + 1)),
    ]
    for label, formula in rows:
        named = [BLANK_TOTAL, Cell(label, Style.TOTAL), BLANK_TOTAL]
        sheet.add(*named, Cell(formula, Style.MILLION_TOTAL), *[BLANK_TOTAL] * 14)


def _not_broken_down(frame: Frame, sheet: Sheet, row: int) -> Value:
    pages = [page for project in frame.reading.projects if (page := page_amount(project))]
    budgets = "+".join(map(frame.where, pages)) or "0"
    known_sum = sheet.reference(ACTIVITY_AMOUNT, row)
    if not pages:
        return in_millions(Decimal(0))
    return Formula(f"ROUND({budgets}-{known_sum},{SATANG_PLACES})")
