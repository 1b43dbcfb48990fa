"""The form that posts an entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.entry_page import EntryPage, confirmation
from budgets.forms.postings import NEXT_KIND, PostingForm, Start
from budgets.models import Allocation, Entry, LedgerMonth, OpenItem
from budgets.permissions import POST_ENTRIES
from budgets.services.attachments import post_with_files
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.fiscal import today
from projects.models import FiscalPlan
from projects.selection import require_plan


@open_to(POST_ENTRIES)
def post(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in from the address, or post what it says.

    ``?draws_on=`` and ``?reverses=`` name an earlier entry, ``?kind=`` and ``?allocation=``
    propose; the form that comes back is asked at the same address.
    """
    plan = require_plan(request)
    start = read_start(request, plan)
    form = make_form(request, plan, start)
    if request.method == "POST" and form.is_valid():
        try:
            entry = post_with_files(
                form.posting,
                form.cleaned_data["uploads"],
                user=signed_in(request),
                key=form.cleaned_data["key"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            return posted(request, plan, entry)
    return render(request, "budgets/post.html", page_of(request, plan, start, form))


def posted(request: HttpRequest, plan: FiscalPlan, entry: Entry) -> HttpResponse:
    """Go to the entry, which says what it has changed."""
    found = Entry.objects.with_page().get(pk=entry.pk)
    messages.success(request, confirmation(found))
    return redirect(reverse("budgets:entry", args=[entry.pk]) + plan.query)


def read_start(request: HttpRequest, plan: FiscalPlan) -> Start:
    """Return the earlier entry that the address names; ``Http404`` for one that leads nowhere."""
    start = Start(
        draws_on=_earlier(request.GET.get("draws_on"), plan),
        reverses=_earlier(request.GET.get("reverses"), plan),
    )
    if start.draws_on and (start.reverses or Entry.Kind(start.draws_on.kind) not in NEXT_KIND):
        raise Http404(_("Nothing is drawn on such an entry."))
    if start.reverses and not start.reverses.keeps_open_item:
        raise Http404(_("Such an entry is not reversed."))
    return start


def _earlier(number: str | None, plan: FiscalPlan) -> Entry | None:
    if number is None:
        return None
    if not (number.isascii() and number.isdigit()):
        raise Http404(_("There is no such entry."))
    rows = Entry.objects.with_page().filter(month__plan=plan)
    found = rows.filter(pk=int(number)).first()
    if found is None:
        raise Http404(_("There is no such entry."))
    return found


def make_form(request: HttpRequest, plan: FiscalPlan, start: Start) -> PostingForm:
    """Return the form as asked for, or as filled in."""
    allocations = Allocation.objects.of_plan(plan)
    if request.method == "POST":
        return PostingForm(request.POST, request.FILES, start=start, allocations=allocations)
    since = start.earlier.date if start.earlier else None
    day = LedgerMonth.objects.latest_open_day(plan, today(), since)
    asked = {name: request.GET.get(name, "") for name in ("kind", "allocation")}
    initial = {**asked, "date": day, **start.initial()}
    return PostingForm(initial=initial, start=start, allocations=allocations)


def page_of(
    request: HttpRequest, plan: FiscalPlan, start: Start, form: PostingForm
) -> dict[str, Any]:
    """Return what the page shows around the form."""
    form.focus()
    return {
        "form": form,
        "start": start,
        "page": EntryPage(start.earlier) if start.earlier else None,
        "open_items": None if start.earlier else open_items(request, plan),
        "is_bound_with_files": form.is_bound and bool(request.FILES),
    }


def open_items(request: HttpRequest, plan: FiscalPlan) -> QuerySet[OpenItem] | None:
    """Return what a payment or commitment from the allocation of the address could draw on."""
    kinds = {
        "payment": (Entry.Kind.COMMITMENT, Entry.Kind.OPENING),
        "commitment": (Entry.Kind.RESERVATION,),
    }.get(request.GET.get("kind", ""))
    allocation = request.GET.get("allocation", "")
    if not kinds or not (allocation.isascii() and allocation.isdigit()):
        return None
    rows = OpenItem.objects.of_plan(plan).open_ones()
    return rows.filter(entry__kind__in=kinds, entry__allocation=int(allocation))[:20]
