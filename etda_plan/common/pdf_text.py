"""The text that a reader copies or searches out of a PDF must be the right Thai.

WeasyPrint gives each glyph the text that it was first drawn with. A Thai mark that is met first
inside a cluster so keeps the whole cluster's text, and every later word with that mark is copied
out wrong. Here each glyph's text comes from the font's own tables instead: the character that it
draws, or the characters that a substitution makes it from.

That is not all: shaping parts sara am (ำ) into two glyphs, which no table can join again, and a
reader that sorts letters by their place puts a raised mark on a line of its own. So each line with
Thai marks carries its whole text beside the drawing, as the format provides (ActualText).

This reaches into private parts of WeasyPrint, which is therefore pinned to one version.
"""

import io
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

THAI_MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
LATIN_LIGATURES = range(0xFB00, 0xFB07)  # ﬁ is copied as f and i, as it was typed

_texts_by_font: dict[bytes, dict[int, str]] = {}


def texts_of_glyphs(font_file: bytes) -> dict[int, str]:
    """Return the text of each glyph of a font file, by the glyph's number."""
    digest = sha256(font_file).digest()
    if digest not in _texts_by_font:
        _texts_by_font[digest] = _read_texts(font_file)
    return _texts_by_font[digest]


def _read_texts(font_file: bytes) -> dict[int, str]:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(font_file))
    texts: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if code not in LATIN_LIGATURES:
            texts.setdefault(name, chr(code))
    made = list(_substitutions(font))
    while found := {
        glyph: "".join(texts[part] for part in parts)
        for parts, glyph in made
        if glyph not in texts and all(part in texts for part in parts)
    }:
        texts.update(found)
    numbers = font.getReverseGlyphMap()
    return {numbers[name]: text for name, text in texts.items()}


def _substitutions(font: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the glyphs that a font's tables replace, and the glyph that stands for them."""
    if "GSUB" not in font:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield from _replaced_by(getattr(table, "ExtSubTable", table))


def _replaced_by(table: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    if table.LookupType == 1:
        yield from (((one,), other) for one, other in table.mapping.items())
    elif table.LookupType == 3:
        for one, others in table.alternates.items():
            yield from (((one,), other) for other in others)
    elif table.LookupType == 4:
        for first, ligatures in table.ligatures.items():
            yield from (((first, *each.Component), each.LigGlyph) for each in ligatures)


class GlyphTexts(dict[int, str]):
    """The texts of the glyphs that a document uses; the font's own word for a glyph wins."""

    def __init__(self, known: dict[int, str]) -> None:
        super().__init__()
        self.known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self.known.get(glyph, text))


@cache
def teach_weasyprint() -> None:
    """Let WeasyPrint write right text under its drawings; done once, before the first document."""
    import pydyf
    from weasyprint.draw import text as drawing
    from weasyprint.pdf import fonts, stream

    class Font(fonts.Font):  # type: ignore[misc]
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.to_unicode = GlyphTexts(texts_of_glyphs(self.file_content))

    draw_line = drawing.draw_first_line

    def draw_line_with_text(page: Any, textbox: Any, *args: Any) -> Any:
        if not THAI_MARKS.search(textbox.text):
            return draw_line(page, textbox, *args)
        text = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
        page.begin_marked_content("Span", text)
        drawn = draw_line(page, textbox, *args)
        page.end_marked_content()
        return drawn

    stream.Font = Font
    drawing.draw_first_line = draw_line_with_text
