"""Workbooks that come back: rehearsed, applied whole or not at all as one batch, and reversed."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.models import Batch, Entry, LedgerMonth, SpendingPlan, UploadedWorkbook
from budgets.notices import PLANS_OF_FILE
from budgets.services.postings import Posting, hold, post_all
from budgets.services.submissions import once
from budgets.workbooks.changes import Change, Preview, State
from budgets.workbooks.entries import EntriesWorkbook, undoing
from budgets.workbooks.spending_plans import SpendingPlansWorkbook
from etda_plan.accounts.decisions import withdraw
from etda_plan.accounts.models import User
from etda_plan.accounts.proposals import Proposal
from etda_plan.common.fiscal import today
from etda_plan.common.refusals import refusing
from etda_plan.common.uploads import clean_name
from etda_plan.common.xlsx_reading import Reading, read_workbook
from projects.models import FiscalPlan

MOST_CHANGES = 500
"""How many rows of one file may change something: each is tried against every rule."""
KEPT_FOR = datetime.timedelta(days=1)
NAMESPACE = uuid.UUID("4b1de4a0-3c5c-5f5e-9a55-3a4c7c1f2563")

Workbook = EntriesWorkbook | SpendingPlansWorkbook
WORKBOOKS: dict[str, type[EntriesWorkbook] | type[SpendingPlansWorkbook]] = {
    Batch.Kind.ENTRIES: EntriesWorkbook,
    Batch.Kind.SPENDING_PLANS: SpendingPlansWorkbook,
}


def keep_workbook(file: File[bytes], kind: str, plan: FiscalPlan, user: User) -> UploadedWorkbook:
    """Store an uploaded file until it is applied; those that nobody applied for a day go."""
    WORKBOOKS[kind].changing.require(user)
    UploadedWorkbook.objects.filter(uploaded_at__lt=timezone.now() - KEPT_FOR).delete()
    file.seek(0)
    content = file.read()
    return UploadedWorkbook.objects.create(
        plan=plan,
        kind=kind,
        file_name=clean_name(file.name or ""),
        file_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=user,
    )


def read_uploaded(book: Workbook, file: File[bytes] | IO[bytes]) -> Reading:
    """Return what a file holds; raise ``WorkbookRefused`` where it cannot be read."""
    return read_workbook(file, book.sheet, book.beside)


def rehearse(book: Workbook, file: File[bytes] | IO[bytes], user: User) -> Preview:
    """Return what applying a file would do, tried against every rule and taken back.

    Raise ``PermissionDenied`` without the right, ``WorkbookRefused`` where it cannot be read.
    """
    book.changing.require(user)
    reading = read_uploaded(book, file)
    with transaction.atomic():
        book.lock(reading)
        preview = book.preview(reading)
        _carry_out(book, preview, user, None)
        transaction.set_rollback(True)
    return preview


def _carry_out(book: Workbook, preview: Preview, user: User, batch: Batch | None) -> None:
    """Carry out every row inside the caller's transaction; what is refused is told by its row."""
    changes = [each for each in preview.changes if each.state in (State.NEW, State.CHANGED)]
    if len(changes) > MOST_CHANGES:
        most = {"count": len(changes), "most": MOST_CHANGES}
        preview.faults.append(
            _("%(count)s rows would change; one file may change %(most)s. Divide it.") % most
        )
        return
    for change in changes:
        _try(book, change, change.undo, user, batch)
    for change in sorted(changes, key=book.order):
        if not change.errors:
            _try(book, change, change.make, user, batch)


def _try(
    book: Workbook, change: Change, steps: Sequence[Any], user: User, batch: Batch | None
) -> None:
    if steps:
        try:
            with refusing():
                book.carry_out(steps, user, batch)
        except ValidationError as error:
            change.errors += error.messages


def apply_workbook(uploaded: UploadedWorkbook, *, user: User) -> Batch:
    """Apply a workbook as one batch; the same file again returns the batch that it made.

    The rows are read and held against the ledger again, under its locks. Raise
    ``PermissionDenied`` without the right, ``ValidationError`` with the reasons, row by row,
    where it no longer fits.
    """
    book = WORKBOOKS[uploaded.kind](uploaded.plan)
    book.changing.require(user)
    reading = read_uploaded(book, BytesIO(uploaded.content))

    def make() -> Batch:
        book.lock(reading)
        preview = book.preview(reading)
        batch = _new_batch(uploaded, user)
        _carry_out(book, preview, user, batch)
        if not preview.is_sound:
            raise ValidationError(_reasons(preview), "no_longer_fits")
        if not preview.has_changes:
            raise ValidationError(_("The file changes nothing."), "no_changes")
        _tell(batch, Proposal.State.PROPOSED)
        return batch

    content = {"plan": uploaded.plan, "kind": uploaded.kind, "sha256": uploaded.file_sha256}
    return once(_key_of(uploaded), "apply_workbook", user, content, make, Batch)


def _tell(batch: Batch, state: Proposal.State) -> None:
    """Tell those who decide monthly plans, once, of all that a file proposed or took back."""
    if batch.kind == Batch.Kind.SPENDING_PLANS:
        path = reverse("budgets:batch", args=[batch.pk]) + batch.plan.query
        key, name = f"batch:{batch.pk}", batch.file_name
        PLANS_OF_FILE.tell_deciders(state, batch.applied_by, path=path, key=key, name=name)


def _new_batch(uploaded: UploadedWorkbook, user: User) -> Batch:
    return Batch.objects.create(
        plan=uploaded.plan,
        kind=uploaded.kind,
        file_name=uploaded.file_name,
        file_sha256=uploaded.file_sha256,
        applied_by=user,
        applied_on=today(),
    )


def _reasons(preview: Preview) -> list[str]:
    rows = [
        _("Row %(row)s: %(message)s") % {"row": change.row.number, "message": message}
        for change in preview.changes
        for message in change.messages
    ]
    return [*preview.faults, *rows]


def _applied(uploaded: UploadedWorkbook) -> Any:
    return Batch.objects.filter(
        plan=uploaded.plan, kind=uploaded.kind, file_sha256=uploaded.file_sha256
    )


def earlier_batch(uploaded: UploadedWorkbook) -> Batch | None:
    """Return the batch that the same file made before, unless that was reversed."""
    found: Batch | None = _applied(uploaded).filter(reversed_by=None).first()
    return found


def _key_of(uploaded: UploadedWorkbook) -> uuid.UUID:
    """Return the key of applying a file: the same until the batch that it made is reversed."""
    times = _applied(uploaded).filter(reversed_by__isnull=False).count()
    words = f"{uploaded.plan.pk}/{uploaded.kind}/{uploaded.file_sha256}/{times}"
    return uuid.uuid5(NAMESPACE, words)


def reverse_batch(batch: Batch, *, user: User, key: uuid.UUID) -> Batch:
    """Undo all of a batch, or nothing, as a batch of its own; the same ``key`` again returns it.

    Entries are reversed, and what the batch reversed is posted again; proposals are withdrawn.
    Raise ``ValidationError`` with the reasons where one of them cannot be undone.
    """
    WORKBOOKS[batch.kind].changing.require(user)

    def make() -> Batch:
        Batch.objects.select_for_update().get(pk=batch.pk)
        if Batch.objects.filter(reverses=batch).exists():
            raise ValidationError(_("The batch is reversed already."), "batch_reversed_once")
        made = Batch.objects.create(
            plan=batch.plan,
            kind=batch.kind,
            file_name=batch.file_name,
            reverses=batch,
            applied_by=user,
            applied_on=today(),
        )
        undo = {Batch.Kind.ENTRIES: _undo_entries, Batch.Kind.SPENDING_PLANS: _withdraw}
        undo[Batch.Kind(batch.kind)](batch, made, user)
        _tell(made, Proposal.State.WITHDRAWN)
        return made

    return once(key, "reverse_batch", user, {"batch": batch}, make, Batch)


def _undo_entries(batch: Batch, made: Batch, user: User) -> None:
    entries = list(
        batch.entries.select_related(
            "allocation__fund_source__plan",
            "allocation__project",
            "allocation__activity__project",
            "draws_on",
            "reverses__draws_on",
            "reverses__allocation__fund_source__plan",
            "reverses__allocation__project",
            "reverses__allocation__activity__project",
        ).order_by("-pk")
    )
    hold([entry.pk for entry in entries])
    closed = set(
        LedgerMonth.objects.filter(plan=batch.plan).closed_ones().values_list("pk", flat=True)
    )
    steps = [(entry, _opposite(entry, entry.month_id in closed)) for entry in entries]
    steps.sort(key=lambda step: step[1].kind != Entry.Kind.REVERSAL)
    errors: list[str] = []
    for entry, posting in steps:
        try:
            with refusing():
                post_all([posting], user=user, batch=made)
        except ValidationError as error:
            errors += (f"{entry}: {message}" for message in error.messages)
    if errors:
        raise ValidationError(errors, "not_reversible")


def _opposite(entry: Entry, is_month_closed: bool) -> Posting:
    """Return what takes an entry back: on its own day, or today where its month is closed."""
    day = today() if is_month_closed else entry.date
    if entry.reverses is None:
        return undoing(entry, day)
    undone = entry.reverses
    return Posting(
        kind=undone.kind,
        allocation=undone.allocation,
        date=day,
        amount=entry.amount,
        draws_on=undone.draws_on,
        document_number=undone.document_number,
        payee=undone.payee,
        note=undone.note,
        paper_approved_by=undone.paper_approved_by,
    )


def _withdraw(batch: Batch, made: Batch, user: User) -> None:
    for proposal in SpendingPlan.objects.filter(batch=batch).order_by("pk"):
        withdraw(proposal, user)
