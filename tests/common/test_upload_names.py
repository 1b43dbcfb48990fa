"""A path in the name of an uploaded file survives until it can be refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from etda_plan.common.upload_names import names_a_folder

pytestmark = pytest.mark.once


def sent(name: str) -> HttpRequest:
    """Return a request with a field and a file, whose name is sent as it is."""
    lines = [
        f"--{BOUNDARY}",
        'Content-Disposition: form-data; name="note"',
        "",
        "ผล",
        f"--{BOUNDARY}",
        f'Content-Disposition: form-data; name="file"; filename="{name}"',
        "Content-Type: application/pdf",
        "",
        "%PDF-1.7 %%EOF",
        f"--{BOUNDARY}--",
        "",
    ]
    body = "\r\n".join(lines).encode()
    return RequestFactory().generic("POST", "/", body, MULTIPART_CONTENT)


def file_in(request: HttpRequest) -> Any:
    return request.FILES["file"]


@pytest.mark.parametrize(
    "name",
    ["../../etc/ผล.pdf", "/root/ผล.pdf", "a/ผล.pdf", "C:\\\\a\\\\ผล.pdf", "&#47;a&#47;ผล.pdf"],
)
def test_a_path_is_marked_and_cut_off(name: str) -> None:
    file = file_in(sent(name))
    assert names_a_folder(file.name)
    assert file.name.endswith("⧸ผล.pdf")
    assert "/" not in file.name


def test_a_plain_name_and_the_rest_of_the_request_come_as_they_are() -> None:
    request = sent("ผลการดำเนินงาน 1.pdf")
    file = file_in(request)
    assert (file.name, names_a_folder(file.name)) == ("ผลการดำเนินงาน 1.pdf", False)
    assert file.read() == b"%PDF-1.7 %%EOF"
    assert request.POST["note"] == "ผล"
