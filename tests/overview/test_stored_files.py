"""Files without a row and rows without a file are named."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from etda_plan.common.uploads import CheckedUpload, keep
from etda_plan.overview.stored_files import check_folder
from tests.factories import make_attachment, make_ledger, post_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


def stored() -> str:
    """Store a file; return the name it was given."""
    return keep(CheckedUpload("ก.pdf", "application/pdf", 1, "0" * 64, ContentFile(b"1", "ก.pdf")))


def said() -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("check_files", stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue()


def test_a_folder_that_is_not_there_agrees_with_no_rows() -> None:
    assert check_folder().agrees
    assert said()[0] == 0


def test_a_file_with_its_row_agrees() -> None:
    make_attachment(post_entry(make_ledger("10"), "1"), stored_name=stored())
    report = check_folder()
    assert (report.files, report.without_row, report.without_file) == (1, [], [])


def test_what_has_no_counterpart_is_named() -> None:
    lost = make_attachment(post_entry(make_ledger("10"), "1")).stored_name
    left = stored()
    report = check_folder()
    assert (report.without_row, report.without_file) == ([left], [lost])
    status, words = said()
    assert status == 1
    assert left in words
    assert lost in words
