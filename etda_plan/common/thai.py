"""Thai text: dictionary order, and the form in which spelling variants are compared."""

import re
from itertools import takewhile
from string import ascii_lowercase, ascii_uppercase

LEADING_VOWELS = "เแโใไ"
SHORTEST_PART = 4
MARKS = "็่้๊๋์"

_leading = re.compile(f"([{LEADING_VOWELS}])([ก-ฮ])")
_marks = re.compile(f"[{MARKS}]")
_doubled_mark = re.compile(f"([{MARKS}])\\1+")

IGNORED_IN_SEARCH = " \n\u00a0-–—./()ๆฯ\"'“”,:;"

# Signs that people type or paste for those above; the plan's own texts do not have them.
_alike = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2212", "-") | dict.fromkeys("\u2018\u2019", "'") | {"\t": " "}
)
_ignored = str.maketrans("", "", IGNORED_IN_SEARCH)
_thai_digits = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_lower = str.maketrans(ascii_uppercase, ascii_lowercase)


def collation_key(text: str) -> tuple[str, str]:
    """Return a key in Thai dictionary order: consonant before leading vowel, marks last."""
    swapped = _leading.sub(r"\2\1", text.lower())
    return _marks.sub("", swapped), swapped


def search_form(text: str) -> str:
    """Return ``text`` as searches compare it: lower case, without spaces, hyphens, signs.

    ``common.models.search_column`` keeps the same form in the database.
    """
    return text.translate(_ignored).translate(_lower)


def typed_form(query: str) -> str:
    """Return the search form of what a person typed or pasted, with usual slips mended.

    Text copied from a PDF parts ำ in two, ``เเ`` is typed for แ, marks are struck twice, and
    Thai digits are meant as digits.
    """
    mended = query.translate(_alike).replace("\u200b", "").replace("ํา", "ำ").replace("เเ", "แ")
    return search_form(_doubled_mark.sub(r"\1", mended.translate(_thai_digits)))


def _shared_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def corrected_form(form: str, printed: str, corrected: str) -> str:
    """Return a search form with one correction of the document applied to it.

    The form may hold the whole printed wording, or be a part of it (of at least
    ``SHORTEST_PART`` characters) that takes in what the correction changes.
    """
    if printed in form:
        return form.replace(printed, corrected)
    start = printed.find(form)
    if start < 0 or len(form) < SHORTEST_PART:
        return form
    kept_before = _shared_start(printed, corrected)
    kept_after = _shared_start(printed[kept_before:][::-1], corrected[kept_before:][::-1])
    left = len(printed) - start - len(form)
    if start > kept_before or left > kept_after:
        return form
    return corrected[start : len(corrected) - left]


def is_shortened(short: str, full: str) -> bool:
    """Return whether ``short`` is ``full`` with some letters left out, and no digit."""
    rest = iter(full)
    numbers = set(re.findall(r"\d+", short)) <= set(re.findall(r"\d+", full))
    return numbers and all(letter in rest for letter in short)
