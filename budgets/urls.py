"""Addresses of the money's pages."""

from django.urls import path

from budgets.views import (
    attachments,
    carry_forwards,
    entries,
    entry,
    months,
    post,
    spending,
    spending_plans,
    statements,
    transfers,
    workbooks,
)

app_name = "budgets"
urlpatterns = [
    path("", statements.budgets, name="list"),
    path("spending/", spending.spending, name="spending"),
    path("entries/", entries.EntryListView.as_view(), name="entries"),
    path("entries/new/", post.post, name="post"),
    path("entries/<int:number>/", entry.entry, name="entry"),
    path("entries/<int:number>/attachments/", attachments.attach, name="attach"),
    path(
        "entries/<int:number>/attachments/<int:attachment>/",
        attachments.download,
        name="attachment",
    ),
    path("months/", months.months, name="months"),
    path("months/<int:number>/", months.month, name="month"),
    path("months/<int:number>/close/", months.month_close, name="month_close"),
    path("months/<int:number>/reopen/", months.month_reopen, name="month_reopen"),
    path("months/<int:number>/publish/", months.month_publish, name="month_publish"),
    path("workbooks/", workbooks.BatchListView.as_view(), name="batches"),
    path("workbooks/<slug:kind>/file/", workbooks.download, name="download"),
    path("workbooks/<slug:kind>/", workbooks.upload, name="upload"),
    path("workbooks/previews/<uuid:key>/", workbooks.preview, name="preview"),
    path("batches/<int:pk>/", workbooks.batch, name="batch"),
    path("transfers/", transfers.TransferListView.as_view(), name="transfers"),
    path("transfers/new/", transfers.transfer_new, name="transfer_new"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("transfers/<int:pk>/memo.pdf", transfers.transfer_memo, name="transfer_memo"),
    path("spending-plans/", spending_plans.spending_plans, name="spending_plans"),
    path("spending-plans/<int:pk>/", spending_plans.spending_plan, name="spending_plan"),
    path("spending-plans/new/", spending_plans.spending_plan_new, name="spending_plan_new"),
    path("carry-forwards/", carry_forwards.CarryForwardListView.as_view(), name="carry_forwards"),
    path("carry-forwards/new/", carry_forwards.carry_forward_new, name="carry_forward_new"),
    path("carry-forwards/<int:pk>/", carry_forwards.carry_forward, name="carry_forward"),
]
