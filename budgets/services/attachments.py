"""Files of entries: stored first, then stated by a row; what no row states is removed again."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence

from budgets.models import Attachment, Entry
from budgets.permissions import POST_ENTRIES
from budgets.services.postings import Posting, post
from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing
from etda_plan.common.uploads import CheckedUpload, keep, private_folder


def post_with_files(
    posting: Posting, uploads: Sequence[CheckedUpload], *, user: User, key: uuid.UUID
) -> Entry:
    """Post an entry and attach its files, both or neither; the same key again posts once.

    Raise what ``post`` raises.
    """
    POST_ENTRIES.require(user)
    with _stored(uploads) as files, refusing():
        entry = post(posting, user=user, key=key)
        _attach(entry, files, user)
    return entry


def attach(entry: Entry, uploads: Sequence[CheckedUpload], *, user: User) -> list[Attachment]:
    """Attach files to a posted entry; a file that it has already is not attached again."""
    POST_ENTRIES.require(user)
    with _stored(uploads) as files, refusing():
        return _attach(entry, files, user)


@contextlib.contextmanager
def _stored(uploads: Sequence[CheckedUpload]) -> Iterator[Mapping[str, CheckedUpload]]:
    """Keep files, by the names that they are stored under, of which a row has come to stand."""
    files: dict[str, CheckedUpload] = {}
    try:
        for upload in uploads:
            files[keep(upload)] = upload
        yield files
    finally:
        stated = Attachment.objects.filter(stored_name__in=files)
        for name in files.keys() - set(stated.values_list("stored_name", flat=True)):
            private_folder.delete(name)


def _attach(entry: Entry, files: Mapping[str, CheckedUpload], user: User) -> list[Attachment]:
    known = set(entry.attachments.values_list("sha256", flat=True))
    attached = []
    for name, upload in files.items():
        if upload.sha256 not in known:
            known.add(upload.sha256)
            attached.append(_row(entry, name, upload, user))
    return attached


def _row(entry: Entry, stored_name: str, upload: CheckedUpload, user: User) -> Attachment:
    return Attachment.objects.create(
        entry=entry,
        name=upload.name,
        stored_name=stored_name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        added_by=user,
    )
