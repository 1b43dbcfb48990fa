"""The settings of a served site, each tried in a process of its own."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import override_settings

from etda_plan.common.client_address import client_address

GOOD = secrets.token_urlsafe(64)
REPORT = """
import json
from django.conf import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name, None) for name in names}}, default=str))
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "etda_plan.settings"}
        | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def values(*names: str, **environment: str) -> dict[str, Any]:
    done = run("-c", REPORT.format(names=names), SECRET_KEY=GOOD, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_deployment_check_finds_nothing() -> None:
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "INFO",
        SECRET_KEY=GOOD,
        SITE_URL="https://plan.example.go.th",
        DATABASE_URL="sqlite://:memory:",
    )
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("secret", ["geheim", "django-insecure-" + "x" * 60, "x" * 49])
def test_a_weak_secret_stops_the_start_and_is_not_shown(secret: str) -> None:
    done = run("manage.py", "check", SECRET_KEY=secret)
    assert done.returncode != 0
    assert "SECRET_KEY is missing, a default, or shorter than 50" in done.stderr
    assert secret not in done.stderr


def test_a_missing_secret_stops_the_start() -> None:
    """Seen from a folder without the file in which ./run keeps the secret that it made."""
    code = (
        "import pathlib, etda_plan\n"
        "from unittest import mock\n"
        "with mock.patch.object(pathlib.Path, 'exists', lambda self: False):\n"
        "    import etda_plan.settings\n"
    )
    done = run("-c", code)
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


@pytest.mark.parametrize("address", ["http://plan.example.go.th", "plan.example.go.th"])
def test_the_sites_address_is_https_or_not_given(address: str) -> None:
    done = run("manage.py", "check", SECRET_KEY=GOOD, SITE_URL=address)
    assert done.returncode != 0
    assert "SITE_URL" in done.stderr


def test_files_are_kept_where_and_as_large_as_is_said(tmp_path: Path) -> None:
    names = ("ATTACHMENTS_DIR", "ATTACHMENT_MEGABYTES", "WORKBOOK_MEGABYTES")
    usual = (str(settings.BASE_DIR / "attachments"), 10, 5)
    assert tuple(values(*names).values()) == usual
    said = {"ATTACHMENTS_DIR": str(tmp_path), "ATTACHMENT_MEGABYTES": "3"}
    assert tuple(values(*names, **said).values()) == (str(tmp_path), 3, 5)


@pytest.mark.parametrize("count", ["-1", "two", "๑"])
def test_the_number_of_proxies_is_a_number(count: str) -> None:
    done = run("manage.py", "check", SECRET_KEY=GOOD, TRUSTED_PROXIES=count)
    assert done.returncode != 0
    assert "TRUSTED_PROXIES" in done.stderr


HTTPS_ALONE = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "LANGUAGE_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_PROXY_SSL_HEADER",
)


def test_what_needs_https_hangs_on_the_address_alone() -> None:
    plain = values(*HTTPS_ALONE)
    assert not any(plain.values())
    secure = values(*HTTPS_ALONE, "ALLOWED_HOSTS", SITE_URL="https://plan.example.go.th/")
    assert "plan.example.go.th" in secure.pop("ALLOWED_HOSTS")
    assert all(secure.values())


def test_only_named_hosts_are_answered() -> None:
    found = values("ALLOWED_HOSTS", ALLOWED_HOSTS="a.example,b.example")["ALLOWED_HOSTS"]
    assert set(found) == {"127.0.0.1", "localhost", "[::1]", "a.example", "b.example"}


def test_a_session_lasts_a_working_day_and_scripts_cannot_read_it() -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def asked(forwarded: str | None) -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "10.0.0.1"
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "6.6.6.6, ", "10.0.0.1"),
    ],
)
def test_a_client_cannot_choose_its_own_address(
    proxies: int, forwarded: str | None, address: str
) -> None:
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(asked(forwarded)) == address


@pytest.mark.parametrize(
    "address",
    [
        "garbage",
        "foo://host/name",
        "mysql://host/name",
        "postgres://",
        "postgres://a:b@host:x/name",
    ],
)
def test_an_address_that_is_no_database_is_said_in_one_line(address: str) -> None:
    done = run("manage.py", "migrate", SECRET_KEY=GOOD, DATABASE_URL=address)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "DATABASE_URL" in line


def test_a_database_without_tables_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "empty.sqlite3"
    file.touch()
    done = run("manage.py", "reconcile", SECRET_KEY=GOOD, DATABASE_URL=f"sqlite:///{file}")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "manage.py migrate" in line


def test_a_mail_server_is_signed_in_to_over_tls_alone() -> None:
    names = ("EMAIL_BACKEND", "EMAIL_PORT", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL")
    without = values(*names)
    assert without["EMAIL_BACKEND"] == "etda_plan.common.mail.PrivateFolderBackend"
    assert without["EMAIL_USE_TLS"] is False
    given = {"EMAIL_HOST": "mail.example.go.th", "EMAIL_PORT": "587", "EMAIL_USER": "plan"}
    assert values(*names, **given, EMAIL_PASSWORD="x", EMAIL_FROM="plan@example.go.th") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_PORT": 587,
        "EMAIL_USE_TLS": True,
        "DEFAULT_FROM_EMAIL": "plan@example.go.th",
    }
