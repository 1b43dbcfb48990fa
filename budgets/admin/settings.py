"""What administrators set for the money: limits for transfers, and quarter targets."""

from django.contrib import admin

from budgets.models import DisbursementTarget, TransferLimit
from budgets.permissions import EDIT_SETTINGS, READ_ALL_ENTRIES
from etda_plan.common.admin import HistoryAdmin, RuledByActs


@admin.register(TransferLimit)
class TransferLimitAdmin(RuledByActs, HistoryAdmin):
    """How much each approver may approve."""

    changing, reading = EDIT_SETTINGS, READ_ALL_ENTRIES
    list_display = ("approver", "up_to_amount", "basis")
    list_select_related = ("approver",)
    search_fields = ("approver__username", "basis")
    autocomplete_fields = ("approver",)


@admin.register(DisbursementTarget)
class DisbursementTargetAdmin(RuledByActs, HistoryAdmin):
    """Quarter targets, with what they are a share of and where they come from."""

    changing, reading = EDIT_SETTINGS, READ_ALL_ENTRIES
    list_display = ("plan", "quarter", "cumulative_percent", "measure", "base", "verified")
    list_display_links = ("plan", "quarter")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    autocomplete_fields = ("plan",)
