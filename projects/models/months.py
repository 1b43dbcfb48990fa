"""The months of a plan, and those of its reports: closed, reopened with a reason, published."""

from __future__ import annotations

import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.triggers import GuardedModel, Kept, Refused
from projects.models.breaches import (
    CLOSE_PUBLISHED,
    CLOSE_REOPENED,
    CLOSED_TOO_EARLY,
    MONTH_CLOSED,
    MONTH_HELD,
    MONTH_OF_CLOSE,
)
from projects.models.plan import FiscalPlan

MONTHS = range(1, 13)

Month = TypeVar("Month", bound="PlanMonth")


class PlanMonthQuerySet(models.QuerySet[Month]):
    """Months of plans."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Return the plan's twelve months in order, made where they are not there yet."""
        if self.filter(plan=plan).count() < len(MONTHS):
            made = [self.model.of(plan, month) for month in MONTHS]
            self.bulk_create(made, ignore_conflicts=True)
        return self.filter(plan=plan).order_by("month")

    def of_day(self, plan: FiscalPlan, day: datetime.date) -> Month | None:
        """Return the plan's month that holds ``day``, or None where the year does not."""
        of_day = Q(first_day__lte=day, last_day__gte=day)
        return self.filter(of_day, plan=plan).first() or self.of_plan(plan).filter(of_day).first()


class PlanMonth(GuardedModel):
    """One month of a plan. Its row never changes: closes and reopenings are rows too."""

    plan: Any
    month = models.PositiveSmallIntegerField(
        _("fiscal month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        abstract = True
        ordering = ["plan", "month"]

    def __str__(self) -> str:
        return month_label(self.first_day)

    @classmethod
    def of(cls, plan: FiscalPlan, month: int) -> Self:
        """Return a plan's month (1 = October), not stored yet."""
        first = first_day(plan.fiscal_year, month)
        following = (first + datetime.timedelta(days=31)).replace(day=1)
        days = {"first_day": first, "last_day": following - datetime.timedelta(days=1)}
        return cls(**{"plan": plan, "month": month, **days})

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """Return the constraints of a kind of month; ``name`` begins theirs."""
        return [
            models.UniqueConstraint(
                fields=["plan", "month"],
                name=f"{name}_once",
                violation_error_message=_("The plan has this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, last_day__gte=F("first_day")),
                name=f"{name}_of_the_year",
                violation_error_message=_("A year has the months 1 to 12."),
            ),
        ]


class ReportingMonthQuerySet(PlanMonthQuerySet["ReportingMonth"]):
    """Months that offices report on."""

    def with_state(self, day: datetime.date | None = None) -> Self:
        """Add ``closed``: whether a close is in force; and bring the closes with their people.

        With a past day they are those of then, and so is what reopened or published them.
        """
        in_force = ReportClose.objects.in_force(day).filter(month=OuterRef("pk"))
        return self.annotate(closed=Exists(in_force)).prefetch_related(
            models.Prefetch("closes", ReportClose.objects.with_people(day))
        )

    def closed_ones(self, day: datetime.date | None = None) -> Self:
        """Keep the months whose reports are closed, or were on a past day."""
        return self.filter(Exists(ReportClose.objects.in_force(day).filter(month=OuterRef("pk"))))

    def published_on(self, day: datetime.date) -> Self:
        """Keep the months whose reports visitors could see on a day."""
        shown = ReportPublication.objects.in_force_on(day).filter(close__month=OuterRef("pk"))
        return self.filter(Exists(shown))


class ReportingMonth(PlanMonth):
    """One month that the offices of a plan report on."""

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="reporting_months", verbose_name=_("fiscal plan")
    )

    objects = ReportingMonthQuerySet.as_manager()
    guards = [
        Kept("reporting_month_kept", "month", _("The months of a plan are not changed.")),
    ]

    class Meta(PlanMonth.Meta):
        verbose_name = _("month of reports")
        verbose_name_plural = _("months of reports")
        constraints = PlanMonth.rules("reporting_month")


class ReportCloseQuerySet(models.QuerySet["ReportClose"]):
    """Closes of months' reports."""

    def in_force(self, day: datetime.date | None = None) -> Self:
        """Keep those that nobody has reopened; with a past day, those that stood then."""
        if day is None:
            return self.filter(reopening__isnull=True)
        return self.filter(closed_on__lte=day).exclude(reopening__reopened_on__lte=day)

    def with_people(self, day: datetime.date | None = None) -> Self:
        """Bring who closed, reopened and published; with a past day, only what was done by then."""
        if day is None:
            return self.select_related(
                "closed_by", "reopening__reopened_by", "publication__published_by"
            )
        reopened = ReportReopening.objects.filter(reopened_on__lte=day)
        published = ReportPublication.objects.filter(published_on__lte=day)
        rows = self.filter(closed_on__lte=day).select_related("closed_by")
        return rows.prefetch_related(
            models.Prefetch("reopening", reopened.select_related("reopened_by")),
            models.Prefetch("publication", published.select_related("published_by")),
        )


class ReportClose(GuardedModel):
    """A planner closed a month's reports: none of them changes any more."""

    month = models.ForeignKey(
        ReportingMonth, models.PROTECT, related_name="closes", verbose_name=_("month of reports")
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    closed_on = models.DateField(_("closed on"))
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)

    objects = ReportCloseQuerySet.as_manager()
    guards = [
        Kept("report_close_kept", "month", _("A close is not changed; the month is reopened.")),
        Refused(
            "report_close_ended",
            "month",
            _("The month has not ended yet."),
            insert=CLOSED_TOO_EARLY,
        ),
        Refused(
            "report_close_once",
            "month",
            _("The reports of the month are closed already."),
            insert=MONTH_CLOSED,
            lock=MONTH_HELD.format(month="NEW.month_id"),
        ),
    ]

    class Meta:
        verbose_name = _("close of a month's reports")
        verbose_name_plural = _("closes of months' reports")
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return str(self.month)

    @property
    def is_in_force(self) -> bool:
        """Whether nobody has reopened the reports since."""
        return not hasattr(self, "reopening")

    @property
    def is_published(self) -> bool:
        """Whether visitors see the reports up to it."""
        return self.is_in_force and hasattr(self, "publication")


class ReportReopening(GuardedModel):
    """A close that is in force no more, with the reason; the close itself stays."""

    close = models.OneToOneField(
        ReportClose,
        models.PROTECT,
        related_name="reopening",
        verbose_name=_("close of a month's reports"),
    )
    reason = models.TextField(_("reason"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reopened by")
    )
    reopened_on = models.DateField(_("reopened on"))
    reopened_at = models.DateTimeField(_("reopened at"), auto_now_add=True)

    guards = [
        Kept("report_reopening_kept", "close", _("A reopening is not changed.")),
        Refused(
            "report_reopening_once",
            "close",
            _("The reports of the month were reopened already."),
            insert=CLOSE_REOPENED,
            lock=MONTH_HELD.format(month=MONTH_OF_CLOSE),
        ),
    ]

    class Meta:
        verbose_name = _("reopening of a month's reports")
        verbose_name_plural = _("reopenings of months' reports")
        ordering = ["close"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="report_reopening_has_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.close)


class ReportPublicationQuerySet(models.QuerySet["ReportPublication"]):
    """Publications of months' reports."""

    def in_force(self) -> Self:
        """Keep those whose month nobody has reopened."""
        return self.filter(close__reopening__isnull=True)

    def in_force_on(self, day: datetime.date) -> Self:
        """Keep those that had been made by a day and whose month nobody had reopened by then."""
        reopened_by_then = Q(close__reopening__reopened_on__lte=day)
        return self.filter(published_on__lte=day).exclude(reopened_by_then)


class ReportPublication(GuardedModel):
    """Visitors see what was approved up to a closed month; reopening ends it."""

    close = models.OneToOneField(
        ReportClose,
        models.PROTECT,
        related_name="publication",
        verbose_name=_("close of a month's reports"),
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_on = models.DateField(_("published on"))
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    objects = ReportPublicationQuerySet.as_manager()
    guards = [
        Kept("report_publication_kept", "close", _("A publication is not changed.")),
        Refused(
            "report_publication_once",
            "close",
            _("The reports of the month are published already."),
            insert=CLOSE_PUBLISHED,
        ),
        Refused(
            "report_publication_of_close",
            "close",
            _("Only the reports of a closed month are published."),
            insert=CLOSE_REOPENED,
            lock=MONTH_HELD.format(month=MONTH_OF_CLOSE),
        ),
    ]

    class Meta:
        verbose_name = _("publication of a month's reports")
        verbose_name_plural = _("publications of months' reports")
        ordering = ["close"]

    def __str__(self) -> str:
        return str(self.close)
