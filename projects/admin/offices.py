"""Offices and the people in them in Django's admin: who reports for each, and handing over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etda_plan.accounts.permissions import READ_RECORDS
from etda_plan.common.admin import UNKNOWN, HistoryAdmin, RuledByActs
from etda_plan.common.admin_asking import asked, typed
from etda_plan.common.fiscal import short_date, today
from etda_plan.common.forms import BuddhistDateField
from etda_plan.common.permissions import Role
from projects.admin.plan import PlanAdmin
from projects.models import Office, OfficeMembership
from projects.permissions import MANAGE_MEMBERSHIPS, WRITE_REPORTS
from projects.services.memberships import end_memberships

Rows = models.QuerySet[Any]
Choices = Iterable[tuple[str, Any]]


class PeopledFilter(admin.SimpleListFilter):
    """Offices that have somebody with one of ``roles`` today, or have nobody."""

    roles: Iterable[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """Offer both."""
        return [("yes", _("somebody")), ("no", _("nobody"))]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        """Keep the offices asked for."""
        people = OfficeMembership.objects.on(today()).with_role(*self.roles)
        there = Exists(people.filter(office=OuterRef("pk")))
        return {"yes": queryset.filter(there), "no": queryset.filter(~there)}.get(
            self.value() or "", queryset
        )


class ReporterFilter(PeopledFilter):
    """Who may write the office's reports."""

    title, parameter_name, roles = _("reporter"), "reporter", WRITE_REPORTS.roles


class HeadFilter(PeopledFilter):
    """Who decides the office's reports."""

    title, parameter_name, roles = _("Head of office"), "head", (Role.HEAD,)


@admin.register(Office)
class OfficeAdmin(PlanAdmin):
    """Who is responsible for activities."""

    list_display = ("code", "name", "kind", "plan")
    list_filter = ("plan", "kind", ReporterFilter, HeadFilter)
    search_fields = ("code", "code_printed", "name")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "code")


class GoingOnFilter(admin.SimpleListFilter):
    """Memberships that count today, and the others."""

    title, parameter_name = _("today"), "today"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """Offer both."""
        return [("yes", _("in the office")), ("no", _("not in the office"))]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        """Keep the memberships asked for."""
        current = OfficeMembership.objects.on(today()).values("pk")
        return {
            "yes": queryset.filter(pk__in=current),
            "no": queryset.exclude(pk__in=current),
        }.get(self.value() or "", queryset)


class LastDayForm(forms.Form):
    """The last day of memberships, and why they end."""

    day = BuddhistDateField(label=_("last day"), help_text=_("A day such as 30/9/2563."))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}))


@admin.register(OfficeMembership)
class OfficeMembershipAdmin(RuledByActs, HistoryAdmin):
    """Who is in which office: a person who leaves gets a last day, and the past stays."""

    changing = MANAGE_MEMBERSHIPS
    reading = READ_RECORDS
    list_display = ("user", "full_name", "office", "since", "until")
    list_filter = (
        "office__plan",
        GoingOnFilter,
        "user__role_grants__role",
        ("office", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("user", "office")
    search_fields = ("user__username", "user__first_name", "user__last_name", "office__code")
    autocomplete_fields = ("user", "office")
    actions = ("end_today", "end_on")

    @admin.display(description=_("name"), ordering="user__first_name")
    def full_name(self, membership: OfficeMembership) -> str:
        """Return the person's name; a dash where none was given."""
        return membership.user.get_full_name() or UNKNOWN

    @admin.action(description=_("End membership today"), permissions=["change"])
    def end_today(self, request: HttpRequest, queryset: Rows) -> None:
        """Give the chosen memberships today as their last day; those that have ended stay."""
        ended = end_memberships(queryset, user=request.user)
        words = ngettext(
            "%(count)s membership ends today, %(day)s.",
            "%(count)s memberships end today, %(day)s.",
            ended,
        )
        told = words % {"count": ended, "day": short_date(today())}
        self.message_user(request, told, messages.SUCCESS if ended else messages.WARNING)

    @admin.action(description=_("End membership on a day…"), permissions=["change"])
    def end_on(self, request: HttpRequest, queryset: Rows) -> Any:
        """Ask for a day and a reason, and make it the last day of those that would go on."""

        def done(values: dict[str, Any]) -> tuple[int, str]:
            ended = end_memberships(
                queryset, values["day"], user=request.user, reason=values["reason"]
            )
            words = ngettext(
                "%(count)s membership ends on %(day)s.",
                "%(count)s memberships end on %(day)s.",
                ended,
            )
            return ended, words % {"count": ended, "day": short_date(values["day"])}

        title = _("End membership on a day")
        return asked(self, request, queryset, title, LastDayForm(typed(request)), done)
