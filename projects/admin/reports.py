"""Reports and their months in Django's admin: read, searched and exported, never changed."""

from __future__ import annotations

from django.contrib import admin

from etda_plan.common.admin import RowsInline
from etda_plan.common.admin_exports import RecordedAdmin
from projects.models import (
    MonthlyReport,
    ReportClose,
    ReportEvent,
    ReportingMonth,
    ReportPublication,
    ReportReopening,
)
from projects.permissions import READ_UNAPPROVED_REPORTS


class ReportAdmin(RecordedAdmin):
    """Rows of reports and their months."""

    reading = READ_UNAPPROVED_REPORTS


class ReportEventInline(RowsInline):
    """The steps of a report."""

    model = ReportEvent
    fields = ("act", "by", "on", "at", "comment")
    show_change_link = False

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        """Show them to who sees the report."""
        return True


@admin.register(MonthlyReport)
class MonthlyReportAdmin(ReportAdmin):
    """Monthly reports."""

    list_display = ("office", "month", "number", "state", "submitted_on", "decided_on")
    list_display_links = ("office", "month")
    list_filter = ("month__plan", "state", "month", ("office", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("office", "month")
    search_fields = ("office__code", "office__name", "comment", "submitted_by__username")
    inlines = (ReportEventInline,)


@admin.register(ReportEvent)
class ReportEventAdmin(ReportAdmin):
    """Steps of reports."""

    list_display = ("report", "act", "by", "on", "comment")
    list_filter = ("report__month__plan", "act", "report__office")
    list_select_related = ("report__office", "report__month", "by")
    search_fields = ("report__office__code", "by__username", "comment")


@admin.register(ReportingMonth)
class ReportingMonthAdmin(ReportAdmin):
    """Months that offices report on."""

    list_display = ("plan", "month", "first_day", "last_day")
    list_display_links = ("plan", "month")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("plan__title",)


@admin.register(ReportClose)
class ReportCloseAdmin(ReportAdmin):
    """Closes."""

    list_display = ("month", "closed_on", "closed_by")
    list_filter = ("month__plan",)
    list_select_related = ("month", "closed_by")
    search_fields = ("closed_by__username",)


@admin.register(ReportReopening)
class ReportReopeningAdmin(ReportAdmin):
    """Reopenings."""

    list_display = ("close", "reopened_on", "reopened_by", "reason")
    list_filter = ("close__month__plan",)
    list_select_related = ("close__month", "reopened_by")
    search_fields = ("reason", "reopened_by__username")


@admin.register(ReportPublication)
class ReportPublicationAdmin(ReportAdmin):
    """Publications."""

    list_display = ("close", "published_on", "published_by")
    list_filter = ("close__month__plan",)
    list_select_related = ("close__month", "published_by")
    search_fields = ("published_by__username",)
