"""The door of the administration pages."""

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

from etda_plan.accounts.permissions import READ_RECORDS


class ManagementSite(AdminSite):
    """Django's pages, open to administrators and auditors; the staff mark opens them too."""

    login_form = AuthenticationForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user may see any page here."""
        return super().has_permission(request) or READ_RECORDS.allows(request.user)
