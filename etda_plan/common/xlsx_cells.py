"""The cells of a workbook that others made, as plain text, read in a process of its own.

The process limits its own memory and processor time before it looks at the file on its standard
input, and writes what it finds, one line of JSON for each row. It knows no Django and opens
nothing else. ``xlsx_reading`` starts it and makes sense of the lines.

Lines: ``{"is_1904": bool}``; for each sheet ``{"sheet": name, "hidden": bool}``, for each row with
anything in it ``[number, [[column, kind, text], …]]``, and ``{"merged": [range, …]}``;
``{"refused": code, …}`` where the file is refused; at the end ``{"peak": kilobytes}``. Kinds of
cells: ``n`` number, ``d`` date (a number), ``i`` date (ISO 8601), ``s`` text, ``b`` true or false,
``e`` error value, ``f`` formula.
"""

import json
import posixpath
import re
import resource
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from etda_plan.common.archives import MEGABYTE, Refused, open_archive
from etda_plan.common.xlsx_xml import ScannedSheet, scan, shared_strings

MOST_MEMORY = 150 * MEGABYTE
MOST_SECONDS = 4
MOST_SHEETS = 20
LARGEST_PART = 32 * MEGABYTE
LARGEST_SMALL_PART = 4 * MEGABYTE

RUNS_OR_FETCHES = re.compile(
    r"vbaProject|macrosheets/|activeX/|embeddings/|externalLinks/|connections\.xml|customUI/", re.I
)
LEGACY_MARK = b"\xd0\xcf\x11\xe0"
ZIP_MARK = b"PK"

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
"""The built-in formats that show a day or a time, those of East Asian and Thai Excel among them."""

_not_a_pattern = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_pattern_of_day = re.compile("[dmyhsb]", re.IGNORECASE)

DAMAGE = (
    ParseError, BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, RuntimeError,
)  # fmt: skip
"""What reading a broken file may raise."""

Write = Callable[[Any], None]


def limit_this_process() -> None:
    """Bound memory and processor time, and forbid writing files, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def is_day_format(code: str) -> bool:
    """Whether a number format shows a day or a time: ``d mmm yyyy``, not ``#,##0.00``."""
    first = _not_a_pattern.sub("", code).split(";")[0]
    return first.lower() != "general" and bool(_pattern_of_day.search(first))


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def _relation(element: Any) -> str:
    found = [value for name, value in element.attrib.items() if name.endswith("}id")]
    return found[0] if found else ""


class Package:
    """The parts of a workbook, found by the relations between them."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = set(archive.namelist())
        for name in sorted(self.names):
            if RUNS_OR_FETCHES.search(name):
                raise Refused("active", part=name)
        self.main = self._main_part()
        self.relations = self._relations(self.main)

    def opened(self, name: str, sheet: str = "") -> IO[bytes]:
        """Return a part as a stream; raise ``Refused`` where it is missing or too large."""
        if name not in self.names:
            raise Refused("damaged")
        size = self._archive.getinfo(name).file_size
        if size > LARGEST_PART:
            raise Refused("large_part", sheet=sheet, part=name, megabytes=size // MEGABYTE)
        return self._archive.open(name)

    def tree(self, name: str) -> Any:
        """Return a small part as a tree of elements."""
        if name in self.names and self._archive.getinfo(name).file_size > LARGEST_SMALL_PART:
            raise Refused("damaged")
        with self.opened(name) as part:
            return fromstring(part.read(), forbid_dtd=True)

    def related(self, kind: str) -> str | None:
        """Return the workbook's own part of a kind, such as ``styles``."""
        found = (part for is_kind, part in self.relations.values() if is_kind == kind)
        return next(found, None)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self.names:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:],
            )
            for relation in _children(self.tree(listing), "Relationship")
            if relation.get("TargetMode") != "External"
        }

    def _main_part(self) -> str:
        found = [part for kind, part in self._relations("").values() if kind == "officeDocument"]
        if len(found) != 1 or found[0] not in self.names:
            raise Refused("no_workbook")
        types = {
            override.get("PartName", "").lstrip("/"): override.get("ContentType", "")
            for override in _children(self.tree("[Content_Types].xml"), "Override")
        }
        kind = types.get(found[0], "")
        if "macroEnabled" in kind:
            raise Refused("active", part=found[0])
        if not kind.endswith("spreadsheetml.sheet.main+xml"):
            raise Refused("no_workbook")
        return found[0]


def day_styles(package: Package) -> frozenset[int]:
    """Return the numbers of the cell styles that show a day or a time."""
    part = package.related("styles")
    if part is None:
        return frozenset()
    tree = package.tree(part)
    codes = {
        int(known.get("numFmtId", "0")): known.get("formatCode", "")
        for known in _children(tree, "numFmt")
    }
    of_days = {number for number, code in codes.items() if is_day_format(code)}
    builtin = DATE_FORMATS - codes.keys()
    styles = [look for looks in _children(tree, "cellXfs") for look in looks]
    used = enumerate(int(look.get("numFmtId", "0")) for look in styles)
    return frozenset(style for style, number in used if number in of_days | builtin)


def read(file: IO[bytes], left_out: Sequence[str], write: Write) -> None:
    """Write what the workbook holds, the sheets named in ``left_out`` apart."""
    mark = file.read(8)
    if mark.startswith(LEGACY_MARK):
        raise Refused("legacy")
    if not mark.startswith(ZIP_MARK):
        raise Refused("no_workbook")
    with open_archive(file) as archive:
        package = Package(archive)
        book = package.tree(package.main)
        part = package.related("sharedStrings")
        texts: list[str] = []
        if part is not None:
            with package.opened(part) as stream:
                texts = shared_strings(stream)
        is_1904 = any(_is_true(known.get("date1904")) for known in _children(book, "workbookPr"))
        write({"is_1904": is_1904})
        styles = day_styles(package)
        for sheet in _wanted(package, book, left_out):
            _write_sheet(package, sheet, texts, styles, write)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _wanted(package: Package, book: Any, left_out: Sequence[str]) -> Iterator[Any]:
    sheets = _children(book, "sheet")
    if len(sheets) > MOST_SHEETS:
        raise Refused("many_sheets", most=MOST_SHEETS)
    for sheet in sheets:
        kind, _part = package.relations.get(_relation(sheet), ("", ""))
        if kind != "worksheet":
            raise Refused("odd_sheet", sheet=sheet.get("name", ""))
        if sheet.get("name", "") not in left_out:
            yield sheet


def _write_sheet(
    package: Package, sheet: Any, texts: list[str], styles: frozenset[int], write: Write
) -> None:
    name = sheet.get("name", "")
    write({"sheet": name, "hidden": sheet.get("state", "visible") != "visible"})
    scanned = ScannedSheet(name, texts, styles, write)
    _, part = package.relations[_relation(sheet)]
    with package.opened(part, name) as stream:
        scan(stream, scanned.start, scanned.end, scanned.take)
    write({"merged": scanned.merged})


def peak_kilobytes() -> int:
    """Return the most memory that this process has held."""
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0


def attempt(file: IO[bytes], left_out: Sequence[str], write: Write) -> None:
    """Read the file, and write why where it is refused."""
    try:
        read(file, left_out, write)
    except Refused as refused:
        write({"refused": refused.code, **refused.details})
    except DefusedXmlException:
        write({"refused": "entities"})
    except MemoryError:
        write({"refused": "heavy"})
    except DAMAGE:
        write({"refused": "damaged"})


def main() -> None:
    """Read standard input, write to standard output."""

    def write(line: Any) -> None:
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode(errors="replace"))
        sys.stdout.buffer.write(b"\n")

    limit_this_process()
    attempt(sys.stdin.buffer, json.loads(sys.argv[-1]), write)
    write({"peak": peak_kilobytes()})
    sys.stdout.buffer.flush()
