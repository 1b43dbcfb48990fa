"""Whose money it is, and what it is spent on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.thai import is_shortened
from etda_plan.common.triggers import GuardedModel, plan_fixed
from projects.models import FiscalPlan

if TYPE_CHECKING:
    from budgets.models.statements import StatementLine


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
        """The three kinds of money of an agency under its own law, and what last year left to pay.

        No document prints money carried forward: approval of a carry-forward makes the source.
        """

        CURRENT_APPROPRIATION = "CURRENT_APPROPRIATION", _("this year's appropriation")
        PRIOR_YEAR_BALANCE = "PRIOR_YEAR_BALANCE", _("balance of earlier years")
        OFF_BUDGET = "OFF_BUDGET", _("own income")
        CARRIED_FORWARD = "CARRIED_FORWARD", _("money carried forward")

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
        plan_fixed("fund_source"),
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

    @property
    def is_carried_forward(self) -> bool:
        """Whether it is what the year before left to pay, which no document prints."""
        return self.code == self.Code.CARRIED_FORWARD

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
