"""Indicators in Django's admin."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etda_plan.common.admin import HistoryAdmin, RowsInline, Unchangeable
from etda_plan.common.admin_asking import asked, typed
from kpis.forms import OwnerForm, TargetForm
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
    set_owner,
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


class WholeAgencyFilter(admin.SimpleListFilter):
    """Targets of the whole agency, and those of projects."""

    title, parameter_name = _("Whole agency"), "agency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("yes", _("Whole agency")), ("no", _("projects and works"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the targets asked for."""
        asked_for = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if asked_for is None else queryset.filter(project__isnull=asked_for)


class UnownedFilter(admin.SimpleListFilter):
    """Targets that an office reports, and those that nobody does."""

    title, parameter_name = _("whether an office is named"), "owned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("yes", _("an office is named")), ("no", _("no office is named"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the targets asked for."""
        asked_for = {"yes": False, "no": True}.get(self.value() or "")
        return queryset if asked_for is None else queryset.filter(owner__isnull=asked_for)


@admin.register(KpiTarget)
class KpiTargetAdmin(PlanAdmin):
    """Targets of indicators for projects."""

    form = TargetForm
    list_display = ("kpi", "work", "value", "value_to", "unit", "is_main", "owner")
    list_filter = (
        "kpi__framework",
        WholeAgencyFilter,
        ("project", admin.RelatedOnlyFieldListFilter),
        "is_main",
        UnownedFilter,
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("kpi", "project", "owner")
    search_fields = ("kpi__name", "project__code", "project__name", "owner__name", "owner__code")
    autocomplete_fields = ("kpi", "project", "owner")
    fixed = ("kpi", "project")
    inlines = (QuarterlyTargetInline, ScoreLevelInline)
    actions = ("own_by_main_office", "name_owner")

    def _drawn(self, name: Any) -> Any:
        """Return what draws a column: a project that is not there is the whole agency."""
        return "work" if name == "project" else super()._drawn(name)

    @admin.display(description=_("project or work"), ordering="project__position")
    def work(self, target: KpiTarget) -> str:
        """Return the code of its project, or that it is of the whole agency."""
        return target.code

    @admin.display(description=_("unit"), ordering="kpi__unit")
    def unit(self, target: KpiTarget) -> str:
        """Return the unit of its indicator."""
        return target.kpi.unit

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

    @admin.action(description=_("Name the office that reports…"), permissions=["change"])
    def name_owner(self, request: HttpRequest, queryset: QuerySet[KpiTarget]) -> Any:
        """Ask for an office of the targets' plan and a reason, and let it report them."""
        user: Any = request.user

        def done(values: dict[str, Any]) -> tuple[int, str]:
            count = set_owner(queryset, values["office"], values["reason"], user=user)
            text = ngettext(
                "%(count)d target has its office now.",
                "%(count)d targets have their office now.",
                count,
            )
            return count, text % {"count": count}

        form = OwnerForm(typed(request), targets=queryset)
        return asked(self, request, queryset, _("Name the office that reports"), form, done)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep the reason of the change beside what was typed under the target."""
        for row in formset.save(commit=False):
            signed(row, form.cleaned_data.get("reason", ""), request.user).save()
        for row in formset.deleted_objects:
            signed(row, form.cleaned_data.get("reason", ""), request.user).delete()
        formset.save_m2m()


class UnderTargetAdmin(Unchangeable, HistoryAdmin):
    """What stands under a target: read here, changed on its page, where the reason is asked for."""

    list_select_related = ("target__kpi", "target__project")
    search_fields = ("target__kpi__name", "target__project__code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(QuarterlyTarget)
class QuarterlyTargetAdmin(UnderTargetAdmin):
    """Quarterly targets."""

    fields = ("target", "quarter", "value")

    list_display = ("target", "quarter", "value")
    list_filter = (
        "target__kpi__framework",
        "quarter",
        ("target__project", admin.RelatedOnlyFieldListFilter),
    )


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
class ScoreLevelAdmin(UnderTargetAdmin):
    """Values at which a target earns a level."""

    fields = ("target", "level", "value")
    list_display = ("target", "level", "value")
    list_filter = (
        "target__kpi__framework",
        "level",
        ("target__project", admin.RelatedOnlyFieldListFilter),
    )


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
