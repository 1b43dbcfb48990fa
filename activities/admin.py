"""Activities in Django's admin."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, ScheduledMonth, SubActivity
from etda_plan.common.admin import HistoryAdmin, RowsInline
from projects.admin import PlanAdmin


class ScheduledMonthInline(admin.TabularInline[models.Model, models.Model]):
    """The months of an activity or a part: filled in by people, the document has none."""

    model = ScheduledMonth
    fields = ("month", "is_planned")
    extra = 0


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


@admin.register(ScheduledMonth)
class ScheduledMonthAdmin(HistoryAdmin):
    """Months in which something is planned."""

    list_display = ("month", "is_planned", "activity", "sub_activity")
    list_filter = ("is_planned", "month")
    list_select_related = ("activity__project", "sub_activity")
    search_fields = ("activity__title", "sub_activity__title")
    autocomplete_fields = ("activity", "sub_activity")
