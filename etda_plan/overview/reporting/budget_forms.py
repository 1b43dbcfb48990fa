"""Plan and result by month in the frame of the Budget Bureau's forms 301 and 302, as a draft.

The forms' exact layout is not known here; every sheet says that it follows their structure only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from activities.models import Activity, ActivityReport
from activities.progress.plans import plan_to_date
from budgets.spending import Spending, read_spending, scope_of
from budgets.spending.monthly import monthly_of
from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE, measure, percent_points
from etda_plan.common.fiscal import long_month_label, month_names
from etda_plan.common.xlsx import Book, Column
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.reporting.consolidated import Consolidated
from etda_plan.overview.reporting.place import MONTHS
from projects.models import MonthlyReport
from projects.sight import Sight

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

Reported = Mapping[int, Mapping[int, ActivityReport]]


def budget_forms(user: User | AnonymousUser, page: Consolidated, sight: Sight) -> bytes:
    """Return a workbook: 301 with the work, 302 with the money, both up to the page's month."""
    plan, month = page.plan, page.month
    draft = _("Draft in the structure of the form; its official layout is not verified.")
    with Book(_("Forms 301 and 302"), month.last_day) as book:
        notes = [draft, long_month_label(month.first_day), _("Cumulative progress in percent")]
        sheet = book.add_sheet(_("301 work"), _work_columns(), notes=notes, frozen_columns=2)
        reported = _reported(page, sight)
        for work in page.works:
            if work.project is None:
                continue
            sheet.add_section(f"{work.project.code} {work.project.name}")
            for line in work.lines:
                said = reported.get(line.activity.pk, {})
                for row in _work_rows(line.activity, said, month.month):
                    sheet.add(*row)
        notes = [draft, long_month_label(month.first_day), _("Unit: baht (2 decimals)")]
        sheet = book.add_sheet(_("302 money"), _money_columns(), notes=notes, frozen_columns=2)
        scope = scope_of(user, plan)
        if last_day := scope.day_until(sight.plan_day):
            day = min(last_day, month.last_day)
            for values in _money_rows(read_spending(plan, day, scope.allocations)):
                sheet.add(*values)
        return book.to_bytes()


def _work_columns() -> list[Column]:
    return [
        Column(_("Activity"), width=46),
        Column(_("Plan or result"), width=12),
        *(Column(name, width=9) for name in month_names()),
        Column(_("What was done this month"), width=40),
        Column(_("Problem and solution"), width=40),
    ]


def _reported(page: Consolidated, sight: Sight) -> Reported:
    """Return, by activity and month, what was in force up to the page's month."""
    months = {"month__plan": page.plan, "month__month__lte": page.month.month}
    reports = MonthlyReport.objects.filter(**months).in_force(sight)
    rows = ActivityReport.objects.filter(report__in=reports.values("pk"))
    found: dict[int, dict[int, ActivityReport]] = defaultdict(dict)
    for row in rows.select_related("report__month").prefetch_related("parts"):
        found[row.activity_id][row.report.month.month] = row
    return found


def _work_rows(
    activity: Activity, reported: Mapping[int, ActivityReport], upto: int
) -> list[Sequence[Value]]:
    last = reported.get(upto)
    words: list[Value] = [last.done, _troubles(last)] if last else ["", ""]
    parts = list(activity.sub_activities.all())
    rows: list[Sequence[Value]] = []
    for place, part in enumerate(parts or [None]):
        months = part.month_row if part else activity.month_row
        named = f"{activity.code} {part}" if part else str(activity)
        planned = [plan_to_date(months, number) for number in MONTHS]
        results = [_percent(reported.get(number), part.pk if part else None) for number in MONTHS]
        plan_words = [_("no data") if each is None else percent_points(each) for each in planned]
        rows.append([named, _("Plan"), *plan_words, "", ""])
        rows.append([named, _("Result"), *results, *(["", ""] if place else words)])
    return rows


def _percent(row: ActivityReport | None, part: int | None) -> str:
    """Return what was reported of a month; a dash where nothing is in force."""
    if row is None:
        return NOT_APPLICABLE
    values = [each.progress for each in row.parts.all() if each.sub_activity_id == part]
    value = row.progress if part is None else next(iter(values), None)
    return NOT_APPLICABLE if value is None else measure(value)


def _troubles(row: ActivityReport) -> str:
    if row.has_no_problem:
        return _("No problem this month")
    return "\n".join(filter(None, [row.problem, row.solution]))


def _money_columns() -> list[Column]:
    figures = [*month_names(), _("Total")]
    return [
        Column(_("Project or work"), width=40),
        Column(_("Plan or result"), width=12),
        *(Column(name, Style.BAHT, width=15) for name in figures),
    ]


def _money_rows(spending: Spending) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = []
    for work in spending.works:
        months = monthly_of(spending.plan, spending.day, [*work.monthly.accounts]).months
        named = f"{work.project.code} {work.project.name}"
        rows.append([named, _("Plan"), *_with_total([month.planned for month in months])])
        rows.append([named, _("Result"), *_with_total([month.paid for month in months])])
    return rows


def _with_total(amounts: Sequence[Decimal | None]) -> list[Value]:
    known = [amount for amount in amounts if amount is not None]
    shown: list[Value] = [NOT_APPLICABLE if each is None else each for each in amounts]
    return [*shown, sum(known, Decimal("0.00")) if known else NOT_APPLICABLE]
