"""Where the document contradicts itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.common.exports import export_response
from etda_plan.common.filters import read_filters
from etda_plan.overview.anomalies import AnomalyFilterSet, anomaly_export, anomaly_rows
from projects.models import Anomaly
from projects.selection import selected_plan

UNFOLDED = 3
"""How many are shown unfolded; a longer list shows titles, which unfold."""


def anomalies(request: HttpRequest) -> HttpResponse:
    """Show every anomaly with its state, evidence, and what it touches."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "overview/anomalies.html")
    recorded = Anomaly.objects.filter(plan=plan).prefetch_related("lines")
    filtered = read_filters(request, AnomalyFilterSet, recorded)
    rows = anomaly_rows(plan, filtered.filterset.qs)
    filters = [link.words for link in filtered.active_filters]
    file = export_response(request, lambda: anomaly_export(rows, filters))
    context = {
        "rows": rows,
        "few": len(rows) <= UNFOLDED,
        "listing": filtered,
        "total": recorded.count(),
        "open": recorded.filter(state=Anomaly.State.OPEN).count(),
    }
    return file or render(request, "overview/anomalies.html", context)
