"""The money table for other programs: JSON, and one flat list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from budgets.spending.amounts import Amounts
from budgets.spending.lines import Line
from budgets.spending.monthly import Month, Monthly
from budgets.spending.page import SpendingPage
from budgets.spending.reading import Spending
from budgets.spending.scope import Scope
from budgets.spending.table import COLUMNS, LEVELS, MONTH_COLUMNS, PERCENTS
from budgets.spending.targets import Target
from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, in_millions
from etda_plan.common.sample import sample_field

Data = dict[str, Any]


def written(amount: Decimal | None) -> str | None:
    """Return baht as data: ``"33465300.00"``; None where there is none."""
    return None if amount is None else f"{amount:.2f}"


def spending_json(page: SpendingPage, spending: Spending) -> bytes:
    """Return what the page shows as UTF-8 JSON; amounts are baht, as text."""
    data = {
        **sample_field(),
        "filters": {
            each.key: page.listing.address.values[each.key]
            for each in page.listing.filterset.active
        },
        **seen_data(page.scope, spending),
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def seen_data(scope: Scope, spending: Spending) -> Data:
    """Return a reading as data, with how much of the ledger its reader sees."""
    return {"shown": scope.sight.value, **spending_data(spending)}


def spending_data(spending: Spending) -> Data:
    """Return a reading as data."""
    return {
        "fiscal_year": spending.plan.fiscal_year,
        "as_of": spending.day.isoformat(),
        "seal": spending.close.seal if spending.close else None,
        "total": amounts_data(spending.total),
        "lines": [line_data(line) for line in spending.lines],
        "carried_forward": {
            "total": amounts_data(spending.carried_total),
            "lines": [line_data(line) for line in spending.carried_lines],
        },
        "months": months_data(spending.monthly),
        "works": [
            {"project": work.project.code, "months": months_data(work.monthly)}
            for work in spending.works
        ],
        "targets": [target_data(target) for target in spending.targets],
    }


def amounts_data(amounts: Amounts) -> Data:
    """Return a row's figures; a percentage without a base is null."""
    figures: Data = {column.key: written(column.read(amounts)) for column in COLUMNS}
    return {**figures, **{percent.key: percent.read(amounts) for percent in PERCENTS}}


def line_data(line: Line) -> Data:
    """Return a row with those under it."""
    return {
        "level": line.level.value,
        "name": line.name,
        **line.codes,
        **amounts_data(line.amounts),
        "lines": [line_data(part) for part in line.parts],
    }


def months_data(monthly: Monthly) -> list[Data]:
    """Return twelve months, October first; what has not come, or has no plan, is null."""
    return [month_data(month) for month in monthly.months]


def month_data(month: Month) -> Data:
    """Return one month."""
    figures = {column.key: written(column.read(month)) for column in MONTH_COLUMNS}
    return {"month": month.number, **figures}


def target_data(target: Target) -> Data:
    """Return a quarter's target; null where no source is verified."""
    share = target.record.cumulative_percent
    return {
        "quarter": target.record.quarter,
        "cumulative_percent": f"{share.normalize():f}" if target.is_known and share else None,
        "measure": target.record.measure,
        "base": target.record.base,
        "base_amount": written(target.base),
        "target_amount": written(target.amount),
        "reached_amount": written(target.reached),
        "source": target.record.source_text,
        "verified": target.record.verified,
    }


def spending_list(page: SpendingPage, spending: Spending) -> Export:
    """Return the table as one flat list: each row says how deep it stands."""
    return Export(
        title=_("Spending"),
        file_name=page.file_name,
        headings=[
            _("Level"),
            _("Item"),
            _("Fund source"),
            _("Spending group"),
            _("Work"),
            _("Activity"),
            *(str(column.heading) for column in COLUMNS),
            *(str(percent.heading) for percent in PERCENTS),
        ],
        rows=[
            *_rows(spending.lines),
            _row(_("Total"), "", {}, spending.total),
            *_rows(spending.carried_lines),
        ],
        notes=page.statements,
    )


def _rows(lines: Sequence[Line]) -> Iterator[list[Value]]:
    for line in (each for top in lines for each in top.with_parts):
        yield _row(str(LEVELS[line.level]), line.name, line.codes, line.amounts)


def _row(level: str, name: str, codes: Any, amounts: Amounts) -> list[Value]:
    percents = (percent.read(amounts) for percent in PERCENTS)
    return [
        level,
        name,
        *(codes.get(each.value, "") for each in LEVELS),
        *(in_millions(column.read(amounts)) for column in COLUMNS),
        *(NOT_APPLICABLE if each is None else Decimal(each.replace(",", "")) for each in percents),
    ]
