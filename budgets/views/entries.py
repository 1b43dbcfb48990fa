"""The list of the ledger's entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator

from budgets.filters import EntryFilterSet
from budgets.models import Entry
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from budgets.tables import EntryTable
from etda_plan.common.access import open_to
from etda_plan.common.listing import Listing
from projects.listing import PlanListView


@method_decorator(open_to(READ_ALL_ENTRIES, READ_OWN_ENTRIES), "dispatch")
class EntryListView(PlanListView):
    """The entries that the user may read, newest first, with what they come to."""

    filterset = EntryFilterSet
    table = EntryTable
    template_name = "budgets/entries.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plan's entries that the user may read."""
        if self.plan is None:
            return Entry.objects.none()
        return Entry.objects.listed(self.plan).visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the rows that the filters leave come to."""
        listing: Listing = kwargs["listing"]
        rows: Any = listing.filterset.qs
        return {**super().get_context_data(**kwargs), "totals": rows.totals()}
