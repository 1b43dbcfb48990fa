"""Money: what the document prints at every level, and the allocations that carry the year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Activity
from etda_plan.common.citations import MILLIONS, Citation, Value, millions
from etda_plan.common.fields import MoneyField
from etda_plan.common.models import SourceLineField
from etda_plan.common.thai import is_shortened
from etda_plan.common.triggers import Agreement, Fixed, GuardedModel, plan_fixed
from projects.models import FiscalPlan, Project

BUDGET_OF_A_PAGE = rf"^แผนการใช้จ่ายงบประมาณ\t(?P<x>{MILLIONS}) ล้านบาท\t"
BUDGET_OF_AN_ACTIVITY = rf"\t(?P<all>(?P<x>{MILLIONS}))\t[^\t]+\t*$"


class FundSourceQuerySet(models.QuerySet["FundSource"]):
    """Whose money it is."""

    def get_by_natural_key(self, fiscal_year: int, code: str) -> FundSource:
        """Return a plan's fund source by code."""
        return self.get(plan__fiscal_year=fiscal_year, code=code)


class FundSource(GuardedModel):
    """Whose money: this year's appropriation, earlier years' balance, own income.

    Its amount is the statement line that names it; it is not stored again.
    """

    class Code(models.TextChoices):
        """The three kinds of money of an agency under its own law."""

        CURRENT_APPROPRIATION = "CURRENT_APPROPRIATION", _("this year's appropriation")
        PRIOR_YEAR_BALANCE = "PRIOR_YEAR_BALANCE", _("balance of earlier years")
        OFF_BUDGET = "OFF_BUDGET", _("own income")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="fund_sources", verbose_name=_("fiscal plan")
    )
    code = models.CharField(_("code"), max_length=30, choices=Code.choices)
    position = models.PositiveSmallIntegerField(_("order in lists"))
    name = models.CharField(_("name"), max_length=200)
    name_short = models.CharField(_("short name"), max_length=60)
    history = HistoricalRecords()

    objects = FundSourceQuerySet.as_manager()
    guards = [
        Fixed(
            "fund_source_plan_fixed", "plan", _("A record stays in the plan that it was made for.")
        ),
    ]

    class Meta:
        verbose_name = _("fund source")
        verbose_name_plural = _("fund sources")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="fund_source_code",
                violation_error_message=_("The plan has this fund source already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and code."""
        return (self.plan.fiscal_year, self.code)

    def citations(self) -> Iterator[Citation]:
        """Yield the name, from the statement line that states its amount, and the short name."""
        line: StatementLine | None = getattr(self, "statement_line", None)
        if line:
            yield from line.read_name(self, "name", self.name)
            short = self.name_short if is_shortened(self.name_short, self.name) else None
            yield from line.read_name(self, "name_short", self.name_short, lambda _: short)


class SpendingGroupQuerySet(models.QuerySet["SpendingGroup"]):
    """Groups of spending."""

    def get_by_natural_key(self, fiscal_year: int, number: int) -> SpendingGroup:
        """Return a plan's spending group by number."""
        return self.get(plan__fiscal_year=fiscal_year, number=number)


class SpendingGroup(GuardedModel):
    """A group of section 6: 1 projects, 2 office, 3 personnel, 4 outside this year's budget."""

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="spending_groups", verbose_name=_("fiscal plan")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200)
    history = HistoricalRecords()

    objects = SpendingGroupQuerySet.as_manager()
    guards = [
        plan_fixed("spending_group"),
    ]

    class Meta:
        verbose_name = _("spending group")
        verbose_name_plural = _("spending groups")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="spending_group_number",
                violation_error_message=_("The plan has a group of this number already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def natural_key(self) -> tuple[int, int]:
        """Return fiscal year and number."""
        return (self.plan.fiscal_year, self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the name, from the statement line that states its amount."""
        line: StatementLine | None = getattr(self, "statement_line", None)
        if line:
            yield from line.read_name(self, "name", self.name)


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
        Fixed(
            "statement_plan_fixed", "plan", _("A record stays in the plan that it was made for.")
        ),
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


class PageAmountQuerySet(models.QuerySet["PageAmount"]):
    """Amounts printed on projects' pages."""

    def get_by_natural_key(self, fiscal_year: int, code: str, activity: int | None) -> PageAmount:
        """Return the amount that a page prints for the whole work, or for one activity."""
        return self.get(
            project__plan__fiscal_year=fiscal_year,
            project__code=code,
            **({"activity": None} if activity is None else {"activity__number": activity}),
        )


class PageAmount(GuardedModel):
    """An amount as a project's own page prints it: for the whole, or for one activity."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="page_amounts", verbose_name=_("project or work")
    )
    activity = models.OneToOneField(
        Activity,
        models.PROTECT,
        related_name="page_amount",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    amount = MoneyField(_("amount (baht)"))
    source_line = SourceLineField(_("line of the document"))
    history = HistoricalRecords()

    objects = PageAmountQuerySet.as_manager()
    guards = [
        Agreement(
            "page_amount_activity_of_project",
            "activity",
            _("The activity belongs to another project."),
            path="activity.project",
            other="project",
        ),
    ]

    class Meta:
        verbose_name = _("amount on a page")
        verbose_name_plural = _("amounts on pages")
        ordering = ["project", "activity"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(activity__isnull=True),
                name="page_amount_once_a_project",
                violation_error_message=_("The page's amount is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="page_amount_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity or self.project)

    def natural_key(self) -> tuple[int, str, int | None]:
        """Return the project's key and the activity's number, if any."""
        return (*self.project.natural_key(), self.activity.number if self.activity else None)

    def citations(self) -> Iterator[Citation]:
        """Yield the amount in the page's heading, or in the row of the activity."""
        page, row = self.project.page, BUDGET_OF_A_PAGE
        if self.activity:
            line = self.activity.source_line or 0
            page, row = range(line, line + 1), BUDGET_OF_AN_ACTIVITY
        yield from self.project.plan.source.read(
            self,
            "amount",
            self.source_line,
            row,
            value=self.amount,
            convert=millions,
            within=page,
        )


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """The living money."""

    def get_by_natural_key(
        self, fiscal_year: int, fund: str, group: int, code: str, activity: int | None
    ) -> Allocation:
        """Return an allocation by fund source, group, project and activity."""
        return self.get(
            fund_source__plan__fiscal_year=fiscal_year,
            fund_source__code=fund,
            spending_group__number=group,
            project__code=code,
            **({"activity": None} if activity is None else {"activity__number": activity}),
        )

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's allocations, with the fund, group, work and line that each stands on."""
        return self.filter(fund_source__plan=plan).select_related(
            "fund_source", "spending_group", "project", "activity", "statement_line"
        )


class Allocation(GuardedModel):
    """One cell of fund source × spending group × work: the money that the year moves.

    ``statement_line`` is the printed line of section 6 that it comes from; group 4's single line
    is split by the pages of the two works that share it.
    """

    fund_source = models.ForeignKey(
        FundSource, models.PROTECT, related_name="allocations", verbose_name=_("fund source")
    )
    spending_group = models.ForeignKey(
        SpendingGroup, models.PROTECT, related_name="allocations", verbose_name=_("spending group")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="allocations", verbose_name=_("project or work")
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="allocations",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    statement_line = models.ForeignKey(
        StatementLine,
        models.PROTECT,
        related_name="allocations",
        null=True,
        blank=True,
        verbose_name=_("line of a statement"),
    )
    initial_amount = MoneyField(_("initial amount (baht)"))
    history = HistoricalRecords()

    objects = AllocationQuerySet.as_manager()
    guards = [
        Agreement(
            "allocation_fund_source_same_plan",
            "fund_source",
            _("The fund source belongs to another plan."),
            path="fund_source.plan",
            other="project.plan",
        ),
        Agreement(
            "allocation_spending_group_same_plan",
            "spending_group",
            _("The spending group belongs to another plan."),
            path="spending_group.plan",
            other="project.plan",
        ),
        Agreement(
            "allocation_activity_of_project",
            "activity",
            _("The activity belongs to another project."),
            path="activity.project",
            other="project",
        ),
        Agreement(
            "allocation_line_same_plan",
            "statement_line",
            _("The line belongs to another plan."),
            path="statement_line.statement.plan",
            other="project.plan",
        ),
    ]

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["fund_source", "spending_group", "project", "activity"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_source", "spending_group", "project"],
                condition=Q(activity__isnull=True),
                name="allocation_once_a_project",
                violation_error_message=_("This allocation exists already."),
            ),
            models.UniqueConstraint(
                fields=["fund_source", "spending_group", "project", "activity"],
                condition=Q(activity__isnull=False),
                name="allocation_once_an_activity",
                violation_error_message=_("This allocation exists already."),
            ),
            models.CheckConstraint(
                condition=Q(initial_amount__gte=0),
                name="allocation_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_source.code}/{self.spending_group.number}/{self.project.code}"

    def natural_key(self) -> tuple[int, str, int, str, int | None]:
        """Return fund source, group, project and activity."""
        return (
            *self.fund_source.natural_key(),
            self.spending_group.number,
            self.project.code,
            self.activity.number if self.activity else None,
        )

    def citations(self) -> Iterator[Citation]:
        """Yield the amount, from the page of its work or the row of its activity."""
        source, page = self.project.plan.source, self.project.page
        line, row = source.document.first(BUDGET_OF_A_PAGE, page), BUDGET_OF_A_PAGE
        if self.activity:
            line, row = self.activity.source_line or 0, BUDGET_OF_AN_ACTIVITY
        if page:
            yield from source.read(
                self, "initial_amount", line, row, value=self.initial_amount, convert=millions
            )
