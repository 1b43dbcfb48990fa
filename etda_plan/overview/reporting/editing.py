"""The officer's form as a page: where one is in the report, what was said before, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import BoundField
from django.http import Http404
from django.utils.translation import gettext as _

from activities.models import SubActivity
from activities.progress.plans import plan_to_date
from activities.progress.reading import read_progress
from activities.services.reports import unfinished as unfinished_activities
from etda_plan.common.figures import measure, short_percent
from etda_plan.common.fiscal import month_names, today
from etda_plan.overview.reporting.forms import ItemForm, result_fields, stored_values
from etda_plan.overview.reporting.items import (
    Item,
    Written,
    earlier_report,
    items_of,
    read_written,
)
from etda_plan.overview.reporting.money import MonthMoney, money_of_month
from etda_plan.overview.reporting.place import Place
from kpis.models import KpiResult, KpiTarget
from kpis.services.results import unfinished as unfinished_results
from projects.models import MonthlyReport
from projects.sight import Sight


@dataclass(frozen=True)
class Left:
    """A field that must be filled in before a report can be submitted."""

    item: Item
    field: str
    message: str

    @property
    def query(self) -> str:
        """What the form's address says to show it, marked."""
        return urlencode({"item": self.item.key, "check": "1"})


@dataclass(frozen=True)
class Row:
    """A field of the form with what stands under it: last month's value, another's version."""

    field: BoundField
    last: str = ""
    stored: str = ""
    left: str = ""

    @property
    def has_error(self) -> bool:
        """Whether it is marked."""
        return bool(self.field.errors or self.left)


@dataclass(frozen=True)
class KpiRows:
    """An indicator with its fields and the evidence that is attached."""

    target: KpiTarget
    is_due: bool
    rows: Sequence[Row]
    result: KpiResult | None
    refused: Sequence[str] = ()

    @property
    def prefix(self) -> str:
        """How the names of its fields begin."""
        return f"kpi_{self.target.pk}_"

    @property
    def accept(self) -> str:
        """The endings of files that can be attached."""
        return ",".join(f".{kind}" for kind in settings.ATTACHMENT_EXTENSIONS)

    @property
    def files_hint(self) -> str:
        """What kinds and sizes of files are taken, in words."""
        limits = {
            "kinds": ", ".join(settings.ATTACHMENT_EXTENSIONS),
            "megabytes": settings.ATTACHMENT_MEGABYTES,
        }
        return _("%(kinds)s, up to %(megabytes)s MB") % limits

    @property
    def is_open(self) -> bool:
        """Whether its fields are in sight: it is due, or something stands in them."""
        return self.is_due or any(row.field.value() not in (None, "") for row in self.rows)


def left_of(report: MonthlyReport, items: Sequence[Item]) -> list[Left]:
    """Return the fields that are left to fill in, item by item."""
    by_activity = {item.activity.pk: item for item in items if item.activity}
    by_target = {target.pk: (item, target) for item in items for target in item.targets}
    found = [
        Left(by_activity[each.activity.pk], each.field, str(each.message))
        for each in unfinished_activities(report)
        if each.activity.pk in by_activity
    ]
    for each in unfinished_results(report):
        if each.target.pk in by_target:
            item, target = by_target[each.target.pk]
            found.append(Left(item, f"kpi_{target.pk}_{each.field}", str(each.message)))
    order = [item.key for item in items]
    return sorted(found, key=lambda each: order.index(each.item.key))


@dataclass(frozen=True)
class Editing:
    """A step of the form. ``conflict`` is what another person has stored meanwhile.

    ``refused`` says why a file or link of the target ``refused_target`` was not attached.
    """

    place: Place
    items: Sequence[Item]
    item: Item
    written: Written
    earlier: Written
    form: ItemForm
    show_left: bool = False
    conflict: Written | None = None
    refused_target: str = ""
    refused: Sequence[str] = ()

    @property
    def number(self) -> int:
        """Which item this is, from 1."""
        return self.items.index(self.item) + 1

    @property
    def is_last(self) -> bool:
        """Whether the review comes next."""
        return self.number == len(self.items)

    @property
    def before(self) -> Item | None:
        """The item before this one."""
        return self.items[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Item | None:
        """The item after this one."""
        return None if self.is_last else self.items[self.number]

    @cached_property
    def left(self) -> list[Left]:
        """What is left to fill in, in the whole report."""
        report = self.written.report
        return left_of(report, self.items) if report else []

    @cached_property
    def _messages(self) -> Mapping[str, str]:
        own = [each for each in self.left if each.item.key == self.item.key]
        return {each.field: each.message for each in own} if self.show_left else {}

    @cached_property
    def _before(self) -> Mapping[str, Any]:
        return stored_values(self.item, self.earlier)

    @cached_property
    def _stored(self) -> Mapping[str, Any]:
        return stored_values(self.item, self.conflict) if self.conflict else {}

    @cached_property
    def _typed(self) -> Mapping[str, Any]:
        return self.form.cleaned_data if self.form.is_valid() else {}

    @property
    def progress_rows(self) -> Iterator[Row]:
        """Yield the boxes of the progress: the activity's, or one for each of its parts."""
        for part in self.item.parts:
            yield self._row(f"part_{part.pk}", self._plan_to_date(part))
        if self.item.activity and not self.item.parts:
            yield self._row("progress", self._plan_to_date(None))

    @property
    def word_rows(self) -> Iterator[Row]:
        """Yield the boxes of what was done and what comes next."""
        for name in ("done", "next_steps") if self.item.activity else ():
            yield self._row(name)

    @property
    def problem_rows(self) -> Iterator[Row]:
        """Yield the boxes of problem and solution, and the mark that there is none."""
        for name in ("problem", "solution"):
            yield self._row(name)
        yield replace(self._row("has_no_problem"), last="")

    @property
    def kpis(self) -> Iterator[KpiRows]:
        """Yield the indicators of the item."""
        for target in self.item.targets:
            rows = [self._row(f"kpi_{target.pk}_{name}") for name in result_fields(target)]
            result = self.written.results.get(target.pk)
            refused = self.refused if str(target.pk) == self.refused_target else ()
            yield KpiRows(target, target.kpi.is_due(self.place.month.month), rows, result, refused)

    @cached_property
    def last_state(self) -> str:
        """The state of the activity by the month before; empty before there is one."""
        month, activity = self.place.month.month - 1, self.item.activity
        if not month or activity is None:
            return ""
        read = read_progress(self.place.plan, Sight(today(), month), activity.project)
        found = (each.state for each in read.activities if each.activity.pk == activity.pk)
        return next(found, "")

    @cached_property
    def money(self) -> MonthMoney | None:
        """The money of the work in this month, as far as the writer may see it."""
        place = self.place
        seen = money_of_month(place.user, place.plan, place.month)
        if self.item.activity:
            return seen.of_activity(self.item.activity)
        return seen.of_work(self.item.project)

    def _row(self, name: str, plan: str = "") -> Row:
        last = self._in_words(name, self._before.get(name))
        said = [f"{self._last_month}: {last}" if last else "", plan]
        stored = self._stored.get(name)
        differs = bool(self.conflict) and stored != self._typed.get(name)
        return Row(
            self.form[name],
            " · ".join(filter(None, said)),
            (self._in_words(name, stored) or _("nothing")) if differs else "",
            self._messages.get(name, ""),
        )

    @property
    def _last_month(self) -> str:
        report = self.earlier.report
        if report is None:
            return ""
        is_before = report.month.month == self.place.month.month - 1
        return _("Last month") if is_before else month_names()[report.month.month - 1]

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("No problem this month") if value else ""
        return measure(value) if isinstance(value, Decimal) else str(value or "")

    def _plan_to_date(self, part: SubActivity | None) -> str:
        row = part.month_row if part else self.item.activity.month_row if self.item.activity else []
        planned = plan_to_date(row, self.place.month.month)
        if planned is None:
            return _("no monthly plan yet")
        return _("plan to date %(percent)s") % {"percent": short_percent(planned)}


def read_editing(place: Place, key: str = "", data: Any = None) -> Editing:
    """Return the step of the form that ``key`` names, the first without one."""
    items = items_of(place.duty.office, place.open)
    if not items:
        raise Http404(_("The plan gives this office nothing to report."))
    item = next((each for each in items if each.key == key), None)
    if item is None and key:
        raise Http404(_("There is no such item."))
    item = item or items[0]
    written = read_written(place.open)
    earlier = read_written(earlier_report(place.duty.office, place.month.month))
    form = ItemForm(data, item=item, written=written)
    return Editing(place, items, item, written, earlier, form)


def with_conflict(editing: Editing, now: Written) -> Editing:
    """Return the step as typed, beside what another person has stored; saving again decides."""
    data = dict(editing.form.data.items())
    fresh = ItemForm(None, item=editing.item, written=now)
    data["token"] = fresh["token"].value()
    form = ItemForm(data, item=editing.item, written=now)
    return replace(editing, form=form, written=now, conflict=now)
