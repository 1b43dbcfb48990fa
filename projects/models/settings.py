"""When offices report, what counts as late, and the days on which nobody works."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.fiscal import short_date
from projects.models.plan import FiscalPlan

DAYS = [MinValueValidator(0), MaxValueValidator(31)]
PERCENT = [MinValueValidator(1), MaxValueValidator(1000)]


class ReportingSettings(models.Model):
    """When a plan's reports are due, and from which share of the plan on work counts as what.

    Days are working days; the three limits are percent of what was to be done by then.
    """

    plan = models.OneToOneField(
        FiscalPlan,
        models.PROTECT,
        related_name="reporting_settings",
        verbose_name=_("fiscal plan"),
    )
    due_working_day = models.PositiveSmallIntegerField(
        _("due on the working day after the month"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(15)],
    )
    remind_days_before = models.PositiveSmallIntegerField(
        _("reminded so many working days before"), default=2, validators=DAYS
    )
    escalate_days_after = models.PositiveSmallIntegerField(
        _("planners told so many working days after"), default=3, validators=DAYS
    )
    on_plan_from = models.PositiveSmallIntegerField(
        _("on plan from (percent of plan to date)"), default=95, validators=PERCENT
    )
    watch_from = models.PositiveSmallIntegerField(
        _("to be watched from (percent of plan to date)"), default=80, validators=PERCENT
    )
    ahead_from = models.PositiveSmallIntegerField(
        _("ahead of plan from (percent of plan to date)"), default=120, validators=PERCENT
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("settings of reports")
        verbose_name_plural = _("settings of reports")
        ordering = ["plan"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_working_day__gte=1, due_working_day__lte=15)
                & Q(remind_days_before__gte=0, remind_days_before__lte=31)
                & Q(escalate_days_after__gte=0, escalate_days_after__lte=31),
                name="reporting_settings_days",
                violation_error_message=_("Reports are due on working day 1 to 15."),
            ),
            models.CheckConstraint(
                condition=Q(watch_from__gte=1)
                & Q(on_plan_from__gt=F("watch_from"))
                & Q(ahead_from__gt=F("on_plan_from")),
                name="reporting_settings_limits_rise",
                violation_error_message=_("The limits rise: watch, on plan, ahead."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan)

    @classmethod
    def of(cls, plan: FiscalPlan) -> ReportingSettings:
        """Return a plan's settings; where nobody has set any, the usual ones, not stored."""
        return ReportingSettings.objects.filter(plan=plan).first() or ReportingSettings(plan=plan)


class Holiday(models.Model):
    """A day on which offices are closed, weekend or not, and where that is written."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="holiday_has_name",
                violation_error_message=_("Give the holiday's name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{short_date(self.day)} {self.name}"
