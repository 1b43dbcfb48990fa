"""The memo of a transfer on paper."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from budgets.transfers.memo import Memo
from etda_plan.common.fiscal import today
from etda_plan.common.pdf import render_pdf
from projects.models import FiscalPlan

STYLESHEET = settings.BASE_DIR / "templates" / "print" / "plan.css"


def memo_pdf(plan: FiscalPlan, memo: Memo) -> bytes:
    """Return the memo as PDF."""
    context = {
        "plan": plan,
        "reference_day": today(),
        "printed_at": timezone.localtime(),
        "memo": memo,
    }
    html = render_to_string("print/transfer.html", context)
    return render_pdf(html, STYLESHEET.read_text(encoding="utf-8"))
