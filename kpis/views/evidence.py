"""Evidence of results: given out as downloads to who may read the report that it stands in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.uploads import private_folder, serve_private
from kpis.models import Evidence
from projects.models import MonthlyReport
from projects.permissions import READ_REPORTS


@open_to(READ_REPORTS)
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give out a file; of a report that is not approved, to those alone who may read it."""
    readable = MonthlyReport.objects.visible_to(signed_in(request))
    files = Evidence.objects.of_reports(readable).filter(kind=Evidence.Kind.FILE)
    evidence = get_object_or_404(files, pk=pk)
    if not private_folder.exists(evidence.stored_name):
        raise Http404(_("The file is missing from the server's folder."))
    return serve_private(private_folder.open(evidence.stored_name), evidence.name)
