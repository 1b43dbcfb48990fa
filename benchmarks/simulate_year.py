"""Play a long year of random work against the books: ``--operations 100000 --seed 1``.

A disagreement ends it with the seed and the number of the operation; the same seed and the same
number of operations bring the same year again.
"""

from benchmarks import own_database  # isort: skip

import argparse
import datetime
import time
from collections import Counter

from django.db import connection

from etda_plan.common.permissions import Role
from tests.factories import (
    make_administrator,
    make_approver,
    make_finance,
    make_sample,
    make_user,
)
from tests.simulator import Simulation


def begin(seed: int) -> Simulation:
    """Return a year that has not begun, in a new sample database."""
    own_database.prepare()
    make_sample(datetime.date(2019, 10, 1))
    planner = make_user("planner", Role.PLANNER, Role.APPROVER)
    return Simulation(seed, make_finance(), planner, make_approver(), make_administrator())


def table(counts: Counter[str]) -> str:
    """Return counts in one line, the largest first."""
    return ", ".join(f"{act} {count}" for act, count in counts.most_common())


def main() -> None:
    """Play, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--thorough-each", type=int, default=1_000)
    options = parser.parse_args()
    simulation = begin(options.seed)
    started = time.monotonic()
    simulation.run(options.operations, thorough_each=options.thorough_each)
    seconds = time.monotonic() - started
    print(f"{connection.vendor}: {options.operations} operations of seed {options.seed}")
    print(f"entries: {simulation.books.entries}; seconds: {seconds:.0f}; disagreements: 0")
    print(f"accepted {simulation.accepted.total()}: {table(simulation.accepted)}")
    print(f"refused {simulation.refused.total()}: {table(simulation.refused)}")


if __name__ == "__main__":
    main()
