"""The boxes of the month grid, and who filled months in later."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from activities.models import Schedule
from activities.permissions import READ_SCHEDULES
from etda_plan.common.states import TAGS
from etda_plan.common.templatetags.figures import tag

register = template.Library()


@register.simple_tag
def month_box(name: str, state: str, row: str, month: int) -> SafeString:
    """Draw one month's choice among three states, labelled by its row and its month."""
    yes, no = pgettext("month", "Yes"), pgettext("month", "No")
    words = {"unknown": "?", "planned": yes, "not-planned": no}
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((each, _selected(each == state), word) for each, word in words.items()),
    )
    return format_html(
        '<select name="{}" aria-labelledby="{}-title month-{}">{}</select>',
        name,
        row,
        month,
        options,
    )


def _selected(is_chosen: bool) -> SafeString:
    return SafeString(" selected" if is_chosen else "")


@register.simple_tag(takes_context=True)
def filled_in(context: Context, schedule: Schedule | None) -> SafeString:
    """Say that months were filled in later: version and day and, to people with a role, by whom."""
    if schedule is None:
        return SafeString("")
    request = context.get("request")
    is_named = request is not None and READ_SCHEDULES.allows(request.user)
    words = schedule.told_by_name if is_named else schedule.told
    return format_html(
        '<span class="filled-in">{} <span class="note">{}</span></span>', tag("filled_later"), words
    )


@register.simple_tag
def filled_in_words(schedule: Schedule | None) -> str:
    """Say the same on paper, which names no person."""
    return f"{TAGS['filled_later'].word} · {schedule.told}" if schedule else ""
