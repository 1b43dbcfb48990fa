"""Words of the document in an English page: ``{% load languages %}``."""

import re
from decimal import Decimal
from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from etda_plan.common import figures
from etda_plan.common.thai_breaks import keep

register = template.Library()

_thai = re.compile(r"[\u0e00-\u0e7f](?:[\u0e00-\u0e7f\s./()]*[\u0e00-\u0e7f)])?")


@register.filter
def mark_thai(text: object) -> SafeString:
    """Return ``text`` escaped; in a page of another language its Thai is marked as Thai."""
    plain = str(text)
    if (get_language() or "th").startswith("th"):
        return keep(plain)
    pieces, end = [], 0
    for match in _thai.finditer(plain):
        pieces += [
            keep(plain[end : match.start()]),
            format_html('<span lang="th">{}</span>', keep(match[0])),
        ]
        end = match.end()
    return mark_safe("".join([*pieces, keep(plain[end:])]))  # noqa: S308 - every piece is escaped


class Titled(Protocol):
    """What has a Thai title, and an English one where somebody wrote it."""

    title: str
    title_en: str


@register.filter
def own_title(record: Titled) -> SafeString:
    """Return a record's title in the page's language; a Thai one is marked as Thai."""
    in_thai = (get_language() or "th").startswith("th")
    return mark_thai(record.title if in_thai else record.title_en or record.title)


@register.filter
def signed_measure(difference: Decimal) -> str:
    """Write a difference of counts or indicators' values with its sign."""
    return figures.signed_measure(difference)
