"""The Gantt chart on paper: A4 landscape, the same rows and figures as on the screen."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from activities.progress.page import ProgressPage
from etda_plan.common.fiscal import month_names
from etda_plan.common.pdf import render_pdf

PRINT = settings.BASE_DIR / "templates" / "print"
STYLESHEETS = (PRINT / "plan.css", PRINT / "gantt.css")


def progress_pdf(page: ProgressPage) -> bytes:
    """Return what the page shows as PDF; raise ``PdfUnavailable`` without Pango."""
    context = {
        "plan": page.plan,
        "reference_day": page.day,
        "printed_at": timezone.localtime(),
        "page": page,
        "month_names": month_names(),
    }
    html = render_to_string("print/gantt.html", context)
    return render_pdf(html, "\n".join(each.read_text(encoding="utf-8") for each in STYLESHEETS))
