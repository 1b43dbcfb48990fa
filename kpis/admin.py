"""Indicators in Django's admin."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etda_plan.common.admin import HistoryAdmin, RowsInline
from kpis.forms import TargetForm
from kpis.models import (
    Evidence,
    Kpi,
    KpiFramework,
    KpiResult,
    KpiTarget,
    PageIndicator,
    QuarterlyTarget,
    ScoreLevel,
)
from kpis.services.indicators import (
    confirm_aggregations,
    confirm_directions,
    name_owners,
    set_interval,
)
from projects.admin import PlanAdmin
from projects.admin.reports import ReportAdmin
from projects.services.amendments import signed


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


class ScoreLevelInline(admin.TabularInline[models.Model, models.Model]):
    """Score levels: filled in by people, the document has none."""

    model = ScoreLevel
    fields = ("level", "value")
    extra = 0


@admin.register(KpiFramework)
class KpiFrameworkAdmin(PlanAdmin):
    """Sets of indicators."""

    list_display = ("name", "code", "scoring", "origin", "plan")
    list_filter = ("plan", "scoring")
    search_fields = ("name", "code", "origin")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "code")
    inlines = (KpiInline,)


@admin.register(Kpi)
class KpiAdmin(PlanAdmin):
    """Indicators."""

    list_display = (
        "number",
        "name",
        "unit",
        "dimension",
        "direction",
        "direction_is_inferred",
        "aggregation",
        "aggregation_is_inferred",
        "reported_every",
    )
    list_display_links = ("number", "name")
    list_filter = (
        "framework",
        "dimension",
        "direction",
        "direction_is_inferred",
        "aggregation",
        "aggregation_is_inferred",
        "reported_every",
    )
    search_fields = ("name", "name_printed", "unit")
    autocomplete_fields = ("framework",)
    fixed = ("framework", "number")
    inlines = (KpiTargetInline,)
    actions = (
        "confirm",
        "confirm_aggregation",
        "report_monthly",
        "report_quarterly",
        "report_half_yearly",
        "report_yearly",
    )

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

    @admin.action(description=_("Confirm the aggregation as read"), permissions=["change"])
    def confirm_aggregation(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Write down how results are put together, without the mark of interpretation."""
        user: Any = request.user
        count = confirm_aggregations(queryset, user=user)
        text = ngettext(
            "The aggregation of %(count)d indicator was confirmed.",
            "The aggregations of %(count)d indicators were confirmed.",
            count,
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Results are due every month"), permissions=["change"])
    def report_monthly(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Ask for results every month."""
        self._report_every(request, queryset, Kpi.Interval.MONTH)

    @admin.action(description=_("Results are due every quarter"), permissions=["change"])
    def report_quarterly(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Ask for results every quarter."""
        self._report_every(request, queryset, Kpi.Interval.QUARTER)

    @admin.action(description=_("Results are due every half year"), permissions=["change"])
    def report_half_yearly(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Ask for results every half year."""
        self._report_every(request, queryset, Kpi.Interval.HALF_YEAR)

    @admin.action(description=_("Results are due once a year"), permissions=["change"])
    def report_yearly(self, request: HttpRequest, queryset: QuerySet[Kpi]) -> None:
        """Ask for results once a year."""
        self._report_every(request, queryset, Kpi.Interval.YEAR)

    def _report_every(self, request: HttpRequest, kpis: QuerySet[Kpi], months: int) -> None:
        user: Any = request.user
        count = set_interval(kpis, months, user=user)
        text = ngettext(
            "%(count)d indicator was changed.", "%(count)d indicators were changed.", count
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(KpiTarget)
class KpiTargetAdmin(PlanAdmin):
    """Targets of indicators for projects."""

    form = TargetForm
    list_display = ("kpi", "project", "value", "value_to", "is_main", "owner")
    list_filter = ("kpi__framework", "project", "is_main", "owner")
    list_select_related = ("kpi", "project", "owner")
    search_fields = ("kpi__name", "project__code", "project__name", "owner__name", "owner__code")
    autocomplete_fields = ("kpi", "project", "owner")
    fixed = ("kpi", "project")
    inlines = (QuarterlyTargetInline, ScoreLevelInline)
    actions = ("own_by_main_office",)

    @admin.action(
        description=_("Let the office of the project's activities report"), permissions=["change"]
    )
    def own_by_main_office(self, request: HttpRequest, queryset: QuerySet[KpiTarget]) -> None:
        """Name the office that reports, where the project's activities have a single one."""
        user: Any = request.user
        named, left = name_owners(queryset, user=user)
        text = ngettext(
            "%(count)d target has its office now.",
            "%(count)d targets have their office now.",
            named,
        )
        self.message_user(request, text % {"count": named}, messages.SUCCESS)
        if left:
            words = _("%(count)d have several offices or none: choose theirs one by one.")
            self.message_user(request, words % {"count": left}, messages.WARNING)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep the reason of the change beside what was typed under the target."""
        for row in formset.save(commit=False):
            signed(row, form.cleaned_data.get("reason", ""), request.user).save()
        for row in formset.deleted_objects:
            signed(row, form.cleaned_data.get("reason", ""), request.user).delete()
        formset.save_m2m()


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


@admin.register(ScoreLevel)
class ScoreLevelAdmin(HistoryAdmin):
    """Values at which a target earns a level."""

    list_display = ("target", "level", "value")
    list_filter = ("target__project",)
    list_select_related = ("target__kpi", "target__project")
    search_fields = ("target__kpi__name",)
    autocomplete_fields = ("target",)


@admin.register(KpiResult)
class KpiResultAdmin(ReportAdmin):
    """What reports say of targets."""

    list_display = ("target", "report", "value", "numerator", "denominator", "note")
    list_filter = ("report__month__plan", "report__state", "report__month")
    list_select_related = ("target__kpi", "target__project", "report__office", "report__month")
    search_fields = ("target__kpi__name", "report__office__code", "note")


@admin.register(Evidence)
class EvidenceAdmin(ReportAdmin):
    """Files and links behind results."""

    list_display = ("name", "kind", "result", "added_by", "added_at")
    list_filter = ("kind",)
    search_fields = ("name",)
