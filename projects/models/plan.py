"""The fiscal plan and its front matter."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation, Source, read_document
from etda_plan.common.fiscal import first_day, parse_long_date, today
from etda_plan.common.models import PrintedText, SourceLineField, holding
from etda_plan.common.thai import corrected_form, search_form, typed_form

FIRST_BUDDHIST_YEAR = 2400


class FiscalPlanQuerySet(models.QuerySet["FiscalPlan"]):
    """Plans of several fiscal years."""

    def get_by_natural_key(self, fiscal_year: int) -> FiscalPlan:
        """Return the plan of a fiscal year (B.E.)."""
        return self.get(fiscal_year=fiscal_year)


class FiscalPlan(models.Model):
    """The action plan of one fiscal year: 1 October of the year before to 30 September."""

    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_line = SourceLineField(_("line of the title"))
    agency = models.CharField(_("agency"), max_length=200)
    agency_short = models.CharField(_("agency's abbreviation"), max_length=30)
    agency_line = SourceLineField(_("line of the agency"))
    period_printed = models.CharField(_("period as printed"), max_length=100, blank=True)
    period_line = SourceLineField(_("line of the period"))
    is_current = models.BooleanField(_("current plan"), default=False)
    history = HistoricalRecords()

    objects = FiscalPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiscal plan")
        verbose_name_plural = _("fiscal plans")
        ordering = ["-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="fiscal_plan_one_current",
                violation_error_message=_("Only one plan can be the current one."),
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(FIRST_BUDDHIST_YEAR, 2999)),
                name="fiscal_plan_buddhist_year",
                violation_error_message=_("The fiscal year is a Buddhist-Era year, such as 2563."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[int]:
        """Return the fiscal year, by which fixtures name a plan."""
        return (self.fiscal_year,)

    @property
    def query(self) -> str:
        """What an address says to show it: nothing for the current plan."""
        return "" if self.is_current else f"?fiscal_year={self.fiscal_year}"

    @property
    def starts_on(self) -> datetime.date:
        """The first day, 1 October (Gregorian)."""
        return first_day(self.fiscal_year, 1)

    @property
    def ends_on(self) -> datetime.date:
        """The last day, 30 September (Gregorian)."""
        return first_day(self.fiscal_year + 1, 1) - datetime.timedelta(days=1)

    @property
    def reference_day(self) -> datetime.date:
        """The day that its figures are of: today or its last day, whichever comes first."""
        return min(today(), self.ends_on)

    @property
    def has_ended(self) -> bool:
        """Whether its year is over; its figures are then those of its last day, for good."""
        return today() > self.ends_on

    @property
    def approved_on(self) -> datetime.date | None:
        """The day of its last approval, its approvals being at hand; None if none is recorded."""
        return max((approval.approved_on for approval in self.approvals.all()), default=None)

    @cached_property
    def source(self) -> Source:
        """Its document, read with its corrections. Read once for each object of a plan."""
        corrections = dict(self.corrections.values_list("printed", "corrected"))
        return Source(read_document(self.fiscal_year), corrections)

    @cached_property
    def _strategy_wordings(self) -> dict[str, int]:
        correct = self.source.correct
        printed = self.strategies.values_list("text_printed", "number")
        return {search_form(correct(text)): number for text, number in printed}

    def strategy_of(self, wording: str) -> int | None:
        """Return the number of the strategy that is worded so, spaces aside, once corrected."""
        return self._strategy_wordings.get(search_form(self.source.correct(wording)))

    def know(self, source: Source, strategies: Iterable[tuple[str, int]]) -> None:
        """Take document, corrections and strategies from memory instead of the database."""
        self.source = source
        correct = source.correct
        self._strategy_wordings = {
            search_form(correct(text)): number for text, number in strategies
        }

    def citations(self) -> Iterator[Citation]:
        """Yield the title, the year, the agency and the period."""
        read, of_title = self.source.read, self.title_line
        title = r"^(?P<x>แผนปฏิบัติการ .+)$"
        yield from read(self, "title", of_title, title, value=self.title)
        year = r"ปีงบประมาณ พ\.ศ\. (?P<x>\d{4})$"
        yield from read(self, "fiscal_year", of_title, year, value=self.fiscal_year, convert=int)
        agency, short = r"^(?P<x>\S+) หรือ \S+$", r"^\S+ หรือ (?P<x>\S+)$"
        yield from read(self, "agency", self.agency_line, agency, value=self.agency)
        yield from read(self, "agency_short", self.agency_line, short, value=self.agency_short)
        period = r"^\((?P<x>\d+ .+ \d{4})\)$"
        value = self.period_printed
        yield from read(self, "period_printed", self.period_line, period, value=value, convert=str)


class PlanApprovalQuerySet(models.QuerySet["PlanApproval"]):
    """Approvals by the governing board."""

    def get_by_natural_key(self, fiscal_year: int, meeting: str) -> PlanApproval:
        """Return the approval of a plan at a meeting, such as ``7/2562``."""
        return self.get(plan__fiscal_year=fiscal_year, meeting=meeting)


class PlanApproval(models.Model):
    """One decision of the governing board that approved the plan."""

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="approvals", verbose_name=_("fiscal plan")
    )
    meeting = models.CharField(_("meeting"), max_length=20)
    agenda_item = models.PositiveSmallIntegerField(_("agenda item"))
    approved_on = models.DateField(_("approved on"))
    source_line = SourceLineField(_("line of the document"))
    history = HistoricalRecords()

    objects = PlanApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of the plan")
        verbose_name_plural = _("approvals of the plan")
        ordering = ["plan", "approved_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "meeting"],
                name="plan_approval_once_a_meeting",
                violation_error_message=_("This meeting's approval is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.meeting

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and meeting."""
        return (self.plan.fiscal_year, self.meeting)

    def citations(self) -> Iterator[Citation]:
        """Yield the meeting, its agenda item and its day."""
        read, line = self.plan.source.read, self.source_line
        meeting, item = r"ครั้งที่ (?P<x>\d+/\d{4}) ", r"\(วาระที่ (?P<x>\d+)\)"
        yield from read(self, "meeting", line, meeting, value=self.meeting, convert=str)
        yield from read(self, "agenda_item", line, item, value=self.agenda_item, convert=int)
        day = r"วันที่ (?P<x>\d+ \S+ \d{4})(?!\d)"
        value = self.approved_on
        yield from read(self, "approved_on", line, day, value=value, convert=parse_long_date)


class PlanTextQuerySet(models.QuerySet["PlanText"]):
    """Front matter and notes."""

    def get_by_natural_key(self, fiscal_year: int, kind: str, number: int) -> PlanText:
        """Return a text by plan, kind and number."""
        return self.get(plan__fiscal_year=fiscal_year, kind=kind, number=number)

    def search(self, query: str) -> Self:
        """Keep the passages whose heading or text, as in force or as printed, holds ``query``."""
        forms = Correction.objects.search_forms(query)
        return holding(self, forms, "heading", "text", "text_printed")


class PlanText(PrintedText):
    """A passage of the plan's front matter, or a note printed under a statement."""

    class Kind(models.TextChoices):
        """What the passage is."""

        INTRODUCTION = "introduction", _("introduction")
        LEGAL_POWER = "legal_power", _("legal power")
        LINKED_PLAN = "linked_plan", _("linked plan")
        VISION = "vision", _("vision")
        MISSION = "mission", _("mission")
        VALUE = "value", pgettext_lazy("core value", "value")
        STRATEGY_INTRODUCTION = "strategy_introduction", _("introduction to the strategies")
        MONEY_NOTE = "money_note", _("note on the money")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="texts", verbose_name=_("fiscal plan")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    heading = models.CharField(_("heading"), max_length=100, blank=True)
    heading_line = SourceLineField(_("line of the heading"))
    history = HistoricalRecords()

    objects = PlanTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the plan")
        verbose_name_plural = _("texts of the plan")
        ordering = ["plan", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                name="plan_text_number",
                violation_error_message=_("This number is taken."),
            ),
        ]

    def natural_key(self) -> tuple[int, str, int]:
        """Return fiscal year, kind and number."""
        return (self.plan.fiscal_year, self.kind, self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the wording, with its number where one is printed, and its heading."""
        source = self.plan.source
        before, after = self._surroundings()
        yield from source.quote(self, "text", self.source_line, before=before, after=after)
        heading = r"^(?P<x>\S+)$"
        yield from source.read(self, "heading", self.heading_line, heading, value=self.heading)

    def _surroundings(self) -> tuple[str, str]:
        match self.kind:
            case self.Kind.LEGAL_POWER:
                return rf"^- \({self.number}\) ", "$"
            case self.Kind.LINKED_PLAN:
                return "(?:กับ|และ| )", "(?:มา| |$)"
            case self.Kind.VISION:
                return "^“", "”$"
            case self.Kind.MONEY_NOTE:
                return r"^\*", "$"
        return "^", "$"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections of the scanned text."""

    def get_by_natural_key(self, fiscal_year: int, printed: str) -> Correction:
        """Return the correction of a printed wording."""
        return self.get(plan__fiscal_year=fiscal_year, printed=printed)

    def search_forms(self, query: str) -> list[str]:
        """Return the forms in which to look for a query: as typed, and as corrected.

        Printed spellings thus find the texts in force. A query of signs alone has no form.
        """
        typed = typed_form(query)
        forms = [typed] if typed else []
        for printed, corrected in self.values_list("printed", "corrected"):
            form = corrected_form(typed, search_form(printed), search_form(corrected))
            if form not in forms and form:
                forms.append(form)
        return forms

    def printed_forms(self, query: str) -> list[str]:
        """Return the forms in which the document may print a query: corrected words as scanned."""
        typed = typed_form(query)
        forms = {
            corrected_form(typed, search_form(corrected), search_form(printed)): None
            for printed, corrected in self.values_list("printed", "corrected")
        }
        return [form for form in ({typed: None} | forms) if form]


class Correction(models.Model):
    """A scanning error and its correction; corrected texts come from these alone."""

    class Confidence(models.TextChoices):
        """How sure the correction is."""

        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="corrections", verbose_name=_("fiscal plan")
    )
    printed = models.CharField(_("as printed"), max_length=200)
    corrected = models.CharField(_("corrected"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    history = HistoricalRecords()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["plan", "printed"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "printed"],
                name="correction_once",
                violation_error_message=_("This wording has a correction already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed} → {self.corrected}"

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and printed wording."""
        return (self.plan.fiscal_year, self.printed)
