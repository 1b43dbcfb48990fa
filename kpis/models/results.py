"""What offices report of their targets month by month, and the evidence of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etda_plan.common.fields import MeasureField
from etda_plan.common.triggers import GuardedModel, Refused
from kpis.achievement import Figure, Ratio
from kpis.models.breaches import (
    NOT_OF_THE_OWNER,
    NOT_OF_THE_PLAN,
    REPORT_OF_EVIDENCE,
    REPORTED_BY_ANOTHER,
    TARGET_HELD,
)
from kpis.models.targets import KpiTarget
from projects.models import MonthlyReport
from projects.models.breaches import REPORT_SHARED, REPORT_SHUT
from projects.models.reports import kept_in_its_report, written_while_open


class KpiResult(GuardedModel):
    """What one month's report says of a target: a value, or a numerator and a denominator.

    Empty is not 0: with a note it says why there is no result, without one nothing was said.
    """

    report = models.ForeignKey(
        MonthlyReport,
        models.PROTECT,
        related_name="kpi_results",
        verbose_name=_("monthly report"),
    )
    target = models.ForeignKey(
        KpiTarget, models.PROTECT, related_name="results", verbose_name=_("target")
    )
    value = MeasureField(_("result"), null=True, blank=True)
    numerator = MeasureField(_("numerator"), null=True, blank=True)
    denominator = MeasureField(_("denominator"), null=True, blank=True)
    note = models.TextField(_("explanation"), blank=True)

    guards = [
        kept_in_its_report("kpi_result", "report_id", "target_id"),
        written_while_open("kpi_result"),
        Refused(
            "kpi_result_same_plan",
            "target",
            _("The target belongs to another plan than the report."),
            insert=NOT_OF_THE_PLAN,
        ),
        Refused(
            "kpi_result_of_the_owner",
            "target",
            _("Another office reports on this target."),
            insert=NOT_OF_THE_OWNER,
        ),
        Refused(
            "kpi_result_one_office",
            "target",
            _("Another office has reported this result of the month."),
            insert=REPORTED_BY_ANOTHER,
            lock=TARGET_HELD,
        ),
    ]

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["report", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "target"],
                name="kpi_result_once",
                violation_error_message=_("The report speaks of this target already."),
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(numerator=None, denominator=None),
                name="kpi_result_value_or_ratio",
                violation_error_message=_("A result is a value or a ratio, not both."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=0),
                name="kpi_result_denominator_not_negative",
                violation_error_message=_("A denominator is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} · {self.report}"

    @property
    def figure(self) -> Figure | None:
        """What was reported, None where it is no whole result; reads the target's indicator."""
        if self.value is not None:
            value: Figure = self.value
            return value
        if self.numerator is None or self.denominator is None:
            return None
        return Ratio(self.numerator, self.denominator, self.target.kpi.ratio_scale)

    @property
    def says_something(self) -> bool:
        """Whether there is a result, or a word why there is none."""
        return self.figure is not None or bool(self.note)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence of results."""

    def of_reports(self, reports: models.QuerySet[MonthlyReport]) -> Self:
        """Keep that of the reports given."""
        return self.filter(result__report__in=reports.values("pk"))


class Evidence(GuardedModel):
    """A file or a link that shows a result: a file is kept under a random name.

    A correction refers to the files of the version before, so that several rows may name one file.
    """

    class Kind(models.TextChoices):
        """What it is."""

        FILE = "file", _("file")
        LINK = "link", _("link")

    result = models.ForeignKey(
        KpiResult, models.PROTECT, related_name="evidence", verbose_name=_("result")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    stored_name = models.CharField(_("stored as"), max_length=100, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size (bytes)"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()
    guards = [
        written_while_open("evidence", REPORT_OF_EVIDENCE.format(row="NEW"), field="result"),
        Refused(
            "evidence_kept",
            "name",
            _("Evidence is added or removed, not changed."),
            update="1 = 1",
        ),
        Refused(
            "evidence_removed_while_open",
            "result",
            _("The report is submitted or approved: its evidence stays."),
            delete=REPORT_SHUT.format(report=REPORT_OF_EVIDENCE.format(row="OLD")),
            lock=REPORT_SHARED.format(report=REPORT_OF_EVIDENCE.format(row="NEW")),
        ),
    ]

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["result", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "sha256"],
                condition=Q(kind="file"),
                name="evidence_file_once",
                violation_error_message=_("The result has this file already."),
            ),
            models.UniqueConstraint(
                fields=["result", "address"],
                condition=Q(kind="link"),
                name="evidence_link_once",
                violation_error_message=_("The result has this link already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="file", size__gt=0, address="") & ~Q(stored_name="")
                | Q(kind="link", size=None, stored_name="")
                & (Q(address__startswith="https://") | Q(address__startswith="http://")),
                name="evidence_file_or_link",
                violation_error_message=_("Evidence is a file, or a link that begins with http."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_file(self) -> bool:
        """Whether it is a file."""
        return self.kind == self.Kind.FILE
