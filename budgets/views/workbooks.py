"""Excel both ways: files to change, what a changed file would do, and the batches that came in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets.forms.workbooks import ReverseForm, UploadForm
from budgets.models import MONTHS, Batch, Entry, UploadedWorkbook
from budgets.permissions import READ_ALL_ENTRIES
from budgets.services.batches import (
    WORKBOOKS,
    Workbook,
    apply_workbook,
    earlier_batch,
    keep_workbook,
    rehearse,
    reverse_batch,
)
from budgets.workbooks.changes import Preview
from budgets.workbooks.entries import EntriesWorkbook
from budgets.workbooks.table import BatchFilterSet, BatchTable
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to, refusal
from etda_plan.common.exports import XLSX_TYPE, attachment
from etda_plan.common.fiscal import month_names
from etda_plan.common.xlsx_findings import WorkbookRefused
from projects.listing import PlanListView
from projects.models import FiscalPlan
from projects.selection import require_plan

MOST_ENTRIES = 10_000
"""How many entries one file may hold: as many as come back in time."""
UNPROCESSABLE = 422
MOST_MESSAGES = 100


@method_decorator(open_to(READ_ALL_ENTRIES), "dispatch")
class BatchListView(PlanListView):
    """The files to download and to upload, and the batches that came of them."""

    filterset = BatchFilterSet
    table = BatchTable
    template_name = "budgets/workbooks/list.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plan's batches, newest first."""
        return Batch.objects.none() if self.plan is None else Batch.objects.of_plan(self.plan)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person may download and upload."""
        return {**super().get_context_data(**kwargs), **files_of(self.request)}


def files_of(request: HttpRequest, kind: str = "", form: UploadForm | None = None) -> Any:
    """Return the files that a person may download and upload; ``form`` is the one sent."""
    files = [
        {
            "kind": each.kind,
            "may_upload": each.changing.allows(request.user),
            "form": form if form and each.kind == kind else UploadForm(auto_id=f"{each.kind}_%s"),
        }
        for each in WORKBOOKS.values()
        if each.reading.allows(request.user)
    ]
    return {"files": files, "months": list(zip(MONTHS, month_names(), strict=True))}


def book_of(request: HttpRequest, kind: str, plan: FiscalPlan) -> Workbook:
    """Return the workbook of a kind; ``Http404`` for no kind."""
    if kind not in WORKBOOKS:
        raise Http404(_("There is no such workbook."))
    return WORKBOOKS[kind](plan)


def download(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a file to be changed; ``?month=`` keeps the entries of one month."""
    plan = require_plan(request)
    book = book_of(request, kind, plan)
    if refused := refusal(request, book.reading):
        return refused
    name = f"{kind.replace('_', '-')}-{plan.fiscal_year}"
    if not isinstance(book, EntriesWorkbook):
        return attachment(book.template().to_bytes(), XLSX_TYPE, f"{name}.xlsx")
    entries, month = _entries(request, plan)
    if entries.count() > MOST_ENTRIES:
        most = _("One file holds at most %(most)s entries: choose a month.")
        messages.error(request, most % {"most": f"{MOST_ENTRIES:,}"})
        return redirect(reverse("budgets:batches") + plan.query)
    content = book.template(entries).to_bytes()
    return attachment(content, XLSX_TYPE, f"{name}{month}.xlsx")


def _entries(request: HttpRequest, plan: FiscalPlan) -> tuple[QuerySet[Entry], str]:
    entries = Entry.objects.of_plan(plan).order_by("date", "pk")
    month = request.GET.get("month", "")
    if not month:
        return entries, ""
    if month not in map(str, MONTHS):
        raise Http404(_("There is no such month."))
    return entries.filter(month__month=int(month)), f"-{int(month):02}"


@require_POST
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a changed file: show what is wrong with it, or go to what it would do."""
    plan = require_plan(request)
    book = book_of(request, kind, plan)
    if refused := refusal(request, book.changing):
        return refused
    form = UploadForm(request.POST, request.FILES, auto_id=f"{kind}_%s")
    if not form.is_valid():
        return _sent_back(request, kind, form)
    file: File[bytes] = form.cleaned_data["file"]
    try:
        preview = rehearse(book, file, signed_in(request))
    except WorkbookRefused as refused_file:
        for finding in refused_file.findings[:MOST_MESSAGES]:
            form.add_error("file", str(finding))
        return _sent_back(request, kind, form)
    if not preview.is_sound or not preview.has_changes:
        return _shown(request, preview, kind, file.name or "")
    kept = keep_workbook(file, kind, plan, signed_in(request))
    return redirect(reverse("budgets:preview", args=[kept.key]) + plan.query)


def _sent_back(request: HttpRequest, kind: str, form: UploadForm) -> HttpResponse:
    """Return the page of the files, with what is wrong beside the box."""
    plan = require_plan(request)
    view = BatchListView()
    view.setup(request)
    context = view.get_context_data(listing=view.read())
    context |= files_of(request, kind, form) | {"plan": plan}
    return render(request, view.template_name, context, status=UNPROCESSABLE)


def _shown(
    request: HttpRequest,
    preview: Preview,
    kind: str,
    name: str,
    uploaded: UploadedWorkbook | None = None,
    refused: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "preview": preview,
        "counts": {state.value: count for state, count in preview.counts.items()},
        "kind": kind,
        "file_name": name,
        "uploaded": uploaded,
        "earlier": earlier_batch(uploaded) if uploaded else None,
        "refused": refused[:MOST_MESSAGES],
    }
    status = 200 if preview.is_sound and not refused else UNPROCESSABLE
    return render(request, "budgets/workbooks/preview.html", context, status=status)


def preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what an uploaded file would do now; a POST applies it, whole or not at all."""
    uploaded = get_object_or_404(
        UploadedWorkbook.objects.select_related("plan"), key=key, uploaded_by=request.user.pk
    )
    book = WORKBOOKS[uploaded.kind](uploaded.plan)
    if refused := refusal(request, book.changing):
        return refused
    reasons: list[str] = []
    if request.method == "POST":
        try:
            return _applied(request, uploaded)
        except ValidationError as error:
            reasons = error.messages
    found = rehearse(book, BytesIO(uploaded.content), signed_in(request))
    return _shown(request, found, uploaded.kind, uploaded.file_name, uploaded, reasons)


def _applied(request: HttpRequest, uploaded: UploadedWorkbook) -> HttpResponse:
    made = apply_workbook(uploaded, user=signed_in(request))
    words = _("The file is applied as batch %(batch)s.")
    messages.success(request, words % {"batch": made})
    return redirect(reverse("budgets:batch", args=[made.pk]) + uploaded.plan.query)


@open_to(READ_ALL_ENTRIES)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch with all that it made; a POST takes it back, whole or not at all."""
    plan = require_plan(request)
    found = get_object_or_404(Batch.objects.of_plan(plan), pk=pk)
    form = ReverseForm(request.POST or None)
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = reverse_batch(found, user=signed_in(request), key=form.cleaned_data["key"])
        except ValidationError as error:
            errors = error.messages
        else:
            words = _("%(batch)s is taken back by %(made)s.")
            messages.success(request, words % {"batch": found, "made": made})
            return redirect(reverse("budgets:batch", args=[made.pk]) + plan.query)
    context = {
        "batch": found,
        "entries": Entry.objects.of_plan(plan).filter(batch=found).order_by("pk"),
        "proposals": found.spending_plans.of_plan(plan).order_by("pk"),
        "form": ReverseForm(),
        "errors": errors[:MOST_MESSAGES],
        "may_reverse": WORKBOOKS[found.kind].changing.allows(request.user)
        and not hasattr(found, "reversed_by"),
    }
    status = UNPROCESSABLE if errors else 200
    return render(request, "budgets/workbooks/batch.html", context, status=status)
