"""Words of the document in an English page: ``{% load languages %}``."""

import re
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from etda_plan.common import figures
from etda_plan.common.languages import in_thai
from etda_plan.common.thai_breaks import keep

register = template.Library()

_thai = re.compile(r"[\u0e00-\u0e7f](?:[\u0e00-\u0e7f\s./()]*[\u0e00-\u0e7f)])?")


@register.filter
def mark_thai(text: object) -> SafeString:
    """Return ``text`` escaped; in a page of another language its Thai is marked as Thai."""
    plain = str(text)
    if in_thai():
        return keep(plain)
    pieces, end = [], 0
    for match in _thai.finditer(plain):
        pieces += [
            keep(plain[end : match.start()]),
            format_html('<span lang="th">{}</span>', keep(match[0])),
        ]
        end = match.end()
    return mark_safe("".join([*pieces, keep(plain[end:])]))  # noqa: S308 - every piece is escaped


@register.filter
def signed_measure(difference: Decimal) -> str:
    """Write a difference of counts or indicators' values with its sign."""
    return figures.signed_measure(difference)
