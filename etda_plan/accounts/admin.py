"""Users and sign-ins in Django's admin; groups have Django's own page."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from etda_plan.accounts.models import User
from etda_plan.common.admin import ReadableAdmin


@admin.register(User)
class AccountAdmin(ReadableAdmin, UserAdmin[User]):
    """Who may sign in."""

    list_display = ("username", "first_name", "last_name", "email", "is_staff", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the days of joining and of the last sign-in, which nobody types."""
        return [self._drawn("last_login"), self._drawn("date_joined")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return Django's sections with readable days."""
        dates = ("last_login", "date_joined")
        return [
            (
                title,
                {
                    **section,
                    "fields": [
                        self._drawn(name) if name in dates else name for name in section["fields"]
                    ],
                },
            )
            for title, section in super().get_fieldsets(request, obj)
        ]


class SignInAdmin(ReadableAdmin):
    """Records of sign-ins: read by administrators, written by no one."""

    list_display = ("attempt_time", "username", "ip_address", "user_agent")
    list_filter = ("username",)
    search_fields = ("username", "ip_address", "user_agent")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return all fields, drawn as people read them."""
        return [self._drawn(field.name) for field in self.model._meta.fields if field.name != "id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return all fields."""
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(AccessAttempt)
class AttemptAdmin(SignInAdmin):
    """Failed attempts; deleting one lets its user try again at once."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")


@admin.register(AccessLog, AccessFailureLog)
class KeptAdmin(SignInAdmin):
    """Logs, which nobody deletes."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
