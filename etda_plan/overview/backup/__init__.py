"""The whole database and the attached files as one archive that belongs to no engine.

``rows`` writes rows as text and reads them back, ``archive`` is the file and what it says of
itself, ``writing`` makes one, ``restoring`` puts one into an empty database, past every
constraint and trigger that stands there: an archive that they refuse is not restored.
"""

from etda_plan.overview.backup.archive import ArchiveRefused, Contents
from etda_plan.overview.backup.restoring import restore, seal_reports
from etda_plan.overview.backup.writing import back_up

__all__ = ["ArchiveRefused", "Contents", "back_up", "restore", "seal_reports"]
