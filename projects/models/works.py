"""The projects and standing works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.models import (
    SourceLineField,
    contains_any,
    search_column,
    search_expression,
)
from etda_plan.common.thai import search_form
from etda_plan.common.triggers import Agreement, GuardedModel, plan_fixed
from projects.models.plan import Correction, FiscalPlan
from projects.models.strategies import Strategy
from projects.models.wordings import ProjectAlias, ProjectText

NAME_FIELDS = ("code", "name", "name_printed", "name_en", "name_en_printed", "former_name")

PAGE_HEADING = r"(?:โครงการ|งาน)[^\t]*"


def _count_of(relation: str) -> Subquery:
    """Return how many rows of a relation a project has, without joining them to its amounts."""
    counted = Project.objects.filter(pk=OuterRef("pk")).annotate(rows=Count(relation))
    return Subquery(counted.order_by().values("rows"))


class Totals(NamedTuple):
    """The known budgets added up, the envelope that they are part of (baht), the unknown ones."""

    known: Decimal | None
    envelope: Decimal | None
    unknown: int


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects and works of a plan."""

    def get_by_natural_key(self, fiscal_year: int, code: str) -> Project:
        """Return a plan's project or work by code."""
        return self.get(plan__fiscal_year=fiscal_year, code=code)

    def search(self, query: str) -> Self:
        """Keep those whose code, goal, or any name in the document holds ``query``."""
        forms = Correction.objects.search_forms(query)
        return self._holding("search_text", forms)

    def named(self, query: str) -> Self:
        """Keep those whose code or any name in the document holds ``query``."""
        forms = Correction.objects.search_forms(query)
        names = search_expression(*NAME_FIELDS)
        return self.alias(names=names)._holding("names", forms)

    def _holding(self, column: str, forms: list[str]) -> Self:
        if not forms:
            return self.none()
        aliases = ProjectAlias.objects.filter(contains_any("search_text", forms))
        return self.filter(contains_any(column, forms) | Q(pk__in=aliases.values("project")))

    def with_budget(self) -> Self:
        """Add ``budget``: the amount (baht) that the project's page prints, null if none."""
        whole = Project.objects.filter(pk=OuterRef("pk"), page_amounts__activity__isnull=True)
        amount = whole.order_by().values("page_amounts__amount")
        return self.annotate(budget=Subquery(amount[:1]))

    def with_envelope(self) -> Self:
        """Add ``envelope``: what the plan may spend in the year (baht)."""
        total = Project.objects.filter(
            pk=OuterRef("pk"),
            plan__statements__side="sources",
            plan__statements__lines__kind="total",
        )
        amount = total.order_by().values("plan__statements__lines__amount")
        return self.annotate(envelope=Subquery(amount[:1]))

    def with_row(self) -> Self:
        """Bring what a row of a list shows: budget, counts, and the lines of its budget."""
        page_line = Min("page_amounts__source_line", filter=Q(page_amounts__activity__isnull=True))
        return (
            self.with_budget()
            .with_envelope()
            .annotate(
                activity_count=_count_of("activities"),
                kpi_count=_count_of("kpi_targets"),
                page_line=page_line,
                section_line=F("statement_line__source_line"),
            )
            .select_related("strategy", "statement_line")
            .prefetch_related("page_amounts")
            .order_by("position", "pk")
        )

    def totals(self) -> Totals:
        """Return what rows (of ``with_row``) add up to."""
        rows: list[Any] = list(self)
        known = [row.budget for row in rows if row.budget is not None]
        return Totals(
            known=sum(known, Decimal(0)) if known else None,
            envelope=rows[0].envelope if rows else None,
            unknown=len(rows) - len(known),
        )

    def with_page(self) -> Self:
        """Bring all that a project's page shows, in a fixed number of queries."""
        return (
            self.with_budget()
            .with_envelope()
            .select_related("plan", "strategy", "statement_line")
            .prefetch_related(
                "texts",
                "aliases",
                "activities__office",
                "activities__page_amount",
                "activities__months",
                "activities__sub_activities__months",
                "activities__schedule_lines__schedule__proposed_by",
                "activities__schedule_lines__schedule__decided_by",
                "activities__sub_activities__schedule_lines__schedule__proposed_by",
                "activities__sub_activities__schedule_lines__schedule__decided_by",
                "kpi_targets__kpi__framework",
                "page_indicators__kpi__framework",
                "page_amounts",
                "allocations__fund_source",
                "allocations__spending_group",
                "allocations__statement_line",
            )
        )


class Project(GuardedModel):
    """A project (โครงการ) or a standing work (งาน).

    ``name`` is section 6's for projects and the page's for works, which section 6 does not name.
    What the document does not say is null or empty: goal, strategy and life of a standing work.
    """

    class Kind(models.TextChoices):
        """Project or standing work."""

        PROJECT = "project", _("project")
        WORK = "work", _("work")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="projects", verbose_name=_("fiscal plan")
    )
    code = models.CharField(
        _("code"),
        max_length=10,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", _("Use capital letters and digits."))],
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number in section 6"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("order in lists"))
    name = models.CharField(_("name"), max_length=300)
    name_printed = models.CharField(_("name as printed"), max_length=300, blank=True)
    name_line = SourceLineField(_("line of the name"))
    name_en = models.CharField(_("English name"), max_length=200, null=True, blank=True)
    name_en_printed = models.CharField(_("English name as printed"), max_length=200, blank=True)
    former_name = models.CharField(_("former name"), max_length=300, null=True, blank=True)
    former_name_printed = models.CharField(_("former name as printed"), max_length=300, blank=True)
    former_name_line = SourceLineField(_("line of the former name"))
    life_years = models.PositiveSmallIntegerField(_("life in years"), null=True, blank=True)
    life_from = models.PositiveSmallIntegerField(
        _("first fiscal year (B.E.)"), null=True, blank=True
    )
    life_to = models.PositiveSmallIntegerField(_("last fiscal year (B.E.)"), null=True, blank=True)
    life_line = SourceLineField(_("line of the life"))
    strategy = models.ForeignKey(
        Strategy,
        models.PROTECT,
        related_name="projects",
        null=True,
        blank=True,
        verbose_name=_("strategy"),
    )
    strategy_printed = models.TextField(_("strategy as printed"), blank=True)
    strategy_line = SourceLineField(_("line of the strategy"))
    strategy_is_inferred = models.BooleanField(_("strategy matched by its text"), default=False)
    goal = models.TextField(_("goal"), null=True, blank=True)
    goal_printed = models.TextField(_("goal as printed"), blank=True)
    goal_line = SourceLineField(_("line of the goal"))
    indicator_note = models.TextField(_("note on indicators"), blank=True)
    indicator_note_printed = models.TextField(_("note on indicators as printed"), blank=True)
    indicator_note_line = SourceLineField(_("line of the note on indicators"))
    page_first_line = SourceLineField(_("first line of its pages"))
    page_last_line = SourceLineField(_("last line of its pages"))
    search_text = search_column(*NAME_FIELDS, "goal")
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = ProjectQuerySet.as_manager()
    guards = [
        plan_fixed("project"),
        Agreement(
            "project_strategy_same_plan",
            "strategy",
            _("The strategy belongs to another plan."),
            path="strategy.plan",
            other="plan",
        ),
    ]

    read_from: ClassVar = {
        "name_en": "name_en_printed",
        "former_name": "former_name_line",
        "life_years": "life_line",
        "life_from": "life_line",
        "life_to": "life_line",
        "strategy": "strategy_line",
        "goal": "goal_line",
        "indicator_note": "indicator_note_line",
    }

    class Meta:
        verbose_name = _("project or work")
        verbose_name_plural = _("projects and works")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="project_code",
                violation_error_message=_("The plan has a project or work of this code already."),
            ),
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="project_position",
                violation_error_message=_("This place in the order is taken."),
            ),
            models.CheckConstraint(
                condition=Q(life_years__isnull=True) | Q(life_years__gte=1),
                name="project_life_from_1_year",
                violation_error_message=_("A project lives for at least one year."),
            ),
            models.CheckConstraint(
                condition=Q(life_from__isnull=True) | Q(life_from__range=(2400, 2999)),
                name="project_life_from_buddhist_year",
                violation_error_message=_("Use a Buddhist-Era year, such as 2563."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(life_to__isnull=True) | Q(life_to=F("life_from") + F("life_years") - 1)
                ),
                name="project_life_adds_up",
                violation_error_message=_("First year, last year and number of years do not fit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and code."""
        return (self.plan.fiscal_year, self.code)

    @property
    def broken_down(self) -> Decimal | None:
        """What its page prints for single activities, added up (baht); null where nothing is."""
        amounts = [each.amount for each in self.page_amounts.all() if each.activity_id]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def not_broken_down(self) -> Decimal | None:
        """The part of its budget (baht) that its page prints no activity for."""
        whole = [each.amount for each in self.page_amounts.all() if not each.activity_id]
        return whole[0] - (self.broken_down or Decimal(0)) if whole else None

    @property
    def budget_lines(self) -> list[int | None]:
        """The lines that print its budget: section 6's, if it has one there, and its page's."""
        line = getattr(self, "statement_line", None)
        pages = [each.source_line for each in self.page_amounts.all() if not each.activity_id]
        return [line.source_line, *pages] if line else pages

    @property
    def page(self) -> range:
        """The lines of the document on which its pages stand; none where they are unknown."""
        if self.page_first_line is None or self.page_last_line is None:
            return range(0)
        return range(self.page_first_line, self.page_last_line + 1)

    def citations(self) -> Iterator[Citation]:
        """Yield its names, life, strategy, goal, note on indicators, and where its pages stand."""
        yield from self._cited_names()
        yield from self._cited_life()
        yield from self._cited_strategy()
        quote, page = self.plan.source.quote, self.page
        goal, note = r"^[^\t]+\t", r"^ตัวชี้วัด\t"
        if self.goal_printed:
            yield from quote(self, "goal", self.goal_line, before=goal, after=r"\t", within=page)
            yield from self._cited_label()
        if self.indicator_note_printed:
            line = self.indicator_note_line
            yield from quote(self, "indicator_note", line, before=note, after=r"\t", within=page)
        yield from self._cited_page()

    def _cited_label(self) -> Iterator[Citation]:
        """Yield the line of the goal, which is labelled as the agency's aim (or strategy)."""
        source, line, agency = self.plan.source, self.goal_line, self.plan.agency_short
        labels = (f"เป้าประสงค์ {agency}", f"ยุทธศาสตร์ {agency}")
        yield from source.read(
            self,
            "goal_line",
            line,
            r"^(?P<x>[^\t]+)\t",
            value=line,
            convert=lambda label: line if source.correct(label) in labels else None,
        )

    def _cited_names(self) -> Iterator[Citation]:
        source, line = self.plan.source, self.name_line
        if self.number:
            number = r"^(?P<x>\d+\.\d+) "
            yield from source.read(
                self, "number", line, number, value=self.number, convert=str, phrase=self.number
            )
            yield from source.quote(self, "name", line, before=rf"^{self.number} ", after=r" \(")
        else:
            yield from source.quote(self, "name", line, before="^", after="$")
        if self.name_en_printed:
            yield from source.quote(self, "name_en", line, before=r" \(", after=r"\)\t")
        former = self.former_name_line
        if self.former_name_printed:
            yield from source.quote(self, "former_name", former, before="เดิม ", within=self.page)

    def _cited_life(self) -> Iterator[Citation]:
        for field, pattern in (
            ("life_years", r"\tอายุโครงการ\t(?P<x>\d+) ปี "),
            ("life_from", r" พ\.ศ\. (?P<x>\d{4})(?!\d)"),
            ("life_to", r" พ\.ศ\. \d{4}(?:-(?P<x>\d{4}))?\)"),
        ):
            yield from self.plan.source.read(
                self,
                field,
                self.life_line,
                pattern,
                value=getattr(self, field),
                convert=int,
                within=self.page,
            )

    def _cited_strategy(self) -> Iterator[Citation]:
        source, line, page = self.plan.source, self.strategy_line, self.page
        cell = r"^กลยุทธ์\t(?P<x>[^\t]+)\t*$"
        printed = self.strategy_printed
        yield from source.read(
            self, "strategy_printed", line, cell, value=printed, convert=str, within=page
        )
        number = self.strategy.number if self.strategy else None
        yield from source.read(
            self, "strategy", line, cell, value=number, convert=self._strategy_cited, within=page
        )

    def _strategy_cited(self, printed: str) -> int | None:
        """Return the number of the strategy that the page words; None where none is worded so."""
        number = re.match(r"กลยุทธ์ที่ (\d+) ", printed)
        named = self.plan.strategy_of(printed[number.end() :] if number else printed)
        return named if number is None or number[1] == str(named) else None

    def _cited_page(self) -> Iterator[Citation]:
        source, first, last = self.plan.source, self.page_first_line, self.page_last_line
        name = search_form(source.correct(self.name_en_printed or self.name_printed))
        heading = rf"^(?=(?P<x>{PAGE_HEADING})$)"
        yield from source.read(
            self,
            "page_first_line",
            first,
            heading,
            value=first,
            convert=lambda text: first if name in search_form(text) else None,
        )
        yield from source.read(
            self,
            "page_last_line",
            last,
            "^(?P<x>)",
            value=last,
            convert=lambda _: source.document.end_of_page(first or 0, PAGE_HEADING),
        )

    @property
    def objectives(self) -> list[ProjectText]:
        """Its numbered objectives."""
        return [text for text in self.texts.all() if text.kind == ProjectText.Kind.OBJECTIVE]

    @property
    def targets_in_words(self) -> list[ProjectText]:
        """Its numbered targets in words."""
        return [text for text in self.texts.all() if text.kind == ProjectText.Kind.TARGET]
