"""Words for paper, where a link cannot be followed and the sprite's signs are not drawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db import models
from django.template import Context
from django.utils.translation import pgettext

from etda_plan.common.states import STATES

register = template.Library()

SIGNS = {"agrees": "=", "documented": "≠", "disagrees": "×"}


@register.filter
def state_in_words(state: str) -> str:
    """Write a state as sign and word: ``= ตรงกัน``."""
    return f"{SIGNS.get(str(state), '')} {STATES[str(state)].word}".strip()


@register.filter
def lines_in_words(lines: int | Iterable[int | None] | None) -> str:
    """Write lines of the document in words: ``บรรทัด 188 · 190``; nothing for none."""
    numbers = bare_lines(lines)
    return f"{pgettext('of the document', 'Line')} {numbers}" if numbers else ""


@register.filter
def bare_lines(lines: int | Iterable[int | None] | None) -> str:
    """Write line numbers alone: ``188 · 190``."""
    given = [lines] if lines is None or isinstance(lines, int) else lines
    return " · ".join(dict.fromkeys(str(line) for line in given if line is not None))


@register.inclusion_tag("print/_amended.html", takes_context=True)
def printed_beside(context: Context, record: models.Model, field: str) -> dict[str, Any]:
    """Write what the document prints beside a value that somebody changed, from ``amendments``."""
    amendments: Mapping[Any, Any] = context.get("amendments") or {}
    return {"amendment": amendments.get((record._meta.label_lower, record.pk, field))}
