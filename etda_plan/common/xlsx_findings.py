"""What is wrong with an uploaded workbook, in words that name sheet and cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etda_plan.common.xlsx import address

MESSAGES = {
    "large_file": gettext_lazy("The file is larger than %(megabytes)s MB."),
    "no_workbook": gettext_lazy(
        "This is not an Excel workbook (.xlsx). Open it in Excel and save it as .xlsx."
    ),
    "legacy": gettext_lazy(
        "The file is protected by a password, or of an old kind (.xls). Save it as .xlsx "
        "without a password."
    ),
    "encrypted": gettext_lazy("The file is protected by a password. Save it without one."),
    "damaged": gettext_lazy("The file is damaged or incomplete. Save it again and upload that."),
    "damaged_row": gettext_lazy("The file is damaged here. Save it again and upload that."),
    "entities": gettext_lazy("The file defines its own text codes, which no workbook needs."),
    "many_parts": gettext_lazy("The file is made of more than %(most)s parts: no workbook is."),
    "bomb": gettext_lazy("Unpacked, the file would grow to %(megabytes)s MB: it is not opened."),
    "outside_names": gettext_lazy("The file holds a part that leads out of it: %(part)s."),
    "active": gettext_lazy(
        "The file holds macros, embedded objects or links to other files (%(part)s). Save it as "
        "a plain .xlsx without them."
    ),
    "many_sheets": gettext_lazy("The file has more than %(most)s sheets."),
    "odd_sheet": gettext_lazy("This is not a sheet of cells, such as a chart's. Delete it."),
    "large_part": gettext_lazy(
        "This sheet takes %(megabytes)s MB, usually for empty cells with a format: delete the "
        "rows below the table and the columns to the right of it."
    ),
    "far_cell": gettext_lazy("Something stands here, beyond the rows and columns that are read."),
    "many_cells": gettext_lazy("The sheet holds more than %(most)s cells. Divide it."),
    "much_text": gettext_lazy("The file holds more than %(megabytes)s MB of text. Divide it."),
    "heavy": gettext_lazy(
        "The file takes too much memory or time to read. Copy the table into a new workbook."
    ),
    "no_sheet": gettext_lazy("There is no sheet “%(sheet)s” with anything in it, but %(have)s."),
    "no_headings": gettext_lazy(
        "The headings are missing. A row near the top must have: %(headings)s."
    ),
}


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where; ``cell`` may be a range, or empty for a sheet or the file."""

    sheet: str
    cell: str
    message: str

    @property
    def place(self) -> str:
        """Where it is, in words; empty for the file as a whole."""
        places = {"sheet": self.sheet, "cell": self.cell}
        if self.cell:
            return _("Sheet “%(sheet)s”, cell %(cell)s") % places
        return _("Sheet “%(sheet)s”") % places if self.sheet else ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class WorkbookRefused(Exception):
    """A workbook that is not read; ``findings`` say why, all that is wrong at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = list(findings)


def explained(code: str, sheet: str = "", **details: Any) -> WorkbookRefused:
    """Return why the reader refused a file, in words."""
    row, column = details.pop("row", 0), details.pop("column", 1)
    cell = address(column, row) if row else ""
    words = str(MESSAGES[code]) % {"sheet": sheet, **details}
    return WorkbookRefused([Finding("" if code == "no_sheet" else sheet, cell, words)])
