"""Attached files: name, kind and content agree; they are kept privately, given as downloads."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

from etda_plan.common.uploads import (
    PrivateFolder,
    checked_upload,
    clean_name,
    keep,
    private_folder,
    random_name,
    serve_private,
)
from tests.common import hostile_workbooks as workbooks

pytestmark = pytest.mark.once

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
XLSX = workbooks.book(workbooks.headings())
DOCX_PARTS = {"[Content_Types].xml": workbooks.content_types("x"), "word/document.xml": b"<w/>"}
DOCX = workbooks.zipped(DOCX_PARTS)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SOUND = {"pdf": PDF, "png": PNG, "jpg": JPEG, "jpeg": JPEG, "xlsx": XLSX, "docx": DOCX}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_DIR = tmp_path / "kept"
    return tmp_path / "kept"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(name: str, content: bytes) -> str:
    """Return why a file is refused, which it must be."""
    file = ContentFile(content, name)  # Django's own cleaning of names is not what is tried here
    with pytest.raises(ValidationError) as refused:
        checked_upload(file)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_is_taken_and_described(kind: str) -> None:
    found = checked_upload(upload(f"ใบเบิก 1.{kind.upper()}", SOUND[kind]))
    assert found.name == f"ใบเบิก 1.{kind.upper()}"
    assert found.size == len(SOUND[kind])
    assert found.sha256 == hashlib.sha256(SOUND[kind]).hexdigest()
    assert found.file.read() == SOUND[kind]


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("content", [HTML, SVG, b"MZ\x90\0", b"#!/bin/sh\n", b"x", b"\0" * 9])
def test_what_a_file_holds_must_be_what_it_is_called(kind: str, content: bytes) -> None:
    assert f".{kind}" in refusal(f"a.{kind}", content)


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_by_the_name_of_another_kind_is_refused(kind: str) -> None:
    for other, content in SOUND.items():
        if content != SOUND[kind]:
            assert f".{kind}" in refusal(f"a.{kind}", SOUND[other])


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.svg", "a.js", "a.exe", "a.xlsm", "a.docm", "a.zip", "a.pdf.html", "a", "", "pdf",
     ".pdf.", "a.pdf\u202egpj.exe", "a.php\0.jpg\0.svg"],
)  # fmt: skip
def test_other_kinds_are_refused_whatever_they_hold(name: str) -> None:
    assert "แนบได้เฉพาะ pdf, png" in refusal(name, PDF)


def test_the_kinds_are_a_setting(settings: Any) -> None:
    settings.ATTACHMENT_EXTENSIONS = ("png", "html")
    assert "แนบได้เฉพาะ png" in refusal("a.pdf", PDF)
    assert "แนบได้เฉพาะ png" in refusal("a.html", HTML)


def test_an_empty_file_is_refused() -> None:
    assert refusal("a.pdf", b"") == "ไฟล์ “a.pdf” ว่างเปล่า"


def test_the_largest_file_is_a_setting(settings: Any) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    large = PDF + b" " * 1024 * 1024 + PDF
    assert refusal("a.pdf", large) == "ไฟล์ “a.pdf” ใหญ่กว่า 1 MB"
    with translation.override("en"):
        assert refusal("a.pdf", large) == "“a.pdf” is larger than 1 MB."


@pytest.mark.parametrize(
    "content",
    [
        workbooks.with_part("xl/vbaProject.bin", b"x"),
        workbooks.with_part("[Content_Types].xml", workbooks.content_types(workbooks.MACRO_TYPE)),
        workbooks.with_part("../../a", b"x"),
        workbooks.with_part("xl/media/a.bin", b"\0" * (50 * 1024 * 1024)),
        workbooks.with_part("[Content_Types].xml", b" " * (2 * 1024 * 1024)),
        workbooks.many_entries(),
        workbooks.encrypted_entries(),
        XLSX[:-40],
        XLSX.replace(XLSX[60:64], b"\xff\xff\xff\xff", 1),
    ],
)
def test_a_workbook_with_more_than_cells_or_unsound_is_refused(content: bytes) -> None:
    assert "ไม่ใช่ไฟล์ .xlsx ที่ใช้ได้" in refusal("a.xlsx", content)


def test_a_document_with_macros_is_refused_and_one_with_a_chart_is_not() -> None:
    macros = workbooks.zipped({**DOCX_PARTS, "word/vbaProject.bin": b"x"})
    assert "ไม่ใช่ไฟล์ .docx ที่ใช้ได้" in refusal("a.docx", macros)
    chart = workbooks.zipped({**DOCX_PARTS, "word/embeddings/Sheet1.xlsx": XLSX})
    assert checked_upload(upload("a.docx", chart)).size == len(chart)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\ใบสั่งซื้อ.pdf", "ใบสั่งซื้อ.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\u202efdp.jpg", "afdp.jpg"),
        ("  ใบ\u200bเบิก   ๑ .pdf ", "ใบเบิก ๑.pdf"),
        ('<b>"a"?.pdf', "_b__a__.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 116 + ".pdf"),
        ("...", "-"),
        ("a.pdf\0", "a.pdf"),
    ],
)
def test_a_name_keeps_only_what_is_seen(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_file_is_kept_under_a_name_that_says_nothing(folder: Path) -> None:
    found = checked_upload(upload("ใบเบิก.pdf", PDF))
    first, second = keep(found), keep(found)
    assert first != second
    assert "pdf" not in first
    assert (folder / first).read_bytes() == (folder / second).read_bytes() == PDF
    assert len(random_name()) == 43


def test_only_the_sites_own_account_may_read_what_is_kept(folder: Path) -> None:
    file = folder / keep(checked_upload(upload("a.pdf", PDF)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_is_kept_has_no_address_and_lies_outside_what_is_served(settings: Any) -> None:
    with pytest.raises(NotImplementedError):
        private_folder.url("a")
    assert not settings.ATTACHMENTS_DIR.is_relative_to(settings.STATIC_ROOT)
    assert not settings.ATTACHMENTS_DIR.is_relative_to(settings.FONT_DIR)


def test_nothing_outside_of_the_folder_can_be_asked_for(folder: Path) -> None:
    folder.mkdir()
    (folder.parent / "secret").write_text("x")
    with pytest.raises(SuspiciousFileOperation):
        private_folder.open("../secret")


def test_the_folder_is_named_in_migrations_by_its_class_alone() -> None:
    written = MigrationWriter.serialize(private_folder)[0]
    assert written == "etda_plan.common.uploads.PrivateFolder()"
    assert PrivateFolder().location == private_folder.location


def test_a_kept_file_is_given_out_as_a_download(folder: Path) -> None:
    stored = keep(checked_upload(upload("ใบเบิก 1.pdf", PDF)))
    with private_folder.open(stored) as file:
        response = serve_private(file, "ใบเบิก 1.pdf")
        assert b"".join(response) == PDF
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    name = "%E0%B9%83%E0%B8%9A%E0%B9%80%E0%B8%9A%E0%B8%B4%E0%B8%81%201.pdf"
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Length"] == str(len(PDF))


def test_a_name_cannot_break_out_of_its_header() -> None:
    response = serve_private(ContentFile(HTML), 'a"\r\nSet-Cookie: x=1.html')
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="a_Set-Cookie_ x=1.html"'
    )
    assert response.headers["Content-Type"] == "application/octet-stream"
