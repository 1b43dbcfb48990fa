"""The ledger in Django's admin: read and searched, never changed there."""

from __future__ import annotations

from django.contrib import admin

from budgets.models import (
    Attachment,
    Batch,
    CarryForward,
    CarryForwardItem,
    Entry,
    LedgerMonth,
    MonthClose,
    MonthPublication,
    MonthReopening,
    OpenItem,
    SpendingPlan,
    Submission,
    Transfer,
    UploadedWorkbook,
)
from budgets.permissions import READ_ALL_ENTRIES
from etda_plan.common.admin_exports import RecordedAdmin


class LedgerAdmin(RecordedAdmin):
    """Rows of the ledger."""

    reading = READ_ALL_ENTRIES


@admin.register(Entry)
class EntryAdmin(LedgerAdmin):
    """Entries."""

    list_display = ("id", "date", "kind", "allocation", "amount", "document_number", "payee")
    list_filter = ("month__plan", "kind", "allocation__fund_source", "allocation__project")
    list_select_related = (
        "allocation__fund_source",
        "allocation__spending_group",
        "allocation__project",
    )
    search_fields = ("document_number", "payee", "note")
    date_hierarchy = None


@admin.register(OpenItem)
class OpenItemAdmin(LedgerAdmin):
    """What is open of entries."""

    list_display = ("entry", "entry_amount", "open_amount")
    list_select_related = ("entry",)
    search_fields = ("entry__document_number", "entry__payee")


@admin.register(Transfer)
class TransferAdmin(LedgerAdmin):
    """Transfers."""

    list_display = ("number", "state", "from_allocation", "to_allocation", "amount", "proposed_on")
    list_filter = ("state",)
    list_select_related = (
        "from_allocation__fund_source",
        "from_allocation__spending_group",
        "from_allocation__project",
        "to_allocation__fund_source",
        "to_allocation__spending_group",
        "to_allocation__project",
    )
    search_fields = ("reason", "effect")


@admin.register(SpendingPlan)
class SpendingPlanAdmin(LedgerAdmin):
    """Monthly spending plans."""

    list_display = ("allocation", "version", "state", "total_amount", "proposed_on")
    list_filter = ("state",)
    list_select_related = (
        "allocation__fund_source",
        "allocation__spending_group",
        "allocation__project",
    )


@admin.register(LedgerMonth)
class LedgerMonthAdmin(LedgerAdmin):
    """Months."""

    list_display = ("plan", "month", "first_day", "last_day")
    list_display_links = ("plan", "month")
    list_filter = ("plan",)


@admin.register(MonthClose)
class MonthCloseAdmin(LedgerAdmin):
    """Closes."""

    list_display = ("month", "closed_on", "closed_by", "seal")
    list_filter = ("month__plan",)
    list_select_related = ("month", "closed_by")
    search_fields = ("seal",)


@admin.register(MonthReopening)
class MonthReopeningAdmin(LedgerAdmin):
    """Reopenings."""

    list_display = ("close", "reopened_on", "reopened_by", "reason")
    list_select_related = ("close__month", "reopened_by")
    search_fields = ("reason",)


@admin.register(MonthPublication)
class MonthPublicationAdmin(LedgerAdmin):
    """Publications."""

    list_display = ("close", "published_on", "published_by")
    list_select_related = ("close__month", "published_by")


@admin.register(CarryForward)
class CarryForwardAdmin(LedgerAdmin):
    """Carry-forwards."""

    list_display = ("id", "plan", "state", "expires_on", "proposed_on")
    list_filter = ("plan", "state")
    list_select_related = ("plan",)
    search_fields = ("basis",)


@admin.register(CarryForwardItem)
class CarryForwardItemAdmin(LedgerAdmin):
    """What is carried forward."""

    list_display = ("carry_forward", "commitment", "amount")
    list_select_related = ("carry_forward", "commitment")


@admin.register(Batch)
class BatchAdmin(LedgerAdmin):
    """Batches."""

    list_display = ("id", "kind", "file_name", "applied_on", "applied_by", "reverses")
    list_filter = ("plan", "kind")
    list_select_related = ("applied_by", "reverses")
    search_fields = ("file_name", "file_sha256")


@admin.register(UploadedWorkbook)
class UploadedWorkbookAdmin(LedgerAdmin):
    """Workbooks that wait to be applied; their content is not shown."""

    list_display = ("file_name", "kind", "plan", "uploaded_by", "uploaded_at")
    list_filter = ("plan", "kind")
    list_select_related = ("plan", "uploaded_by")
    search_fields = ("file_name", "file_sha256")


@admin.register(Attachment)
class AttachmentAdmin(LedgerAdmin):
    """Attachments: what they are; the files are served on the entry's page."""

    list_display = ("name", "entry", "content_type", "size", "added_by", "added_at")
    list_filter = ("entry__month__plan", "content_type")
    list_select_related = ("entry", "added_by")
    search_fields = ("name", "sha256")


@admin.register(Submission)
class SubmissionAdmin(LedgerAdmin):
    """Requests that were carried out."""

    list_display = ("key", "result", "submitted_at")
