"""How cells of a workbook look: one table of named styles, which Excel lists by these names."""

from dataclasses import dataclass
from enum import StrEnum

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from etda_plan.common.figures import MINUS

FONT = "Sarabun"
"""The face of screen and paper. Where a machine lacks it, another Thai face of the same size
steps in; TH Sarabun New would have to be set half as large again, and overflow when replaced."""
THAI_CHARSET = 222
SWISS_FAMILY = 2

INK, QUIET, RULE, SUNK = "FF1A2130", "FF4A5365", "FF7D8696", "FFEEF0F4"
MILLION = "#,##0.0000"
SIGNED_MILLION = f'+#,##0.0000;"{MINUS}"#,##0.0000;0.0000'
BAHT = f'#,##0.00;"{MINUS}"#,##0.00;0.00'
SIGNED_BAHT = f'+#,##0.00;"{MINUS}"#,##0.00;0.00'
PERCENT = "0.00%"
HUNDREDTHS = "0.00"
BUDDHIST_ERA_DATE = "[$-107041E]d mmm yyyy"


class Style(StrEnum):
    """The looks of cells."""

    TITLE = "Plan title"
    NOTE = "Plan note"
    HEADER = "Plan header"
    HEADER_CENTRED = "Plan header centred"
    HEADER_FIGURE = "Plan header of figures"
    SECTION = "Plan section"
    TEXT = "Plan text"
    STRONG = "Plan strong text"
    TOTAL = "Plan total"
    UNKNOWN = "Plan unknown"
    CENTRED = "Plan centred"
    LINE = "Plan source line"
    LINE_TOTAL = "Plan source line, total"
    INTEGER = "Plan whole number"
    COUNT_TOTAL = "Plan whole number, total"
    MILLION = "Plan million baht"
    MILLION_TOTAL = "Plan million baht, total"
    DIFFERENCE = "Plan difference"
    DIFFERENCE_TOTAL = "Plan difference, total"
    BAHT = "Plan baht"
    BAHT_TOTAL = "Plan baht, total"
    BAHT_CHANGE = "Plan change in baht"
    PERCENT = "Plan share"
    PERCENT_TOTAL = "Plan share, total"
    HUNDREDTHS = "Plan percent"
    MEASURE = "Plan target"
    MEASURE_MAIN = "Plan main target"
    DATE = "Plan date"


@dataclass(frozen=True)
class Look:
    """What sets a style apart from plain left-aligned text over a hairline."""

    number_format: str = "General"
    align: str = "left"
    size: int = 11
    bold: bool = False
    quiet: bool = False
    wraps: bool = True
    filled: bool = False
    ruled: bool = True
    totals: bool = False


def _figure(number_format: str, *, totals: bool = False) -> Look:
    return Look(number_format, "right", wraps=False, totals=totals)


LOOKS = {
    Style.TITLE: Look(size=16, bold=True, wraps=False, ruled=False),
    Style.NOTE: Look(quiet=True, wraps=False, ruled=False),
    Style.HEADER: Look(bold=True, filled=True),
    Style.HEADER_CENTRED: Look(align="center", bold=True, filled=True),
    Style.HEADER_FIGURE: Look(align="right", bold=True, filled=True),
    Style.SECTION: Look(bold=True, wraps=False, filled=True),
    Style.TEXT: Look(),
    Style.STRONG: Look(bold=True),
    Style.TOTAL: Look(bold=True, totals=True),
    Style.UNKNOWN: Look(quiet=True),
    Style.CENTRED: Look(align="center"),
    Style.LINE: Look(align="center", quiet=True),
    Style.LINE_TOTAL: Look(align="center", quiet=True, totals=True),
    Style.INTEGER: _figure("0"),
    Style.COUNT_TOTAL: _figure("0", totals=True),
    Style.MILLION: _figure(MILLION),
    Style.MILLION_TOTAL: _figure(MILLION, totals=True),
    Style.DIFFERENCE: _figure(SIGNED_MILLION),
    Style.DIFFERENCE_TOTAL: _figure(SIGNED_MILLION, totals=True),
    Style.BAHT: _figure(BAHT),
    Style.BAHT_TOTAL: _figure(BAHT, totals=True),
    Style.BAHT_CHANGE: _figure(SIGNED_BAHT),
    Style.PERCENT: _figure(PERCENT),
    Style.PERCENT_TOTAL: _figure(PERCENT, totals=True),
    Style.HUNDREDTHS: _figure(HUNDREDTHS),
    Style.MEASURE: _figure("General"),
    Style.MEASURE_MAIN: _figure('General"*"'),
    Style.DATE: Look(BUDDHIST_ERA_DATE, wraps=False),
}


def named_styles() -> list[NamedStyle]:
    """Return all styles, for a new workbook."""
    return [_named_style(style, look) for style, look in LOOKS.items()]


def _named_style(style: Style, look: Look) -> NamedStyle:
    named = NamedStyle(
        name=str(style),
        font=Font(
            name=FONT,
            size=look.size,
            bold=look.bold,
            color=QUIET if look.quiet else INK,
            charset=THAI_CHARSET,
            family=SWISS_FAMILY,
        ),
        alignment=Alignment(
            horizontal=look.align,
            vertical="top",
            wrap_text=look.wraps,
            indent=int(look.ruled and look.align != "center"),
        ),
        number_format=look.number_format,
        border=_border(look),
    )
    if look.filled:
        named.fill = PatternFill("solid", fgColor=SUNK)
    return named


def _border(look: Look) -> Border:
    return Border(
        top=Side("medium", color=INK) if look.totals else None,
        bottom=Side("hair", color=RULE) if look.ruled else None,
    )
