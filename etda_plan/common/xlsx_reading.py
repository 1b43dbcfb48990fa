"""Workbooks that people upload: declared sheets with declared columns, read exactly or refused.

``read_workbook`` gives every row that has anything in it, each value understood by its column's
kind (``xlsx_kinds``), and beside them all that could not be understood, each with its sheet and
cell. Hidden rows and sheets count like others. What would have to be guessed or left out is
refused: formulas (their last results are not trusted), merged cells, unknown columns and sheets.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from etda_plan.common.archives import MEGABYTE
from etda_plan.common.xlsx import address
from etda_plan.common.xlsx_findings import Finding, WorkbookRefused, explained
from etda_plan.common.xlsx_kinds import Cell, Kind, folded, in_every_language, tidy

LONGEST_WAIT = 15
"""Seconds until a reader is given up on; it has far less of the processor's time."""
HEADINGS_WITHIN = 20

READER = "import sys; sys.path.insert(0, sys.argv[1]); from etda_plan.common.xlsx_cells import main"


@dataclass(frozen=True)
class ExpectedColumn:
    """A column of a sheet: the name of its values, its heading, what it holds."""

    name: str
    heading: StrOrPromise
    kind: Kind
    is_required: bool = True


@dataclass(frozen=True)
class ExpectedSheet:
    """A sheet by its name, with all of its columns, in any order."""

    name: StrOrPromise
    columns: Sequence[ExpectedColumn]


@dataclass
class Row:
    """A row with anything in it; ``values`` has each column that could be understood."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add_finding(self, name: str, message: StrOrPromise) -> None:
        """Record what is wrong with the value of a column."""
        place = address(self.columns[name], self.number)
        self.findings.append(Finding(self.sheet, place, str(message)))


@dataclass
class Reading:
    """The rows of a sheet, and what is wrong with the sheet itself."""

    rows: list[Row]
    findings: list[Finding]

    @property
    def every_finding(self) -> list[Finding]:
        """All that is wrong, the sheet's own first, then row by row."""
        return [*self.findings, *(found for row in self.rows for found in row.findings)]


@dataclass
class _RawSheet:
    name: str
    is_hidden: bool
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read_workbook(
    file: File[bytes] | IO[bytes], sheet: ExpectedSheet, beside: Sequence[StrOrPromise] = ()
) -> Reading:
    """Return what one sheet of a workbook holds; ``beside`` names the sheets that are not read.

    Raise ``WorkbookRefused`` where the file as a whole cannot be read, or lacks the sheet or
    a column of it.
    """
    left_out = [name for each in beside for name in _spellings(each)]
    raw = _raw_sheets(_written(file, left_out))
    found = _expected(raw, sheet)
    others = [Finding(other.name, "", _unknown_sheet(other)) for other in raw if other is not found]
    reading = _understood(found, sheet)
    reading.findings[:0] = [other for other in others if other]
    return reading


def _spellings(name: StrOrPromise) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(name)


def _unknown_sheet(sheet: _RawSheet) -> str:
    if sheet.is_hidden:
        return _("This sheet is hidden and does not belong here. Show it, then delete it.")
    return _("This sheet does not belong here: it would not be read. Delete it.")


def _written(file: File[bytes] | IO[bytes], left_out: list[str]) -> bytes:
    """Run the reader on a copy of the file and return what it wrote."""
    largest = settings.WORKBOOK_MEGABYTES
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        while chunk := file.read(MEGABYTE):
            copy.write(chunk)
            if copy.tell() > largest * MEGABYTE:
                raise explained("large_file", megabytes=largest)
        copy.seek(0)
        return _run_reader(copy, left_out)


def _run_reader(file: IO[bytes], left_out: list[str]) -> bytes:
    """Start the process; whatever ends it but its own good end is the file's fault."""
    command = [sys.executable, "-I", "-c", f"{READER}; main()"]
    try:
        done = subprocess.run(  # noqa: S603 - the command holds nothing of the file
            [*command, str(settings.BASE_DIR), json.dumps(left_out)],
            stdin=file,
            capture_output=True,
            timeout=LONGEST_WAIT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise explained("heavy") from error
    if done.returncode != 0:
        raise explained("heavy")
    return done.stdout


def _raw_sheets(written: bytes) -> list[_RawSheet]:
    """Gather the reader's lines into sheets; those without anything in them are left out."""
    is_1904 = False
    sheets: list[_RawSheet] = []
    for line in map(json.loads, written.splitlines()):
        if isinstance(line, list):
            number, cells = line
            sheets[-1].rows.append((number, _cells(cells, is_1904)))
        elif "sheet" in line and "hidden" in line:
            sheets.append(_RawSheet(line["sheet"], line["hidden"]))
        elif "merged" in line:
            sheets[-1].merged = line["merged"]
        elif "refused" in line:
            raise explained(line.pop("refused"), **line)
        is_1904 = is_1904 or (isinstance(line, dict) and line.get("is_1904", False))
    return [sheet for sheet in sheets if sheet.rows]


def _cells(found: list[Any], is_1904: bool) -> dict[int, Cell]:
    cells = {column: Cell(kind, text, is_1904) for column, kind, text in found}
    return {column: cell for column, cell in cells.items() if cell.kind != "s" or tidy(cell.text)}


def _expected(raw: list[_RawSheet], sheet: ExpectedSheet) -> _RawSheet:
    names = in_every_language(sheet.name)
    found = [each for each in raw if folded(each.name) in names]
    if len(found) != 1:
        have = ", ".join(f"“{each.name}”" for each in raw[:5]) or "–"
        raise explained("no_sheet", sheet=str(sheet.name), have=have)
    return found[0]


def _heading_row(raw: _RawSheet, sheet: ExpectedSheet) -> int:
    """Return the index of the row that holds most headings; it stands near the top."""
    known = set().union(*(in_every_language(column.heading) for column in sheet.columns))

    def hits(index: int) -> int:
        return len({folded(cell.text) for cell in raw.rows[index][1].values()} & known)

    near = [at for at, (number, _cells) in enumerate(raw.rows) if number <= HEADINGS_WITHIN]
    best = max(near, key=hits, default=-1)
    if best < 0 or hits(best) * 2 < len(sheet.columns):
        headings = ", ".join(f"“{column.heading}”" for column in sheet.columns)
        raise explained("no_headings", sheet=raw.name, headings=headings)
    return best


def _understood(raw: _RawSheet, sheet: ExpectedSheet) -> Reading:
    at = _heading_row(raw, sheet)
    heading_row, headings = raw.rows[at]
    columns = _columns(raw.name, heading_row, headings, sheet)
    findings = [
        *_stray_above(raw, at),
        *_merged(raw, heading_row),
        *_unknown_columns(raw, heading_row, headings, columns),
    ]
    table = set(columns.values())
    rows = []
    for number, cells in raw.rows[at + 1 :]:
        findings += _strays(raw.name, number, cells.keys() - table)
        if cells.keys() & table:
            rows.append(_read_row(Row(raw.name, number, columns), cells, sheet))
    return Reading(rows, findings)


def _columns(
    name: str, row: int, headings: dict[int, Cell], sheet: ExpectedSheet
) -> dict[str, int]:
    """Return where each expected column stands; raise where one is missing or stands twice."""
    columns: dict[str, int] = {}
    findings = []
    for column in sheet.columns:
        words = in_every_language(column.heading)
        places = [at for at, cell in headings.items() if folded(cell.text) in words]
        if len(places) == 1:
            columns[column.name] = places[0]
        elif places:
            message = _("The column “%(heading)s” stands twice.") % {"heading": column.heading}
            findings += [Finding(name, address(at, row), message) for at in places[1:]]
        else:
            message = _("The column “%(heading)s” is missing.") % {"heading": column.heading}
            findings.append(Finding(name, address(1, row), message))
    if findings:
        raise WorkbookRefused(findings)
    return columns


def _stray_above(raw: _RawSheet, at: int) -> Iterator[Finding]:
    """The title and the notes stand in column A; anything else above the headings is a stray."""
    for number, cells in raw.rows[:at]:
        for column in cells.keys() - {1}:
            message = _("What stands above the headings is not read: move or delete it.")
            yield Finding(raw.name, address(column, number), message)


def _merged(raw: _RawSheet, heading_row: int) -> Iterator[Finding]:
    for area in raw.merged:
        last = area.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        if not last.isdigit() or int(last) >= heading_row:
            yield Finding(raw.name, area[:20], _("These cells are merged: unmerge them."))


def _unknown_columns(
    raw: _RawSheet, heading_row: int, headings: dict[int, Cell], columns: dict[str, int]
) -> Iterator[Finding]:
    for column in sorted(headings.keys() - set(columns.values())):
        message = _("No column “%(heading)s” is known: it would not be read. Delete it.")
        text = message % {"heading": headings[column].text[:60]}
        yield Finding(raw.name, address(column, heading_row), text)


def _strays(name: str, row: int, columns: set[int]) -> Iterator[Finding]:
    for column in sorted(columns):
        message = _("This cell stands under no heading: it would not be read. Delete it.")
        yield Finding(name, address(column, row), message)


def _read_row(row: Row, cells: dict[int, Cell], sheet: ExpectedSheet) -> Row:
    for column in sheet.columns:
        _read_cell(row, column, cells.get(row.columns[column.name]))
    return row


def _read_cell(row: Row, column: ExpectedColumn, cell: Cell | None) -> None:
    if cell is None:
        if column.is_required:
            row.add_finding(column.name, _("A value is missing here."))
        else:
            row.values[column.name] = None
        return
    try:
        row.values[column.name] = column.kind.read(cell)
    except ValidationError as error:
        row.add_finding(column.name, " ".join(error.messages))
