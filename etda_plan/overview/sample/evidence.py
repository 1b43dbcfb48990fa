"""Small PDF files as evidence of the sample's results: one page that says that it is a sample."""

from __future__ import annotations

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {fonts} >>"
FONTS = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def small_pdf(*lines: str) -> bytes:
    """Return a PDF of one page with these lines, which are ASCII without brackets."""
    shown = "\n".join(f"({line}) Tj T*" for line in ("SAMPLE DOCUMENT - NOT REAL DATA", *lines))
    text = f"BT /F1 16 Tf 24 TL 72 740 Td\n{shown}\nET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE.format(fonts=FONTS),
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}"
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + (table + trailer).encode("ascii")
