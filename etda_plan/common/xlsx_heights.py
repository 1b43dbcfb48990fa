"""How high a row must be for its words: not every program works that out when it opens a file."""

from functools import lru_cache
from math import ceil

from django.conf import settings
from fontTools.ttLib import TTFont

LINE = 1.36
"""Height of a line of Thai, with marks above and below, in font sizes."""
PADDING = 4
PIXELS_PER_POINT = 96 / 72
PIXELS_PER_CHARACTER = 7
"""What one unit of a column's width comes to."""
USED = 0.9
"""The part of a line that words fill before they break."""


@lru_cache
def _advances() -> dict[str, float]:
    font = TTFont(settings.FONT_DIR / "Sarabun-SemiBold.ttf")
    widths, em = font["hmtx"], font["head"].unitsPerEm
    return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def lines_of(text: str, width: float, size: int) -> int:
    """Return how many lines ``text`` takes at ``size`` points in a column ``width`` wide."""
    room = max(width - 2, 1) * PIXELS_PER_CHARACTER * USED
    pixels_per_em = size * PIXELS_PER_POINT
    if len(text) * pixels_per_em < room and "\n" not in text:
        return 1
    advances = _advances()
    return sum(
        max(1, ceil(sum(advances.get(sign, 1) for sign in part) * pixels_per_em / room))
        for part in text.split("\n")
    )


def height_of(lines: int, size: int) -> float:
    """Return the height in points of a row of so many lines."""
    return round(lines * size * LINE + PADDING, 1)
