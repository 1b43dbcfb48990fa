"""``./run`` in a copy of the project, whose folder has a space and Thai letters in its name."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.crawl import Visitor
from tests.server import free_port

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("run")]

SECONDS_TO_START = 120
WELCOME = ("The first administrator", "Sign in with")
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".secret-key", "*.sqlite3*", "staticfiles", "tests", "__pycache__"
)


def installed_stamp() -> str:
    """Return what ``./run`` writes beside the packages when it has installed them."""
    script = f"cd '{ROOT}'; python='{sys.executable}'; . scripts/environment.sh; "
    script += "digest_of requirements.lock"
    return subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the packages of this environment."""
    copy = tmp_path_factory.mktemp("run") / "แผน 2563"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    environment = copy / ".venv"
    environment.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (environment / part).symlink_to(Path(sys.prefix) / part)
    (environment / "installed-requirements.lock").write_text(installed_stamp(), encoding="utf-8")
    return copy


class Run:
    """``./run``, started from another folder, with the environment of a plain terminal."""

    def __init__(self, project: Path, *arguments: str, **environment: str) -> None:
        self.port = environment.setdefault("PORT", str(free_port()))
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [project / "run", *arguments],
            env={**kept, "LANG": "C", "PYTHON": sys.executable, "DEBUG": "1", **environment},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said = ""

    def wait_until_served(self) -> None:
        """Read what it says until it has said where the site is."""
        watch = threading.Timer(SECONDS_TO_START, self.process.kill)
        watch.start()
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if line.startswith(WELCOME):
                watch.cancel()
                return
        raise AssertionError(self.said)

    def press_ctrl_c(self) -> int:
        """Interrupt it as a terminal does, and return its exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        said, _ = self.process.communicate(timeout=SECONDS_TO_START)
        self.said += said
        return self.process.returncode

    def outcome(self) -> tuple[int, str]:
        """Wait for the end; return the exit status and what was said."""
        said, _ = self.process.communicate(timeout=SECONDS_TO_START)
        return self.process.returncode, said


@pytest.fixture
def started(project: Path) -> Iterator[list[Run]]:
    """Runs to be ended after the test."""
    runs: list[Run] = []
    yield runs
    for run in runs:
        if run.process.poll() is None:
            run.press_ctrl_c()


def test_the_site_starts_keeps_its_secret_and_stops(project: Path, started: list[Run]) -> None:
    run = Run(project)
    started.append(run)
    run.wait_until_served()
    assert f"http://127.0.0.1:{run.port}/" in run.said
    visitor = Visitor(f"http://127.0.0.1:{run.port}")
    page = visitor.get("/").body.decode()
    assert "588.7946" in page
    assert "แผนปฏิบัติการ" in page
    missing = visitor.get("/no-such-page/")
    assert missing.status == 404
    assert "urlpatterns" not in missing.body.decode()  # though the shell has DEBUG=1
    secret = project / ".secret-key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    first = secret.read_text(encoding="ascii")
    assert len(first.strip()) >= 50
    assert run.press_ctrl_c() == 0
    assert "Traceback" not in run.said

    again = Run(project)
    started.append(again)
    again.wait_until_served()
    assert "Preparing" not in again.said
    assert secret.read_text(encoding="ascii") == first


def test_two_starts_at_once_both_serve(project: Path, started: list[Run]) -> None:
    for file in (".secret-key", "db.sqlite3"):
        (project / file).unlink(missing_ok=True)
    started += [Run(project), Run(project)]
    for run in started:
        run.wait_until_served()
        assert Visitor(f"http://127.0.0.1:{run.port}").get("/healthz").status == 200


def printed_password(said: str, username: str) -> str:
    """Return the password that a sample's account was printed with."""
    printed = re.search(rf"^ +{username} +(\S+) ", said, re.MULTILINE)
    assert printed, said
    return printed[1]


def test_the_sample_has_a_database_of_its_own_and_stays_one(
    project: Path, started: list[Run]
) -> None:
    database = project / "db.sqlite3"
    before = database.read_bytes() if database.exists() else None
    sample = Run(project, "--demo", DATABASE_URL="postgres://nobody@127.0.0.1:1/plan")
    started.append(sample)
    sample.wait_until_served()
    assert (database.read_bytes() if database.exists() else None) == before
    visitor = Visitor(f"http://127.0.0.1:{sample.port}")
    visitor.sign_in("finance", printed_password(sample.said, "finance"))
    page = visitor.get("/").body.decode()
    assert "ฝ่ายการเงิน" in page
    assert "วันนี้ของระบบคือ 13 เม.ย. 2563" in page
    assert sample.press_ctrl_c() == 0
    assert "createsuperuser" not in sample.said

    real = Run(project, DATABASE_URL="sqlite:///sample.sqlite3")
    started.append(real)
    real.wait_until_served()
    assert "ข้อมูลตัวอย่าง" in Visitor(f"http://127.0.0.1:{real.port}").get("/").body.decode()
    real.press_ctrl_c()
    assert "createsuperuser" in real.said


def test_a_word_that_run_does_not_know_is_said_in_one_line(project: Path) -> None:
    status, said = Run(project, "--dmeo").outcome()
    assert status != 0
    assert said.startswith("./run starts the site")
    assert said.count("\n") == 1


def test_a_port_in_use_is_said_in_one_line(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        status, said = Run(project, PORT=str(door.getsockname()[1])).outcome()
    assert status != 0
    assert said.strip().startswith("Port ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", " "])
def test_a_port_that_is_none_is_refused(project: Path, port: str) -> None:
    status, said = Run(project, PORT=port).outcome()
    assert status != 0
    assert said.startswith("PORT is a number")


@pytest.mark.parametrize(
    "url",
    ["postgres://nobody:hidden@127.0.0.1:1/plan", "sqlite:////no/such/folder/plan.sqlite3"],
)
def test_a_database_out_of_reach_is_said_in_one_line(project: Path, url: str) -> None:
    status, said = Run(project, DATABASE_URL=url).outcome()
    assert status != 0
    lines = [line for line in said.splitlines() if not line.startswith("Preparing")]
    assert len(lines) == 1
    assert "hidden" not in said


def test_a_python_without_environments_is_said_in_one_line(project: Path, tmp_path: Path) -> None:
    bare = tmp_path / "python3"
    bare.write_text(
        f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"'
    )
    bare.chmod(0o755)
    status, said = Run(project, PYTHON=str(bare)).outcome()
    assert status != 0
    assert said == "Python cannot make environments here: install the package python3-venv.\n"
