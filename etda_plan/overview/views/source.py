"""The source document, line by line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from etda_plan.common.citations import Document, read_document
from etda_plan.overview.line_card import LineCard, read_line_card
from etda_plan.overview.places import line_address
from etda_plan.overview.source import figure_spans, read_sections, source_lines
from projects.models import FiscalPlan
from projects.selection import selected_plan


def source(request: HttpRequest) -> HttpResponse:
    """Show the document; ``?line=134`` shows beside it what was read from that line.

    ``?go=134`` is what the field asks for: it leads to the line itself.
    """
    plan = selected_plan(request)
    document = read_document(plan.fiscal_year) if plan else Document(())
    asked = _line(request.GET.get("go", ""), document)
    if plan and asked:
        return redirect(line_address(plan, asked))
    chosen = _line(request.GET.get("line", ""), document)
    card = read_line_card(plan, chosen) if plan and chosen else None
    missing = request.GET.get("go") or (request.GET.get("line") if not chosen else "")
    context = {"card": card, "chosen": chosen, "missing": missing}
    return render(request, "overview/source.html", context | _drawn(plan, document, card))


def _line(asked: str, document: Document) -> int:
    """Return the number of a line that holds text, 0 for anything else."""
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    return number if document.line(number).strip() else 0


def _drawn(plan: FiscalPlan | None, document: Document, card: LineCard | None) -> dict[str, object]:
    if plan is None:
        return {"lines": []}
    sections = read_sections(document)
    projects = [work for work in plan.projects.order_by("page_first_line") if work.page_first_line]
    headings = {each.first for each in sections} | _headings(plan)
    headings |= {work.page_first_line for work in projects if work.page_first_line}
    number = card.number if card else 0
    spans = figure_spans(document.line(number), card.citations) if card else []
    return {
        "sections": sections,
        "pages": projects,
        "lines": source_lines(document, headings, number, spans),
        "line_count": len(document.lines) - (document.lines[-1:] == ("",)),
    }


def _headings(plan: FiscalPlan) -> set[int]:
    lines = {plan.title_line, *plan.texts.values_list("heading_line", flat=True)}
    return {line for line in lines if line is not None}
