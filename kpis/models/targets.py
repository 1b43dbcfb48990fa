"""Targets of indicators for each project, of the year and of its quarters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation, measured
from etda_plan.common.fields import MeasureField
from etda_plan.common.triggers import Agreement, GuardedModel
from kpis.models.indicators import Kpi
from projects.models import Office, Project


class KpiTargetQuerySet(models.QuerySet["KpiTarget"]):
    """Targets of indicators for projects."""

    def get_by_natural_key(
        self, fiscal_year: int, framework: str, number: int, project: str
    ) -> KpiTarget:
        """Return the target of an indicator for a project."""
        return self.get(
            kpi__framework__plan__fiscal_year=fiscal_year,
            kpi__framework__code=framework,
            kpi__number=number,
            project__code=project,
        )


class KpiTarget(GuardedModel):
    """The value an indicator is to reach in one project, as section 7 prints it.

    It stands on its indicator's line, in the column of its project. Who reports on it (``owner``)
    and the upper end of a range are in no document.
    """

    kpi = models.ForeignKey(
        Kpi, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="kpi_targets", verbose_name=_("project or work")
    )
    value = MeasureField(_("target"))
    is_main = models.BooleanField(_("main indicator"), default=False)
    value_to = MeasureField(
        _("upper end of the range"),
        null=True,
        blank=True,
        help_text=_("Only where the direction is a range: the target is then its lower end."),
    )
    owner = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="kpi_targets",
        null=True,
        blank=True,
        verbose_name=_("office that reports"),
    )
    history = HistoricalRecords()

    objects = KpiTargetQuerySet.as_manager()
    guards = [
        Agreement(
            "kpi_target_same_plan",
            "project",
            _("The project belongs to another plan than the indicator."),
            path="project.plan",
            other="kpi.framework.plan",
        ),
        Agreement(
            "kpi_target_owner_same_plan",
            "owner",
            _("The office belongs to another plan than the indicator."),
            path="owner.plan",
            other="kpi.framework.plan",
        ),
    ]

    filled_later: ClassVar = ("value_to", "owner")

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["kpi", "project"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "project"],
                name="kpi_target_once",
                violation_error_message=_("The project has a target for this indicator already."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(is_main=True),
                name="kpi_target_one_main",
                violation_error_message=_("A project has one main indicator."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="kpi_target_not_negative",
                violation_error_message=_("A target is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(value_to=None) | Q(value_to__gte=F("value")),
                name="kpi_target_range",
                violation_error_message=_("The upper end of a range is not below the target."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.number} {self.project.code}"

    def natural_key(self) -> tuple[int, str, int, str]:
        """Return the indicator's key and the project's code."""
        return (*self.kpi.natural_key(), self.project.code)

    def citations(self) -> Iterator[Citation]:
        """Yield the target, and the star of a main indicator, in the project's column."""
        source, line = self.project.plan.source, self.kpi.source_line
        column = source.document.column(line, source.correct(self.project.name_en_printed))
        cell = rf"^(?:[^\t]*\t){{{column}}}(?P<all>{{}})(?=\t|$)" if column else "(?!)"
        figure, star = r"(?P<x>\d[\d,.]*)\*?", r"\d[\d,.]*(?P<x>\*?)"
        yield from source.read(
            self, "value", line, cell.replace("{}", figure), value=self.value, convert=measured
        )
        yield from source.read(
            self,
            "is_main",
            line,
            cell.replace("{}", star),
            value=self.is_main,
            convert=lambda printed: printed == "*",
        )


class QuarterlyTarget(models.Model):
    """The cumulative value to reach by the end of a quarter; the document gives none."""

    target = models.ForeignKey(
        KpiTarget, models.CASCADE, related_name="quarters", verbose_name=_("target")
    )
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    value = MeasureField(_("target"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quarterly target")
        verbose_name_plural = _("quarterly targets")
        ordering = ["target", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "quarter"],
                name="quarterly_target_once",
                violation_error_message=_("This quarter has a target already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="quarterly_target_1_to_4",
                violation_error_message=_("Quarters run from 1 (October–December) to 4."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="quarterly_target_not_negative",
                violation_error_message=_("A target is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} Q{self.quarter}"


class ScoreLevel(models.Model):
    """The value from which a result earns a level: 1 to 5, or the thresholds 50, 75 and 100."""

    target = models.ForeignKey(
        KpiTarget, models.CASCADE, related_name="levels", verbose_name=_("target")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    value = MeasureField(_("value"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("score level")
        verbose_name_plural = _("score levels")
        ordering = ["target", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "level"],
                name="score_level_once",
                violation_error_message=_("This level has a value already."),
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)) | Q(level=50) | Q(level=75) | Q(level=100),
                name="score_level_known",
                violation_error_message=_("Levels are 1 to 5, or 50, 75 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.level}"
