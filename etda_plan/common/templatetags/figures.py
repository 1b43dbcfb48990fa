"""Filters and tags of every template: figures, dates, citations, states, rights, links."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from etda_plan.common import figures, fiscal
from etda_plan.common.citations import Lines, each_line
from etda_plan.common.permissions import find_act
from etda_plan.common.sample import sample_note
from etda_plan.common.states import STATES, TAGS, State
from etda_plan.common.thai_breaks import keep as kept_together

register = template.Library()

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons.svg"


class MarkedAnomaly(Protocol):
    """What a mark shows of an anomaly."""

    code: str
    difference: Decimal | None

    @property
    def localized_title(self) -> str:
        """The title in the language in use."""


def _unknown() -> SafeString:
    return format_html('<span class="unknown">{}</span>', gettext("No data"))


@register.filter
def million(amount: Decimal | None) -> str:
    """Write baht as ล้านบาท with four places; null is unknown and says so."""
    return _unknown() if amount is None else figures.million(amount)


@register.filter
def signed_million(difference: Decimal | None) -> str:
    """Write a difference in ล้านบาท with its sign."""
    return _unknown() if difference is None else figures.signed_million(difference)


@register.filter
def baht(amount: Decimal | None) -> str:
    """Write baht with two places."""
    return _unknown() if amount is None else figures.baht(amount)


@register.filter
def signed_baht(difference: Decimal | None) -> str:
    """Write a change in baht with its sign."""
    return _unknown() if difference is None else figures.signed_baht(difference)


@register.filter
def measure(value: Decimal | None) -> str:
    """Write an indicator's value without trailing zeros."""
    return _unknown() if value is None else figures.measure(value)


@register.filter
def result(value: Decimal | None) -> str:
    """Write what was reached, with at most four places."""
    return _unknown() if value is None else figures.result(value)


@register.filter
def points(value: Decimal | None) -> str:
    """Write a percentage with two places, without the sign; of what has none, a dash."""
    return figures.NOT_APPLICABLE if value is None else figures.points(value)


@register.filter
def percent_of(part: Decimal | None, whole: Decimal | None) -> str:
    """Write ``part`` of ``whole`` in percent with two places, without the sign."""
    if part is None or whole is None:
        return _unknown()
    return figures.percent(part, whole) or figures.NOT_APPLICABLE


@register.filter
def percent_points(value: Fraction | None) -> str:
    """Write an exact percentage with two places, without the sign; null is unknown."""
    return _unknown() if value is None else figures.percent_points(value)


@register.filter
def short_date(day: date | None) -> str:
    """Write a day as ``11 ธ.ค. 2562``."""
    return _unknown() if day is None else fiscal.short_date(day)


@register.filter
def short_month(day: date) -> str:
    """Write the month of a day as ``ต.ค.``."""
    return fiscal.month_names()[fiscal.fiscal_month(day) - 1]


@register.filter
def typed_date(day: date) -> str:
    """Write a day as a person types it: ``11/12/2562``."""
    return fiscal.typed_date(day)


@register.filter
def long_date(day: date | None) -> str:
    """Write a day as ``11 ธันวาคม พ.ศ. 2562``."""
    return _unknown() if day is None else fiscal.long_date(day)


@register.filter
def keep(text: object) -> SafeString:
    """Hold a figure and its unit, ``e-…`` words and some compounds on one line."""
    return kept_together(text)


@register.filter
def may(user: object, code: str) -> bool:
    """Whether ``user`` may do the act of this code: ``{% if user|may:"budgets.post_entry" %}``."""
    return find_act(code).allows(user)


@lru_cache
def icon_names() -> frozenset[str]:
    """Return the names of all signs in the sprite."""
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign; it is always followed by its word, so it is hidden from screen readers."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"There is no sign “{name}” in icons.svg.")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


def _labelled(css: str, state: State, detail: object) -> SafeString:
    sign = icon(state.sign) if state.sign else ""
    words = f"{state.word} {detail}".strip()
    return format_html('<span class="{}">{}<span>{}</span></span>', css, sign, words)


@register.simple_tag
def chip(state: str, detail: object = "") -> SafeString:
    """Draw a state's chip; ``detail`` stands after the word, such as a count."""
    known = STATES[str(state)]
    return _labelled(f"chip chip--{known.colour}", known, detail)


@register.simple_tag
def tag(name: str, detail: object = "") -> SafeString:
    """Draw a tag: ``interpreted``, ``filled_later``, ``sample`` or ``main_kpi``."""
    known = TAGS[name]
    return _labelled(f"tag tag--{known.colour}", known, detail)


@register.simple_tag
def sample_words() -> str:
    """Say that this is a sample database, on paper; nothing in a real one."""
    return sample_note()


def plan_query(context: Context) -> str:
    """Return ``?fiscal_year=…`` where the plan shown is not the current one, else nothing."""
    plan: Any = context.get("plan")
    return str(plan.query) if plan else ""


OF_A_DAY = frozenset(
    "home reports board monthly_reports monthly_report "
    "month_of_reports month_of_reports_pdf month_of_reports_forms "
    "projects:list projects:detail activities:list activities:detail activities:progress "
    "activities:attention kpis:list kpis:detail budgets:list budgets:spending".split()
)
"""Pages that look back, or lead to those that do: links to them keep the day."""


@register.simple_tag(takes_context=True)
def plan_url(context: Context, name: str, *args: object, **kwargs: object) -> str:
    """Reverse a page's address and keep the fiscal year and the past day that are shown."""
    address = reverse(name, args=args or None, kwargs=kwargs or None)
    day = str(context.get("as_of_query", "")) if name in OF_A_DAY else ""
    return also(f"{address}{plan_query(context)}", day)


@register.filter
def also(address: str, query: str) -> str:
    """Return an address with more in its query: ``{{ page|also:"project=EC" }}``."""
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def _cited(context: Context, first: str, numbers: Sequence[int]) -> SafeString:
    source = plan_url(context, "source")
    words = [f"{first}{numbers[0]}", *map(str, numbers[1:])]
    links = format_html_join(
        " · ",
        '<a href="{}#L{}">{}</a>',
        ((source, number, word) for number, word in zip(numbers, words, strict=True)),
    )
    return format_html('<span class="cite">{}</span>', links)


@register.simple_tag(takes_context=True)
def cite(context: Context, lines: Lines, bare: bool = False) -> SafeString:
    """Link to the lines of the document: “บรรทัด 188 · 190”, or bare numbers."""
    numbers = each_line(lines)
    if not numbers:
        return SafeString("")
    word = pgettext("of the document", "Line")
    return _cited(context, "" if bare else f"{word} ", numbers)


def _mark_words(anomaly: MarkedAnomaly) -> str:
    if anomaly.difference:
        amount = figures.million(abs(anomaly.difference))
        return gettext("differs by %(amount)s") % {"amount": amount}
    return anomaly.localized_title


@register.simple_tag(takes_context=True)
def anomaly_mark(context: Context, anomaly: MarkedAnomaly) -> SafeString:
    """Draw one anomaly's mark: triangle, code and what it is, a link to its record."""
    return format_html(
        '<span class="mark">{}<a href="{}#{}">{} {}</a></span>',
        icon("warning"),
        plan_url(context, "anomalies"),
        anomaly.code,
        anomaly.code,
        _mark_words(anomaly),
    )


@register.simple_tag(takes_context=True)
def anomaly_marks(context: Context, lines: Lines) -> SafeString:
    """Draw a mark for each anomaly that touches the lines, from ``anomalies_by_line``."""
    by_line: Mapping[int, Sequence[MarkedAnomaly]] = context.get("anomalies_by_line") or {}
    touching = {a.code: a for line in each_line(lines) for a in by_line.get(line, ())}
    marks = ((anomaly_mark(context, anomaly),) for anomaly in touching.values())
    return format_html_join(" ", "{}", marks)


@register.simple_tag(takes_context=True)
def anomaly_codes(
    context: Context, anomalies: Iterable[MarkedAnomaly], figure: object
) -> SafeString:
    """Draw a figure after the short marks of its row: triangle and code, the words for the ear.

    The words stand once under the list, as marks in full.
    """
    marks = format_html_join(
        " ",
        '<a href="{}#{}">{}<span>{}</span><span class="hidden-text"> {}</span></a>',
        (
            (
                plan_url(context, "anomalies"),
                each.code,
                icon("warning"),
                each.code,
                _mark_words(each),
            )
            for each in anomalies
        ),
    )
    return format_html(
        '<span class="marked"><span class="codes">{}</span> {}</span>', marks, figure
    )


MONTH_CELLS = {True: "planned", False: "", None: "blank", "done": "done"}


def _month_words(cells: Sequence[bool | str | None]) -> str:
    names = fiscal.month_names()
    groups: tuple[tuple[str, bool | str | None], ...] = (
        (pgettext("months of a plan", "Done"), "done"),
        (gettext("Planned"), True),
        (gettext("Not planned"), False),
        (gettext("No data"), None),
    )
    listed = (
        (word, [name for name, cell in zip(names, cells, strict=True) if cell is value])
        for word, value in groups
    )
    return " · ".join(f"{word}: {', '.join(months)}" for word, months in listed if months)


@register.simple_tag
def month_strip(row: Sequence[bool | None], done: Collection[int] = ()) -> SafeString:
    """Draw twelve months, October first; when all are unknown, one strip with the word.

    ``done`` holds the planned months (1 = October) whose plan the work has reached.
    """
    if all(cell is None for cell in row):
        return format_html(
            '<div class="months--unknown">'
            '<span class="months__word">{}<span>{}</span></span></div>',
            icon("unknown"),
            STATES["not_in_document"].word,
        )
    shown = ["done" if month in done else cell for month, cell in enumerate(row, start=1)]
    css = ((MONTH_CELLS[cell],) for cell in shown)
    cells = format_html_join("", '<span class="{}"></span>', css)
    return format_html(
        '<div class="months" aria-hidden="true">{}</div><span class="hidden-text">{}</span>',
        cells,
        _month_words(shown),
    )


@register.simple_tag
def month_heads() -> SafeString:
    """Draw the twelve month names over a column of strips."""
    names = format_html_join("", "<span>{}</span>", ((name,) for name in fiscal.month_names()))
    return format_html('<div class="months months--names">{}</div>', names)
