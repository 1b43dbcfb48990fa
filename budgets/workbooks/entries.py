"""The ledger as a workbook: rows with the numbers of their entries, changed and added, come back.

An entry is never changed. A changed row stands for a reversal of the old entry and a new one in
its place, which is possible while the month is open and nothing has drawn on the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from budgets.models import Allocation, Batch, Entry
from budgets.permissions import POST_ENTRIES, READ_ALL_ENTRIES
from budgets.services.postings import Posting, hold, post_all
from budgets.workbooks.book import PlanWorkbook
from budgets.workbooks.changes import Change, Difference, Preview
from budgets.workbooks.columns import EntryNumber, allocation_choice, allocation_name
from budgets.workbooks.writing import Offer, SheetRow, Template
from etda_plan.accounts.models import User
from etda_plan.common.figures import baht
from etda_plan.common.fiscal import short_date
from etda_plan.common.xlsx_kinds import Amount, Choice, Day, Text, tidy
from etda_plan.common.xlsx_reading import ExpectedColumn, ExpectedSheet, Reading, Row
from etda_plan.common.xlsx_styles import Style

BY_HAND = (*Entry.POSTED, Entry.Kind.REVERSAL)
LOOKS = {
    "entry": (None, 12.0),
    "date": (Style.DATE, 15.0),
    "kind": (None, 14.0),
    "allocation": (None, 46.0),
    "amount": (Style.BAHT, 20.0),
    "draws_on": (None, 12.0),
    "reverses": (None, 16.0),
    "document_number": (None, 22.0),
    "payee": (None, 34.0),
    "paper_approved_by": (None, 26.0),
    "note": (None, 40.0),
}
WORDS = ("document_number", "payee", "paper_approved_by", "note")
GUIDANCE = (
    gettext_lazy("Add a row: leave its entry number empty and fill in the rest."),
    gettext_lazy(
        "Change a row: the old entry is reversed and a new one posted in its place, while its "
        "month is open and nothing has drawn on it."
    ),
    gettext_lazy("Delete a row here, or leave it out: nothing happens to the entry."),
    gettext_lazy("Undo an entry: add a row of the kind “reversal” that names it, with its amount."),
    gettext_lazy(
        "A payment that draws on a commitment, or a commitment on a reservation, names that "
        "entry's number, such as #12."
    ),
    gettext_lazy(
        "Amounts are in baht with at most two decimals; values, not formulas. Dates are dates of "
        "Excel, or text with a Buddhist-Era year such as 13/4/2563."
    ),
    gettext_lazy(
        "Upload the file: first it is shown row by row what would change. Nothing is posted until "
        "that is confirmed, and then all of it or none."
    ),
)


class EntriesWorkbook(PlanWorkbook):
    """The workbook of a plan's entries."""

    kind = Batch.Kind.ENTRIES
    reading = READ_ALL_ENTRIES
    changing = POST_ENTRIES

    @cached_property
    def sheet(self) -> ExpectedSheet:
        """The sheet, as it is written and read."""
        kinds = Choice(dict(Entry.Kind.choices))
        required = [
            ExpectedColumn("date", gettext_lazy("Date"), Day()),
            ExpectedColumn("kind", pgettext_lazy("of an entry", "Kind"), kinds),
            ExpectedColumn(
                "allocation",
                gettext_lazy("Allocation"),
                allocation_choice(self.allocations.values()),
            ),
            ExpectedColumn("amount", gettext_lazy("Amount (baht)"), Amount()),
        ]
        optional = [
            ExpectedColumn("draws_on", gettext_lazy("Drawn from"), EntryNumber(), False),
            ExpectedColumn("reverses", gettext_lazy("Reversal of"), EntryNumber(), False),
            ExpectedColumn("document_number", gettext_lazy("Document number"), Text(100), False),
            ExpectedColumn("payee", gettext_lazy("Payee"), Text(200), False),
            ExpectedColumn(
                "paper_approved_by", gettext_lazy("Approved on paper by"), Text(200), False
            ),
            ExpectedColumn("note", gettext_lazy("Note"), Text(2000), False),
        ]
        key = ExpectedColumn("entry", gettext_lazy("Entry number"), EntryNumber(), False)
        return ExpectedSheet(gettext_lazy("Entries"), [key, *required, *optional])

    def template(self, entries: Iterable[Entry]) -> Template:
        """Return the file to be changed, with the given entries."""
        year = {"year": self.plan.fiscal_year}
        return Template(
            title=_("Entries of the ledger, fiscal year %(year)s") % year,
            sheet=self.sheet,
            looks=LOOKS,
            rows=lambda first: map(self._written, entries),
            notes=[_("Unit: baht (2 decimals). How to fill it in stands on the last sheet.")],
            offers=[
                Offer("kind", gettext_lazy("Kinds"), [Entry.Kind(kind).label for kind in BY_HAND]),
                Offer(
                    "allocation",
                    gettext_lazy("Allocations"),
                    [*map(allocation_name, self.allocations.values())],
                ),
            ],
            guidance=GUIDANCE,
        )

    def _written(self, entry: Entry) -> SheetRow:
        return [
            str(entry),
            entry.date,
            entry.get_kind_display(),
            str(allocation_name(self.allocations[entry.allocation_id])),
            entry.amount,
            _number(entry.draws_on_id),
            _number(entry.reverses_id),
            *(getattr(entry, name) or None for name in WORDS),
        ]

    def lock(self, reading: Reading) -> None:
        """Hold what the rows touch, in the order in which every posting does."""
        named = {row.values["allocation"] for row in reading.rows if "allocation" in row.values}
        hold(_numbers(reading.rows), map(int, named))

    def carry_out(self, steps: Sequence[Posting], user: User, batch: Batch | None) -> None:
        """Post what a row asks for."""
        post_all(steps, user=user, batch=batch)

    @staticmethod
    def order(change: Change) -> tuple[date, int]:
        """Return what new entries are posted by: their days, then their rows."""
        return change.row.values["date"], change.row.number

    def preview(self, reading: Reading) -> Preview:
        """Return what each row would change; nothing is tried against the database's rules."""
        stored = self._stored(reading.rows)
        alike = self._alike(reading.rows)
        seen: set[int] = set()
        changes = []
        for row in reading.rows:
            change = Change(row, label=_("New entry"), is_new=True)
            number = row.values.get("entry")
            if number is None:
                if "entry" in row.values:
                    self._add(change, stored, alike)
            elif number in seen:
                change.errors.append(_("Entry #%(number)s stands twice.") % {"number": number})
            elif number not in stored:
                change.errors.append(
                    _("There is no entry #%(number)s in this plan.") % {"number": number}
                )
            else:
                seen.add(number)
                self._compare(change, stored[number], stored)
            changes.append(change)
        faults = [str(found) for found in reading.findings]
        missing = Entry.objects.filter(month__plan=self.plan).count() - len(seen)
        return Preview(changes, faults, missing)

    def _stored(self, rows: Sequence[Row]) -> dict[int, Entry]:
        """Return the entries that the rows name in any column, by their numbers."""
        entries = Entry.objects.of_plan(self.plan).select_related("draws_on", "open_item")
        return entries.in_bulk(_numbers(rows))

    def _alike(self, rows: Sequence[Row]) -> set[tuple[Any, ...]]:
        """Return what is posted on the days of new rows, as ``_content`` has it."""
        days = {
            row.values["date"]
            for row in rows
            if "date" in row.values and row.values.get("entry") is None
        }
        posted = Entry.objects.filter(month__plan=self.plan, kind__in=Entry.POSTED, date__in=days)
        return {_content(_stored_values(entry)) for entry in posted}

    def _add(
        self, change: Change, stored: Mapping[int, Entry], alike: set[tuple[Any, ...]]
    ) -> None:
        """Read a row without a number as a new entry."""
        if change.row.findings:
            return
        values = self._values(change.row)
        if not self._names_entries(change, values, stored):
            return
        change.differences = self._differences({}, values)
        change.make = [_posting(values, stored, self.allocations)]
        if _content(values) in alike:
            change.warnings.append(_("An entry just like this one is posted already."))

    def _compare(self, change: Change, entry: Entry, stored: Mapping[int, Entry]) -> None:
        """Hold a row against the entry that it names."""
        change.label, change.is_new = str(entry), False
        if change.row.findings:
            return
        old, new = _stored_values(entry), self._values(change.row)
        if old == new or not self._names_entries(change, new, stored):
            return
        change.differences = self._differences(old, new)
        change.errors += _why_not_changed(entry)
        if entry.kind in Entry.POSTED:
            change.undo = [undoing(entry)]
            change.make = [_posting(new, stored, self.allocations)]

    def _values(self, row: Row) -> dict[str, Any]:
        values = {name: value for name, value in row.values.items() if name != "entry"}
        values["allocation"] = int(values["allocation"])
        return values | {name: values[name] or "" for name in WORDS}

    def _names_entries(
        self, change: Change, values: Mapping[str, Any], stored: Mapping[int, Entry]
    ) -> bool:
        for name in ("draws_on", "reverses"):
            if values[name] is not None and values[name] not in stored:
                change.row.add_finding(
                    name,
                    _("There is no entry #%(number)s in this plan.") % {"number": values[name]},
                )
        if values["kind"] == Entry.Kind.REVERSAL and values["reverses"] is None:
            change.row.add_finding("reverses", _("A reversal names the entry that it undoes."))
        return not change.row.findings

    def _differences(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[Difference]:
        return [
            Difference(
                str(column.heading),
                self._said(column.name, old.get(column.name)),
                self._said(column.name, new[column.name]),
            )
            for column in self.sheet.columns
            if column.name != "entry"
            and (old.get(column.name) or None) != (new[column.name] or None)
        ]

    def _said(self, name: str, value: Any) -> str:
        """Return a value in words."""
        if value is None or value == "":
            return ""
        match name:
            case "date":
                return short_date(value)
            case "amount":
                return baht(value)
            case "kind":
                return str(capfirst(Entry.Kind(value).label))
            case "allocation":
                return str(allocation_name(self.allocations[value]))
            case "draws_on" | "reverses":
                return _number(value) or ""
        return str(value)


def _numbers(rows: Iterable[Row]) -> set[int]:
    """Return the numbers of entries that stand in any column."""
    names = ("entry", "draws_on", "reverses")
    return {row.values[name] for row in rows for name in names if row.values.get(name) is not None}


def _number(key: int | None) -> str | None:
    return None if key is None else f"#{key}"


def _stored_values(entry: Entry) -> dict[str, Any]:
    return {
        "date": entry.date,
        "kind": entry.kind,
        "allocation": entry.allocation_id,
        "amount": entry.amount,
        "draws_on": entry.draws_on_id,
        "reverses": entry.reverses_id,
        **{name: tidy(getattr(entry, name)) for name in WORDS},
    }


def _content(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes two entries look like one entered twice."""
    names = ("date", "kind", "allocation", "amount", "draws_on", "document_number")
    return tuple(values[name] for name in names)


def _posting(
    values: Mapping[str, Any], stored: Mapping[int, Entry], allocations: Mapping[int, Allocation]
) -> Posting:
    named = {name: stored.get(values[name]) for name in ("draws_on", "reverses")}
    allocation = allocations[values["allocation"]]
    return Posting(**{**values, **named, "allocation": allocation})


def undoing(entry: Entry, day: date | None = None) -> Posting:
    """Return the reversal of the whole of an entry, on its own day unless another is given."""
    return Posting(
        kind=Entry.Kind.REVERSAL,
        allocation=entry.allocation,
        date=day or entry.date,
        amount=entry.amount,
        reverses=entry,
        document_number=entry.document_number,
        payee=entry.payee,
    )


def _why_not_changed(entry: Entry) -> Iterator[str]:
    """Yield why an entry cannot be replaced, where it cannot."""
    if entry.kind not in Entry.POSTED:
        yield _("An entry of this kind is not changed: %(kind)s.") % {
            "kind": entry.get_kind_display()
        }
    elif entry.open_item.open_amount < entry.amount:
        taken: Decimal = entry.amount - entry.open_item.open_amount
        yield _(
            "%(taken)s baht of this entry has been drawn or reversed: it can no longer be changed."
        ) % {"taken": baht(taken)}
