"""Activities in Django's admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from activities.models import (
    MONTH_FIELDS,
    Activity,
    ActivityReport,
    Milestone,
    Schedule,
    ScheduledMonth,
    ScheduleLine,
    StatusOverride,
    SubActivity,
    SubActivityProgress,
)
from etda_plan.accounts.permissions import READ_RECORDS
from etda_plan.common.admin import HistoryAdmin, ReadableAdmin, RowsInline, Unchangeable
from etda_plan.common.fiscal import month_names
from projects.admin import PlanAdmin
from projects.admin.reports import ReportAdmin


class ScheduledMonthInline(RowsInline):
    """The months of an activity or a part, as the version in force says: approval writes them."""

    model = ScheduledMonth
    fields = ("month", "is_planned")


class SubActivityInline(RowsInline):
    """The parts of an activity."""

    model = SubActivity
    fields = ("number", "title")


@admin.register(Activity)
class ActivityAdmin(PlanAdmin):
    """Activities of projects and works."""

    list_display = ("coded", "title", "office", "project")
    list_display_links = ("coded", "title")
    list_filter = ("project__plan", "project", "office")
    list_select_related = ("project", "office")
    search_fields = ("title", "title_printed", "project__code")
    autocomplete_fields = ("project", "office")
    fixed = ("project", "number")
    inlines = (SubActivityInline, ScheduledMonthInline)

    @admin.display(description=_("Code"), ordering="number")
    def coded(self, activity: Activity) -> str:
        """Return the project's code and the number."""
        return activity.code


@admin.register(SubActivity)
class SubActivityAdmin(PlanAdmin):
    """Parts of activities."""

    list_display = ("number", "title", "activity")
    list_display_links = ("title",)
    list_filter = ("activity__project__plan", "activity__project")
    list_select_related = ("activity__project",)
    search_fields = ("title", "title_printed", "number")
    autocomplete_fields = ("activity",)
    fixed = ("activity", "number")
    inlines = (ScheduledMonthInline,)


class ReadOnlyAdmin(Unchangeable, ReadableAdmin):
    """Rows that services write: shown to who reads all records, touched by nobody here."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask whether the user reads all records."""
        return READ_RECORDS.allows(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask the same."""
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(ScheduledMonth)
class ScheduledMonthAdmin(ReadOnlyAdmin, HistoryAdmin):
    """Months in which something is planned."""

    fields = ("activity", "sub_activity", "month", "is_planned")
    list_display = ("month", "is_planned", "activity", "sub_activity")
    list_filter = ("is_planned", "month")
    list_select_related = ("activity__project", "sub_activity")
    search_fields = ("activity__title", "sub_activity__title")


class ScheduleLineInline(RowsInline):
    """The items of a version."""

    model = ScheduleLine
    fields = ("activity", "sub_activity", *MONTH_FIELDS, "weight", "deliverable")


class MilestoneInline(RowsInline):
    """What an item is to reach."""

    model = Milestone
    fields = ("month", "title")
    show_change_link = False


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """Versions of the monthly plan of work, and proposals of them."""

    fields = (
        *("plan", "office", "number", "state", "based_on", "item_count", "note"),
        *("proposed_by", "proposed_on", "proposed_at"),
        *("decided_by", "decided_on", "decided_at", "decision_reason"),
    )
    list_display = ("id", "number", "state", "office", "item_count", "proposed_by", "proposed_on")
    list_filter = ("plan", "state", "office")
    list_select_related = ("plan", "office", "proposed_by")
    search_fields = ("note", "lines__activity__title", "lines__sub_activity__title")
    inlines = (ScheduleLineInline,)


@admin.register(ScheduleLine)
class ScheduleLineAdmin(ReadOnlyAdmin):
    """Items of versions."""

    fields = (
        *("schedule", "activity", "sub_activity"),
        *MONTH_FIELDS,
        *("weight", "deliverable", "milestone_count"),
    )
    list_display = ("id", "schedule", "activity", "sub_activity", "weight")
    list_filter = ("schedule__plan", "schedule__state")
    list_select_related = ("schedule", "activity__project", "sub_activity")
    search_fields = ("activity__title", "sub_activity__title", "deliverable")
    inlines = (MilestoneInline,)


@admin.register(ActivityReport)
class ActivityReportAdmin(ReportAdmin):
    """What reports say of activities."""

    list_display = ("activity", "report", "progress", "has_no_problem", "problem")
    list_filter = ("report__month__plan", "report__state", "has_no_problem", "report__month")
    list_select_related = ("activity__project", "report__office", "report__month")
    search_fields = ("activity__title", "report__office__code", "done", "problem", "solution")


@admin.register(SubActivityProgress)
class SubActivityProgressAdmin(ReportAdmin):
    """Progress of parts."""

    list_display = ("sub_activity", "activity_report", "progress")
    list_filter = ("activity_report__report__month__plan", "activity_report__report__month")
    list_select_related = (
        "sub_activity",
        "activity_report__activity__project",
        "activity_report__report__office",
        "activity_report__report__month",
    )
    search_fields = ("sub_activity__title", "activity_report__report__office__code")


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    """Milestones of versions."""

    fields = ("line", "month_name", "title")
    list_display = ("title", "month_name", "line")
    list_filter = (
        "line__schedule__plan",
        "line__schedule__state",
        ("line__schedule__office", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = (
        "line__schedule",
        "line__activity__project",
        "line__sub_activity__activity__project",
    )
    search_fields = ("title", "line__activity__title", "line__activity__project__code")

    @admin.display(description=_("month"), ordering="month")
    def month_name(self, milestone: Milestone) -> str:
        """Return the name of its month."""
        return month_names()[milestone.month - 1]


@admin.register(StatusOverride)
class StatusOverrideAdmin(ReadOnlyAdmin):
    """States that a person decided."""

    fields = ("activity", "status", "reason", "decided_by", "decided_on", "decided_at")
    list_display = ("activity", "status", "reason", "decided_by", "decided_on")
    list_filter = (
        "activity__project__plan",
        "status",
        ("activity__office", admin.RelatedOnlyFieldListFilter),
        ("activity__project", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("activity__project", "decided_by")
    search_fields = (
        *("activity__title", "activity__project__code", "reason"),
        *("decided_by__username", "decided_by__first_name", "decided_by__last_name"),
    )
