"""The page of one office's report of a month: what it says, its steps, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.overview.reporting.forms import DecisionForm
from etda_plan.overview.reporting.matrix import offices_read_whole
from etda_plan.overview.reporting.place import Place, find_place
from etda_plan.overview.reporting.reading import read_reported
from etda_plan.overview.reporting.services import approve, open_report, send_back
from projects.as_of import read_as_of
from projects.models import MonthlyReport, ReportEvent, ReportingMonth
from projects.permissions import READ_REPORTS, WRITE_ANY_REPORT, WRITE_REPORTS
from projects.reports_as_they_were import says_the_same
from projects.selection import require_plan


@open_to(READ_REPORTS)
def monthly_report(request: HttpRequest, month: int, office: int) -> HttpResponse:
    """Show what an office reported of a month; ``?version=`` an earlier one. A head decides it."""
    as_of = read_as_of(request, require_plan(request))
    place = find_place(request, month, office, as_of.plan_day)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, place, form.cleaned_data))
        except ValidationError as error:
            if not place.may_decide:
                messages.error(request, " ".join(error.messages))
                return redirect(place.address())
            form.add_error("comment", error)
        else:
            return redirect(place.address())
    context = {**_context(request, place), "form": form, "as_of": as_of}
    return render(request, "overview/reporting/report.html", context)


def _context(request: HttpRequest, place: Place) -> dict[str, Any]:
    versions = _readable(place)
    shown = _shown(request, versions)
    is_kept = shown is not None and says_the_same(shown, place.plan_day)
    events = ReportEvent.objects.filter(report__in=[each.pk for each in versions])
    if place.plan_day:
        events = events.filter(on__lte=place.plan_day)
    return {
        "place": place,
        "versions": versions,
        "shown": shown,
        "reported": read_reported(place, shown) if shown and is_kept else None,
        "events": events.select_related("by", "report").order_by("pk"),
    }


def _readable(place: Place) -> list[MonthlyReport]:
    """Return the versions that the reader may read; of a past day, those read by such then."""
    versions = place.duty.versions
    visible = MonthlyReport.objects.filter(pk__in=[each.pk for each in versions])
    pks = set(visible.visible_to(place.user).values_list("pk", flat=True))
    readable = [each for each in versions if each.pk in pks]
    own = offices_read_whole(place.user, place.plan) if place.plan_day else None
    if own is None or place.duty.office.pk in own:
        return readable
    return [each for each in readable if each.state == MonthlyReport.State.APPROVED]


def _shown(request: HttpRequest, versions: list[MonthlyReport]) -> MonthlyReport | None:
    asked = request.GET.get("version", "")
    if not asked:
        return versions[-1] if versions else None
    for each in versions:
        if str(each.number) == asked:
            return each
    raise Http404(_("There is no such version."))


def _decide(request: HttpRequest, place: Place, given: dict[str, Any]) -> str:
    report, user = place.duty.report, signed_in(request)
    waits = report is not None and report.state == MonthlyReport.State.SUBMITTED
    if report is None or (waits and not place.is_closed and not place.may_decide):
        raise PermissionDenied(_("The report is decided by another head of the office."))
    if given["decision"] == "approve":
        approve(report, given["comment"], user=user)
        return _("The report is approved.")
    send_back(report, given["comment"], user=user)
    return _("The report is returned to the office.")


@require_POST
@open_to(WRITE_REPORTS, WRITE_ANY_REPORT)
def monthly_report_correct(request: HttpRequest, month: int, office: int) -> HttpResponse:
    """Begin the next version of an approved report; the approved one counts until then."""
    place = find_place(request, month, office)
    if not place.is_reporter:
        raise PermissionDenied(_("The report is written by the people of the office."))
    of_year = ReportingMonth.objects.of_plan(place.plan).get(month=month)
    try:
        open_report(of_year, place.duty.office, user=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(place.address())
    return redirect(place.address("edit"))
