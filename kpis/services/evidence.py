"""Evidence of results: files stored first, then stated by a row; links that are only http."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing
from etda_plan.common.uploads import CheckedUpload, keep, private_folder
from kpis.models import Evidence, KpiResult
from projects.services.reports import hold_open

LONGEST_ADDRESS = 500
LONGEST_NAME = 200


def add_file(result: KpiResult, upload: CheckedUpload, *, user: User) -> Evidence:
    """Attach a file, which has been looked at, to a result of an open report.

    Raise ``PermissionDenied`` for who may not write for the office, ``ValidationError`` where the
    report is not open or the result has this file already.
    """
    with _kept(upload) as stored_name, refusing():
        hold_open(result.report, user)
        return Evidence.objects.create(
            result=result,
            kind=Evidence.Kind.FILE,
            name=upload.name,
            stored_name=stored_name,
            content_type=upload.content_type,
            size=upload.size,
            sha256=upload.sha256,
            added_by=user,
        )


def add_link(result: KpiResult, address: str, name: str = "", *, user: User) -> Evidence:
    """Attach a link to a result of an open report; without a name it is called by its address.

    Raise as ``add_file`` does, and ``ValidationError`` for anything but an http address.
    """
    cleaned = checked_address(address)
    with refusing():
        hold_open(result.report, user)
        return Evidence.objects.create(
            result=result,
            kind=Evidence.Kind.LINK,
            name=(name.strip() or cleaned)[:LONGEST_NAME],
            address=cleaned,
            added_by=user,
        )


def remove_evidence(evidence: Evidence, *, user: User) -> None:
    """Take evidence away from an open report; its file goes when no other row names it.

    Raise ``PermissionDenied`` for who may not write for the office, ``ValidationError`` where the
    report is not open.
    """
    with refusing():
        hold_open(evidence.result.report, user)
        stored_name = evidence.stored_name
        Evidence.objects.filter(pk=evidence.pk).delete()
        transaction.on_commit(lambda: _forget(stored_name))


def checked_address(address: str) -> str:
    """Return a web address that begins with http:// or https://, in small letters, and a host.

    Raise ``ValidationError`` for scripts, data, other schemes, names and passwords before the
    host, and signs that cannot be seen.
    """
    text = address.strip()
    if not _is_web_address(text) or len(text) > LONGEST_ADDRESS:
        raise ValidationError(_("Give a web address that begins with http:// or https://."))
    scheme, rest = text.split(":", 1)
    return f"{scheme.lower()}:{rest}"


def _is_web_address(text: str) -> bool:
    if any(unicodedata.category(sign)[0] in "CZ" for sign in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    lower = text.lower().startswith(("http://", "https://"))
    return lower and bool(parts.hostname) and "@" not in parts.netloc and "\\" not in text


@contextlib.contextmanager
def _kept(upload: CheckedUpload) -> Iterator[str]:
    """Store a file, and remove it again where no row comes to name it."""
    stored_name = keep(upload)
    try:
        yield stored_name
    except BaseException:
        private_folder.delete(stored_name)
        raise


def _forget(stored_name: str) -> None:
    if stored_name and not Evidence.objects.filter(stored_name=stored_name).exists():
        private_folder.delete(stored_name)
