"""The money table on paper: A4 landscape, the same figures as on the screen."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from budgets.spending.page import SpendingPage
from budgets.spending.reading import Spending
from etda_plan.common.pdf import render_pdf

STYLESHEET = settings.BASE_DIR / "templates" / "print" / "plan.css"


def spending_pdf(page: SpendingPage, spending: Spending) -> bytes:
    """Return what the page shows as PDF; raise ``PdfUnavailable`` without Pango."""
    context = {
        "plan": spending.plan,
        "reference_day": spending.day,
        "printed_at": timezone.localtime(),
        "page": page,
        "spending": spending,
    }
    html = render_to_string("print/spending.html", context)
    return render_pdf(html, STYLESHEET.read_text(encoding="utf-8"))
