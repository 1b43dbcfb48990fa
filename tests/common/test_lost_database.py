"""A database that cannot be reached: one line at the start, a plain 503 page later."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client

from etda_plan.common.lost_database import OneLineForLostDatabase, is_lost, reason
from etda_plan.overview.views import home


def broken(error: Exception) -> Callable[[object], None]:
    def view(request: object) -> None:
        raise error

    return view


@pytest.fixture
def outsider() -> Client:
    """A client who sees what a browser would."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("unable to open database file"),
        OperationalError("database is locked"),
        OperationalError("connection to server failed: Connection refused"),
        InterfaceError("connection already closed"),
        DatabaseError("file is not a database"),
        DatabaseError("database disk image is malformed"),
    ],
)
def test_a_lost_database_is_recognised(error: Exception) -> None:
    assert is_lost(error)


@pytest.mark.parametrize(
    "error",
    [ValueError("x"), DatabaseError("value too long"), OperationalError("no such column"), None],
)
def test_our_own_faults_are_not_taken_for_one(error: Exception | None) -> None:
    assert not is_lost(error)


def test_it_is_recognised_as_the_cause_of_another_error() -> None:
    error = ValueError("could not draw")
    error.__cause__ = OperationalError("database is locked")
    assert is_lost(error)


def test_errors_that_cause_each_other_do_not_hang() -> None:
    one, other = ValueError(), ValueError()
    one.__context__, other.__context__ = other, one
    assert not is_lost(one)


def test_the_reason_is_one_line() -> None:
    assert reason(OperationalError("connection\n\tfailed")) == "connection failed"


@pytest.mark.django_db
def test_the_visitor_sees_a_plain_page_that_needs_no_database(
    outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "selected_plan", broken(OperationalError("database is locked")))
    answer = outsider.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    html = answer.content.decode()
    assert "ขณะนี้ติดต่อฐานข้อมูลไม่ได้" in html
    assert "locked" not in html


@pytest.mark.django_db
def test_the_page_is_in_the_language_that_the_visitor_chose(
    outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "selected_plan", broken(OperationalError("gone")))
    outsider.cookies["django_language"] = "en"
    assert "The database cannot be reached just now" in outsider.get("/").content.decode()


def test_any_other_fault_is_a_500_without_its_details(
    outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "selected_plan", broken(ValueError("secret detail")))
    answer = outsider.get("/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "ระบบขัดข้อง" in html
    assert "secret detail" not in html


def record(error: Exception) -> logging.LogRecord:
    try:
        raise error
    except type(error):
        return logging.LogRecord("x", logging.ERROR, "", 0, "Error: %s", ("/",), sys.exc_info())


def written(error: Exception) -> str:
    made = record(error)
    assert OneLineForLostDatabase().filter(made)
    return logging.Formatter().format(made)


def test_the_log_tells_a_lost_database_in_one_line() -> None:
    assert written(OperationalError("is\nlocked")) == "Error: / (database: is locked)"


def test_the_log_keeps_the_traceback_of_any_other_fault() -> None:
    assert "Traceback" in written(ValueError("x"))


def test_standard_error_passes_through_the_filter() -> None:
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["lost_database"]


def manage(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
@pytest.mark.parametrize("command", ["migrate", "load_plan"])
def test_a_server_that_cannot_be_reached_at_the_start_is_one_clear_line(command: str) -> None:
    done = manage("postgres://user:hidden-word@127.0.0.1:1/plan", command)
    assert done.returncode != 0
    assert done.stderr.startswith("The database cannot be reached: ")
    assert done.stderr.count("\n") == 1
    assert "hidden-word" not in done.stderr


@pytest.mark.once
def test_a_missing_file_is_an_error_and_only_migrate_makes_one(tmp_path: Path) -> None:
    file = tmp_path / "plan.sqlite3"
    done = manage(f"sqlite:///{file}", "load_plan")
    assert done.returncode != 0
    assert "does not exist" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not file.exists()
    assert manage(f"sqlite:///{file}", "migrate", "--verbosity", "0").returncode == 0
    assert file.exists()


@pytest.mark.once
def test_a_file_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    done = manage(f"sqlite:///{tmp_path}/no-such-folder/plan.sqlite3", "migrate")
    assert done.returncode != 0
    assert "cannot be made" in done.stderr
    assert done.stderr.count("\n") == 1
