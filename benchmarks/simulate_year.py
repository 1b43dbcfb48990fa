"""Play a long year of random work against the books: ``--operations 100000 --seed 1``.

A disagreement ends it with the seed and the number of the operation; the same seed and the same
number of operations bring the same year again.
"""

from benchmarks import own_database  # isort: skip

import argparse
import time
from collections import Counter

from django.db import connection

from tests.simulator import begin, end_year


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
    own_database.prepare()
    simulation = begin(options.seed)
    started = time.monotonic()
    simulation.run(options.operations, thorough_each=options.thorough_each)
    carried = end_year(simulation)
    seconds = time.monotonic() - started
    print(f"{connection.vendor}: {options.operations} operations of seed {options.seed}")
    print(f"entries: {simulation.books.entries}; carried over: {carried}; {seconds:.0f} s")
    print("disagreements: 0")
    print(f"accepted {simulation.accepted.total()}: {table(simulation.accepted)}")
    print(f"refused {simulation.refused.total()}: {table(simulation.refused)}")


if __name__ == "__main__":
    main()
