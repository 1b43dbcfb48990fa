"""Words for paper, where a link cannot be followed and the sprite's signs are not drawn."""

from typing import Any

from django import template
from django.db import models
from django.template import Context
from django.utils.translation import pgettext

from etda_plan.common.citations import Lines, each_line
from etda_plan.common.states import PLAIN_SIGNS, STATES
from projects.models import Amended

register = template.Library()


@register.filter
def state_in_words(state: str) -> str:
    """Write a state as sign and word: ``= ตรงกัน``."""
    return f"{PLAIN_SIGNS.get(str(state), '')} {STATES[str(state)].word}".strip()


@register.filter
def lines_in_words(lines: Lines) -> str:
    """Write lines of the document in words: ``บรรทัด 188 · 190``; nothing for none."""
    numbers = bare_lines(lines)
    return f"{pgettext('of the document', 'Line')} {numbers}" if numbers else ""


@register.filter
def bare_lines(lines: Lines) -> str:
    """Write line numbers alone: ``188 · 190``."""
    return " · ".join(map(str, each_line(lines)))


@register.inclusion_tag("print/_amended.html", takes_context=True)
def printed_beside(context: Context, record: models.Model, field: str) -> dict[str, Any]:
    """Write what the document prints beside a value that somebody changed, from ``amended``."""
    amended: Amended | None = context.get("amended")
    return {"amendment": amended.of(record, field) if amended else None}
