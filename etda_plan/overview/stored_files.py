"""Files in the attachments folder beside the rows that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from budgets.models import Attachment
from kpis.models import Evidence


@dataclass(frozen=True)
class FolderReport:
    """What the folder holds and what the rows say: a file for each, or what is missing."""

    files: int
    without_row: list[str]
    without_file: list[str]

    @property
    def agrees(self) -> bool:
        """Whether each file has its row and each row its file."""
        return not self.without_row and not self.without_file


def check_folder() -> FolderReport:
    """Compare the folder with the rows of entries' attachments and of evidence.

    The files are listed first: one that comes meanwhile has its row before it is missed. A file
    whose request is not finished yet may stand without its row for a moment.
    """
    folder = Path(settings.ATTACHMENTS_DIR)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    rows = {
        *Attachment.objects.values_list("stored_name", flat=True),
        *Evidence.objects.exclude(stored_name="").values_list("stored_name", flat=True),
    }
    gone = [name for name in sorted(rows - files) if not (folder / name).is_file()]
    return FolderReport(len(files), sorted(files - rows), gone)
