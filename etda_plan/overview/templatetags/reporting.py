"""Tags of the pages of reporting."""

from __future__ import annotations

import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from etda_plan.common import fiscal
from etda_plan.common.states import STATES
from etda_plan.common.templatetags.figures import icon

register = template.Library()


@register.filter
def long_month(day: datetime.date) -> str:
    """Write the month of a day with its year in full: ``มีนาคม 2563``."""
    return fiscal.long_month_label(day)


@register.simple_tag
def plain_state(name: str) -> SafeString:
    """Draw a state without a ground, for the narrow cells of a matrix: sign over word."""
    state = STATES[name]
    return format_html(
        '<span class="state--{}">{}<br>{}</span>', state.colour, icon(state.sign), state.word
    )
