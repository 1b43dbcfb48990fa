"""The pages of the state of the work: the Gantt chart, and what needs a look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.progress.attention import AttentionPage
from activities.progress.exports import attention_export, progress_export
from activities.progress.filters import AttentionFilterSet
from activities.progress.page import read_page
from activities.progress.paper import progress_pdf
from etda_plan.common.exports import attachment, export_response
from etda_plan.common.pdf import PdfUnavailable, pdf_available
from etda_plan.common.snapshot import snapshot
from projects.selection import selected_plan

SERVICE_UNAVAILABLE = 503


@snapshot()
def progress(request: HttpRequest) -> HttpResponse:
    """Show plan and progress of each activity, by work; ``?work=`` and ``?office=`` narrow it.

    ``?as_of=`` looks back, for people with a role; ``?_export=`` and ``?format=pdf`` give files.
    """
    plan = selected_plan(request)
    if plan is None:
        return render(request, "activities/progress.html")
    page = read_page(request, plan)
    if file := export_response(request, lambda: progress_export(page)):
        return file
    wants_pdf = request.GET.get("format") == "pdf"
    if wants_pdf and pdf_available():
        return attachment(progress_pdf(page), "application/pdf", f"{page.file_name}.pdf")
    context = {
        "page": page,
        "listing": page.listing,
        "off_because": str(PdfUnavailable()) if wants_pdf else "",
    }
    status = SERVICE_UNAVAILABLE if wants_pdf else 200
    return render(request, "activities/progress.html", context, status=status)


@snapshot()
def attention(request: HttpRequest) -> HttpResponse:
    """Show what is late, not reported or has a problem; ``?_export=`` gives it as a file."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "activities/attention.html")
    page = read_page(request, plan, AttentionFilterSet)
    attention = AttentionPage(page)
    file = export_response(request, lambda: attention_export(attention))
    context = {"page": page, "attention": attention, "listing": page.listing}
    return file or render(request, "activities/attention.html", context)
