"""The money table: where the money stands as of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.spending.data import spending_json, spending_list
from budgets.spending.page import SpendingPage, read_page
from budgets.spending.paper import spending_pdf
from budgets.spending.reading import Spending
from budgets.spending.workbook import spending_workbook
from etda_plan.common.exports import XLSX_TYPE, attachment, csv_response
from etda_plan.common.pdf import PdfUnavailable, pdf_available
from etda_plan.common.snapshot import snapshot
from projects.selection import selected_plan

SERVICE_UNAVAILABLE = 503

Written = Callable[[SpendingPage, Spending], bytes]
FILES: Mapping[str, tuple[str, Written]] = {
    "xlsx": (XLSX_TYPE, spending_workbook),
    "pdf": ("application/pdf", spending_pdf),
    "json": ("application/json", spending_json),
}


@snapshot()
def spending(request: HttpRequest) -> HttpResponse:
    """Show what is transferred, reserved, committed, paid and left, as of ``?as_of=``.

    ``?fund=``, ``?group=`` and ``?work=`` keep a part of the money; ``?_export=`` gives a file.
    """
    plan = selected_plan(request)
    if plan is None:
        return render(request, "budgets/spending.html")
    page = read_page(request, plan)
    asked = request.GET.get("_export", "")
    if page.spending is not None and not page.is_empty:
        if asked == "csv":
            return csv_response(spending_list(page, page.spending))
        if asked in FILES and (asked != "pdf" or pdf_available()):
            content_type, write = FILES[asked]
            content = write(page, page.spending)
            return attachment(content, content_type, f"{page.file_name}.{asked}")
    is_off = asked == "pdf" and not pdf_available()
    context = {
        "page": page,
        "listing": page.listing,
        "off_because": str(PdfUnavailable()) if is_off else "",
    }
    status = SERVICE_UNAVAILABLE if is_off else 200
    return render(request, "budgets/spending.html", context, status=status)
