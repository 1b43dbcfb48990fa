"""Strategies, and the offices that are responsible."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.models import (
    PrintedText,
    SourceLineField,
    holding,
)
from etda_plan.common.triggers import GuardedModel, plan_fixed
from projects.models.plan import Correction, FiscalPlan

LAST_CELL = r"\t(?P<x>[^\t]+)\t*$"


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """Strategies of a plan."""

    def get_by_natural_key(self, fiscal_year: int, number: int) -> Strategy:
        """Return a plan's strategy by number."""
        return self.get(plan__fiscal_year=fiscal_year, number=number)

    def search(self, query: str) -> Self:
        """Keep those whose text, as in force or as printed, holds ``query``."""
        forms = Correction.objects.search_forms(query)
        return holding(self, forms, "text", "text_printed")


class Strategy(GuardedModel, PrintedText):
    """One of the agency's strategies (section 3)."""

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="strategies", verbose_name=_("fiscal plan")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    history = HistoricalRecords()

    objects = StrategyQuerySet.as_manager()
    guards = [
        plan_fixed("strategy"),
    ]

    read_from: ClassVar = {"text": "source_line"}

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="strategy_number",
                violation_error_message=_("The plan has a strategy of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="strategy_number_from_1",
                violation_error_message=_("Numbers begin at 1."),
            ),
        ]

    def natural_key(self) -> tuple[int, int]:
        """Return fiscal year and number."""
        return (self.plan.fiscal_year, self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the wording, behind its number."""
        before = rf"^กลยุทธ์ที่ {self.number} "
        yield from self.plan.source.quote(self, "text", self.source_line, before=before, after="$")


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices of a plan."""

    def get_by_natural_key(self, fiscal_year: int, code: str) -> Office:
        """Return a plan's office by its corrected abbreviation."""
        return self.get(plan__fiscal_year=fiscal_year, code=code)

    def search(self, query: str) -> Self:
        """Keep those whose abbreviation, as corrected or as printed, or name holds ``query``."""
        forms = Correction.objects.search_forms(query)
        return holding(self, forms, "code", "code_printed", "name")

    def of_user(self, user: Any, day: datetime.date) -> Self:
        """Keep those that ``user`` is in on a day; none for a visitor without an account."""
        begun = Q(memberships__since__lte=day)
        going_on = Q(memberships__until=None) | Q(memberships__until__gte=day)
        return self.filter(begun & going_on, memberships__user=user.pk)

    def with_activity_count(self) -> Self:
        """Add ``activity_count``: how many activities each is responsible for."""
        return self.annotate(activity_count=Count("activities"))


class Office(GuardedModel):
    """Who is responsible for an activity: an office, a position, or several offices."""

    class Kind(models.TextChoices):
        """What the printed name stands for."""

        OFFICE = "office", _("office")
        POSITION = "position", _("position")
        MULTIPLE = "multiple", _("several offices")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="offices", verbose_name=_("fiscal plan")
    )
    code = models.CharField(_("abbreviation"), max_length=60)
    code_printed = models.CharField(_("abbreviation as printed"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    source_line = SourceLineField(_("line of the first mention"))
    history = HistoricalRecords()

    objects = OfficeQuerySet.as_manager()
    guards = [
        plan_fixed("office"),
    ]

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="office_code",
                violation_error_message=_("The plan has an office of this abbreviation already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and abbreviation."""
        return (self.plan.fiscal_year, self.code)

    def citations(self) -> Iterator[Citation]:
        """Yield the abbreviation, and the kind and the name that it stands for."""
        read, line = self.plan.source.read, self.source_line
        printed = self.code_printed
        yield from read(self, "code_printed", line, LAST_CELL, value=printed, convert=str)
        yield from read(self, "code", line, LAST_CELL, value=self.code)
        code = self.plan.source.correct(self.code_printed)
        name, kind = self.spelled_out(code), self.kind_of(code)
        yield from read(self, "name", line, LAST_CELL, value=self.name, convert=lambda _: name)
        yield from read(self, "kind", line, LAST_CELL, value=self.kind, convert=lambda _: kind)
        cell = rf"\t{re.escape(printed)}\t*$"
        first = self.plan.source.document.first(cell, range(1, (line or 0) + 1))
        yield from read(self, "source_line", line, LAST_CELL, value=line, convert=lambda _: first)

    @classmethod
    def kind_of(cls, code: str) -> str:
        """Return what an abbreviation stands for: ``ส.`` an office, ``ผอ.`` a position."""
        if code.startswith("ส."):
            return cls.Kind.OFFICE.value
        return (cls.Kind.POSITION if code.startswith("ผอ.") else cls.Kind.MULTIPLE).value

    @staticmethod
    def spelled_out(code: str) -> str:
        """Return an abbreviation in full: ``ส.กฎหมาย`` → ``สำนักกฎหมาย``."""
        return re.sub(r"^ผอ\.", "ผู้อำนวยการ ", re.sub(r"^ส\.", "สำนัก", code))
