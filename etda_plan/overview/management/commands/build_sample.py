"""``manage.py build_sample``: an empty database becomes the sample; its accounts are printed."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from etda_plan.common.fiscal import short_date
from etda_plan.overview.sample.accounts import standing_accounts
from etda_plan.overview.sample.building import HoldsRealData, build_sample


class Command(BaseCommand):
    """Build what is not built yet, and say who may sign in."""

    help = "Make an empty database the sample of a year, and print its accounts."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--all``."""
        parser.add_argument("--all", action="store_true", help="print every account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay the tables, build, and print the accounts with their passwords."""
        call_command("migrate", interactive=False, verbosity=0)
        try:
            mark = build_sample()
        except HoldsRealData:
            raise CommandError(
                _("This database holds real data and never becomes a sample: name an empty one.")
            ) from None
        day = {"day": short_date(mark.today)}
        self.stdout.write(_("Sample data, made up; today is %(day)s. Accounts:") % day)
        for account in standing_accounts():
            if account.is_offered or options["all"]:
                self.stdout.write(f"  {account.username:16} {account.password:32} {account.does}")
