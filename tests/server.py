"""The site as a process of its own: gunicorn, production settings, a database of its own."""

import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.conf import settings

ADMIN = "administrator"
PASSWORD = secrets.token_urlsafe(16)
SECONDS_TO_START = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class Site:
    """A site with the plan and an administrator in it."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database = folder / "site.sqlite3"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "stderr.log"
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url or f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "TEST_STATIC_ROOT": str(folder / "static"),
            "ATTACHMENTS_DIR": str(folder / "attachments"),
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "PORT": str(self.port),
            "PYTHONUTF8": "1",
        }
        self.environment.pop("DEBUG", None)
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> str:
        """Run one of Django's commands on this site; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def prepare(self, filled: Path | None = None) -> None:
        """Lay the database, load the plan, make an administrator and collect the static files.

        ``filled`` is the file of a database that has the plan in it, to begin with a copy.
        """
        self.begin_with(filled)
        if not filled:
            self.manage("migrate", "--verbosity", "0")
            self.manage("load_plan")
        self.manage("createsuperuser", "--noinput", "--username", ADMIN, "--email", "a@b.example")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def begin_with(self, file: Path | None) -> None:
        """Let the database be a copy of this file, where there is one."""
        if file:
            shutil.copyfile(file, self.database)

    def start(self) -> None:
        """Start serving and wait until the site answers."""
        command = [sys.executable, "-m", "gunicorn", "etda_plan.wsgi"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the site did not start:\n{self.stderr()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop serving."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def stderr(self) -> str:
        """Return what the server has written to standard error."""
        return self.log.read_text(encoding="utf-8")

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            return False
        return True


class SampleSite(Site):
    """A site with the sample in it: its accounts, and its year up to 13 April 2563."""

    passwords: Mapping[str, str]

    def prepare(self, empty: Path | None = None) -> None:
        """Build the sample and collect the static files.

        ``empty`` is the file of a database that was only migrated, to begin with a copy.
        """
        self.begin_with(empty)
        printed = self.manage("build_sample", "--all")
        rows = (line.split() for line in printed.splitlines() if line.startswith("  "))
        self.passwords = {row[0]: row[1] for row in rows}
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def copied_to(self, folder: Path) -> "SampleSite":
        """Return a site with a copy of this one's database, and its passwords."""
        site = SampleSite(folder)
        with (
            closing(sqlite3.connect(self.database)) as original,
            closing(sqlite3.connect(site.database)) as copy,
        ):
            original.backup(copy)
        shutil.copytree(self.folder / "attachments", folder / "attachments")
        for name in ("SECRET_KEY", "TEST_STATIC_ROOT"):
            site.environment[name] = self.environment[name]
        site.passwords = self.passwords
        return site
