"""Opening a workbook as a person does: with a program that works its formulas out."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

needs_libreoffice = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice Calc (soffice) is not installed"
    ),
]


def recalculated(content: bytes, folder: Path) -> Any:
    """Return a workbook's values as LibreOffice works them out, with a profile of its own."""
    source, made = folder / "given.xlsx", folder / "made"
    source.write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            made,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return load_workbook(BytesIO((made / "given.xlsx").read_bytes()), data_only=True)
