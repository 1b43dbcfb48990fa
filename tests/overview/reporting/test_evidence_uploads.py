"""Evidence is tried over HTTP as an attacker would: nothing unsound is stored, nothing is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from kpis.models import Evidence
from tests.factories import make_office
from tests.overview.reporting.desk import Desk, browser, fill, make_desk, said
from tests.reporting_factories import make_head, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
KIND, HOLDS, FOLDER = "แนบได้เฉพาะ", "ไม่ใช่ไฟล์ ", "มีชื่อโฟลเดอร์ปนมา"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Let files be kept in a folder of the test's own, and be of 1 MB at most."""
    settings.ATTACHMENTS_DIR, settings.ATTACHMENT_MEGABYTES = tmp_path / "kept", 1
    return tmp_path / "kept"


@pytest.fixture
def desk() -> Desk:
    """An office with an indicator whose result is due."""
    return make_desk()


@pytest.fixture
def officer(desk: Desk) -> Client:
    """Its officer's browser, in Thai."""
    return browser(desk.officer, "th")


def attach(client: Client, desk: Desk, name: str, content: bytes, kind: str = "image/png") -> Any:
    """Send the form with a file; its name and its type go over the wire just as they are given."""
    address, pk = desk.address(6, "edit", item=desk.second), desk.target.pk
    fields = {**fill(client.get(address), done="คำที่พิมพ์ไว้"), "step": f"attach-{pk}"}
    parts = [
        f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'.encode()
        for field, value in fields.items()
    ]
    head = f'name="kpi_{pk}_file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    parts.append(b"Content-Disposition: form-data; " + head.encode() + content)
    rule = f"--{BOUNDARY}".encode()
    body = b"".join(rule + b"\r\n" + part + b"\r\n" for part in parts) + rule + b"--\r\n"
    return client.generic("POST", address, body, MULTIPART_CONTENT)


def stored(folder: Path) -> list[Path]:
    """Return the files that are kept."""
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("ผล.exe", b"MZ\x90\0", "application/pdf", KIND),
        ("ผล.html", HTML, "text/html", KIND),
        ("ผล.svg", SVG, "image/svg+xml", KIND),
        ("ผล.pdf.html", PDF, "application/pdf", KIND),
        ("ผล", PDF, "application/pdf", KIND),
        ("ผล.png", PDF, "image/png", HOLDS + ".png"),
        ("ผล.png", HTML, "image/png", HOLDS + ".png"),
        ("ผล.png", SVG, "image/png", HOLDS + ".png"),
        ("ผล.pdf", HTML, "application/pdf", HOLDS + ".pdf"),
        ("ผล.pdf", SVG, "application/pdf", HOLDS + ".pdf"),
        ("ผล.pdf", b"", "application/pdf", "ว่าง"),
        ("ผล.pdf", PDF + b" " * (1 << 20), "application/pdf", "ใหญ่กว่า 1 MB"),
        ("../../etc/ผล.pdf", PDF, "application/pdf", FOLDER),
        ("/root/ผล.pdf", PDF, "application/pdf", FOLDER),
        ("C:\\\\ลับ\\\\ผล.pdf", PDF, "application/pdf", FOLDER),
    ],
)
def test_a_file_is_refused_in_thai_and_nothing_is_stored_of_it(
    desk: Desk, officer: Client, folder: Path, name: str, content: bytes, kind: str, words: str
) -> None:
    page = attach(officer, desk, name, content, kind)
    assert page.status_code == 200
    assert words in said(page)
    assert "คำที่พิมพ์ไว้" in said(page)
    assert (Evidence.objects.count(), stored(folder)) == (0, [])


def test_a_name_that_is_markup_is_drawn_as_words(desk: Desk, officer: Client) -> None:
    page = attach(officer, desk, "<img src=x onerror=alert(1)>.png", HTML)
    assert "<img src=x" not in said(page)
    assert "onerror=alert(1)" in said(page)


def test_what_is_stored_leaves_as_a_download_of_the_kind_it_holds(
    desk: Desk, officer: Client
) -> None:
    assert attach(officer, desk, "ผล.pdf", PDF, "text/html").status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.content_type == "application/pdf"
    answer: Any = officer.get(f"/kpis/evidence/{evidence.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_draft_s_evidence_is_its_own_office_s(desk: Desk, officer: Client) -> None:
    attach(officer, desk, "ผล.pdf", PDF)
    address = f"/kpis/evidence/{Evidence.objects.get().pk}/"
    other = make_office(desk.plan, "ส.อื่น")
    asked = {
        "own head": (desk.head, 200),
        "other officer": (make_officer(other), 404),
        "other head": (make_head(other), 404),
        "visitor": (None, 302),
    }
    statuses = {who: browser(user).get(address).status_code for who, (user, _) in asked.items()}
    assert statuses == {who: status for who, (_, status) in asked.items()}


def test_another_office_s_officer_attaches_nothing(
    desk: Desk, officer: Client, folder: Path
) -> None:
    address, pk = desk.address(6, "edit", item=desk.second), desk.target.pk
    data = {
        **fill(officer.get(address)),
        "step": f"attach-{pk}",
        f"kpi_{pk}_link": "https://example.org/",
    }
    stranger = browser(make_officer(make_office(desk.plan, "ส.อื่น")))
    assert stranger.post(address, data).status_code == 403
    assert (Evidence.objects.count(), stored(folder)) == (0, [])
