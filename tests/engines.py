"""Run the suite on SQLite, then on PostgreSQL where its programs are installed.

``./test`` calls this; all arguments go to pytest. Tests that do not depend on the engine (the
browser's, the code's own shape, …) run on the first engine only. ``FORBID_SKIPS=1`` makes
everything that was left out a failure.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ONCE = "not once and not browser and not libreoffice and not pdf"
NO_TEST_SELECTED = 5
SETTINGS = "listen_addresses='' fsync=off synchronous_commit=off full_page_writes=off"


def postgres_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs on this machine."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda found: int(found.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).parent if found else None


class Cluster:
    """A private PostgreSQL cluster in a folder of its own, reached by a socket in that folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.url = f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"

    def create(self) -> None:
        """Lay the cluster's files."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._call(
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = " ".join(f"-c {setting}" for setting in SETTINGS.split())
        log = self.folder / "log"
        self._call("pg_ctl", "-w", "-l", str(log), "-o", f"-k {self.folder} {options}", "start")

    def stop(self) -> None:
        """Stop the server at once, as a failing machine would."""
        self._call("pg_ctl", "-w", "-m", "immediate", "stop")

    def is_running(self) -> bool:
        """Whether the server has not been stopped."""
        return (self.folder / "data" / "postmaster.pid").exists()

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextlib.contextmanager
def private_cluster(programs: Path) -> Iterator[Cluster]:
    """Start a throw-away cluster; whatever happens, stop it and remove its files."""
    with tempfile.TemporaryDirectory(prefix="plan-postgres-", dir="/tmp") as folder:
        cluster = Cluster(programs, Path(folder))
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            if cluster.is_running():
                cluster.stop()


def why_no_postgres() -> str:
    """Return why PostgreSQL cannot be tested here, or nothing when it can."""
    if not postgres_programs():
        return "PostgreSQL's programs are not installed"
    if os.geteuid() == 0:
        if not shutil.which("runuser"):
            return "PostgreSQL cannot run as root, and runuser is not installed"
        if "postgres" not in {user.pw_name for user in pwd.getpwall()}:
            return "PostgreSQL cannot run as root, and there is no user postgres"
    return ""


def run_pytest(arguments: list[str], database_url: str | None, *options: str) -> int:
    """Run pytest on one engine and return its exit status."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["SECRET_KEY"] = "only-for-tests-" * 4
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *options]
    if os.environ.get("FORBID_SKIPS"):
        command += ["-p", "tests.no_skips"]
    return subprocess.run([*command, *arguments], env=environment).returncode


def coverage_options(arguments: list[str], *, last: bool) -> list[str]:
    """Measure coverage in a whole run only; the last engine prints what all of them covered."""
    if arguments:
        return []
    return [
        "--durations=15",
        "--cov",
        "--cov-append",
        f"--cov-report={'term:skip-covered' if last else ''}",
    ]


def run_suite(arguments: list[str]) -> int:
    """Run pytest on each engine and return the first exit status that is no success."""
    left_out = why_no_postgres()
    Path(".coverage").unlink(missing_ok=True)
    print("On SQLite:", flush=True)
    status = run_pytest(arguments, None, *coverage_options(arguments, last=bool(left_out)))
    if left_out:
        print(f"skipped: the tests on PostgreSQL, because {left_out}.", flush=True)
        return status or int(bool(os.environ.get("FORBID_SKIPS")))
    print("On PostgreSQL:", flush=True)
    programs = postgres_programs()
    assert programs is not None
    with private_cluster(programs) as cluster:
        second = run_pytest(
            arguments, cluster.url, "-m", ONCE, *coverage_options(arguments, last=True)
        )
    if second == NO_TEST_SELECTED and status == 0:
        return 0
    return status or second


def stop(number: int, frame: object) -> None:
    """End as if by ``sys.exit``, so that the cluster is stopped."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    sys.exit(run_suite(sys.argv[1:]))
