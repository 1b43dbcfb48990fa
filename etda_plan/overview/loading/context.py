"""What is known of a plan's year from elsewhere than its document: the cabinet's quarter targets,
and the holidays of its year and the next.

It stands in ``context/`` beside the fixtures, each value with its source. It is given once; what
administrators make of it is theirs.
"""

import datetime
import json
from pathlib import Path
from typing import Any

from budgets.models import DisbursementTarget
from projects.models import FiscalPlan
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


def load_context(directory: Path, plan: FiscalPlan) -> int:
    """Give the plan the quarter targets of ``directory``, unless it has any; return how many.

    Raise ``ValidationError`` where the file says what cannot be stored.
    """
    if plan.disbursement_targets.exists():
        return 0
    records = read_context(directory, TARGETS)
    for record in records:
        target = DisbursementTarget(plan=plan, **record)
        target.full_clean()
        signed(target, REASON).save()
    return len(records)
