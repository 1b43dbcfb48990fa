"""Indicators in Django's admin."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etda_plan.common.admin import HistoryAdmin, RowsInline
from kpis.models import Kpi, KpiFramework, KpiTarget, PageIndicator, QuarterlyTarget
from kpis.services.indicators import confirm_directions
from projects.admin import PlanAdmin


class KpiInline(RowsInline):
    """The indicators of a set."""

    model = Kpi
    fields = ("number", "name", "unit", "direction", "direction_is_inferred")


class KpiTargetInline(RowsInline):
    """The targets of an indicator."""

    model = KpiTarget
    fields = ("project", "value", "is_main")


class QuarterlyTargetInline(admin.TabularInline[models.Model, models.Model]):
    """Quarterly targets: filled in by people, the document has none."""

    model = QuarterlyTarget
    fields = ("quarter", "value")
    extra = 0


@admin.register(KpiFramework)
class KpiFrameworkAdmin(PlanAdmin):
    """Sets of indicators."""

    list_display = ("name", "code", "origin", "plan")
    list_filter = ("plan",)
    search_fields = ("name", "code", "origin")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "code")
    inlines = (KpiInline,)


@admin.register(Kpi)
class KpiAdmin(PlanAdmin):
    """Indicators."""

    list_display = ("number", "name", "unit", "dimension", "direction", "direction_is_inferred")
    list_display_links = ("number", "name")
    list_filter = ("framework", "dimension", "direction", "direction_is_inferred")
    search_fields = ("name", "name_printed", "unit")
    autocomplete_fields = ("framework",)
    fixed = ("framework", "number")
    inlines = (KpiTargetInline,)
    actions = ("confirm",)

    @admin.action(description=_("Confirm the direction as read"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Take the mark of interpretation off the chosen indicators."""
        user: Any = request.user
        count = confirm_directions(queryset, user=user)
        text = ngettext(
            "The direction of %(count)d indicator was confirmed.",
            "The directions of %(count)d indicators were confirmed.",
            count,
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(KpiTarget)
class KpiTargetAdmin(PlanAdmin):
    """Targets of indicators for projects."""

    list_display = ("kpi", "project", "value", "is_main")
    list_filter = ("kpi__framework", "project", "is_main")
    list_select_related = ("kpi", "project")
    search_fields = ("kpi__name", "project__code", "project__name")
    autocomplete_fields = ("kpi", "project")
    fixed = ("kpi", "project")
    inlines = (QuarterlyTargetInline,)


@admin.register(QuarterlyTarget)
class QuarterlyTargetAdmin(HistoryAdmin):
    """Quarterly targets."""

    list_display = ("target", "quarter", "value")
    list_filter = ("quarter", "target__project")
    list_select_related = ("target__kpi", "target__project")
    search_fields = ("target__kpi__name", "target__project__code")
    autocomplete_fields = ("target",)


@admin.register(PageIndicator)
class PageIndicatorAdmin(PlanAdmin):
    """Indicators as projects' pages print them."""

    list_display = ("project", "number", "text", "value")
    list_display_links = ("text",)
    list_filter = ("project__plan", "project")
    list_select_related = ("project",)
    search_fields = ("text", "text_printed")
    autocomplete_fields = ("project", "kpi")
    fixed = ("project", "number")
    of_document = ("kpi", "value")
