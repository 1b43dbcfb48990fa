"""Users, groups and sign-ins in Django's admin."""

from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.accounts.models import User
from etda_plan.common.admin import ReadableAdmin, Unchangeable

if TYPE_CHECKING:
    _PasswordForm = AdminPasswordChangeForm[User]
else:
    _PasswordForm = AdminPasswordChangeForm

ACTS: dict[str, StrOrPromise] = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
}


class PermissionField(forms.ModelMultipleChoiceField[Permission]):
    """Permissions in the words of the site; those for what no page shows are left out."""

    def label_from_instance(self, obj: Permission) -> str:
        """Return ``แผน | กลยุทธ์: แก้ไข``."""
        return f"{obj.content_type}: {ACTS[obj.codename.split('_')[0]]}"


class PermittingAdmin(ReadableAdmin):
    """An admin on whose page permissions are given."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Offer the permissions of the models that have a page here."""
        if db_field.related_model is Permission:
            shown = ContentType.objects.get_for_models(*admin.site._registry).values()
            offered = Permission.objects.filter(content_type__in=shown)
            kwargs["queryset"] = offered.select_related("content_type")
            kwargs["form_class"] = PermissionField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class PasswordForm(_PasswordForm):
    """Django's form, with the hint that it writes before a language is chosen."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = _(
                "If disabled, the user signs in no more until a password is set again."
            )


@admin.register(User)
class AccountAdmin(PermittingAdmin, UserAdmin[User]):
    """Who may sign in."""

    change_password_form = PasswordForm
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


admin.site.unregister(Group)


@admin.register(Group)
class AccountGroupAdmin(PermittingAdmin, GroupAdmin):
    """Groups of users and what they may do."""


class SignInAdmin(Unchangeable, ReadableAdmin):
    """Records of sign-ins: a list for administrators, written by no one."""

    list_display = ("attempt_time", "username", "ip_address", "path_info", "user_agent")
    list_display_links = None
    list_filter = ("attempt_time",)
    search_fields = ("username", "ip_address", "user_agent")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse: the list shows all there is."""
        raise Http404

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse: nobody changes these."""
        raise Http404

    def get_actions(self, request: HttpRequest) -> Any:
        """Return the actions, without Django's deleting."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(AccessAttempt)
class AttemptAdmin(SignInAdmin):
    """Failed attempts that are counted: five close the door for a while."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start", "path_info")
    actions = ("unlock",)

    @admin.action(description=_("Let them try again at once"), permissions=["delete"])
    def unlock(self, request: HttpRequest, queryset: models.QuerySet[AccessAttempt]) -> None:
        """Forget the chosen attempts."""
        queryset.delete()

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: models.Model) -> Any:
        """Return the box that chooses a row."""
        label = _("Choose %(name)s") % {"name": getattr(obj, "username", "")}
        box = (
            '<input type="checkbox" name="_selected_action" value="{}" class="{}" aria-label="{}">'
        )
        return format_html(box, obj.pk, "action-select", label)


@admin.register(AccessLog, AccessFailureLog)
class KeptAdmin(SignInAdmin):
    """Logs, which nobody deletes."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
