"""The monthly spending plan as a workbook: a row for each allocation, twelve months, October first.

A changed row proposes a new version, which somebody else approves. A row names the version that
it was downloaded with: where a later one is in force by now, the row is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import MONTH_FIELDS, Allocation, Batch, SpendingPlan
from budgets.permissions import PROPOSE_SPENDING_PLANS
from budgets.services.spending_plans import PlannedMonths, lock_allocations, propose_all
from budgets.workbooks.book import PlanWorkbook
from budgets.workbooks.changes import Change, Difference, Preview
from budgets.workbooks.columns import Shown, Version, allocation_choice, allocation_name
from budgets.workbooks.writing import SheetRow, Template, sum_of
from etda_plan.accounts.models import User
from etda_plan.common.figures import baht
from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.xlsx import Cell, Formula, address
from etda_plan.common.xlsx_kinds import Amount, Text, tidy
from etda_plan.common.xlsx_reading import ExpectedColumn, ExpectedSheet, Reading
from etda_plan.common.xlsx_styles import Style

ZERO = Decimal(0)
LOOKS = {
    "allocation": (None, 46.0),
    "version": (Style.INTEGER, 9.0),
    "current": (Style.BAHT, 20.0),
    **dict.fromkeys(MONTH_FIELDS, (Style.BAHT, 17.0)),
    "total": (Style.BAHT, 20.0),
    "difference": (Style.BAHT_CHANGE, 17.0),
    "note": (None, 40.0),
}
GUIDANCE = (
    gettext_lazy(
        "Fill in the twelve months of an allocation, 0 where nothing is planned: they add up to "
        "its current amount, and the difference at the end of the row is 0.00."
    ),
    gettext_lazy("A changed row proposes a new version; somebody else approves it."),
    gettext_lazy(
        "Leave the columns of allocation and version as they are: they say what a row belongs to."
    ),
    gettext_lazy("Delete a row, or leave it as it is: nothing happens to that plan."),
    gettext_lazy("Amounts are in baht with at most two decimals; values, not formulas."),
    gettext_lazy(
        "Upload the file: first it is shown row by row what would change. Nothing is proposed "
        "until that is confirmed, and then all of it or none."
    ),
)


def _month_in_words(year: int, month: int) -> str:
    return month_label(first_day(year, month))


_month = lazy(_month_in_words, str)


class SpendingPlansWorkbook(PlanWorkbook):
    """The workbook of a plan's monthly spending plans."""

    kind = Batch.Kind.SPENDING_PLANS
    reading = PROPOSE_SPENDING_PLANS
    changing = PROPOSE_SPENDING_PLANS

    @cached_property
    def in_force(self) -> dict[int, SpendingPlan]:
        """The version in force of each allocation that has one."""
        return {
            each.allocation_id: each for each in SpendingPlan.objects.of_plan(self.plan).in_force()
        }

    @cached_property
    def sheet(self) -> ExpectedSheet:
        """The sheet, as it is written and read."""
        months = [
            ExpectedColumn(name, _month(self.plan.fiscal_year, month), Amount(ZERO), False)
            for month, name in enumerate(MONTH_FIELDS, 1)
        ]
        allocations = allocation_choice(self.allocations.values())
        return ExpectedSheet(
            gettext_lazy("Monthly plan"),
            [
                ExpectedColumn("allocation", gettext_lazy("Allocation"), allocations),
                ExpectedColumn("version", gettext_lazy("Version"), Version(), False),
                ExpectedColumn(
                    "current", _not_read(gettext_lazy("Current amount")), Shown(), False
                ),
                *months,
                ExpectedColumn("total", _not_read(gettext_lazy("Total")), Shown(), False),
                ExpectedColumn("difference", _not_read(gettext_lazy("Difference")), Shown(), False),
                ExpectedColumn("note", gettext_lazy("Note"), Text(2000), False),
            ],
        )

    def template(self) -> Template:
        """Return the file to be changed, with the versions in force."""
        year = {"year": self.plan.fiscal_year}
        return Template(
            title=_("Monthly spending plan, fiscal year %(year)s") % year,
            sheet=self.sheet,
            looks=LOOKS,
            rows=lambda first: [
                self._written(allocation, first + at)
                for at, allocation in enumerate(self.allocations.values())
            ],
            notes=[_("Unit: baht (2 decimals). How to fill it in stands on the last sheet.")],
            offers=[],
            guidance=GUIDANCE,
        )

    def _written(self, allocation: Allocation, row: int) -> SheetRow:
        version = self.in_force.get(allocation.pk)
        first, last = 4, 3 + len(MONTH_FIELDS)
        difference = Formula(f"{address(last + 1, row)}-{address(3, row)}")
        return [
            str(allocation_name(allocation)),
            version.version if version else None,
            allocation.current_amount,
            *(version.amounts if version else [None] * len(MONTH_FIELDS)),
            sum_of(first, last, row),
            Cell(difference, Style.BAHT_CHANGE),
            version.note if version else None,
        ]

    def lock(self, reading: Reading) -> None:
        """Hold the allocations that the rows name, in the order of their keys."""
        named = {row.values["allocation"] for row in reading.rows if "allocation" in row.values}
        lock_allocations(self.allocations[int(key)] for key in named)

    def carry_out(self, steps: Sequence[PlannedMonths], user: User, batch: Batch | None) -> None:
        """Propose what a row asks for."""
        propose_all(steps, user=user, batch=batch)

    @staticmethod
    def order(change: Change) -> int:
        """Return what proposals are made by: their rows."""
        return change.row.number

    def preview(self, reading: Reading) -> Preview:
        """Return what each row would change; nothing is tried against the database's rules."""
        changes: list[Change] = []
        seen: set[int] = set()
        for row in reading.rows:
            change = Change(row)
            changes.append(change)
            if row.findings:
                continue
            allocation = self.allocations[int(row.values["allocation"])]
            change.label = str(allocation_name(allocation))
            if allocation.pk in seen:
                row.add_finding("allocation", _("This allocation stands twice."))
                continue
            seen.add(allocation.pk)
            self._compare(change, allocation)
        faults = [str(found) for found in reading.findings]
        return Preview(changes, faults, missing=len(self.allocations.keys() - seen))

    def _compare(self, change: Change, allocation: Allocation) -> None:
        """Hold a row against the version in force."""
        row, version = change.row, self.in_force.get(allocation.pk)
        change.is_new = version is None
        amounts = [row.values[name] for name in MONTH_FIELDS]
        old = _stored_values(version)
        new = dict(zip(MONTH_FIELDS, amounts, strict=True)) | {"note": row.values["note"] or ""}
        if new == old:
            change.is_new = False
            return
        if row.values["version"] != (version.version if version else None):
            row.add_finding("version", _newer_version(version))
        for name in MONTH_FIELDS:
            if row.values[name] is None:
                row.add_finding(name, _("A value is missing here."))
        change.differences = self._differences(old, new)
        if not row.findings:
            change.make = [PlannedMonths(allocation, amounts, new["note"])]

    def _differences(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[Difference]:
        headings = {column.name: str(column.heading) for column in self.sheet.columns}
        return [
            Difference(headings[name], _said(old[name]), _said(new[name]))
            for name in new
            if old[name] != new[name]
        ]


def _not_read(heading: Any) -> Any:
    return format_lazy("{} ({})", heading, gettext_lazy("not read"))


def _stored_values(version: SpendingPlan | None) -> dict[str, Any]:
    if version is None:
        return dict.fromkeys(MONTH_FIELDS) | {"note": ""}
    return dict(zip(MONTH_FIELDS, version.amounts, strict=True)) | {"note": tidy(version.note)}


def _newer_version(version: SpendingPlan | None) -> str:
    if version is None:
        return _("No version is in force: leave this empty, or download the file anew.")
    return _("Version %(version)s is in force by now: download the file anew.") % {
        "version": version.version
    }


def _said(value: Any) -> str:
    if value is None:
        return ""
    return baht(value) if isinstance(value, Decimal) else str(value)
