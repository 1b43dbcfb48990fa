"""Checks and files of a plan show one state of the database, whoever writes meanwhile."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.test import Client

from budgets.models import Allocation, StatementLine
from etda_plan.common.fields import MoneyField
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.living import at_once

SATANG = Value(Decimal("0.01"), MoneyField())


def correct_both() -> None:
    """Change a printed amount and the allocation that stands on it, in one transaction."""
    allocation = Allocation.objects.filter(spending_group__number=2).get()
    assert allocation.statement_line_id
    with transaction.atomic():
        for rows, field in (
            (Allocation.objects.filter(pk=allocation.pk), "initial_amount"),
            (StatementLine.objects.filter(pk=allocation.statement_line_id), "amount"),
        ):
            rows.update(**{field: F(field) + SATANG})


class Intruder:
    """Writes once, between the reading of the statements and that of the allocations."""

    def __init__(self) -> None:
        self.lines_are_read = self.came = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.lines_are_read |= 'FROM "budgets_statementline"' in sql
        if self.lines_are_read and not self.came and 'FROM "budgets_allocation"' in sql:
            self.came = True
            [outcome] = at_once([correct_both])
            assert outcome is None
        return execute(sql, params, many, context)


def plan_of_2563() -> FiscalPlan:
    return FiscalPlan.objects.get(fiscal_year=2563)


def by_function(folder: Path) -> bool:
    return not reconcile(plan_of_2563()).disagrees


def by_command(folder: Path) -> bool:
    try:
        call_command("reconcile", stdout=StringIO())
    except SystemExit:
        return False
    return True


def by_page(folder: Path) -> bool:
    page = Client().get("/reconciliation/", {"_export": "csv"})
    return "ไม่ตรง" not in page.content.decode()


def by_reading(folder: Path) -> bool:
    reading = read_plan(plan_of_2563())
    [allocation] = [each for each in reading.allocations if each.spending_group.number == 2]
    assert allocation.statement_line
    return allocation.initial_amount == allocation.statement_line.amount


@pytest.mark.parametrize("read", [by_function, by_command, by_page, by_reading])
def test_a_correction_in_between_is_not_half_seen(
    living: str, tmp_path: Path, read: Callable[[Path], bool]
) -> None:
    intruder = Intruder()
    with connection.execute_wrapper(intruder):
        assert read(tmp_path)
    assert intruder.came
    assert not by_function(tmp_path)  # read anew, the correction is seen
