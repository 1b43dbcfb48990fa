"""The colours of the stylesheet keep the contrasts that the look promises."""

import re

import pytest
from django.conf import settings

TOKENS = settings.BASE_DIR / "etda_plan/common/static/css/tokens.css"
TEXT, SHAPE = 4.5, 3.0

# ink, ground, least ratio, and the ratios (light, dark) that the look states
TABLE = [
    ("line-strong", "surface", SHAPE, 3.67, 4.32),
    ("line-strong", "sunk", SHAPE, 3.22, 3.78),
    ("ink", "surface", TEXT, 16.1, 13.9),
    ("ink", "sunk", TEXT, 14.1, 12.1),
    ("ink-2", "surface", TEXT, 7.73, 9.03),
    ("ink-2", "sunk", TEXT, 6.78, 7.89),
    ("ink-3", "surface", TEXT, 5.62, 6.57),
    ("ink-3", "sunk", TEXT, 4.92, 5.74),
    ("accent", "surface", TEXT, 8.12, 8.55),
    ("accent", "sunk", TEXT, 7.12, 7.48),
    ("accent-ink", "accent", TEXT, 8.12, 9.46),
    ("accent", "accent-soft", TEXT, 6.93, 6.44),
    ("focus", "surface", SHAPE, 5.02, 9.38),
    ("ok", "ok-soft", TEXT, 5.87, 7.71),
    ("warn", "warn-soft", TEXT, 6.27, 7.90),
    ("ink-2", "warn-soft", TEXT, 6.84, 7.25),
    ("bad", "bad-soft", TEXT, 6.14, 7.05),
    ("done", "done-soft", TEXT, 5.97, 6.87),
    ("none", "none-soft", TEXT, 5.29, 6.19),
    ("sample", "sample-soft", TEXT, 6.70, 7.64),
    ("f1", "surface", SHAPE, 5.57, 6.87),
    ("ink", "f1-soft", TEXT, 13.2, 10.4),
    ("f2", "surface", SHAPE, 5.07, 7.18),
    ("ink", "f2-soft", TEXT, 13.5, 10.1),
    ("f3", "surface", SHAPE, 6.05, 6.84),
    ("ink", "f3-soft", TEXT, 13.3, 10.8),
    ("paid", "surface", SHAPE, 8.12, 8.55),
    ("used", "surface", SHAPE, 3.41, 3.77),
]
ALSO_READ = [  # drawn on the page's own ground, outside the look's table
    ("ink", "bg"),
    ("ink-2", "bg"),
    ("accent", "bg"),
    ("warn", "surface"),
    ("warn", "sunk"),
    ("bad", "surface"),
    ("ink", "warn-soft"),
    ("ink", "ok-soft"),
    ("ink", "bad-soft"),
    ("sample", "surface"),
]


def colours() -> dict[str, tuple[str, str]]:
    """Return each token's light and dark colour."""
    css = TOKENS.read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of ``#rrggbb``."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground", "least", "light", "dark"), TABLE)
def test_every_pair_of_the_look_keeps_its_contrast(
    ink: str, ground: str, least: float, light: float, dark: float
) -> None:
    tokens = colours()
    for theme, stated in enumerate((light, dark)):
        measured = contrast(tokens[ink][theme], tokens[ground][theme])
        assert measured >= least
        assert measured == pytest.approx(stated, abs=0.06)


@pytest.mark.parametrize(("ink", "ground"), ALSO_READ)
def test_text_on_other_grounds_can_be_read_too(ink: str, ground: str) -> None:
    tokens = colours()
    for theme in (0, 1):
        assert contrast(tokens[ink][theme], tokens[ground][theme]) >= TEXT


def test_colours_stand_in_the_tokens_alone() -> None:
    of_their_own = {"tokens.css", "print.css", "admin.css"}
    for sheet in TOKENS.parent.glob("*.css"):
        if sheet.name not in of_their_own:
            assert not re.search(r"#[0-9a-f]{3,8}\b(?! \{)", sheet.read_text(encoding="utf-8"))
