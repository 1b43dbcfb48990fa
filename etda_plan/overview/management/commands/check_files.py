"""``manage.py check_files``: does every attached file have its row, and every row its file?"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from etda_plan.overview.stored_files import check_folder


class Command(BaseCommand):
    """Names what has no counterpart; exits 0 when there is nothing to name, 1 otherwise."""

    help = "Compare the attachments folder with the rows of attachments and evidence."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found."""
        report = check_folder()
        self.stdout.write(_("%(count)s files looked at") % {"count": report.files})
        for name in report.without_row:
            self.stdout.write(_("a file without a row: %(name)s") % {"name": name})
        for name in report.without_file:
            self.stdout.write(_("a row without a file: %(name)s") % {"name": name})
        if not report.agrees:
            raise SystemExit(1)
