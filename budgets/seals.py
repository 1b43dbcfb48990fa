"""Seals: what a closed month held, so that any later change of it is found and named.

Every entry and attachment has one canonical text, the same on both engines; its SHA-256 stands
in the close's manifest, and the close's seal is the SHA-256 over the month, the seal of the month
before, and the manifest. A seal thus vouches for all months before it. Who prints a seal and
keeps the paper can prove later that nothing was changed, even by someone who rewrites the
database together with its seals.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import Attachment, Entry, LedgerMonth, MonthClose
from etda_plan.common.snapshot import snapshot
from projects.models import FiscalPlan

VERSION = 1
"""The form of canonical texts. Another form is another number: old seals stay as they are."""

ENTRY_COLUMNS = (
    "id",
    "allocation_id",
    "month_id",
    "kind",
    "date",
    "amount",
    "transferred_change",
    "reserved_change",
    "committed_change",
    "paid_change",
    "draws_on_id",
    "reverses_id",
    "carried_from_id",
    "expires_on",
    "transfer_id",
    "batch_id",
    "document_number",
    "payee",
    "note",
    "paper_approved_by",
    "entered_by_id",
    "entered_on",
    "entered_at",
)
ATTACHMENT_COLUMNS = (
    "id",
    "entry_id",
    "name",
    "stored_name",
    "content_type",
    "size",
    "sha256",
    "added_by_id",
    "added_at",
)
CLOSE_PARTS = (
    "fiscal_year",
    "month",
    "first_day",
    "last_day",
    "closed_by_id",
    "closed_on",
    "previous_seal",
    "manifest",
)

Lines = Mapping[str, str]
"""What a month holds: ``entry 12`` or ``attachment 3``, and its digest."""


def written(value: Any) -> str | int | None:
    """Return a value as every engine gives it: satang, ISO days, UTC to the microsecond."""
    if isinstance(value, Decimal):
        return int(value.scaleb(2))
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.UTC)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} has no canonical form.")


def canonical(thing: str, columns: Sequence[str], values: Sequence[Any]) -> str:
    """Return the one text of a row: what it is, the version, and each column with its value."""
    named = [[column, written(value)] for column, value in zip(columns, values, strict=True)]
    return json.dumps([thing, VERSION, named], ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


FORMS: Mapping[type[models.Model], tuple[str, Sequence[str]]] = {
    Entry: ("entry", ENTRY_COLUMNS),
    Attachment: ("attachment", ATTACHMENT_COLUMNS),
}
"""What each sealed thing is called, and its columns in their order."""


def lines_of(months: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what the months, given by their keys, hold now: two queries for all of them."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    keys = list(months)
    sealed: Iterable[tuple[models.QuerySet[Any], str]] = (
        (Entry.objects.filter(month__in=keys), "month_id"),
        (Attachment.objects.filter(entry__month__in=keys), "entry__month_id"),
    )
    for rows, month in sealed:
        thing, columns = FORMS[rows.model]
        for holder, *values in rows.order_by("pk").values_list(month, *columns):
            found[holder][f"{thing} {values[0]}"] = digest(canonical(thing, columns, values))
    return found


def manifest_of(month: LedgerMonth) -> str:
    """Return a line for each entry and attachment of the month: what it is, its key, its digest.

    The caller holds the month's row, so that no entry slips in.
    """
    lines = lines_of([month.pk])[month.pk]
    return "\n".join(f"{record} {digest}" for record, digest in lines.items())


def seal_of(close: MonthClose) -> str:
    """Return the seal over a close's month, previous seal and manifest."""
    month = close.month
    values = [
        month.plan.fiscal_year,
        month.month,
        month.first_day,
        month.last_day,
        close.closed_by_id,
        close.closed_on,
        close.previous_seal,
        close.manifest,
    ]
    return digest(canonical("close", CLOSE_PARTS, values))


def read_manifest(manifest: str) -> dict[str, str]:
    """Return the lines of a manifest."""
    parted = (line.rpartition(" ") for line in manifest.splitlines())
    return {record: digest for record, _space, digest in parted}


class Problem(models.TextChoices):
    """What is wrong with a sealed month."""

    CHANGED = "changed", gettext_lazy("was changed after the close")
    MISSING = "missing", gettext_lazy("was sealed and is missing")
    ADDED = "added", gettext_lazy("was added after the close")
    SEAL = "seal", gettext_lazy("the seal does not belong to what the close says")
    CHAIN = "chain", gettext_lazy("the seal of the month before is another one")
    ORDER = "order", gettext_lazy("the month before is not closed")
    TWICE = "twice", gettext_lazy("the month is closed twice")


@dataclass(frozen=True)
class Finding:
    """Something that was touched: ``record`` is ``entry 12``; empty where it is the close."""

    close: MonthClose
    problem: Problem
    record: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (str(self.close.month), self.record_words, self.words)))

    @property
    def words(self) -> str:
        """What is wrong."""
        return str(self.problem.label)

    @property
    def record_words(self) -> str:
        """Which record it is, in the language in use."""
        thing, _space, key = self.record.partition(" ")
        if not thing:
            return ""
        return (_("entry %s") if thing == "entry" else _("attachment %s")) % f"#{key}"

    def as_data(self) -> dict[str, Any]:
        """Return it for programs."""
        month = self.close.month
        return {
            "fiscal_year": month.plan.fiscal_year,
            "month": month.month,
            "close": self.close.pk,
            "problem": self.problem.value,
            "record": self.record,
        }


@dataclass(frozen=True)
class SealReport:
    """What was verified of a plan, and what was found."""

    plan: FiscalPlan
    closes: int
    records: int
    findings: list[Finding]

    def as_data(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "fiscal_year": self.plan.fiscal_year,
            "closes": self.closes,
            "records": self.records,
            "findings": [finding.as_data() for finding in self.findings],
        }


def verify_seals(plan: FiscalPlan) -> list[Finding]:
    """Return each entry touched, missing or added, and each broken link of the chain."""
    return report_seals(plan).findings


@snapshot()
def report_seals(plan: FiscalPlan) -> SealReport:
    """Verify every close of a plan, also those reopened since, against what is stored now."""
    closes = list(MonthClose.objects.of_plan(plan))
    held = lines_of({close.month_id for close in closes})
    findings = [
        finding
        for close in closes
        for finding in (*_of_records(close, held[close.month_id]), *_of_chain(close, closes))
    ]
    sealed = {record for close in closes for record in read_manifest(close.manifest)}
    return SealReport(plan, len(closes), len(sealed), findings)


def _of_records(close: MonthClose, held: Lines) -> Iterator[Finding]:
    sealed = read_manifest(close.manifest)
    for record, sealed_digest in sealed.items():
        if record not in held:
            yield Finding(close, Problem.MISSING, record)
        elif held[record] != sealed_digest:
            yield Finding(close, Problem.CHANGED, record)
    if close.is_in_force:
        for record in held:
            if record not in sealed:
                yield Finding(close, Problem.ADDED, record)


def _of_chain(close: MonthClose, closes: Sequence[MonthClose]) -> Iterator[Finding]:
    if close.seal != seal_of(close):
        yield Finding(close, Problem.SEAL)
    number = close.month.month
    before = [each for each in closes if each.month.month == number - 1]
    if close.is_in_force:
        before = [each for each in before if each.is_in_force]
        if number > 1 and not before:
            yield Finding(close, Problem.ORDER)
        same = (each for each in closes if each.month_id == close.month_id and each.is_in_force)
        if next(same) is not close:
            yield Finding(close, Problem.TWICE)
    if close.previous_seal not in ([each.seal for each in before] or [""]):
        yield Finding(close, Problem.CHAIN)
