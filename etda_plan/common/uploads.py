"""Files attached to records: looked at before they are kept, kept under random names, given out
only as downloads.

What a file is called, what it says it is and what it holds must agree. Web pages, pictures made
of markup (SVG), scripts and programs are none of the kinds that are taken, whatever they are
called. The folder is outside everything that the site serves by itself.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse
from django.utils.translation import gettext as _

from etda_plan.common.archives import MEGABYTE, Refused, open_archive
from etda_plan.common.exports import XLSX_TYPE
from etda_plan.common.upload_names import FOLDER_SIGN, names_a_folder

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": XLSX_TYPE,
    "docx": DOCX_TYPE,
}
LONGEST_NAME = 120
HEAD = 1024
LARGEST_LISTING = MEGABYTE

_macros = re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE)
_unfit_for_names = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True)
class CheckedUpload:
    """A file that was looked at: its cleaned name, what it is, its bytes and their SHA-256."""

    name: str
    content_type: str
    size: int
    sha256: str
    file: File[bytes]


class PrivateFolder(FileSystemStorage):
    """The folder of attached files, readable by the site's own account alone; it has no address."""

    file_permissions_mode = 0o600
    directory_permissions_mode = 0o700

    @property
    def base_location(self) -> str:
        """Where the folder is."""
        return str(settings.ATTACHMENTS_DIR)

    @property
    def location(self) -> str:
        """Where the folder is, from the root."""
        return str(Path(settings.ATTACHMENTS_DIR).absolute())

    def url(self, name: str | None) -> str:
        """Refuse, as a storage without addresses does: a page gives the file to who may have it."""
        raise NotImplementedError("Attached files have no address of their own.")


private_folder = PrivateFolder()


def random_name(record: Any = None, name: str = "") -> str:
    """Return a name that says nothing and cannot be guessed, in one of 256 folders."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}"


def checked_upload(file: File[bytes]) -> CheckedUpload:
    """Return an uploaded file, looked at; raise ``ValidationError`` that says why it is refused."""
    size = file.size or 0
    name = clean_name(file.name or "")
    if names_a_folder(file.name or ""):
        raise ValidationError(
            _("“%(name)s” comes with a folder in its name: attach the file by its own name.")
            % {"name": name.lstrip(FOLDER_SIGN)}
        )
    kind = PurePosixPath(name).suffix.lstrip(".").lower()
    if kind not in settings.ATTACHMENT_EXTENSIONS or kind not in TYPES:
        kinds = ", ".join(settings.ATTACHMENT_EXTENSIONS)
        raise ValidationError(
            _("“%(name)s” is not of a kind that can be attached: %(kinds)s.")
            % {"name": name, "kinds": kinds}
        )
    if size == 0:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    if size > settings.ATTACHMENT_MEGABYTES * MEGABYTE:
        most = {"name": name, "megabytes": settings.ATTACHMENT_MEGABYTES}
        raise ValidationError(_("“%(name)s” is larger than %(megabytes)s MB.") % most)
    if not HOLDS[TYPES[kind]](file):
        agreement = {"name": name, "kind": kind}
        raise ValidationError(_("What “%(name)s” holds is not a sound .%(kind)s file.") % agreement)
    return CheckedUpload(name, TYPES[kind], size, sha256_of(file), file)


def clean_name(name: str) -> str:
    """Return the last part of a file's name without signs that hide, mislead or name folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    words = " ".join(_unfit_for_names.sub("_", seen).split()).strip(". ")
    stem, dot, suffix = words.rpartition(".")
    if not dot:
        return words[:LONGEST_NAME] or "-"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1].strip() or '-'}.{suffix[:10]}"


def sha256_of(file: File[bytes]) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def keep(upload: CheckedUpload) -> str:
    """Store the bytes under a random name and return that name."""
    upload.file.seek(0)
    stored: str = private_folder.save(random_name(), upload.file)
    return stored


def serve_private(file: IO[bytes] | File[bytes], name: str) -> FileResponse:
    """Return a file that browsers save under ``name``, never show, and caches never share."""
    suffix = Path(name).suffix.lstrip(".").lower()
    response = FileResponse(
        file,
        as_attachment=True,
        filename=clean_name(name),
        content_type=TYPES.get(suffix, "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _head(file: File[bytes]) -> bytes:
    file.seek(0)
    return bytes(file.read(HEAD))


def _starts_with(mark: bytes) -> Callable[[File[bytes]], bool]:
    return lambda file: _head(file).startswith(mark)


def _is_pdf(file: File[bytes]) -> bool:
    if not _head(file).startswith(b"%PDF-"):
        return False
    file.seek(max(0, (file.size or 0) - HEAD))
    return b"%%EOF" in file.read()


def _is_document(main: str) -> Callable[[File[bytes]], bool]:
    def holds(file: File[bytes]) -> bool:
        try:
            with open_archive(file) as archive:
                names = archive.namelist()
                types = _listing(archive)
        except (Refused, BadZipFile, zlib.error, LookupError, ValueError, OSError, EOFError):
            return False
        active = any(map(_macros.search, names)) or b"macroEnabled" in types
        return main in names and not active

    return holds


def _listing(archive: ZipFile) -> bytes:
    entry = archive.getinfo("[Content_Types].xml")
    if entry.file_size > LARGEST_LISTING:
        raise ValueError("No document lists so many parts.")
    return archive.read(entry)


HOLDS: dict[str, Callable[[File[bytes]], bool]] = {
    "application/pdf": _is_pdf,
    "image/png": _starts_with(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": _starts_with(b"\xff\xd8\xff"),
    XLSX_TYPE: _is_document("xl/workbook.xml"),
    DOCX_TYPE: _is_document("word/document.xml"),
}
