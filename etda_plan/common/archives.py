"""The door for zip files that others made: what they declare is looked at before any is opened.

It needs no Django, so that a process of its own can stand behind it.
"""

from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 1000
LARGEST_CONTENT = 100 * MEGABYTE
GREATEST_RATIO = 200
"""How many times smaller than its content an entry may be, once it holds over a megabyte."""

IS_ENCRYPTED = 0x1
ENTRY_MARK = b"PK\x01\x02"


class Refused(Exception):
    """A file that is not read: ``code`` says why, ``details`` where and how much."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def open_archive(file: IO[bytes]) -> ZipFile:
    """Return the zip file, opened; raise ``Refused`` where it is none or declares what is odd."""
    _count_entries(file)
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, OSError) as error:
        raise Refused("damaged") from error
    try:
        _look_over(archive.infolist())
    except Refused:
        archive.close()
        raise
    return archive


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(MEGABYTE), b"")


def _count_entries(file: IO[bytes]) -> None:
    """Every entry of the list bears this mark, so a longer list is not even read into memory."""
    count, tail = 0, b""
    for chunk in _chunks(file):
        count += (tail + chunk).count(ENTRY_MARK)
        tail = chunk[1 - len(ENTRY_MARK) :]
    file.seek(0)
    if count > MOST_ENTRIES:
        raise Refused("many_parts", most=MOST_ENTRIES)


def _look_over(entries: list[ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_CONTENT:
        raise Refused("bomb", megabytes=total // MEGABYTE)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise Refused("damaged")
    for entry in entries:
        _look_at(entry)


def _look_at(entry: ZipInfo) -> None:
    if entry.flag_bits & IS_ENCRYPTED:
        raise Refused("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("damaged")
    if _is_outside(entry.filename):
        raise Refused("outside_names", part=entry.filename[:80])
    is_large = entry.file_size > MEGABYTE
    if is_large and entry.file_size > GREATEST_RATIO * entry.compress_size:
        raise Refused("bomb", megabytes=entry.file_size // MEGABYTE)


def _is_outside(name: str) -> bool:
    """Whether a name leads out of the folder that the archive would be unpacked into."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
