"""Rules of the house that no ready checker knows."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import place, product_files, template_files

pytestmark = pytest.mark.once

LONGEST_FILE = 400
LONGEST_FUNCTION = 32
MEDIAN_FUNCTION = 8
FLOAT = re.compile(r"\bfloat\(|\bFloatField\b")
CLOCK = re.compile(r"\blocaldate\(\)|\bdate\.today\(|\bnow\([^)]*\)\.date\(|localtime\(\)\.date\(")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
OTHER_HOST = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def matches(pattern: re.Pattern[str], file: Path, text: str) -> Iterator[str]:
    """Yield each place where a file's text fits the pattern."""
    for found in pattern.finditer(text):
        yield f"{place(file, text.count(chr(10), 0, found.start()) + 1)} {found[0].strip()}"


def in_templates(pattern: re.Pattern[str]) -> list[str]:
    """Return each place in a template that fits the pattern, comments left out."""
    return [
        found
        for file in template_files()
        for found in matches(pattern, file, COMMENT.sub("", file.read_text(encoding="utf-8")))
    ]


def function_sizes() -> Iterator[tuple[int, str]]:
    """Yield the lines of each function, and where it stands."""
    for file in product_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                yield size, f"{place(file, node.lineno)} {node.name}"


def test_only_the_calendar_asks_the_clock_what_day_it_is() -> None:
    """A sample database keeps its own today, which ``common.fiscal.today`` gives."""
    found = [
        where
        for file in product_files()
        if file.name != "fiscal.py"
        for where in matches(CLOCK, file, file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_float_is_made_in_the_product() -> None:
    """Money and KPI values are exact."""
    found = [
        where
        for file in product_files()
        for where in matches(FLOAT, file, file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_templates_hold_no_inline_style_or_script() -> None:
    """The Content-Security-Policy forbids both."""
    assert in_templates(INLINE) == []


@pytest.mark.parametrize(
    "line",
    [
        '<p style="x">', "<style>", "<script>let x</script>", '<a onclick="x()">',
        '<script type="module">', '<a href="javascript:x">',
    ],
)  # fmt: skip
def test_an_inline_style_or_script_would_be_found(line: str) -> None:
    assert INLINE.search(line)


def test_templates_load_nothing_from_another_host() -> None:
    assert in_templates(OTHER_HOST) == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in product_files()
    }
    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    sizes = sorted(function_sizes(), reverse=True)
    assert statistics.median(size for size, _ in sizes) <= MEDIAN_FUNCTION
    assert [row for row in sizes if row[0] > LONGEST_FUNCTION] == []
