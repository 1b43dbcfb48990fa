"""The two statements of money as the document prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from budgets.models.sources import FundSource, SpendingGroup
from etda_plan.common.citations import MILLIONS, Citation, Value, millions
from etda_plan.common.fields import MoneyField
from etda_plan.common.models import SourceLineField
from etda_plan.common.triggers import Agreement, Fixed, GuardedModel, plan_fixed
from projects.models import FiscalPlan, Project


class StatementQuerySet(models.QuerySet["Statement"]):
    """The two statements of a plan."""

    def get_by_natural_key(self, fiscal_year: int, side: str) -> Statement:
        """Return a plan's statement of sources or of uses."""
        return self.get(plan__fiscal_year=fiscal_year, side=side)

    def with_lines(self) -> Self:
        """Bring the lines, and what they name, in a fixed number of queries."""
        lines = StatementLine.objects.select_related("fund_source", "spending_group", "project")
        return self.prefetch_related(models.Prefetch("lines", lines))


class Statement(GuardedModel):
    """A statement of money as printed: sources (section 5) or uses (section 6)."""

    class Side(models.TextChoices):
        """Where money comes from, or what it is used for."""

        SOURCES = "sources", _("sources")
        USES = "uses", _("uses")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="statements", verbose_name=_("fiscal plan")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    heading = models.CharField(_("heading"), max_length=200)
    heading_line = SourceLineField(_("line of the heading"))
    heading_amount = MoneyField(_("amount in the heading (baht)"), null=True, blank=True)
    history = HistoricalRecords()

    objects = StatementQuerySet.as_manager()
    guards = [
        plan_fixed("statement"),
    ]

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["plan", "side"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "side"],
                name="statement_side",
                violation_error_message=_("The plan has this statement already."),
            ),
            models.CheckConstraint(
                condition=Q(heading_amount__isnull=True) | Q(heading_amount__gte=0),
                name="statement_heading_amount_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and side."""
        return (self.plan.fiscal_year, self.side)

    def citations(self) -> Iterator[Citation]:
        """Yield the heading and the amount in it, if it has one."""
        read, line = self.plan.source.read, self.heading_line
        section = "รายรับ" if self.side == self.Side.SOURCES else "การใช้จ่าย"
        heading = rf"^\d+\. (?P<x>[^\t]*{section}[^\t]+?)(?: วงเงิน [^\t]+)?$"
        yield from read(self, "heading", line, heading, value=self.heading)
        amount = rf"^\d+\. [^\t]+?(?: วงเงิน (?P<x>{MILLIONS}) ล้านบาท)?$"
        value = self.heading_amount
        yield from read(self, "heading_amount", line, amount, value=value, convert=millions)

    @property
    def total_line(self) -> StatementLine | None:
        """The line that prints its total."""
        return self.line_of_kind(StatementLine.Kind.TOTAL)

    def line_of_kind(self, kind: str) -> StatementLine | None:
        """Return its first line of a kind; there is one total, and one subtotal at the most."""
        return next((line for line in self.lines.all() if line.kind == kind), None)

    def line_of_fund(self, code: str) -> StatementLine | None:
        """Return the line that states a fund source's amount."""
        lines = self.lines.all()
        return next(
            (line for line in lines if line.fund_source and line.fund_source.code == code), None
        )

    def parent_of(self, line: StatementLine) -> StatementLine | None:
        """Return the line that ``line`` is printed under."""
        return next((row for row in self.lines.all() if row.pk == line.parent_id), None)

    def beside(self, line: StatementLine) -> list[StatementLine]:
        """Return the other lines that are printed under the same line."""
        siblings = (row for row in self.lines.all() if row.parent_id == line.parent_id)
        return [row for row in siblings if row.pk != line.pk]

    def children_of(self, parent: StatementLine | None) -> list[StatementLine]:
        """Return the lines printed directly under ``parent``, or the topmost ones for None."""
        parent_id = parent.pk if parent else None
        return [line for line in self.lines.all() if line.parent_id == parent_id]


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    """Printed lines of the statements."""

    def get_by_natural_key(self, fiscal_year: int, side: str, position: int) -> StatementLine:
        """Return a line by its statement's key and its place in it."""
        return self.get(
            statement__plan__fiscal_year=fiscal_year, statement__side=side, position=position
        )


class StatementLine(GuardedModel):
    """A line of a statement exactly as printed; it never changes.

    A line with lines under it prints a control total for them, which governs where the two differ.
    ``fund_source`` or ``spending_group`` stands on the line that states that source's or group's
    amount, ``project`` on the line of a single project.
    """

    class Kind(models.TextChoices):
        """The level of the line."""

        GROUP = "group", _("group")
        ITEM = "item", _("item")
        SUBTOTAL = "subtotal", _("subtotal")
        TOTAL = "total", _("total")

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="lines", verbose_name=_("statement")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("line above"),
    )
    position = models.PositiveSmallIntegerField(_("place in the statement"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=10, null=True, blank=True)
    name = models.TextField(_("name"))
    name_printed = models.TextField(_("name as printed"), blank=True)
    amount = MoneyField(_("amount (baht)"))
    source_line = SourceLineField(_("line of the document"))
    fund_source = models.OneToOneField(
        FundSource,
        models.PROTECT,
        related_name="statement_line",
        null=True,
        blank=True,
        verbose_name=_("fund source"),
    )
    spending_group = models.OneToOneField(
        SpendingGroup,
        models.PROTECT,
        related_name="statement_line",
        null=True,
        blank=True,
        verbose_name=_("spending group"),
    )
    project = models.OneToOneField(
        Project,
        models.PROTECT,
        related_name="statement_line",
        null=True,
        blank=True,
        verbose_name=_("project or work"),
    )
    history = HistoricalRecords()

    objects = StatementLineQuerySet.as_manager()
    guards = [
        Fixed("statement_line_statement_fixed", "statement", _("A line stays in its statement.")),
        Agreement(
            "statement_line_parent_same_statement",
            "parent",
            _("The line above belongs to another statement."),
            path="parent.statement",
            other="statement",
        ),
        Agreement(
            "statement_line_fund_source_same_plan",
            "fund_source",
            _("The fund source belongs to another plan."),
            path="fund_source.plan",
            other="statement.plan",
        ),
        Agreement(
            "statement_line_spending_group_same_plan",
            "spending_group",
            _("The spending group belongs to another plan."),
            path="spending_group.plan",
            other="statement.plan",
        ),
        Agreement(
            "statement_line_project_same_plan",
            "project",
            _("The project belongs to another plan."),
            path="project.plan",
            other="statement.plan",
        ),
    ]

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of the statements")
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "position"],
                name="statement_line_position",
                violation_error_message=_("This place in the statement is taken."),
            ),
            models.UniqueConstraint(
                fields=["statement", "kind", "number"],
                condition=Q(number__isnull=False),
                name="statement_line_number",
                violation_error_message=_("The statement has a line of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="statement_line_amount_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.name}".strip()

    def natural_key(self) -> tuple[int, str, int]:
        """Return the statement's key and the place in it."""
        return (*self.statement.natural_key(), self.position)

    @property
    def label(self) -> str:
        """The number as printed before the name: ``กลุ่มที่ 1``, ``1.1``, or nothing."""
        kind = "กลุ่มที่ " if self.kind == self.Kind.GROUP else ""
        return f"{kind}{self.number}" if self.number else ""

    def citations(self) -> Iterator[Citation]:
        """Yield name and amount, and the names of the source, group or project that it states."""
        yield from self.read_name(self, "name", self.name)
        words = self._words.replace("?P<x>", "?:")
        amount = rf"{words}[ \t]?(?:วงเงิน\t)?(?P<x>{MILLIONS})(?=[ \t]|$)"
        yield from self.statement.plan.source.read(
            self,
            "amount",
            self.source_line,
            amount,
            value=self.amount,
            convert=millions,
        )
        yield from self._cited_axes()

    @property
    def _words(self) -> str:
        number = re.escape(f"{self.label} ") if self.label else ""
        return rf"^{number}(?P<x>{re.escape(self.name_printed)})(?:\t| วงเงิน)"

    def read_name(
        self,
        record: models.Model,
        field: str,
        value: str,
        convert: Callable[[str], Value] | None = None,
    ) -> Iterator[Citation]:
        """Yield a field of ``record`` that the name on this line gives."""
        yield from self.statement.plan.source.read(
            record,
            field,
            self.source_line,
            self._words,
            value=value,
            convert=convert,
            phrase=f"{self.label} {self.name_printed}".strip(),
        )

    def _cited_axes(self) -> Iterator[Citation]:
        read, line = self.statement.plan.source.read, self.source_line
        if self.spending_group:
            number, value = r"^กลุ่มที่ (?P<x>\d+) ", self.spending_group.number
            yield from read(self, "spending_group", line, number, value=value, convert=int)
        if self.project:
            number = r"^(?P<x>\d+\.\d+) "
            yield from read(self, "project", line, number, value=self.project.number, convert=str)
