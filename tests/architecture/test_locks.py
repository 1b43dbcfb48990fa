"""The lock files: exact, hashed, naming no host, and in step with ``pyproject.toml``."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

pytestmark = pytest.mark.once

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+)", re.MULTILINE)


def text_of(lock: str) -> str:
    """Return a lock file's text."""
    return (ROOT / lock).read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, str]:
    """Return the version that a lock file gives each package."""
    return dict(PIN.findall(text_of(lock)))


def wanted(*, dev: bool) -> list[Requirement]:
    """Return the direct dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"]
    if dev:
        lines = lines + project["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links", text_of(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text_of(lock).strip())
    assert len(entries) == len(pins(lock)) > 20
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("lock", "dev"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_a_lock_holds_every_direct_dependency_at_a_version_that_suits(lock: str, dev: bool) -> None:
    locked = pins(lock)
    unsuited = [
        str(requirement)
        for requirement in wanted(dev=dev)
        if locked.get(canonicalize_name(requirement.name), "") not in requirement.specifier
    ]
    assert unsuited == []


def test_tests_run_on_the_versions_that_are_served() -> None:
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()
