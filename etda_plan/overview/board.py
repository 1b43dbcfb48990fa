"""The board's page: where the plan stands, on one A4 page, from the reading of home."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from etda_plan.common.pdf import render_pdf
from etda_plan.overview.today.attention import Matter
from etda_plan.overview.today.reading import Today
from kpis.models import Kpi
from kpis.results import Light

PRINT = settings.BASE_DIR / "templates" / "print"
STYLESHEETS = [PRINT / "plan.css", PRINT / "board.css"]
MATTERS = 5


@dataclass(frozen=True)
class KpiLine:
    """An indicator with one light for all its targets."""

    kpi: Kpi
    light: Light


@dataclass(frozen=True)
class Board:
    """What stands on the page."""

    today: Today
    kpis: list[KpiLine]

    @property
    def matters(self) -> list[Matter]:
        """The gravest matters, as many as have room."""
        return self.today.matters[:MATTERS]

    @property
    def others(self) -> int:
        """How many matters have no room."""
        return max(len(self.today.matters) - MATTERS, 0)


def board_of(today: Today) -> Board:
    """Return the board's page of a plan; the indicators are those of the plan's section 7."""
    kpis = Kpi.objects.of_section_7(today.plan)
    return Board(today, [KpiLine(kpi, today.results.of_kpi(kpi.pk)) for kpi in kpis])


def board_pdf(board: Board) -> bytes:
    """Return the page as PDF; raise ``PdfUnavailable`` without Pango."""
    today = board.today
    context = {
        "plan": today.plan,
        "reference_day": today.as_of.day or today.plan.reference_day,
        "printed_at": timezone.localtime(),
        "board": board,
        "today": today,
        "as_of": today.as_of,
    }
    styles = "\n".join(sheet.read_text(encoding="utf-8") for sheet in STYLESHEETS)
    return render_pdf(render_to_string("print/board.html", context), styles)
