"""Names of uploaded files that hold a path: kept recognisable, so that they can be refused.

Django cuts folders off a name before anything of ours sees it. A file whose sender puts a path in
its name is no browser's, and is told so instead of being taken under another name.
"""

from __future__ import annotations

import html
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

SEPARATORS = ("/", "\\")
FOLDER_SIGN = "⧸"
"""Stands before a name whose folders were cut off: no path, but no name that is taken either."""


def names_a_folder(name: str) -> bool:
    """Whether a file's name, as sent, holds folders."""
    return any(sign in name for sign in (*SEPARATORS, FOLDER_SIGN))


class _MarkingParser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        """Return the name without folders, marked where there were any."""
        clean = super().sanitize_file_name(file_name)
        marked = clean and names_a_folder(html.unescape(file_name))
        return f"{FOLDER_SIGN}{clean}" if marked else clean


class MarkFolders(FileUploadHandler):
    """The first upload handler: it has the request read by a parser that marks paths in names."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]] | None:
        """Read the whole request with the other handlers."""
        handlers = self.request.upload_handlers if self.request else []
        others = [each for each in handlers if each is not self]
        return _MarkingParser(META, input_data, others, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the content to the other handlers."""
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the content to the other handlers."""
