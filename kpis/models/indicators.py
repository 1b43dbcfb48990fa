"""Indicators, and how projects' pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import ClassVar, Self

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation, measured
from etda_plan.common.fields import MeasureField
from etda_plan.common.models import SourceLineField, contains_any, holding, search_column
from etda_plan.common.triggers import Agreement, Fixed, GuardedModel
from kpis.models.frameworks import BUDGET_FRAMEWORK, KpiFramework
from projects.models import Correction, FiscalPlan, Project

PERCENT_UNITS = ("ร้อยละ", "เปอร์เซ็นต์", "%")
LASTING_UNITS = (*PERCENT_UNITS, "เดือน")
"""Units of which an earlier value and a later one are not counted together."""


class KpiQuerySet(models.QuerySet["Kpi"]):
    """Indicators."""

    def get_by_natural_key(self, fiscal_year: int, framework: str, number: int) -> Kpi:
        """Return an indicator by its framework's key and its number."""
        return self.get(
            framework__plan__fiscal_year=fiscal_year, framework__code=framework, number=number
        )

    def of_section_7(self, plan: FiscalPlan) -> Self:
        """Keep a plan's indicators of section 7, with their targets."""
        return self.filter(framework__plan=plan, framework__code=BUDGET_FRAMEWORK).with_targets()

    def of_other_sets(self, plan: FiscalPlan) -> Self:
        """Keep a plan's indicators of the sets that people add, set by set, with their targets."""
        return self.of_every_set(plan).exclude(framework__code=BUDGET_FRAMEWORK)

    def of_every_set(self, plan: FiscalPlan) -> Self:
        """Keep all of a plan's indicators, section 7's first, with their targets."""
        added = ExpressionWrapper(~Q(framework__code=BUDGET_FRAMEWORK), models.BooleanField())
        return (
            self.filter(framework__plan=plan).with_targets().order_by(added, "framework", "number")
        )

    def with_targets(self) -> Self:
        """Bring each indicator's set and plan, its targets, and how pages print it."""
        return self.select_related("framework__plan").prefetch_related(
            "targets__project",
            "targets__owner",
            "targets__quarters",
            "targets__levels",
            "page_indicators__project",
        )

    def neighbours(self, number: int) -> tuple[Kpi | None, Kpi | None]:
        """Return the indicators just before and just after a number."""
        before = self.filter(number__lt=number).order_by("-number")
        return before.first(), self.filter(number__gt=number).order_by("number").first()

    def search(self, query: str) -> Self:
        """Keep those of the number typed, and those whose name or unit holds ``query``.

        How projects' pages word the name counts too.
        """
        if not (forms := Correction.objects.search_forms(query)):
            return self.none()
        pages = holding(PageIndicator.objects.all(), forms, "text", "text_printed")
        numbered = self.alias(number_form=Cast("number", models.TextField()))
        return numbered.filter(
            contains_any("search_text", forms)
            | Q(number_form__in=forms)
            | Q(pk__in=pages.values("kpi"))
        )


class Kpi(GuardedModel):
    """One indicator (ตัวชี้วัด).

    ``direction`` is printed for KPI 10 alone; elsewhere it was read into the document and stays
    marked so (``direction_is_inferred``) until an administrator confirms it. How results of
    several months make one is printed nowhere: ``aggregation`` stays empty until somebody says it,
    and ``aggregation_in_force`` reads it from the unit meanwhile, marked in the same way.
    """

    class Dimension(models.TextChoices):
        """The heading of section 7 that it stands under."""

        TIME = "time", _("time")
        COST = "cost", _("cost")
        QUALITY = "quality", _("quality")
        QUANTITY = "quantity", _("quantity")

    class Direction(models.TextChoices):
        """How a result is compared with the target."""

        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        EXACTLY = "exactly", _("exactly")
        RANGE = "range", _("within a range")

    class Aggregation(models.TextChoices):
        """How the results of several months make one."""

        SUM = "sum", _("sum")
        LAST = "last", _("last value")
        AVERAGE = "average", _("average")
        RATIO = "ratio", _("ratio")

    class Interval(models.IntegerChoices):
        """Every how many months a result is due."""

        MONTH = 1, _("every month")
        QUARTER = 3, _("every quarter")
        HALF_YEAR = 6, _("every half year")
        YEAR = 12, _("once a year")

    framework = models.ForeignKey(
        KpiFramework, models.PROTECT, related_name="kpis", verbose_name=_("set of indicators")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    dimension = models.CharField(_("dimension"), max_length=10, choices=Dimension.choices)
    dimension_line = SourceLineField(_("line of the dimension"))
    name = models.TextField(_("name"))
    name_printed = models.TextField(_("name as printed"), blank=True)
    unit = models.CharField(_("unit"), max_length=50)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    direction_is_inferred = models.BooleanField(_("direction is an interpretation"), default=True)
    baseline = MeasureField(_("baseline"), null=True, blank=True)
    weight = MeasureField(_("weight"), null=True, blank=True)
    source_line = SourceLineField(_("line of the document"))
    definition = models.TextField(_("definition"), blank=True)
    aggregation = models.CharField(
        _("aggregation"),
        max_length=10,
        choices=Aggregation.choices,
        blank=True,
        help_text=_(
            "While empty it is read from the unit: percentages and months keep their last value, "
            "everything else is counted together. Such a reading is an interpretation."
        ),
    )
    aggregation_is_inferred = models.BooleanField(
        _("aggregation is an interpretation"), default=True
    )
    numerator_label = models.CharField(_("numerator"), max_length=200, blank=True)
    denominator_label = models.CharField(_("denominator"), max_length=200, blank=True)
    reported_every = models.PositiveSmallIntegerField(
        _("results are due"), choices=Interval.choices, default=Interval.QUARTER
    )
    interpolates_levels = models.BooleanField(
        _("scores between levels"),
        default=False,
        help_text=_("Only where the table of levels says so: in a straight line between two."),
    )
    search_text = search_column("name", "name_printed", "unit")
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = KpiQuerySet.as_manager()
    guards = [
        Fixed("kpi_framework_fixed", "framework", _("An indicator stays in its set.")),
    ]

    read_from: ClassVar = {"name": "source_line"}
    filled_later: ClassVar = (
        "definition",
        "aggregation",
        "aggregation_is_inferred",
        "numerator_label",
        "denominator_label",
        "reported_every",
        "interpolates_levels",
    )
    changed_with_reason: ClassVar = (
        "dimension",
        "name",
        "unit",
        "direction",
        "direction_is_inferred",
        "baseline",
        "weight",
        *filled_later,
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"],
                name="kpi_number",
                violation_error_message=_("The set has an indicator of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="kpi_number_from_1",
                violation_error_message=_("Numbers begin at 1."),
            ),
            models.CheckConstraint(
                condition=Q(aggregation__in=["", "sum", "last", "average", "ratio"]),
                name="kpi_aggregation",
                violation_error_message=_("There is no such aggregation."),
            ),
            models.CheckConstraint(
                condition=~Q(aggregation="") | Q(aggregation_is_inferred=True),
                name="kpi_aggregation_said_to_be_confirmed",
                violation_error_message=_("Say how results are put together, then confirm it."),
            ),
            models.CheckConstraint(
                condition=~Q(aggregation="ratio")
                | ~Q(numerator_label="") & ~Q(denominator_label=""),
                name="kpi_ratio_names_its_parts",
                violation_error_message=_("A ratio names its numerator and its denominator."),
            ),
            models.CheckConstraint(
                condition=Q(reported_every=1)
                | Q(reported_every=3)
                | Q(reported_every=6)
                | Q(reported_every=12),
                name="kpi_reported_every",
                violation_error_message=_("Results are due every 1, 3, 6 or 12 months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def natural_key(self) -> tuple[int, str, int]:
        """Return the framework's key and the number."""
        return (*self.framework.natural_key(), self.number)

    @property
    def aggregation_in_force(self) -> str:
        """How results make one: as somebody said, else as the unit suggests."""
        if self.aggregation:
            return self.aggregation
        kinds = self.Aggregation
        return (kinds.LAST if self.unit in LASTING_UNITS else kinds.SUM).value

    @property
    def aggregation_word(self) -> str:
        """What the aggregation in force is called."""
        return str(self.Aggregation(self.aggregation_in_force).label)

    @property
    def is_ratio(self) -> bool:
        """Whether results are reported as a numerator and a denominator."""
        return self.aggregation_in_force == self.Aggregation.RATIO

    @property
    def ratio_scale(self) -> int:
        """By how much a ratio is multiplied to be in the unit: 100 for a percentage."""
        return 100 if self.unit in PERCENT_UNITS else 1

    def is_due(self, month: int) -> bool:
        """Whether a result is due for a fiscal month."""
        return month % self.reported_every == 0

    @property
    def direction_is_printed(self) -> bool:
        """Whether the name itself says in which direction results are read, as KPI 10's does."""
        words = {self.Direction.AT_LEAST: "ไม่น้อยกว่า", self.Direction.AT_MOST: "ไม่เกิน"}
        return (words.get(self.Direction(self.direction)) or "\n") in self.name

    def citations(self) -> Iterator[Citation]:
        """Yield the name behind its number, the unit, the dimension and the direction."""
        source, line = self.framework.plan.source, self.source_line
        before, cell = rf"^{self.number}\. ", rf"^{self.number}\. (?P<x>[^\t]+)\t"
        yield from source.quote(self, "name", line, before=before, after=r" \([^()]+\)\t")
        unit = rf"^{self.number}\. [^\t]+ \((?P<x>[^()]+)\)\t"
        yield from source.read(self, "unit", line, unit, value=self.unit)
        heading = r"^ตัวชี้วัดเชิง(?P<x>เวลา|ต้นทุน|คุณภาพ|ปริมาณ)\t"
        value, above = self.dimension, self.dimension_line
        read, direction = source.read, self.direction
        yield from read(self, "dimension", above, heading, value=value, convert=self.dimension_of)
        into = self.direction_read_into
        yield from read(self, "direction", line, cell, value=direction, convert=into)

    @classmethod
    def dimension_of(cls, heading: str) -> str:
        """Return the dimension that a heading of section 7 names."""
        thai = {"เวลา": cls.Dimension.TIME, "ต้นทุน": cls.Dimension.COST}
        thai |= {"คุณภาพ": cls.Dimension.QUALITY, "ปริมาณ": cls.Dimension.QUANTITY}
        return thai[heading].value

    @classmethod
    def direction_read_into(cls, printed: str) -> str:
        """Return how a result is compared: what is to be done *within* something is at most."""
        within = "ภายใน" in printed
        return (cls.Direction.AT_MOST if within else cls.Direction.AT_LEAST).value


class PageIndicatorQuerySet(models.QuerySet["PageIndicator"]):
    """Indicators as projects' pages print them."""

    def get_by_natural_key(self, fiscal_year: int, code: str, number: int) -> PageIndicator:
        """Return what a project's page prints under a number."""
        return self.get(project__plan__fiscal_year=fiscal_year, project__code=code, number=number)


class PageIndicator(GuardedModel):
    """An indicator as a project's own page prints it, with the value if the page gives one."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="page_indicators", verbose_name=_("project or work")
    )
    number = models.PositiveSmallIntegerField(_("number on the page"))
    kpi = models.ForeignKey(
        Kpi, models.PROTECT, related_name="page_indicators", verbose_name=_("indicator")
    )
    text = models.TextField(_("text"))
    text_printed = models.TextField(_("text as printed"), blank=True)
    value = MeasureField(_("value on the page"), null=True, blank=True)
    source_line = SourceLineField(_("line of the document"))
    history = HistoricalRecords()

    objects = PageIndicatorQuerySet.as_manager()
    guards = [
        Agreement(
            "page_indicator_same_plan",
            "kpi",
            _("The indicator belongs to another plan than the project."),
            path="kpi.framework.plan",
            other="project.plan",
        ),
    ]

    class Meta:
        verbose_name = _("indicator on a page")
        verbose_name_plural = _("indicators on pages")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="page_indicator_number",
                violation_error_message=_("This number is taken."),
            ),
            models.UniqueConstraint(
                fields=["project", "kpi"],
                name="page_indicator_once",
                violation_error_message=_("The page names this indicator already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.code} {self.number}. {self.text}"

    def natural_key(self) -> tuple[int, str, int]:
        """Return the project's key and the number on its page."""
        return (*self.project.natural_key(), self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the wording, and the value in the brackets at its end."""
        source, line, page = self.project.plan.source, self.source_line, self.project.page
        yield from source.numbered(self, "text", line, self.number, within=page, under="ตัวชี้วัด")
        yield from source.read(
            self,
            "value",
            line,
            self._figure_in(self.text_printed),
            value=self.value,
            convert=measured,
            within=page,
        )

        yield from source.read(
            self,
            "kpi",
            line,
            f"(?P<x>{re.escape(self.text_printed)})",
            value=self.kpi.number,
            convert=self._worded_alike,
            within=page,
        )

    def _worded_alike(self, printed: str) -> int | None:
        """Return the indicator's number if the page words it as section 7 does, but for a word."""
        words = re.sub(r" ?\([^()]*\)$", "", printed)
        alike = SequenceMatcher(None, words, self.kpi.name_printed, autojunk=False).ratio()
        return self.kpi.number if alike > 0.9 else None

    @staticmethod
    def _figure_in(printed: str) -> str:
        """Return a pattern of the wording whose ``x`` is the figure in its last brackets."""
        figure = re.search(r"\((?:ร้อยละ )?(\d[\d,.]*)[^()]*\)$", printed)
        if not figure:
            return f"{re.escape(printed)}(?P<x>(?!))?"
        before, after = printed[: figure.start(1)], printed[figure.end(1) :]
        return rf"{re.escape(before)}(?P<x>\d[\d,.]*){re.escape(after)}"
