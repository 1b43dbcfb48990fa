"""Databases and sites of a test's own: real commits, real processes, and nothing to flush.

Posted money cannot be deleted, so a test that commits works on a copy of the test database and
throws the copy away.
"""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import sqlite3
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import Client

from etda_plan.accounts.models import User
from tests.server import Site

Result = TypeVar("Result")
SECONDS_TO_ANSWER = 120
SECONDS_TO_WAIT = 30


def server_of(name: str) -> str:
    """Return the address of another database on the PostgreSQL server that is tested."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Template:
    """The test database as it was after its setting up; copies are made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"template_{secrets.token_hex(4)}"
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(folder / self.name)) as file:
                connection.connection.backup(file)
        else:
            source = connection.settings_dict["NAME"]
            connection.close()
            _on_server(f'CREATE DATABASE {self.name} TEMPLATE "{source}"')

    @property
    def file(self) -> Path | None:
        """The file of the template, where the engine keeps a database in one."""
        return self.folder / self.name if connection.vendor == "sqlite" else None

    def remove(self) -> None:
        """Drop it; a file goes with its folder."""
        if connection.vendor == "postgresql":
            _on_server(f"DROP DATABASE {self.name}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Make a copy, and return what its connections call it; at the end it is gone."""
        name = f"living_{secrets.token_hex(4)}"
        if connection.vendor == "sqlite":
            path = self.folder / f"{name}.sqlite3"
            path.write_bytes((self.folder / self.name).read_bytes())
            try:
                yield str(path)
            finally:
                for part in self.folder.glob(f"{path.name}*"):
                    part.unlink()
        else:
            _on_server(f"CREATE DATABASE {name} TEMPLATE {self.name}")
            try:
                yield name
            finally:
                _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Templates:
    """Databases to be copied: one that was only migrated, one that holds the plan."""

    empty: Template
    filled: Template


@contextmanager
def connected_to(**changed: Any) -> Iterator[None]:
    """Let this process, its other threads included, work on another database."""
    usual, usual_settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**usual_settings, **changed}
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = usual_settings
        connections["default"] = usual
        ContentType.objects.clear_cache()


def wait_for_someone() -> None:
    """Return once another connection waits for a lock that this one holds (PostgreSQL)."""
    end = time.monotonic() + SECONDS_TO_WAIT
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody came to wait")


def at_once(actions: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Run actions in as many threads, all let off together; return what came of each."""
    results: list[Any] = [None] * len(actions)
    gate = threading.Barrier(len(actions))

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = actions[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@dataclass(frozen=True)
class Reply:
    """What the site said; ``goes_to`` is where it leads on, empty where it is a page."""

    status: int
    goes_to: str
    text: str


class Person:
    """Somebody signed in at a site, who needs no browser. May be used by one thread at a time."""

    def __init__(self, site: LivingSite, user: User | None = None) -> None:
        self.site = site
        self.csrf = secrets.token_hex(16)
        self.cookies = {settings.CSRF_COOKIE_NAME: self.csrf, settings.LANGUAGE_COOKIE_NAME: "en"}
        if user is not None:
            door = Client()
            door.force_login(user)
            self.cookies[settings.SESSION_COOKIE_NAME] = door.session.session_key or ""

    def get(self, address: str) -> Reply:
        """Read a page."""
        return self._ask("GET", address, "")

    def post(self, address: str, **fields: object) -> Reply:
        """Send a form."""
        form = {"csrfmiddlewaretoken": self.csrf, **fields}
        return self._ask("POST", address, urllib.parse.urlencode(form, doseq=True))

    def _ask(self, method: str, address: str, body: str) -> Reply:
        door = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=SECONDS_TO_ANSWER)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = "application/x-www-form-urlencoded"
        with closing(door):
            door.request(method, address, body, {"Cookie": cookies, "Content-Type": kind})
            answer = door.getresponse()
            text = answer.read().decode()
            return Reply(answer.status, answer.getheader("Location", ""), text)


class LivingSite(Site):
    """A site that serves the database that this process is connected to."""

    def __init__(self, folder: Path) -> None:
        name = str(connection.settings_dict["NAME"])
        super().__init__(
            folder, f"sqlite:///{name}" if connection.vendor == "sqlite" else server_of(name)
        )
        self.environment["DJANGO_SETTINGS_MODULE"] = "tests.living_settings"
        self.environment["SECRET_KEY"] = settings.SECRET_KEY
        self.environment["ATTACHMENTS_DIR"] = str(folder / "attachments")
        self.environment["GUNICORN_CMD_ARGS"] = "--threads 16"  # as many writers as come at once

    def kill(self) -> None:
        """End the server and its workers as a power failure would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def person(self, user: User | None = None) -> Person:
        """Return somebody at this site."""
        return Person(self, user)
