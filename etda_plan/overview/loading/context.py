"""What is known of a plan's year from elsewhere than its document: the cabinet's quarter targets,
and the holidays of its year and the next.

It stands in ``context/`` beside the fixtures, each value with its source. It is given once; what
administrators make of it is theirs.
"""

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models

from budgets.models import DisbursementTarget
from etda_plan.common.fiscal import fiscal_year
from projects.models import FiscalPlan, Holiday
from projects.services.amendments import signed

TARGETS = "disbursement_targets.json"
HOLIDAYS = "holidays.json"
REASON = "load_context"


def read_context(directory: Path, name: str) -> list[dict[str, Any]]:
    """Return the records of a file of ``context/``; none where there is no such file."""
    path = directory / "context" / name
    if not path.exists():
        return []
    records: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return records


def read_holidays(directory: Path) -> dict[datetime.date, dict[str, Any]]:
    """Return the holidays that ship with a plan, by their days."""
    records = read_context(directory, HOLIDAYS)
    return {datetime.date.fromisoformat(record["day"]): record for record in records}


def load_context(directory: Path, plan: FiscalPlan) -> None:
    """Give the plan the quarter targets and the holidays of ``directory``, where it has none.

    Raise ``ValidationError`` where a file says what cannot be stored.
    """
    if not plan.disbursement_targets.exists():
        _keep(DisbursementTarget(plan=plan, **row) for row in read_context(directory, TARGETS))
    known = {fiscal_year(day) for day in Holiday.objects.values_list("day", flat=True)}
    shipped = read_holidays(directory).items()
    _keep(Holiday(**{**row, "day": day}) for day, row in shipped if fiscal_year(day) not in known)


def _keep(rows: Iterable[models.Model]) -> None:
    for row in rows:
        row.full_clean()
        signed(row, REASON).save()
