"""The list of who changed what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from etda_plan.common.access import open_to
from etda_plan.common.exports import Export
from etda_plan.common.listing import Listing, ListView
from etda_plan.overview.changes.asked import Asked
from etda_plan.overview.changes.filters import ChangeFilterSet
from etda_plan.overview.changes.reading import LONGEST_FILE, Changes
from etda_plan.overview.changes.table import ChangeTable
from etda_plan.overview.permissions import READ_CHANGES


@method_decorator(open_to(READ_CHANGES), "dispatch")
class ChangeListView(ListView):
    """Every change of every record, newest first. Nothing here can be changed."""

    filterset = ChangeFilterSet
    table = ChangeTable
    kept_in_address = ("fiscal_year",)
    template_name = "overview/changes.html"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> Any:
        """Return all changes that the reader may read."""
        return Changes(self.request.user, Asked())

    def export(self, listing: Listing) -> Export:
        """Return the list; a file that does not hold all of it says so."""
        export = super().export(listing)
        if listing.count <= LONGEST_FILE:
            return export
        words = _("The newest %(held)s of %(count)s changes; choose days for the others.")
        said = words % {"held": f"{LONGEST_FILE:,}", "count": f"{listing.count:,}"}
        return replace(export, notes=[*export.notes, said])
