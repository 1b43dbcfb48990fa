"""README and CONTRIBUTING keep up with the code."""

import re
import tomllib

import pytest
from django.utils import translation

from etda_plan.overview.management.commands.rights import page
from tests.architecture.tree import PACKAGES, ROOT

pytestmark = pytest.mark.once


def text_of(name: str) -> str:
    """Return a file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_explains_every_setting() -> None:
    reading = r'(?:os\.environ(?:\.get\(|\[)|read_count\()"(\w+)"'
    read = set(re.findall(reading, text_of("etda_plan/settings.py")))
    explained = set(re.findall(r"^\| `(\w+)` \|", text_of("README.md"), re.MULTILINE))
    assert len(read) >= 6
    assert explained == read | {"PORT", "RUN_DUE_SECONDS"}


def test_contributing_shows_every_room_of_the_house() -> None:
    rooms = [*PACKAGES, "etda_plan/common", "etda_plan/accounts", "etda_plan/overview"]
    contributing = text_of("CONTRIBUTING.md")
    assert [room for room in rooms if f"`{room}/`" not in contributing] == []


def test_contributing_gives_a_reason_for_each_dependency() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = [re.split(r"[<>=]", line)[0] for line in lines]
    contributing = text_of("CONTRIBUTING.md")
    assert [name for name in names if f"`{name}`" not in contributing] == []


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/rights.md"]
)
def test_links_between_the_documents_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(document)):
        assert (ROOT / target).exists(), target


def test_the_page_of_rights_is_what_the_acts_say() -> None:
    """Write it anew with ``manage.py rights > docs/rights.md``."""
    with translation.override("en"):
        assert text_of("docs/rights.md").splitlines() == "\n".join(page()).splitlines()
