"""The large parts of a workbook, walked through element by element in bounded memory.

Elements are taken as they come from expat, several times faster than a tree. A document type
is refused where it begins, and with it every entity: none can be declared without one.
"""

import re
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from defusedxml import DTDForbidden

from etda_plan.common.archives import MEGABYTE, Refused

MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_CELLS = 200_000
LONGEST_TEXT = 32_767
MOST_TEXT = 8 * MEGABYTE
MOST_MERGED = 100
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_namespaces = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_names = {
    f"{namespace} {name}": name
    for namespace in _namespaces
    for name in "sheetData row c v f is t rPh mergeCell si".split()
}
_address = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_escaped = re.compile(r"_x([0-9A-Fa-f]{4})_")
_kinds = {"n": "n", "s": "s", "str": "s", "inlineStr": "s", "b": "b", "e": "e", "d": "i"}

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Take = Callable[[str], None]


def scan(stream: IO[bytes], start: Start, end: End, take: Take) -> None:
    """Call back for each element of a workbook's own language, and for all text.

    Raise ``Refused`` where the XML is broken, ``DTDForbidden`` where it has a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def started(name: str, attributes: dict[str, str]) -> None:
        if name in _names:
            start(_names[name], attributes)

    def ended(name: str) -> None:
        if name in _names:
            end(_names[name])

    parser.StartDoctypeDeclHandler = _forbid
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = take
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise Refused("damaged") from error


def _forbid(name: str, system: str | None, public: str | None, subset: Any) -> None:
    raise DTDForbidden(name, system, public)


def unescaped(text: str) -> str:
    """Return text with the control characters that a workbook writes as ``_x000D_``."""
    return _escaped.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Text:
    """Gathers the text of one element."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.is_open = False

    def take(self, text: str) -> None:
        if self.is_open:
            self._parts.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise Refused("damaged")

    def clear(self) -> str:
        text = "".join(self._parts)
        self._parts, self._length, self.is_open = [], 0, False
        return text


def shared_strings(stream: IO[bytes]) -> list[str]:
    """Return the texts that cells refer to by number; readings of characters are left out."""
    texts: list[str] = []
    text, total, is_reading = _Text(), 0, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_reading
        is_reading = is_reading or name == "rPh"
        text.is_open = name == "t" and not is_reading

    def end(name: str) -> None:
        nonlocal is_reading, total
        text.is_open = False
        is_reading = is_reading and name != "rPh"
        if name == "si":
            texts.append(unescaped(text.clear()))
            total += len(texts[-1]) + 8
            if total > MOST_TEXT:
                raise Refused("much_text", megabytes=MOST_TEXT // MEGABYTE)

    scan(stream, start, end, text.take)
    return texts


def column_number(letters: str) -> int:
    """Return 1 for ``A``, 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class ScannedSheet:
    """The rows of one sheet, written one by one as its elements come."""

    def __init__(
        self,
        name: str,
        texts: list[str],
        day_styles: frozenset[int],
        write: Callable[[Any], None],
    ) -> None:
        self._name = name
        self._texts = texts
        self._day_styles = day_styles
        self._write = write
        self._text = _Text()
        self._row = self._column = self._cells = self._length = 0
        self._is_in_data = self._is_in_row = self._is_in_cell = self._is_reading = False
        self._has_formula = False
        self._type, self._style = "n", 0
        self._found: list[tuple[int, str, str]] = []
        self.merged: list[str] = []

    def take(self, text: str) -> None:
        """Take the text of an element."""
        self._text.take(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "c" and self._is_in_row:
            self._start_cell(attributes)
        elif self._is_in_cell:
            self._start_content(name)
        elif name == "row" and self._is_in_data:
            self._start_row(attributes)
        elif name == "sheetData":
            self._is_in_data = True
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "c" and self._is_in_cell:
            self._end_cell()
        elif name == "row" and self._is_in_row:
            self._end_row()
        elif name == "sheetData":
            self._is_in_data = False
        elif name == "rPh":
            self._is_reading = False
        elif self._is_in_cell:
            self._text.is_open = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= LAST_ROW:
            raise self._damaged()
        self._row, self._column, self._is_in_row = number, 0, True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column = self._column + 1
        if "r" in attributes:
            found = _address.fullmatch(attributes["r"])
            if not found or int(found[2]) != self._row:
                raise self._damaged()
            column = column_number(found[1])
        if not self._column < column <= LAST_COLUMN:
            raise self._damaged()
        self._column, self._is_in_cell, self._has_formula = column, True, False
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))

    def _start_content(self, name: str) -> None:
        if name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_reading = True
        elif name in ("v", "t"):
            self._text.is_open = not self._is_reading

    def _end_cell(self) -> None:
        self._is_in_cell = False
        text = self._text.clear()
        if self._has_formula:
            self._add("f", text)
        elif text:
            self._add(*self._meant(text))

    def _meant(self, text: str) -> tuple[str, str]:
        if self._type not in _kinds:
            raise self._damaged()
        if self._type == "s":
            return "s", self._shared(text)
        if self._type in ("str", "inlineStr"):
            return "s", unescaped(text)
        is_day = self._type == "n" and self._style in self._day_styles
        return "d" if is_day else _kinds[self._type], text

    def _shared(self, number: str) -> str:
        if not number.isdigit() or int(number) >= len(self._texts):
            raise self._damaged()
        return self._texts[int(number)]

    def _damaged(self) -> Refused:
        return Refused("damaged_row", sheet=self._name, row=self._row)

    def _add(self, kind: str, text: str) -> None:
        if kind == "s" and not text.strip():
            return
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            raise Refused("far_cell", sheet=self._name, column=self._column, row=self._row)
        self._cells += 1
        self._length += len(text)
        if self._cells > MOST_CELLS or self._length > MOST_TEXT:
            raise Refused("many_cells", sheet=self._name, most=MOST_CELLS)
        self._found.append((self._column, kind, text))

    def _end_row(self) -> None:
        self._is_in_row = False
        if self._found:
            self._write([self._row, self._found])
        self._found = []
