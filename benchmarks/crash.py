"""Kill the site, or the PostgreSQL server, amid work, and look whether anything is lost.

``--engine sqlite --kill site``, ``--engine postgresql --kill site`` or ``--kill server``; each
round kills everything with SIGKILL at a moment of chance, starts it again, sends again what was
not answered, and looks at every figure.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.engines import DURABLE, Cluster, postgres_programs, private_cluster, why_no_postgres


@contextlib.contextmanager
def engine(name: str) -> Iterator[Cluster | None]:
    """Start the engine, and say in ``DATABASE_URL`` where it is; PostgreSQL as it is delivered."""
    os.environ.pop("DATABASE_URL", None)
    if name == "sqlite":
        yield None
        return
    programs = postgres_programs()
    if programs is None or why_no_postgres():
        raise SystemExit(why_no_postgres())
    with private_cluster(programs, DURABLE) as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        yield cluster


def play(cluster: Cluster | None, rounds: int, seed: int, kill: str) -> None:
    """Play the rounds and print what came of them."""
    from django.db import connection

    from benchmarks import own_database

    own_database.prepare()
    from tests.living import LivingSite
    from tests.operations.crashing import Storm

    chance = random.Random(seed)
    started, wrong = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        site = LivingSite(Path(folder))
        site.start()
        storm = Storm(site, seed)
        fail: Callable[[], None] = cluster.kill if cluster and kill == "server" else site.kill
        for number in range(rounds):
            storm.prepare()
            connection.close()
            storm.break_out(fail, chance.uniform(0.3, 2.5))
            if cluster and kill == "server":
                cluster.start()
            else:
                site.start()
            found = [*storm.wrongs(), *storm.send_again(), *storm.wrongs()]
            wrong += [f"round {number + 1}: {each}" for each in found]
            print(f"round {number + 1}: {storm.done.count} acts, {len(wrong)} wrong", flush=True)
        site.kill()
        lost = [line for line in site.stderr().splitlines() if "Traceback" in line]
    done = storm.done
    print(f"{connection.vendor}, {kill} killed: {rounds} rounds, {len(wrong)} wrong")
    print(
        f"acknowledged: {len(done.entries)} entries, {len(done.transfers)} transfers, "
        f"{len(done.batches)} batches, {done.closes} closes; {len(lost)} tracebacks; "
        f"{time.monotonic() - started:.0f} s"
    )
    print(*wrong[:20], sep="\n")
    connection.close()


def main() -> None:
    """Read what is asked for and play it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kill", choices=["site", "server"], default="site")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.kill == "server" and options.engine == "sqlite":
        raise SystemExit("SQLite has no server of its own.")
    with engine(options.engine) as cluster:
        play(cluster, options.rounds, options.seed, options.kill)


if __name__ == "__main__":
    main()
