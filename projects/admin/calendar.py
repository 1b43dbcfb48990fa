"""Holidays, and when reports are due and work counts as late, in Django's admin."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from etda_plan.common.admin import HistoryAdmin, RuledByActs
from etda_plan.common.fiscal import first_day, fiscal_year
from projects.models import Holiday, ReportingSettings
from projects.permissions import EDIT_REPORTING_SETTINGS, READ_UNAPPROVED_REPORTS

ONE_DAY = datetime.timedelta(days=1)


class SettingAdmin(RuledByActs, HistoryAdmin):
    """A setting of reports: changed by administrators, with its history."""

    changing, reading = EDIT_REPORTING_SETTINGS, READ_UNAPPROVED_REPORTS


class FiscalYearFilter(admin.SimpleListFilter):
    """Holidays of a fiscal year."""

    title = _("fiscal year (B.E.)")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        """Yield the years that have holidays."""
        ends = Holiday.objects.aggregate(first=Min("day"), last=Max("day"))
        if ends["first"]:
            for year in range(fiscal_year(ends["first"]), fiscal_year(ends["last"]) + 1):
                yield str(year), str(year)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the days of the year that is asked for."""
        asked = self.value()
        if not asked or not asked.isdecimal():
            return queryset
        begins, ends = first_day(int(asked), 1), first_day(int(asked) + 1, 1) - ONE_DAY
        return queryset.filter(day__range=(begins, ends))


@admin.register(Holiday)
class HolidayAdmin(SettingAdmin):
    """Days on which offices are closed: they move the days that reports are due on."""

    list_display = ("day", "name", "source")
    list_display_links = ("day", "name")
    list_filter = (FiscalYearFilter,)
    search_fields = ("name", "source")


@admin.register(ReportingSettings)
class ReportingSettingsAdmin(SettingAdmin):
    """When a plan's reports are due, and from where on work is watched."""

    list_display = (
        "plan",
        "due_working_day",
        "remind_days_before",
        "escalate_days_after",
        "watch_from",
        "on_plan_from",
        "ahead_from",
    )
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("plan__title", "plan__fiscal_year")
    autocomplete_fields = ("plan",)
