"""What is known of a plan's year from elsewhere than its document: the cabinet's quarter targets.

It stands in ``context/`` beside the fixtures, each value with its source. It is given to a plan
once; what administrators make of it is theirs.
"""

import json
from pathlib import Path

from budgets.models import DisbursementTarget
from projects.models import FiscalPlan
from projects.services.amendments import signed

TARGETS = Path("context") / "disbursement_targets.json"
REASON = "load_context"


def load_context(directory: Path, plan: FiscalPlan) -> int:
    """Give the plan the quarter targets of ``directory``, unless it has any; return how many.

    Raise ``ValidationError`` where the file says what cannot be stored.
    """
    path = directory / TARGETS
    if not path.exists() or plan.disbursement_targets.exists():
        return 0
    records = json.loads(path.read_text(encoding="utf-8"))
    for record in records:
        target = DisbursementTarget(plan=plan, **record)
        target.full_clean()
        signed(target, REASON).save()
    return len(records)
