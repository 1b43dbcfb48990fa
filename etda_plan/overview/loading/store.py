"""Rows against the database: written where no plan is, compared where one is."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from budgets.models import Allocation, SpendingGroup, Statement
from budgets.models.allocations import CARRIED_FORWARD
from etda_plan.common.citations import Value, written
from etda_plan.overview.loading.build import Key, called, key_of, stored_fields
from etda_plan.overview.loading.files import Problem, in_one_line
from etda_plan.overview.plan_rows import Rows, read_rows, references
from kpis.models import KpiTarget
from projects.models import Amendment, FiscalPlan, Project
from projects.services.amendments import signed

REASON = "load_plan"
OF_THE_SITE = {(FiscalPlan, "is_current")}
"""What the site decides, not the document: neither compared nor overwritten."""


@dataclass
class Difference:
    """A value that the plan has otherwise than the files; a whole row where ``field`` is empty."""

    record: str
    field: str
    in_plan: str | None
    in_files: str | None

    def __str__(self) -> str:
        place = f"{self.record}, {self.field}" if self.field else self.record
        values = {"plan": _stated(self.in_plan), "files": _stated(self.in_files)}
        told = _("in the plan %(plan)s, in the files %(files)s") % values
        return in_one_line(f"{place}: {told}")


def _stated(value: str | None) -> str:
    return _("no such record") if value is None else _("is “%(value)s”") % {"value": value}


@dataclass
class Outcome:
    """What came of loading."""

    problems: list[Problem] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    created: int = 0
    written: int = 0

    @property
    def refused(self) -> bool:
        """Whether nothing was written although files and plan do not agree."""
        return bool(self.problems) or bool(self.differences and not self.written)


class StillNeeded(Exception):
    """A row that the files do not have cannot go: something that no file holds hangs on it."""

    def __init__(self, row: models.Model) -> None:
        reason = _("it is not in the files, but something recorded during the year refers to it")
        super().__init__(reason)
        self.problem = Problem("", called(row), "", reason)


def put(rows: Rows, *, overwrite: bool) -> Outcome:
    """Write the rows of a new plan, or compare them with those of the plan that is there."""
    year = rows.of(FiscalPlan)[0].fiscal_year
    plan = FiscalPlan.objects.filter(fiscal_year=year).first()
    if plan is None:
        return Outcome(created=_create(rows))
    comparison = _Comparison(rows, read_rows(plan), _here_for_carried_money(plan))
    if comparison.holds_only_carried:
        comparison.make_it_so()
        return Outcome(created=len(comparison.missing))
    if overwrite and comparison.differences:
        return Outcome(differences=comparison.differences, written=comparison.make_it_so())
    return Outcome(differences=comparison.differences)


def _here_for_carried_money(plan: FiscalPlan) -> set[tuple[type[models.Model], int]]:
    """Return the groups and the works without a page that money of the year before stands in."""
    carried = Allocation.objects.filter(CARRIED_FORWARD, fund_source__plan=plan)
    works = carried.filter(project__page_first_line=None).values_list("project", flat=True)
    groups = carried.values_list("spending_group", flat=True)
    return {(Project, key) for key in works} | {(SpendingGroup, key) for key in groups}


def _create(rows: Rows) -> int:
    if FiscalPlan.objects.filter(is_current=True).exists():
        rows.of(FiscalPlan)[0].is_current = False
    return sum(_save_new(row) for row in rows)


def _save_new(row: models.Model) -> int:
    row.pk = None
    for reference in references(type(row)):
        setattr(row, reference.name, getattr(row, reference.name))
    return _save(row)


def _save(row: models.Model) -> int:
    signed(row, REASON).save()
    return 1


def _shown(row: models.Model, name: str) -> Value:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return called(value)
    return value if isinstance(value, (Decimal, int)) or value is None else str(value)


class _Comparison:
    """The plan in the database beside the plan in the files."""

    def __init__(
        self, files: Rows, plan: Rows, carried: set[tuple[type[models.Model], int]]
    ) -> None:
        self.files = {(type(row), key_of(row)): row for row in files}
        self.plan = {(type(row), key_of(row)): row for row in plan}
        self.missing = [key for key in self.files if key not in self.plan]
        unknown = {key: row for key, row in self.plan.items() if key not in self.files}
        self.kept = [row for row in unknown.values() if (type(row), row.pk) in carried]
        self.extra = [key for key, row in unknown.items() if row not in self.kept]
        self.holds_only_carried = bool(carried) and not self.extra and not plan.of(Statement)
        self.changed = {key: names for key in self.files if (names := self._unequal(key))}
        self.differences = [
            *(Difference(called(self.files[key]), "", None, "…") for key in self.missing),
            *(Difference(called(self.plan[key]), "", "…", None) for key in self.extra),
            *(self._difference(key, name) for key in self.changed for name in self.changed[key]),
        ]

    def _unequal(self, key: tuple[type[models.Model], Key]) -> list[str]:
        if key not in self.plan:
            return []
        one, other = self.plan[key], self.files[key]
        return [
            stored.name
            for stored in stored_fields(key[0])
            if (key[0], stored.name) not in OF_THE_SITE
            and _shown(one, stored.name) != _shown(other, stored.name)
        ]

    def _difference(self, key: tuple[type[models.Model], Key], name: str) -> Difference:
        values = (written(_shown(side[key], name)) for side in (self.plan, self.files))
        return Difference(called(self.files[key]), name, *values)

    def make_it_so(self) -> int:
        """Bring the plan to what the files say; amendments that this undoes are removed."""
        for key in reversed(self.extra):
            self._remove(self.plan[key])
        self._make_way()
        for key in self.files:
            if key in self.changed:
                self._change(key)
            elif key in self.missing:
                self._adopt(self.files[key])
                _save_new(self.files[key])
                self.plan[key] = self.files[key]
        return len(self.differences)

    def _remove(self, row: models.Model) -> None:
        self._undo_amendments(row)
        try:
            row.delete()
        except ProtectedError as error:
            raise StillNeeded(row) from error

    def _change(self, key: tuple[type[models.Model], Key]) -> None:
        row, wanted = self.plan[key], self.files[key]
        self._adopt(wanted)
        for name in self.changed[key]:
            setattr(row, name, getattr(wanted, name))
            self._undo_amendments(row, name)
        _save(row)

    def _adopt(self, row: models.Model) -> None:
        """Let a row of the files refer to rows of the plan."""
        for reference in references(type(row)):
            if (other := getattr(row, reference.name)) is not None:
                setattr(row, reference.name, self.plan[type(other), key_of(other)])

    def _make_way(self) -> None:
        """Free the places that unique columns keep taken until the last row is written."""
        moved = [self.plan[key].pk for key in self.changed if key[0] is Project]
        Project.objects.filter(pk__in=moved).update(position=F("position") + 1000)
        self._move_behind([row for row in self.kept if isinstance(row, Project)])
        starred = [self.plan[key].pk for key in self.changed if key[0] is KpiTarget]
        KpiTarget.objects.filter(pk__in=starred).update(is_main=False)

    def _move_behind(self, kept: list[Project]) -> None:
        """Put works that the files do not have behind those that they have."""
        last = max(work.position for work in self.files.values() if isinstance(work, Project))
        free = max([last, *(work.position for work in kept)])
        for place, work in enumerate((work for work in kept if work.position <= last), free + 1):
            work.position = place
            _save(work)

    def _undo_amendments(self, row: models.Model, name: str = "") -> None:
        kind = ContentType.objects.get_for_model(row)
        undone = Amendment.objects.filter(content_type=kind, object_id=row.pk)
        for amendment in undone.filter(field=name) if name else undone:
            amendment.delete()
