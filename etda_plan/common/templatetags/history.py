"""What the pages of histories write."""

import datetime
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.common import admin

register = template.Library()

ACTS: dict[str, StrOrPromise] = {"+": _("added"), "~": _("changed"), "-": _("deleted")}


REASONS: dict[str, StrOrPromise] = {
    "load_plan": _("Read from the document when it was loaded"),
    "load_context": _("Loaded with the plan, from the source that it names"),
}


@register.filter
def moment(value: datetime.datetime) -> str:
    """Return a moment in Bangkok, with its Buddhist-Era year."""
    return admin.moment(value)


@register.filter
def history_act(entry: Any) -> StrOrPromise:
    """Return what an entry of a history records."""
    return ACTS[entry.history_type]


@register.filter
def history_reason(entry: Any) -> StrOrPromise:
    """Return why; a dash where nobody gave a reason."""
    reason: str = entry.history_change_reason or "–"
    return REASONS.get(reason, reason)
