"""PDF from HTML. WeasyPrint is imported late: without Pango its import fails, the site goes on."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from etda_plan.common.pdf_text import teach_weasyprint

FONT_SCHEME = "font:"


class PdfUnavailable(Exception):
    """PDF is off on this machine; the message says how to switch it on."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "PDF is off: this machine lacks the Pango library. To switch it on, run "
                "“apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0” "
                "as root and start the site again."
            )
        )


@cache
def pdf_available() -> bool:
    """Return whether this machine can make PDF."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def render_pdf(html: str, stylesheet: str) -> bytes:
    """Return the tagged PDF of a page and its stylesheet; nothing outside the product is read.

    Fonts are named ``font:Sarabun-Regular.ttf``. Raises ``PdfUnavailable`` without Pango.
    """
    if not pdf_available():
        raise PdfUnavailable
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    teach_weasyprint()
    fetcher, fonts = _own_fonts_only(), FontConfiguration()
    page = HTML(string=html, url_fetcher=fetcher)
    style = CSS(string=stylesheet, url_fetcher=fetcher, font_config=fonts)
    pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


def _own_fonts_only() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):  # type: ignore[misc]
        """Gives the product's fonts and ``data:``; refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(FONT_SCHEME):
                return URLFetcherResponse(url, _font(url.removeprefix(FONT_SCHEME)))
            return super().fetch(url, headers)

    return OwnFonts(allowed_protocols=["data"], allow_redirects=False)


def _font(name: str) -> bytes:
    fonts = {path.name: path for path in settings.FONT_DIR.glob("*.ttf")}
    if name not in fonts:
        raise ValueError(f"There is no font {name!r}.")
    return fonts[name].read_bytes()
