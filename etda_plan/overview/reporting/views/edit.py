"""The officer's form, one item after the other, and the review before a report is submitted."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etda_plan.accounts.models import User
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.overview.reporting.editing import Editing, left_of, read_editing, with_conflict
from etda_plan.overview.reporting.forms import EvidenceForm, token_of
from etda_plan.overview.reporting.items import Written, read_written
from etda_plan.overview.reporting.place import Place, find_place
from etda_plan.overview.reporting.reading import read_reported
from etda_plan.overview.reporting.services import WrittenMeanwhile, save_item, submit
from kpis.models import Evidence, KpiResult
from kpis.services.evidence import add_file, add_link, remove_evidence
from kpis.services.results import ResultValues, save_result
from projects.models import MonthlyReport, ReportingMonth
from projects.permissions import WRITE_ANY_REPORT, WRITE_REPORTS

WRITERS = (WRITE_REPORTS, WRITE_ANY_REPORT)


@open_to(*WRITERS)
def monthly_report_edit(request: HttpRequest, month: int, office: int) -> HttpResponse:
    """Show one item of the report to fill in, and store it; a script stores it as it is typed."""
    is_script = request.headers.get("Accept") == "application/json"
    place = find_place(request, month, office)
    refused = _refused(place)
    if refused and is_script:
        return JsonResponse({"words": refused}, status=HTTPStatus.FORBIDDEN)
    if refused:
        messages.error(request, refused)
        return redirect(place.address())
    editing = read_editing(place, request.GET.get("item", ""), request.POST or None)
    if request.method != "POST":
        return _drawn(request, replace(editing, show_left="check" in request.GET))
    return _kept(request, editing) if is_script else _saved(request, editing)


def _refused(place: Place) -> str:
    """Return why nothing can be written here now; raise ``PermissionDenied`` for strangers."""
    if not place.is_reporter:
        raise PermissionDenied(_("The report is written by the people of the office."))
    if place.may_write:
        return ""
    if place.is_closed:
        return _("The reports of %(month)s are closed.") % {"month": place.month}
    if not place.has_begun:
        return _("%(month)s has not begun yet.") % {"month": place.month}
    return _("The report is submitted; it can be written again when it is returned.")


def _store(editing: Editing, user: User) -> MonthlyReport:
    place = editing.place
    months = ReportingMonth.objects.of_plan(place.plan)
    month = months.get(month=place.month.month)
    return save_item(month, place.duty.office, editing.item, editing.form, user=user)


def _kept(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Store what a script sends and say what came of it."""
    if not editing.form.is_valid():
        words = _("Not kept yet: a field needs your eye")
        content = {"words": words, "errors": editing.form.errors}
        return JsonResponse(content, status=HTTPStatus.BAD_REQUEST)
    try:
        report = _store(editing, signed_in(request))
    except WrittenMeanwhile:
        return JsonResponse({"words": _who_wrote(_now(editing))}, status=HTTPStatus.CONFLICT)
    except ValidationError as error:
        content = {"words": " ".join(error.messages)}
        return JsonResponse(content, status=HTTPStatus.CONFLICT)
    written = read_written(report)
    left = left_words(len(left_of(report, editing.items)))
    token = token_of(editing.item, written)
    return JsonResponse({"words": kept_words(report), "token": token, "left": left})


def kept_words(report: MonthlyReport) -> str:
    """Return that a draft is kept, and the time of day."""
    at = timezone.localtime(report.saved_at or report.started_at)
    return _("Draft kept %(time)s") % {"time": f"{at:%H:%M}"}


def left_words(count: int) -> str:
    """Return how many fields are left to fill in."""
    if not count:
        return _("nothing left to fill in")
    return ngettext("%(count)s field left", "%(count)s fields left", count) % {"count": count}


def _now(editing: Editing) -> Written:
    return read_written(find_again(editing).open)


def _who_wrote(now: Written) -> str:
    report = now.report
    if report is None or report.saved_by is None or report.saved_at is None:
        return _("Somebody else has saved this item; press the button below to see both.")
    at = timezone.localtime(report.saved_at)
    words = _("%(person)s saved this item at %(time)s; press the button below to see both.")
    return words % {"person": report.saved_by.known_as, "time": f"{at:%H:%M}"}


def _saved(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Store what was typed and go where the button says; a refusal shows everything again."""
    if not editing.form.is_valid():
        return _drawn(request, editing)
    try:
        report = _store(editing, signed_in(request))
    except WrittenMeanwhile:
        return _drawn(request, with_conflict(editing, _now(editing)))
    except ValidationError as error:
        editing.form.add_error(None, error)
        return _drawn(request, editing)
    return _followed(request, editing, report)


def _followed(request: HttpRequest, editing: Editing, report: MonthlyReport) -> HttpResponse:
    step, here = request.POST.get("step", ""), editing.item.key
    if step.startswith("attach-"):
        return _attached(request, editing, report, step.removeprefix("attach-"))
    if step.startswith("remove-"):
        _removed(request, report, step.removeprefix("remove-"))
    if step == "previous" and editing.before:
        return _at(editing, editing.before.key)
    if step == "next" and editing.after:
        return _at(editing, editing.after.key)
    if step == "review":
        return _reviewed(editing, report)
    if step == "keep":
        messages.success(request, _("The draft is kept."))
    return _at(editing, here)


def _reviewed(editing: Editing, report: MonthlyReport) -> HttpResponse:
    """Go on to the review, or stay where fields of this very item are left."""
    left = [each for each in left_of(report, editing.items) if each.item.key == editing.item.key]
    if left:
        return _at(editing, editing.item.key, check="1")
    return redirect(f"{_address(editing.place, 'review', kept=editing.item.key)}")


def _at(editing: Editing, key: str, **more: str) -> HttpResponse:
    return redirect(_address(editing.place, "edit", item=key, kept=editing.item.key, **more))


def _address(place: Place, page: str, **query: str) -> str:
    address = place.address(page)
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def _attached(
    request: HttpRequest, editing: Editing, report: MonthlyReport, target: str
) -> HttpResponse:
    """Attach a file or a link to the result of a target of this item."""
    data = {"link": request.POST.get(f"kpi_{target}_link", "").strip()}
    files = MultiValueDict({"file": request.FILES.getlist(f"kpi_{target}_file")})
    form = EvidenceForm(data, files)
    if not form.is_valid():
        return _unattached(request, editing, target, form.errors)
    found = next((each for each in editing.item.targets if str(each.pk) == target), None)
    if found is None:
        raise PermissionDenied
    try:
        _attach(report, found, form.cleaned_data, signed_in(request))
    except ValidationError as error:
        return _unattached(request, editing, target, {"file": error.messages})
    return _at(editing, editing.item.key)


def _attach(report: MonthlyReport, target: Any, given: dict[str, Any], user: User) -> None:
    result = report.kpi_results.filter(target=target).first()
    result = result or save_result(report, target, ResultValues(), user=user)
    if given["file"]:
        add_file(result, given["file"], user=user)
    if given["link"]:
        add_link(result, given["link"], user=user)


def _unattached(
    request: HttpRequest, editing: Editing, target: str, errors: dict[str, Any]
) -> HttpResponse:
    """Say why a file or a link was refused; what was typed is stored already."""
    again = read_editing(find_again(editing), editing.item.key)
    again = replace(again, refused_target=target, refused=[w for e in errors.values() for w in e])
    return _drawn(request, again)


def find_again(editing: Editing) -> Place:
    """Return the place as it is now."""
    place = editing.place
    fresh = MonthlyReport.objects.filter(office=place.duty.office, month__plan=place.plan)
    versions = fresh.filter(month__month=place.month.month).with_people().order_by("number")
    return replace(place, duty=replace(place.duty, versions=list(versions)))


def _removed(request: HttpRequest, report: MonthlyReport, pk: str) -> None:
    rows = Evidence.objects.filter(result__in=KpiResult.objects.filter(report=report))
    evidence = get_object_or_404(rows, pk=pk if pk.isdecimal() else None)
    remove_evidence(evidence, user=signed_in(request))
    messages.success(request, _("“%(name)s” is taken out.") % {"name": evidence.name})


def _drawn(request: HttpRequest, editing: Editing) -> HttpResponse:
    report = editing.written.report
    context = {
        "editing": editing,
        "place": editing.place,
        "form": editing.form,
        "kept": kept_words(report) if report else "",
        "left": left_words(len(editing.left)) if report else "",
        "conflict": _who_wrote(editing.conflict) if editing.conflict else "",
        "kept_item": request.GET.get("kept", ""),
    }
    return render(request, "overview/reporting/edit.html", context)


@open_to(*WRITERS)
def monthly_report_review(request: HttpRequest, month: int, office: int) -> HttpResponse:
    """Show everything as it will be submitted, with what is left to fill in; then submit it."""
    place = find_place(request, month, office)
    refused = _refused(place)
    if refused:
        messages.error(request, refused)
        return redirect(place.address())
    if place.open is None:
        return redirect(place.address("edit"))
    errors: list[str] = []
    if request.method == "POST":
        try:
            submit(place.open, user=signed_in(request))
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("The report is submitted."))
            return redirect(place.address())
    reported = read_reported(place, place.open)
    context = {
        "place": place,
        "reported": reported,
        "left": left_of(place.open, reported.items),
        "kept": kept_words(place.open),
        "errors": errors,
        "kept_item": request.GET.get("kept", ""),
    }
    return render(request, "overview/reporting/review.html", context)
