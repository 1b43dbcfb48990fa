"""The Thai interface is complete, current and compiled."""

import gettext
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

pytestmark = pytest.mark.once

CATALOGUE = Path("locale/th/LC_MESSAGES/django.po")
MAKE = ["makemessages", "-l", "th", "--no-obsolete", "--no-wrap", "--add-location", "never"]


@dataclass
class Message:
    """One entry of a .po file; ``source`` has its context before it, as a .mo file does."""

    source: str
    plural: str
    translations: list[str]
    is_fuzzy: bool


def unquoted(line: str) -> str:
    """Return the text in a line's quotes."""
    inside = line[line.index('"') + 1 : line.rindex('"')]
    return (
        inside.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t").replace("\\\\", "\\")
    )


def read_message(block: str) -> Message:
    """Read one entry."""
    texts: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if line.startswith("msg"):
            key = line.split(maxsplit=1)[0]
        if not line.startswith("#"):
            texts[key] = texts.get(key, "") + unquoted(line)
    context = texts["msgctxt"] + "\x04" if "msgctxt" in texts else ""
    return Message(
        source=context + texts["msgid"],
        plural=texts.get("msgid_plural", ""),
        translations=[text for name, text in texts.items() if name.startswith("msgstr")],
        is_fuzzy="#, fuzzy" in block,
    )


def read_catalogue(file: Path) -> list[Message]:
    """Read a .po file, its heading entry left out."""
    blocks = file.read_text(encoding="utf-8").strip().split("\n\n")
    return [message for message in map(read_message, blocks) if message.source]


def test_every_message_has_its_thai() -> None:
    messages = read_catalogue(ROOT / CATALOGUE)
    assert len(messages) > 50
    assert [each.source for each in messages if each.is_fuzzy] == []
    assert [each.source for each in messages if not all(each.translations)] == []


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    with (ROOT / CATALOGUE).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in read_catalogue(ROOT / CATALOGUE):
        context, _, source = message.source.rpartition("\x04")
        if message.plural:
            found = compiled.ngettext(source, message.plural, 1)
        elif context:
            found = compiled.pgettext(context, source)
        else:
            found = compiled.gettext(source)
        assert found == message.translations[0], message.source


def test_the_catalogue_holds_the_messages_of_the_code(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("gettext's programs are not installed")
    copy = tmp_path / "copy"
    leave_out = shutil.ignore_patterns(".*", "node_modules", "staticfiles", "tests", "*.sqlite3*")
    shutil.copytree(ROOT, copy, ignore=leave_out)
    subprocess.run([sys.executable, "manage.py", *MAKE], cwd=copy, check=True, capture_output=True)
    sources = {message.source for message in read_catalogue(copy / CATALOGUE)}
    assert sources == {message.source for message in read_catalogue(ROOT / CATALOGUE)}
