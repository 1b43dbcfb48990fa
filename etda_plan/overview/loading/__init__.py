"""The strict door to a plan: fixture files in, each row checked against the document, or nothing.

``files`` reads them, ``build`` makes rows, ``checks`` holds the rows against the document,
``store`` compares them with the database and writes. ``context`` adds what is known of the year
from elsewhere.
"""

from pathlib import Path

from django.db import transaction

from etda_plan.overview.loading.build import build
from etda_plan.overview.loading.checks import check
from etda_plan.overview.loading.context import load_context
from etda_plan.overview.loading.files import Problem, read_entries
from etda_plan.overview.loading.store import Outcome, StillNeeded, put
from etda_plan.overview.plan_rows import Rows
from projects.models import FiscalPlan

__all__ = ["Outcome", "Problem", "load_plan", "read_files"]


def read_files(directory: Path) -> tuple[Rows, list[Problem]]:
    """Return the rows that ``directory`` holds and all that is wrong with them.

    Each step runs only when the one before found nothing, so that one slip is one line.
    """
    entries, problems = read_entries(directory)
    if problems:
        return Rows(), problems
    rows, origins, problems = build(entries)
    return rows, problems or check(rows, origins, directory)


def load_plan(directory: Path, *, overwrite: bool = False) -> Outcome:
    """Load the plan of ``directory``, in one transaction, or change nothing and say why.

    Over a plan that is there and differs, write only with ``overwrite``. What was carried into the
    year stays as it is: a year that holds nothing else takes the plan, and knows works and groups
    again by their codes and numbers.
    """
    rows, problems = read_files(directory)
    if problems:
        return Outcome(problems=problems)
    try:
        return _store(rows, directory, overwrite)
    except StillNeeded as error:
        return Outcome(problems=[error.problem])


@transaction.atomic
def _store(rows: Rows, directory: Path, overwrite: bool) -> Outcome:
    outcome = put(rows, overwrite=overwrite)
    if not outcome.refused:
        year = rows.of(FiscalPlan)[0].fiscal_year
        load_context(directory, FiscalPlan.objects.get(fiscal_year=year))
    return outcome
