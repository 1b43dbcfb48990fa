"""What may be done with accounts, and on the administration pages in general."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

MANAGE_ACCOUNTS = act(
    "accounts.manage_accounts", _("Manage accounts and their roles"), Role.ADMINISTRATOR
)
ADMINISTER = act(
    "accounts.administer", _("Change records on the administration pages"), Role.ADMINISTRATOR
)
READ_RECORDS = act(
    "accounts.read_records",
    _("Read all records on the administration pages"),
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
