"""Amounts that pages print, and the allocations that carry the year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Activity
from budgets.models.sources import FundSource, SpendingGroup
from budgets.models.statements import StatementLine
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from etda_plan.common.citations import MILLIONS, Citation, millions
from etda_plan.common.fields import MoneyField
from etda_plan.common.fiscal import today
from etda_plan.common.models import SourceLineField
from etda_plan.common.triggers import Agreement, GuardedModel
from projects.models import FiscalPlan, Office, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

BUDGET_OF_A_PAGE = rf"^แผนการใช้จ่ายงบประมาณ\t(?P<x>{MILLIONS}) ล้านบาท\t"
BUDGET_OF_AN_ACTIVITY = rf"\t(?P<all>(?P<x>{MILLIONS}))\t[^\t]+\t*$"

OPENED_IN_THE_YEAR = Q(statement_line=None, initial_amount=Decimal(0))
"""Allocations that no line prints: they began with nothing and live on transfers."""
CARRIED_FORWARD = Q(fund_source__code=FundSource.Code.CARRIED_FORWARD)
"""Allocations whose money belongs to the year before."""


def _used() -> Combinable:
    return F("reserved_amount") + F("committed_amount") + F("paid_amount")


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

    read_from: ClassVar = {"amount": "source_line"}

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
            "fund_source", "spending_group", "project", "activity__project", "statement_line"
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those whose entries the user may read: all, or those of the own offices' works."""
        if READ_ALL_ENTRIES.allows(user):
            return self
        if not READ_OWN_ENTRIES.allows(user):
            return self.none()
        offices = Office.objects.of_user(user, today())
        own = Q(activity__office__in=offices) | Q(
            activity=None, project__in=Project.objects.filter(activities__office__in=offices)
        )
        return self.filter(own)


class Allocation(GuardedModel):
    """One cell of fund source × spending group × work: the money that the year moves.

    ``statement_line`` is the printed line of section 6 that it comes from; group 4's single line
    is split by the pages of the two works that share it. The totals (transferred, reserved,
    committed, paid) sum the allocation's entries and are updated with them, under a CHECK that
    refuses what is not there.
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
    transferred_amount = MoneyField(_("transferred (baht)"), default=Decimal(0), editable=False)
    reserved_amount = MoneyField(_("reserved (baht)"), default=Decimal(0), editable=False)
    committed_amount = MoneyField(_("committed (baht)"), default=Decimal(0), editable=False)
    paid_amount = MoneyField(_("paid (baht)"), default=Decimal(0), editable=False)
    history = HistoricalRecords(
        excluded_fields=[
            "transferred_amount",
            "reserved_amount",
            "committed_amount",
            "paid_amount",
        ]
    )

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
            models.CheckConstraint(
                condition=Q(reserved_amount__gte=0, committed_amount__gte=0, paid_amount__gte=0),
                name="allocation_stages_not_negative",
                violation_error_message=_("No stage of the money falls below zero."),
            ),
            models.CheckConstraint(
                condition=Q(initial_amount__gte=_used() - F("transferred_amount")),
                name="allocation_not_overspent",
                violation_error_message=_("There is not so much money left in the allocation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_source.code}/{self.spending_group.number}/{self.project.code}"

    @property
    def label(self) -> str:
        """What people call it: ``EC · เงินงบประมาณ``, with the activity where it has one."""
        work = self.activity.code if self.activity else self.project.code
        return f"{work} · {self.fund_source.name_short}"

    @property
    def current_amount(self) -> Decimal:
        """What there is after transfers (baht)."""
        return self.initial_amount + self.transferred_amount

    @property
    def left_amount(self) -> Decimal:
        """What is neither reserved nor committed nor paid (baht)."""
        taken = self.reserved_amount + self.committed_amount + self.paid_amount
        return self.current_amount - taken

    @property
    def is_carried_forward(self) -> bool:
        """Whether its money was carried into the year, and belongs to the one before."""
        return self.fund_source.is_carried_forward

    @property
    def is_opened_in_the_year(self) -> bool:
        """Whether no line prints it: it began with nothing and lives on transfers."""
        return self.statement_line_id is None and not self.initial_amount

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
        if self.is_opened_in_the_year or self.is_carried_forward:
            return
        source, page = self.project.plan.source, self.project.page
        line, row = source.document.first(BUDGET_OF_A_PAGE, page), BUDGET_OF_A_PAGE
        if self.activity:
            line, row = self.activity.source_line or 0, BUDGET_OF_AN_ACTIVITY
        if page:
            yield from source.read(
                self, "initial_amount", line, row, value=self.initial_amount, convert=millions
            )
