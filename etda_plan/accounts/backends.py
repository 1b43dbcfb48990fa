"""What a role opens on the administration pages, which ask for Django's permissions."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from etda_plan.accounts.permissions import ADMINISTER, READ_RECORDS


class RoleBackend(BaseBackend):
    """Answers for the permissions of all models: an administrator changes, an auditor reads.

    It signs nobody in. Pages with a rule of their own, such as the ledger's, still refuse.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a role of the user gives the permission, such as ``projects.view_office``."""
        _app, _dot, codename = perm.partition(".")
        reading = codename.startswith("view_")
        return (READ_RECORDS if reading else ADMINISTER).allows(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a role of the user shows an app's pages."""
        return READ_RECORDS.allows(user_obj)
