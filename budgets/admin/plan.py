"""The plan's money in Django's admin: what the document prints is read, not changed."""

from django.contrib import admin

from budgets.models import (
    Allocation,
    FundSource,
    PageAmount,
    SpendingGroup,
    Statement,
    StatementLine,
)
from etda_plan.common.admin import RowsInline
from projects.admin import PlanAdmin


class StatementLineInline(RowsInline):
    """The lines of a statement."""

    model = StatementLine
    fields = ("position", "kind", "number", "name", "amount")


@admin.register(FundSource)
class FundSourceAdmin(PlanAdmin):
    """Whose money it is."""

    list_display = ("code", "name", "name_short", "plan")
    list_filter = ("plan",)
    search_fields = ("code", "name", "name_short")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "code")


@admin.register(SpendingGroup)
class SpendingGroupAdmin(PlanAdmin):
    """Groups of spending."""

    list_display = ("number", "name", "plan")
    list_display_links = ("number", "name")
    list_filter = ("plan",)
    search_fields = ("name",)
    autocomplete_fields = ("plan",)
    fixed = ("plan", "number")


@admin.register(Statement)
class StatementAdmin(PlanAdmin):
    """The two statements."""

    list_display = ("heading", "side", "heading_amount", "plan")
    list_filter = ("plan", "side")
    search_fields = ("heading",)
    autocomplete_fields = ("plan",)
    fixed = ("plan", "side")
    of_document = ("heading", "heading_amount")
    inlines = (StatementLineInline,)


@admin.register(StatementLine)
class StatementLineAdmin(PlanAdmin):
    """Printed lines of the statements."""

    list_display = ("name", "number", "kind", "amount", "statement")
    list_filter = ("statement__plan", "statement", "kind")
    list_select_related = ("statement",)
    search_fields = ("name", "name_printed", "number")
    autocomplete_fields = ("statement", "parent", "fund_source", "spending_group", "project")
    fixed = ("statement", "position")
    of_document = (
        "parent",
        "kind",
        "number",
        "name",
        "amount",
        "fund_source",
        "spending_group",
        "project",
    )


@admin.register(PageAmount)
class PageAmountAdmin(PlanAdmin):
    """Amounts printed on projects' pages."""

    list_display = ("project", "activity", "amount")
    list_filter = ("project__plan", "project")
    list_select_related = ("project", "activity__project")
    search_fields = ("project__code", "project__name", "activity__title")
    autocomplete_fields = ("project", "activity")
    fixed = ("project", "activity")
    of_document = ("amount",)


@admin.register(Allocation)
class AllocationAdmin(PlanAdmin):
    """The living money."""

    list_display = ("project", "activity", "spending_group", "fund_source", "initial_amount")
    list_filter = ("fund_source", "spending_group", "project")
    list_select_related = ("project", "activity__project", "spending_group", "fund_source")
    search_fields = ("project__code", "project__name", "activity__title")
    autocomplete_fields = (
        "fund_source",
        "spending_group",
        "project",
        "activity",
        "statement_line",
    )
    fixed = ("fund_source", "spending_group", "project", "activity")
    of_document = ("statement_line", "initial_amount")
