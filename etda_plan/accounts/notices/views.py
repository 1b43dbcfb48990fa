"""The notices of whoever is signed in: nobody sees another's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from etda_plan.accounts.models import Notification
from etda_plan.accounts.notices.services import (
    choose_mails,
    mail_is_sent,
    mark_read,
    unread_count,
)
from etda_plan.accounts.signed_in import signed_in

ON_A_PAGE = 25


@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Show the reader's own, unread ones first; ``?page=`` where there are many."""
    user = signed_in(request)
    own = Notification.objects.of_user(user)
    context = {
        "page": Paginator(own, ON_A_PAGE).get_page(request.GET.get("page")),
        "unread_notices": unread_count(user),
        "mail_is_sent": mail_is_sent(),
    }
    return render(request, "accounts/notifications.html", context)


@login_required
@require_GET
def open_notification(request: HttpRequest, key: int) -> HttpResponse:
    """Go to what a notice is about; it is read by that."""
    own = Notification.objects.filter(recipient=signed_in(request))
    told = get_object_or_404(own, pk=key)
    mark_read(signed_in(request), told.pk)
    return redirect(told.path)


@login_required
@require_POST
def mark_one_read(request: HttpRequest, key: int) -> HttpResponse:
    """Note that one was read, without going anywhere."""
    mark_read(signed_in(request), key)
    return redirect("notices:list")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Note that all were read."""
    count = mark_read(signed_in(request))
    said = ngettext("%(count)d notice is marked read.", "%(count)d notices are marked read.", count)
    messages.success(request, said % {"count": count})
    return redirect("notices:list")


@login_required
@require_POST
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Switch the mails of the reader's notices on or off."""
    wanted = request.POST.get("wanted") == "1"
    choose_mails(signed_in(request), wanted=wanted)
    said = _("Notices come by mail too from now on.") if wanted else _("No more mails of notices.")
    messages.success(request, said)
    return redirect("notices:list")
