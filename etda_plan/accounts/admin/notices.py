"""What people were told, and the queue of mails, in Django's admin: read, and sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etda_plan.accounts.admin.people import RuledByAdministrators
from etda_plan.accounts.models import Mail, Notification
from etda_plan.accounts.models.notices import MailQuerySet
from etda_plan.accounts.permissions import MANAGE_ACCOUNTS
from etda_plan.common.admin import ReadableAdmin, Unchangeable


class ToldAdmin(Unchangeable, RuledByAdministrators, ReadableAdmin):
    """What the site itself writes; nobody changes or deletes it."""

    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Notification)
class NotificationAdmin(ToldAdmin):
    """Who was told what, when, and whether they have read it."""

    list_display = ("created_on", "recipient", "subject", "created_at", "read_at")
    list_display_links = ("subject",)
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter))
    list_select_related = ("recipient",)
    search_fields = ("recipient__username", "recipient__first_name", "recipient__last_name", "kind")
    fields = ("recipient", "subject", "body", "path", "created_on", "created_at", "read_at")

    @admin.display(description=_("subject"))
    def subject(self, told: Notification) -> str:
        """Return its one line."""
        return told.words.subject

    @admin.display(description=_("content"))
    def body(self, told: Notification) -> str:
        """Return the rest of it."""
        return told.words.body


@admin.register(Mail)
class MailAdmin(ToldAdmin):
    """The queue: what waits, what was sent, and what could not be and why."""

    list_display = ("subject", "to", "state", "attempts", "next_attempt_at", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("notification__recipient",)
    search_fields = (
        "notification__recipient__username",
        "notification__recipient__email",
        "error",
    )
    fields = (
        "subject",
        "to",
        "state",
        "attempts",
        "next_attempt_at",
        "claimed_at",
        "sent_at",
        "error",
    )
    actions = ("send_again",)

    @admin.display(description=_("subject"))
    def subject(self, mail: Mail) -> str:
        """Return what it says."""
        return mail.notification.words.subject

    @admin.display(description=_("recipient"), ordering="notification__recipient__username")
    def to(self, mail: Mail) -> str:
        """Return the person and the address."""
        person = mail.notification.recipient
        return f"{person.known_as} <{person.email}>" if person.email else person.known_as

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Ask the act of managing accounts."""
        return MANAGE_ACCOUNTS.allows(request.user)

    @admin.action(description=_("Send again what failed"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: MailQuerySet) -> None:
        """Put the chosen mails that failed back into the queue."""
        count = queryset.send_again()
        said = ngettext(
            "%(count)d mail is in the queue again.",
            "%(count)d mails are in the queue again.",
            count,
        )
        messages.success(request, said % {"count": count})
