"""Files of entries: given out to those who may see the entry, added by those who may post."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from budgets.forms.attachments import AttachForm
from budgets.permissions import POST_ENTRIES, READ_ALL_ENTRIES, READ_OWN_ENTRIES
from budgets.services.attachments import attach as attach_files
from budgets.views.entry import find_entry, show
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.uploads import private_folder, serve_private


@require_GET
@open_to(READ_ALL_ENTRIES, READ_OWN_ENTRIES)
def download(request: HttpRequest, number: int, attachment: int) -> FileResponse:
    """Give out a file of an entry that the user may read."""
    file = get_object_or_404(find_entry(request, number).attachments, pk=attachment)
    try:
        return serve_private(private_folder.open(file.stored_name), file.name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing from the server's folder.")) from error


@require_POST
@open_to(POST_ENTRIES)
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Attach files to a posted entry, and go back to it."""
    entry = find_entry(request, number)
    form = AttachForm(files=request.FILES, data=request.POST)
    if not form.is_valid():
        return show(request, entry, form)
    try:
        attached = attach_files(entry, form.cleaned_data["uploads"], user=signed_in(request))
    except ValidationError as error:
        form.add_error("uploads", error)
        return show(request, entry, form)
    count = len(attached)
    words = ngettext("%(count)s file attached.", "%(count)s files attached.", count)
    messages.success(request, words % {"count": count})
    return redirect(reverse("budgets:entry", args=[number]) + entry.month.plan.query)
