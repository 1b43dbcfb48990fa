"""Run the suite on SQLite, then on PostgreSQL where its programs are installed.

``./test`` calls this; all arguments go to pytest. Tests that do not depend on the engine (the
browser's, the code's own shape, …) run on the first engine only. ``FORBID_SKIPS=1`` makes
everything that was left out a failure; ``MEASURE_COVERAGE=1`` prints the coverage of both engines
together, and takes half as long again.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ONCE = "not once and not browser and not libreoffice and not pdf"
NO_TEST_SELECTED = 5
QUICK = "fsync=off synchronous_commit=off full_page_writes=off"
DURABLE = "fsync=on synchronous_commit=on full_page_writes=on"


def postgres_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs on this machine."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda found: int(found.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).parent if found else None


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after_name = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            if int(after_name.split()[1]) == process:
                found.append(int(file.parent.name))
    return found


def is_alive(process: int) -> bool:
    """Whether a process still runs; one that waits to be collected does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


class Cluster:
    """A private PostgreSQL cluster in a folder of its own, reached by a socket in that folder."""

    def __init__(self, programs: Path, folder: Path, settings: str = QUICK) -> None:
        self.programs = programs
        self.settings = f"listen_addresses='' {settings}".split()
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
        options = " ".join(f"-c {setting}" for setting in self.settings)
        log = self.folder / "log"
        self._call("pg_ctl", "-w", "-l", str(log), "-o", f"-k {self.folder} {options}", "start")

    def stop(self) -> None:
        """Stop the server at once, as a failing machine would."""
        self._call("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """End every process of the server as a power failure would."""
        file = self.folder / "data" / "postmaster.pid"
        postmaster = int(file.read_text(encoding="ascii").split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # it starts no more children
        processes = [*children_of(postmaster), postmaster]
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(is_alive(process) for process in processes):
            time.sleep(0.01)
        for lock in (file, *self.folder.glob(".s.PGSQL.*.lock")):
            lock.unlink()  # where nobody collects the dead, they would seem to be running

    def is_running(self) -> bool:
        """Whether the server has not been stopped."""
        return (self.folder / "data" / "postmaster.pid").exists()

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextlib.contextmanager
def private_cluster(programs: Path, settings: str = QUICK) -> Iterator[Cluster]:
    """Start a throw-away cluster; whatever happens, stop it and remove its files."""
    with tempfile.TemporaryDirectory(prefix="plan-postgres-", dir="/tmp") as folder:
        cluster = Cluster(programs, Path(folder), settings)
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


def report_options(arguments: list[str], *, last: bool) -> list[str]:
    """Name the slowest of a whole run; the last engine prints what both covered, if asked."""
    if arguments:
        return []
    report = f"--cov-report={'term:skip-covered' if last else ''}"
    coverage = ["--cov", "--cov-append", report] if os.environ.get("MEASURE_COVERAGE") else []
    return ["--durations=15", *coverage]


def run_suite(arguments: list[str]) -> int:
    """Run pytest on each engine and return the first exit status that is no success."""
    left_out = why_no_postgres()
    Path(".coverage").unlink(missing_ok=True)
    print("On SQLite:", flush=True)
    status = run_pytest(arguments, None, *report_options(arguments, last=bool(left_out)))
    if left_out:
        print(f"skipped: the tests on PostgreSQL, because {left_out}.", flush=True)
        return status or int(bool(os.environ.get("FORBID_SKIPS")))
    print("On PostgreSQL:", flush=True)
    programs = postgres_programs()
    assert programs is not None
    with private_cluster(programs) as cluster:
        second = run_pytest(
            arguments, cluster.url, "-m", ONCE, *report_options(arguments, last=True)
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
