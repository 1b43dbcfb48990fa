"""PDF from HTML: right text under the drawing, and nothing fetched from outside."""

import builtins
import io
import re
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.utils import translation

from etda_plan.common import pdf as pdf_module
from etda_plan.common.citations import read_document
from etda_plan.common.pdf import PdfUnavailable, pdf_available, render_pdf
from etda_plan.common.pdf_text import GlyphTexts, texts_of_glyphs
from tests.paper import copied_text, joined, needs_pango, needs_pdftotext, without_spaces

SARABUN = '@font-face { font-family: Sarabun; src: url("font:Sarabun-Regular.ttf") }'
STYLE = f"{SARABUN} html {{ font: 12pt Sarabun }}"


def page(body: str) -> str:
    return f"<html lang='th'><head><title>แผน</title></head><body>{body}</body></html>"


def words_of_the_plan() -> list[str]:
    """Every distinct word that the document prints, tags aside."""
    text = re.sub(r"<[^>]+>", " ", "\n".join(read_document(2563).lines))
    return sorted(set(re.findall(r"[^\s()“”\"]+", text)))


@cache
def paper_of_words() -> bytes:
    return render_pdf(page("".join(f"<p>{word}</p>" for word in words_of_the_plan())), STYLE)


class TestTextsOfGlyphs:
    font = (settings.FONT_DIR / "Sarabun-Regular.ttf").read_bytes()

    def test_every_thai_character_has_a_glyph_with_its_text(self) -> None:
        texts = set(texts_of_glyphs(self.font).values())
        thai = {chr(code) for code in range(0x0E01, 0x0E5C) if not 0x0E3B <= code <= 0x0E3E}
        assert thai <= texts

    def test_a_shifted_mark_keeps_the_text_of_its_mark(self) -> None:
        from fontTools.ttLib import TTFont

        names = TTFont(io.BytesIO(self.font)).getReverseGlyphMap()
        texts = texts_of_glyphs(self.font)
        shifted = [name for name in names if name.startswith("uni0E48")]
        assert len(shifted) > 1
        assert {texts[names[name]] for name in shifted} == {"\u0e48"}

    def test_a_latin_ligature_is_the_letters_that_were_typed(self) -> None:
        texts = texts_of_glyphs(self.font).values()
        assert "fi" in texts
        assert not any(0xFB00 <= ord(letter) <= 0xFB06 for text in texts for letter in text)

    def test_the_fonts_own_word_for_a_glyph_wins(self) -> None:
        texts = GlyphTexts({7: "่"})
        texts[7] = "ที่"
        texts[8] = "ก"
        assert texts == {7: "่", 8: "ก"}


class TestCopiedText:
    pytestmark = [*needs_pango, needs_pdftotext]

    @pytest.mark.parametrize("options", [[], ["-raw"], ["-layout"]])
    def test_every_word_of_the_plan_is_copied_as_it_is_typed(self, options: list[str]) -> None:
        words = words_of_the_plan()
        copied = without_spaces(copied_text(paper_of_words(), *options))
        assert len(words) > 800
        assert [word for word in words if word not in copied] == []

    def test_another_reader_copies_every_word_too(self) -> None:
        pages = pypdf.PdfReader(io.BytesIO(paper_of_words())).pages
        copied = joined(without_spaces("".join(each.extract_text() for each in pages)))
        assert [word for word in words_of_the_plan() if joined(word) not in copied] == []

    def test_words_stay_apart_and_in_order_in_running_text(self) -> None:
        sentence = "สำนักงานทำงานด้วยความเหลื่อมล้ำที่ลดลง"
        assert sentence in without_spaces(copied_text(render_pdf(page(sentence), STYLE)))


class TestNothingFromOutside:
    pytestmark = needs_pango

    @pytest.fixture
    def asked(self) -> Iterator[tuple[str, list[str]]]:
        """A server on this machine, and the paths that were asked of it."""
        paths: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                paths.append(self.path)
                self.send_error(404)

            def log_message(self, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()

    def test_hostile_text_fetches_nothing(
        self, asked: tuple[str, list[str]], tmp_path: Path
    ) -> None:
        address, paths = asked
        secret = tmp_path / "secret.txt"
        secret.write_text("kept-secret")
        body = f"""
          <img src="{address}/image"><link rel="stylesheet" href="{address}/style">
          <style>@import url("{address}/import"); p {{ background: url({address}/ground) }}</style>
          <object data="{address}/object"></object><p>text</p>
          <a rel="attachment" href="{secret.as_uri()}">file</a>
          <link rel="attachment" href="{secret.as_uri()}"><img src="{secret.as_uri()}">
        """
        made = render_pdf(page(body), STYLE)
        reader = pypdf.PdfReader(io.BytesIO(made))
        assert paths == []
        assert not reader.attachments
        assert "kept-secret" not in reader.pages[0].extract_text()

    def test_a_name_outside_the_fonts_folder_is_refused(self) -> None:
        style = '@font-face { font-family: X; src: url("font:../metadata.json") } p { font: 9pt X }'
        assert render_pdf(page("<p>a</p>"), style).startswith(b"%PDF")
        with pytest.raises(ValueError, match=r"metadata\.json"):
            pdf_module._font("../metadata.json")


class TestTheFile:
    pytestmark = needs_pango

    def test_is_tagged_and_says_its_language_and_title(self) -> None:
        made = render_pdf(page("<h1>แผน</h1>"), STYLE)
        root: Any = pypdf.PdfReader(io.BytesIO(made)).root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "th"

    def test_embeds_its_fonts(self) -> None:
        reader = pypdf.PdfReader(io.BytesIO(render_pdf(page("<p>แผน</p>"), STYLE)))
        resources: Any = reader.pages[0]["/Resources"]
        fonts = [font.get_object() for font in resources["/Font"].values()]
        descriptors = [
            font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts
        ]
        assert descriptors
        assert all("Sarabun" in each["/FontName"] and "/FontFile2" in each for each in descriptors)


class TestWithoutPango:
    @pytest.fixture(autouse=True)
    def _no_pango(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        real = builtins.__import__

        def without(name: str, *args: Any, **kwargs: Any) -> Any:
            if name.split(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")
            return real(name, *args, **kwargs)

        pdf_available.cache_clear()
        monkeypatch.setattr(builtins, "__import__", without)
        yield
        pdf_available.cache_clear()

    def test_pdf_is_off(self) -> None:
        assert not pdf_available()

    @pytest.mark.parametrize(("language", "words"), [("th", "PDF ปิดอยู่"), ("en", "PDF is off")])
    def test_it_says_so_and_how_to_switch_it_on(self, language: str, words: str) -> None:
        with translation.override(language), pytest.raises(PdfUnavailable) as refused:
            render_pdf(page(""), STYLE)
        assert words in str(refused.value)
        assert "libpango-1.0-0" in str(refused.value)
