"""Thai text: dictionary order, and the form in which spelling variants are compared."""

import re

LEADING_VOWELS = "เแโใไ"
MARKS = "็่้๊๋์"

_leading = re.compile(f"([{LEADING_VOWELS}])([ก-ฮ])")
_marks = re.compile(f"[{MARKS}]")
_ignored = re.compile(r"""[\s\-‐–—./()ๆฯ"'“”‘’,:;]""")


def collation_key(text: str) -> tuple[str, str]:
    """Return a key in Thai dictionary order: consonant before leading vowel, marks last."""
    swapped = _leading.sub(r"\2\1", text.lower())
    return _marks.sub("", swapped), swapped


def search_form(text: str) -> str:
    """Return ``text`` as searches compare it: lower case, without spaces, hyphens, signs."""
    return _ignored.sub("", text.lower())


def is_shortened(short: str, full: str) -> bool:
    """Return whether ``short`` is ``full`` with some of its letters left out."""
    rest = iter(full)
    return all(letter in rest for letter in short)
