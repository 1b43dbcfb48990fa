"""Pages of the indicators: the matrix of a set, as section 7 lays it out, and a card for each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from etda_plan.common.exports import export_response
from etda_plan.common.filters import Filtered, read_filters
from etda_plan.common.fiscal import long_date, month_names
from kpis.as_it_was import put_kpis_back
from kpis.comparison import common_value, reach_of, target_rows
from kpis.exports import matrix_export
from kpis.filters import KpiFilterSet
from kpis.matrix import KpiMatrix, lay_out
from kpis.models import BUDGET_FRAMEWORK, Kpi, KpiFramework, KpiTarget
from kpis.results import Results, read_results
from projects.as_it_was import amended_on, put_back
from projects.as_of import AsOf, read_as_of
from projects.models import Anomaly
from projects.selection import require_plan, selected_plan


def kpi_list(request: HttpRequest, framework: str = BUDGET_FRAMEWORK) -> HttpResponse:
    """Show the matrix of a set's indicators and their projects, with results once there are any."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "kpis/list.html")
    frameworks = list(plan.kpi_frameworks.all())
    shown = _shown(frameworks, framework)
    kpis = Kpi.objects.filter(framework=shown).with_targets()
    filtered = read_filters(request, KpiFilterSet, kpis)
    as_of = read_as_of(request, plan)
    results = read_results(plan, as_of.sight)
    matrix = _matrix(filtered, as_of, shown, results)
    notes = _notes(filtered, as_of, matrix)
    file = export_response(request, lambda: matrix_export(matrix, notes))
    return file or render(
        request,
        "kpis/list.html",
        {
            "matrix": matrix,
            "listing": filtered,
            "framework": shown,
            "frameworks": frameworks,
            "total": kpis.count(),
            "as_of": as_of,
            "results": results,
            "anomalies_by_line": Anomaly.objects.by_line(plan),
        },
    )


def _shown(frameworks: list[KpiFramework], code: str) -> KpiFramework | None:
    """Return the set of a code; of a plan without section 7's the first, or None without any."""
    found = next((each for each in frameworks if each.code == code), None)
    if found is None and code != BUDGET_FRAMEWORK:
        raise Http404(_("The plan has no set of indicators of this name."))
    return found or next(iter(frameworks), None)


def _matrix(
    filtered: Filtered, as_of: AsOf, framework: KpiFramework | None, results: Results
) -> KpiMatrix:
    project, day = filtered.value("project"), as_of.plan_day
    targets = KpiTarget.objects.filter(kpi__framework=framework)
    columns = [project] if project else targets.works()
    if day:
        put_back([column for column in columns if column], day)
    kpis = put_kpis_back(filtered.filterset.qs, day)
    return lay_out(kpis, columns, amended_on(as_of.plan, day), results)


def _notes(filtered: Filtered, as_of: AsOf, matrix: KpiMatrix) -> list[str]:
    words = [link.words for link in filtered.active_filters]
    if as_of.day and (matrix.shows_results or as_of.is_past):
        return [_("As of %(day)s") % {"day": long_date(as_of.day)}, *words]
    return words


def kpi_detail(request: HttpRequest, framework: str, number: int) -> HttpResponse:
    """Show the card of one indicator."""
    plan = require_plan(request)
    kpis = Kpi.objects.filter(framework__plan=plan, framework__code=framework)
    kpi = get_object_or_404(kpis.with_targets(), number=number)
    as_of = read_as_of(request, plan)
    put_kpis_back([kpi], as_of.plan_day)
    amended = amended_on(plan, as_of.plan_day)
    results = read_results(plan, as_of.sight)
    rows = target_rows(kpi, amended, results)
    before, after = kpis.select_related("framework").neighbours(number)
    return render(
        request,
        "kpis/detail.html",
        {
            "kpi": kpi,
            "rows": rows,
            "common_value": common_value(rows),
            "reach": reach_of(rows),
            "has_main": any(row.target.is_main for row in rows),
            "has_quarters": any(row.target.quarters.all() for row in rows),
            "has_levels": any(row.target.levels.all() for row in rows),
            "has_results": any(row.result and row.result.by_month for row in rows),
            "month_names": month_names(),
            "light": results.of_kpi(kpi.pk),
            "as_of": as_of,
            "amendments": amended.of_record(kpi),
            "before": before,
            "after": after,
            "anomalies_by_line": Anomaly.objects.by_line(plan),
        },
    )


def kpi_of_section_7(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the address that a card of section 7 had to the one that it has."""
    address = reverse("kpis:detail", args=[BUDGET_FRAMEWORK, number])
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)
