"""Seconds of ``migrate`` in one step and by all steps, and that both lay the same tables."""

import itertools
import os
import resource
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.engines import postgres_programs, private_cluster, why_no_postgres

AT_ONCE, BY_STEPS, FROM_AMID = "in one step", "by all steps", "by steps from amid them"
WAYS = (AT_ONCE, BY_STEPS, FROM_AMID)
AMID = {"accounts": "0002", "projects": "0003", "activities": "0002", "kpis": "0002",
        "budgets": "0010"}  # fmt: skip
"""How far an older release had come."""


def migrate(way: str) -> None:
    """Lay the tables of the database that ``DATABASE_URL`` names."""
    import django
    from django.core.management import call_command

    from tests.migrating import by_the_steps

    os.environ["DJANGO_SETTINGS_MODULE"] = "etda_plan.settings"
    django.setup()
    if way == BY_STEPS:
        with by_the_steps():
            call_command("migrate", verbosity=0)
    if way == FROM_AMID:
        with by_the_steps():
            for app, step in AMID.items():
                call_command("migrate", app, step, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


def seconds_of(way: str, url: str) -> float:
    """Migrate in a process of its own; return its processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(64)}
    command = [sys.executable, "-m", "benchmarks.migrations", way]
    subprocess.run(command, check=True, env=environment)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def in_any_order(statement: str) -> tuple[str, ...]:
    """Return a statement's head and its parts, sorted: columns may stand in another order."""
    head, _, body = statement.strip().removesuffix(";").partition("(")
    return head.strip(), *sorted(part.strip() for part in body.removesuffix(")").split(","))


def schema_of_file(url: str) -> Counter[tuple[str, ...]]:
    """Return the statements that an SQLite file is made of."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return Counter(in_any_order(statement) for (statement,) in rows)


def schema_on_server(url: str) -> Counter[tuple[str, ...]]:
    """Return the statements that PostgreSQL would make the database anew by."""
    program = Path(postgres_programs() or "") / "pg_dump"
    command = [str(program), "--schema-only", "--no-owner", url]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line for line in dump.splitlines() if not line.startswith(("--", "\\"))]
    return Counter(in_any_order(statement) for statement in "\n".join(lines).split(";\n"))


def compare(engine: str, urls: list[str], schema_of: Callable[[str], Counter[Any]]) -> bool:
    """Migrate a database in each way; print the seconds and what is not in all of them."""
    schemas = []
    for way, url in zip(WAYS, urls, strict=True):
        print(f"{engine}, {way}: {seconds_of(way, url):.1f} s of processor time", flush=True)
        schemas.append(schema_of(url))
    apart = [(one - other) + (other - one) for one, other in itertools.pairwise(schemas)]
    for parts in sorted(itertools.chain(*apart)):
        print("not everywhere:", *parts, sep="\n    ")
    print(f"{engine}: {schemas[0].total()} statements, {sum(map(len, apart))} differences")
    return not any(apart)


def main() -> bool:
    """Compare on SQLite, and on PostgreSQL where its programs are."""
    with tempfile.TemporaryDirectory() as folder:
        files = [f"sqlite:///{folder}/{number}.sqlite3" for number in range(len(WAYS))]
        same = compare("SQLite", files, schema_of_file)
    programs = postgres_programs()
    if why := why_no_postgres():
        print("Not on PostgreSQL:", why)
    elif programs:
        with private_cluster(programs) as cluster:
            urls = [f"{cluster.url.rpartition('/')[0]}/way{number}" for number in range(len(WAYS))]
            for url in urls:
                create = f"CREATE DATABASE {url.rpartition('/')[2]}"
                subprocess.run([programs / "psql", "-qc", create, cluster.url], check=True)
            same = compare("PostgreSQL", urls, schema_on_server) and same
    return same


if __name__ == "__main__":
    if sys.argv[1:]:
        migrate(sys.argv[1])
    else:
        sys.exit(not main())
