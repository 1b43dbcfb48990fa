"""Users, their roles, groups and sign-ins in Django's admin."""

from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
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

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.accounts.permissions import MANAGE_ACCOUNTS, READ_RECORDS
from etda_plan.common.admin import UNKNOWN, HistoryAdmin, ReadableAdmin, RuledByActs, Unchangeable

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


ABOUT_ROLES = _(
    "What a person may do follows from the roles at the foot of this page. An administrator may "
    "change records on these pages and an auditor may read them, by that role alone: the staff "
    "mark, groups and single permissions are not needed, and give no right over money, accounts "
    "or roles."
)


class PermissionField(forms.ModelMultipleChoiceField[Permission]):
    """Permissions in the words of the site; those for what no page shows are left out."""

    def label_from_instance(self, obj: Permission) -> str:
        """Return ``แผน | กลยุทธ์: แก้ไข``."""
        return f"{obj.content_type}: {ACTS[obj.codename.split('_')[0]]}"


class RuledByAdministrators(RuledByActs):
    """What administrators alone change: whoever could would make himself one."""

    changing = MANAGE_ACCOUNTS
    reading = READ_RECORDS


class PermittingAdmin(RuledByAdministrators, ReadableAdmin):
    """An admin on whose page permissions are given."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Offer the permissions of the models whose page here asks for them."""
        if db_field.related_model is Permission:
            pages = admin.site._registry.items()
            asking = [model for model, page in pages if not isinstance(page, RuledByActs)]
            shown = ContentType.objects.get_for_models(*asking).values()
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


def has_changed_records(user: User) -> bool:
    """Whether a history or the log names somebody: a deleted account would leave no name there."""
    if LogEntry.objects.filter(user=user).exists():
        return True
    tables = (each for each in apps.get_models() if hasattr(each, "history_user"))
    return any(table._base_manager.filter(history_user=user).exists() for table in tables)


class RoleInline(RuledByAdministrators, admin.TabularInline[models.Model, models.Model]):
    """The roles of a user: given and taken, never turned into another."""

    model = RoleGrant
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a role is taken, and another is given."""
        return False


@admin.register(RoleGrant)
class RoleGrantAdmin(RuledByAdministrators, HistoryAdmin):
    """Who has which role, and who had it when."""

    list_display = ("user", "full_name", "role")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    autocomplete_fields = ("user",)

    @admin.display(description=_("name"), ordering="user__first_name")
    def full_name(self, grant: RoleGrant) -> str:
        """Return the person's name; a dash where none was given."""
        return grant.user.get_full_name() or UNKNOWN

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a role is taken, and another is given."""
        return False


@admin.register(User)
class AccountAdmin(PermittingAdmin, UserAdmin[User]):
    """Who may sign in."""

    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "email", "role_names", "last_login")
    list_filter = ("role_grants__role", "is_staff", "is_superuser", "is_active")
    inlines = (RoleInline,)

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        """Return the roles that were given to the user; a dash where none was."""
        names = [str(grant.get_role_display()) for grant in user.role_grants.all()]
        return ", ".join(names) or UNKNOWN

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the users with their roles."""
        return super().get_queryset(request).prefetch_related("role_grants")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse a superuser's account to all but superusers."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (self._is_superuser(request.user) or not self._is_superuser(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse a superuser's account to all but superusers."""
        return super().has_delete_permission(request, obj) and self.has_change_permission(
            request, obj
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what deleting takes with it; who has changed records is named there for good."""
        *found, protected = super().get_deleted_objects(objs, request)
        users = [user for user in objs if has_changed_records(user)]
        return *found, [
            *protected,
            *(_("What %(user)s changed") % {"user": each} for each in users),
        ]

    @staticmethod
    def _is_superuser(user: Any) -> bool:
        return bool(getattr(user, "is_superuser", False))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the days, which nobody types, and what only a superuser gives."""
        return [self._drawn(name) for name in self._readonly(request)]

    def _readonly(self, request: HttpRequest) -> list[str]:
        dates = ["last_login", "date_joined"]
        return dates if self._is_superuser(request.user) else [*dates, "is_superuser"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return Django's sections with readable days, and what the roles do."""
        return [
            (title, self._section(section, self._readonly(request)))
            for title, section in super().get_fieldsets(request, obj)
        ]

    def _section(self, section: Any, readonly: list[str]) -> dict[str, Any]:
        names = section["fields"]
        drawn = [self._drawn(name) if name in readonly else name for name in names]
        about = {"description": ABOUT_ROLES} if "is_superuser" in names else {}
        return {**section, **about, "fields": drawn}


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
