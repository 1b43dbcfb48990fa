"""Pages of the indicators: section 7's matrix, and a card for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from etda_plan.common.exports import export_response
from etda_plan.common.filters import read_filters
from kpis.comparison import common_value, target_rows
from kpis.exports import matrix_export
from kpis.filters import KpiFilterSet, projects_with_targets
from kpis.matrix import lay_out
from kpis.models import Kpi
from projects.models import Anomaly
from projects.selection import require_plan, selected_plan


def kpi_list(request: HttpRequest) -> HttpResponse:
    """Show the matrix of indicators and projects as section 7 prints it."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "kpis/list.html")
    kpis = Kpi.objects.of_section_7(plan)
    filtered = read_filters(request, KpiFilterSet, kpis)
    project = filtered.value("project")
    columns = [project] if project else projects_with_targets(request)
    matrix = lay_out(filtered.filterset.qs, columns, plan.amendments.by_field())
    filters = [link.words for link in filtered.active_filters]
    file = export_response(request, lambda: matrix_export(matrix, filters))
    return file or render(
        request,
        "kpis/list.html",
        {
            "matrix": matrix,
            "listing": filtered,
            "framework": plan.kpi_frameworks.first(),
            "total": kpis.count(),
            "anomalies_by_line": Anomaly.objects.by_line(plan),
        },
    )


def kpi_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show the card of one indicator of section 7."""
    plan = require_plan(request)
    kpis = Kpi.objects.of_section_7(plan)
    kpi = get_object_or_404(kpis.select_related("framework"), number=number)
    amended = plan.amendments.by_field()
    rows = target_rows(kpi, amended)
    before, after = kpis.prefetch_related(None).neighbours(number)
    return render(
        request,
        "kpis/detail.html",
        {
            "kpi": kpi,
            "rows": rows,
            "common_value": common_value(rows),
            "has_main": any(row.target.is_main for row in rows),
            "has_quarters": any(row.target.quarters.all() for row in rows),
            "amendments": amended.of_record(kpi),
            "before": before,
            "after": after,
            "anomalies_by_line": Anomaly.objects.by_line(plan),
        },
    )
