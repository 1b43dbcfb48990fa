"""The page of one entry."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgets.entry_page import EntryPage, why_nothing_follows
from budgets.forms.attachments import AttachForm
from budgets.models import Entry
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from etda_plan.common.access import open_to
from projects.selection import selected_plan


def find_entry(request: HttpRequest, number: int) -> Entry:
    """Return an entry that the user may read.

    Raise ``Http404`` where there is none, ``PermissionDenied`` where it is of other offices.
    """
    entry = get_object_or_404(Entry.objects.with_page(), pk=number)
    if not Entry.objects.visible_to(request.user).filter(pk=entry.pk).exists():
        raise PermissionDenied(_("This entry belongs to a work of other offices."))
    return entry


@open_to(READ_ALL_ENTRIES, READ_OWN_ENTRIES)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show an entry, its chain, its files, and what can be done next."""
    found = find_entry(request, number)
    plan = found.month.plan
    if plan != selected_plan(request):
        return redirect(f"{request.path}{plan.query or f'?fiscal_year={plan.fiscal_year}'}")
    return show(request, found, AttachForm())


def show(request: HttpRequest, found: Entry, form: AttachForm) -> HttpResponse:
    """Return the page, with a form for further files."""
    page = EntryPage(found)
    context = {
        "entry": found,
        "page": page,
        "acts": list(page.next_acts()),
        "why_not": why_nothing_follows(found),
        "form": form,
    }
    return render(request, "budgets/entry.html", context)
