"""What an office reports of its activities on a month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activities import Activity, SubActivity
from activities.models.breaches import NOT_OF_THE_OFFICE, REPORT_OF_PART
from etda_plan.common.fields import MeasureField
from etda_plan.common.triggers import Agreement, GuardedModel, Refused
from projects.models import MonthlyReport
from projects.models.reports import kept_in_its_report, written_while_open


def _percent(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(progress=None) | Q(progress__gte=0, progress__lte=100),
        name=name,
        violation_error_message=_("Progress is 0 to 100 percent."),
    )


class ActivityReport(GuardedModel):
    """How far an activity has come by the end of the month, and what there is to say of it.

    ``progress`` is the percent done since the year began; it stays empty where the activity has
    parts, for these have theirs. Empty is not known, which is not 0.
    """

    report = models.ForeignKey(
        MonthlyReport,
        models.PROTECT,
        related_name="activity_reports",
        verbose_name=_("monthly report"),
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="reports", verbose_name=_("activity")
    )
    progress = MeasureField(_("progress (percent)"), null=True, blank=True)
    done = models.TextField(_("done"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    problem = models.TextField(_("problem"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    has_no_problem = models.BooleanField(_("no problem"), default=False)

    guards = [
        kept_in_its_report("activity_report", "report_id", "activity_id"),
        written_while_open("activity_report"),
        Refused(
            "activity_report_of_the_office",
            "activity",
            _("Another office is responsible for this activity."),
            insert=NOT_OF_THE_OFFICE,
            update=NOT_OF_THE_OFFICE,
        ),
    ]

    class Meta:
        verbose_name = _("report of an activity")
        verbose_name_plural = _("reports of activities")
        ordering = ["report", "activity"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "activity"],
                name="activity_report_once",
                violation_error_message=_("The report speaks of this activity already."),
            ),
            _percent("activity_report_percent"),
            models.CheckConstraint(
                condition=Q(has_no_problem=False) | Q(problem="", solution=""),
                name="activity_report_problem_or_none",
                violation_error_message=_("Either there is no problem, or it is described."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.report}"


class SubActivityProgress(GuardedModel):
    """How far a part of an activity has come by the end of the month, in percent."""

    activity_report = models.ForeignKey(
        ActivityReport,
        models.PROTECT,
        related_name="parts",
        verbose_name=_("report of an activity"),
    )
    sub_activity = models.ForeignKey(
        SubActivity, models.PROTECT, related_name="reports", verbose_name=_("sub-activity")
    )
    progress = MeasureField(_("progress (percent)"), null=True, blank=True)

    guards = [
        kept_in_its_report(
            "sub_activity_progress", "activity_report_id", "sub_activity_id", field="sub_activity"
        ),
        written_while_open("sub_activity_progress", REPORT_OF_PART, field="sub_activity"),
        Agreement(
            "sub_activity_progress_of_activity",
            "sub_activity",
            _("This is a part of another activity."),
            path="sub_activity.activity",
            other="activity_report.activity",
        ),
    ]

    class Meta:
        verbose_name = _("progress of a sub-activity")
        verbose_name_plural = _("progress of sub-activities")
        ordering = ["activity_report", "sub_activity"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity_report", "sub_activity"],
                name="sub_activity_progress_once",
                violation_error_message=_("The report speaks of this part already."),
            ),
            _percent("sub_activity_progress_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.sub_activity} · {self.activity_report.report}"
