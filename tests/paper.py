"""Reading a PDF as a person does who copies text out of it."""

import re
import shutil
import subprocess
import unicodedata

import pytest

from etda_plan.common.pdf import pdf_available

needs_pango = [
    pytest.mark.pdf,
    pytest.mark.skipif(not pdf_available(), reason="PDF is off: Pango is not installed"),
]
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)

PARTED_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def joined(text: str) -> str:
    """Write sara am as one character, as it is typed, whatever reader took it out of the file."""
    return PARTED_SARA_AM.sub("\\1\u0e33", unicodedata.normalize("NFC", text))


def without_spaces(text: str) -> str:
    """Drop white space: where a line is broken is not part of the text."""
    return re.sub(r"\s", "", text)


def copied_text(pdf: bytes, *options: str) -> str:
    """Return the text that pdftotext takes out of a file."""
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()
