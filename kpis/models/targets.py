"""Targets of indicators for projects or the whole agency, of the year and of its quarters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation, measured
from etda_plan.common.fields import MeasureField
from etda_plan.common.triggers import Agreement, GuardedModel, Refused
from kpis.models.breaches import SECTION_7_WITHOUT_WORK
from kpis.models.frameworks import BUDGET_FRAMEWORK
from kpis.models.indicators import Kpi
from projects.models import Office, Project

BY_WORK = F("project__position").asc(nulls_last=True)
"""The order of the plan's works; the whole agency comes after them."""

A_PROJECT_IN_SECTION_7 = _(
    "Section 7 sets targets of projects; one of the whole agency stands in another set."
)


def work_code(project: Project | None) -> str:
    """Return the code of a project or work, or that it is the whole agency."""
    return project.code if project else gettext("Whole agency")


class KpiTargetQuerySet(models.QuerySet["KpiTarget"]):
    """Targets of indicators for projects, and for the whole agency."""

    def works(self) -> list[Project | None]:
        """Return each project that has a target, in the plan's order; None is the whole agency."""
        targets = self.select_related("project").order_by(BY_WORK)
        return list(dict.fromkeys(target.project for target in targets))

    def get_by_natural_key(
        self, fiscal_year: int, framework: str, number: int, project: str | None
    ) -> KpiTarget:
        """Return the target of an indicator for a project; of the whole agency without one."""
        return self.get(
            kpi__framework__plan__fiscal_year=fiscal_year,
            kpi__framework__code=framework,
            kpi__number=number,
            project__code=project,
        )


class KpiTarget(GuardedModel):
    """The value an indicator is to reach in one project, as section 7 prints it.

    It stands on its indicator's line, in the column of its project. Who reports on it (``owner``)
    and the upper end of a range are in no document. In sets that people add it may be of no
    project: then it is of the whole agency.
    """

    kpi = models.ForeignKey(
        Kpi, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="kpi_targets",
        null=True,
        blank=True,
        verbose_name=_("project or work"),
        help_text=_("Empty: the target is of the whole agency."),
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
        Refused(
            "kpi_target_of_section_7",
            "project",
            A_PROJECT_IN_SECTION_7,
            insert=SECTION_7_WITHOUT_WORK,
            update=SECTION_7_WITHOUT_WORK,
        ),
    ]

    filled_later: ClassVar = ("value_to", "owner")
    changed_with_reason: ClassVar = ("value", "value_to", "is_main", "owner")

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
                fields=["kpi"],
                condition=Q(project__isnull=True),
                name="kpi_target_agency_once",
                violation_error_message=_(
                    "The indicator has a target of the whole agency already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_main=False) | Q(project__isnull=False),
                name="kpi_target_main_of_a_project",
                violation_error_message=_("A main indicator is a project's."),
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
        return f"{self.kpi.number} {self.code}"

    @property
    def code(self) -> str:
        """The code of its project, or that it is of the whole agency."""
        return work_code(self.project)

    @property
    def position(self) -> tuple[bool, int]:
        """What its indicator's targets are sorted by: the plan's order, the whole agency last."""
        return (self.project is None, self.project.position if self.project else 0)

    def clean(self) -> None:
        """Refuse a target of the whole agency in section 7's set, as the database does."""
        super().clean()
        if self.project is None and self.kpi_id and self.kpi.framework.code == BUDGET_FRAMEWORK:
            raise ValidationError({"project": A_PROJECT_IN_SECTION_7})

    def natural_key(self) -> tuple[int, str, int, str | None]:
        """Return the indicator's key and the project's code."""
        return (*self.kpi.natural_key(), self.project.code if self.project else None)

    def citations(self) -> Iterator[Citation]:
        """Yield the target, and the star of a main indicator, in the project's column."""
        if self.project is None:
            return
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
