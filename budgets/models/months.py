"""The months of a plan's ledger: closed and sealed, reopened with a reason, published."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from budgets.models.breaches import (
    CLOSE_PUBLISHED,
    CLOSE_REOPENED,
    CLOSED_TOO_EARLY,
    LOCKED_MONTHS,
    MONTH_AFTER_CLOSED,
    MONTH_BEFORE_OPEN,
    MONTH_CLOSED,
    MONTH_OF_CLOSE,
    REPORTS_HIDDEN,
)
from etda_plan.common.triggers import GuardedModel, Kept, Refused
from projects.models import MONTHS, FiscalPlan, ReportPublication
from projects.models.months import PlanMonth, PlanMonthQuerySet

SHORT_SEAL = 12


def _reports_shown(plan: str, month: str) -> Exists:
    """Whether the reports of the month that these columns name are published too."""
    shown = ReportPublication.objects.in_force()
    return Exists(
        shown.filter(close__month__plan=OuterRef(plan), close__month__month=OuterRef(month))
    )


class LedgerMonthQuerySet(PlanMonthQuerySet["LedgerMonth"]):
    """Months of ledgers."""

    def with_state(self, day: datetime.date | None = None) -> Self:
        """Add ``closed``: whether a close is in force; and bring the closes with their people.

        With a past day they are the closes that stood then.
        """
        in_force = MonthClose.objects.in_force(day).filter(month=OuterRef("pk"))
        closes = MonthClose.objects.with_people().defer("manifest")
        closes = closes.in_force(day) if day else closes
        return self.annotate(closed=Exists(in_force)).prefetch_related(
            models.Prefetch("closes", closes)
        )

    def closed_ones(self, day: datetime.date | None = None) -> Self:
        """Keep the months that are closed, or were on a past day."""
        return self.filter(Exists(MonthClose.objects.in_force(day).filter(month=OuterRef("pk"))))

    def latest_open_day(
        self, plan: FiscalPlan, day: datetime.date, since: datetime.date | None = None
    ) -> datetime.date | None:
        """Return the last day up to ``day``, not before ``since``, on which entries may be dated.

        None where every month between them is closed, or the year has none of these days.
        """
        closed = set(self.filter(plan=plan).closed_ones().values_list("month", flat=True))
        for number in reversed(MONTHS):
            month = LedgerMonth.of(plan, number)
            last = min(month.last_day, day)
            if number not in closed and last >= max(month.first_day, since or month.first_day):
                return last
        return None

    def published(self) -> Self:
        """Keep those that are published, with neither ledger nor reports reopened since."""
        shown = MonthClose.objects.in_force().filter(publication__isnull=False)
        return self.filter(
            Exists(shown.filter(month=OuterRef("pk"))), _reports_shown("plan", "month")
        )


class LedgerMonth(PlanMonth):
    """One month of a plan's ledger. Its row never changes: closes and reopenings are rows too."""

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="ledger_months", verbose_name=_("fiscal plan")
    )

    objects = LedgerMonthQuerySet.as_manager()
    guards = [
        Kept("ledger_month_kept", "month", _("The months of a ledger are not changed.")),
    ]

    class Meta(PlanMonth.Meta):
        verbose_name = _("month of the ledger")
        verbose_name_plural = _("months of the ledger")
        constraints = PlanMonth.rules("ledger_month")


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    """Closes of months."""

    def in_force(self, day: datetime.date | None = None) -> Self:
        """Keep those that nobody has reopened; with a past day, those that stood then."""
        if day is None:
            return self.filter(reopening__isnull=True)
        return self.filter(closed_on__lte=day).exclude(reopening__reopened_on__lte=day)

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's closes in the order of their months, with what reopened them."""
        return (
            self.filter(month__plan=plan)
            .select_related("month__plan", "reopening")
            .order_by("month__month", "pk")
        )

    def with_people(self) -> Self:
        """Bring who closed, reopened and published, and ``reports_are_shown``."""
        people = ("closed_by", "reopening__reopened_by", "publication__published_by")
        shown = _reports_shown("month__plan", "month__month")
        return self.select_related(*people).annotate(reports_are_shown=shown)


class MonthClose(GuardedModel):
    """Finance closed a month: it takes no entry any more, and its entries are sealed.

    ``manifest`` has a line for each entry, ``id digest``; ``seal`` is the SHA-256 over the
    previous month's seal and the manifest, so that a seal vouches for all months before it.
    """

    month = models.ForeignKey(
        LedgerMonth, models.PROTECT, related_name="closes", verbose_name=_("month of the ledger")
    )
    previous_seal = models.CharField(_("seal of the month before"), max_length=64, blank=True)
    manifest = models.TextField(_("entries sealed"), blank=True)
    seal = models.CharField(_("seal"), max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    closed_on = models.DateField(_("closed on"))
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)

    objects = MonthCloseQuerySet.as_manager()
    guards = [
        Kept("month_close_kept", "month", _("A close is not changed; the month is reopened.")),
        Refused(
            "month_close_ended",
            "month",
            _("The month has not ended yet."),
            insert=CLOSED_TOO_EARLY,
        ),
        Refused(
            "month_close_once",
            "month",
            _("The month is closed already."),
            insert=MONTH_CLOSED,
            lock=LOCKED_MONTHS.format(month="NEW.month_id"),
        ),
        Refused(
            "month_close_in_order",
            "month",
            _("The month before is still open."),
            insert=MONTH_BEFORE_OPEN,
        ),
    ]

    class Meta:
        verbose_name = _("close of a month")
        verbose_name_plural = _("closes of months")
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return str(self.month)

    @property
    def is_in_force(self) -> bool:
        """Whether nobody has reopened the month since."""
        return not hasattr(self, "reopening")

    @property
    def is_published(self) -> bool:
        """Whether visitors see the totals up to it: the month's reports must be published too."""
        return self.is_in_force and hasattr(self, "publication") and self.reports_are_shown

    @cached_property
    def reports_are_shown(self) -> bool:
        """Whether the month's reports are published too; ``with_people`` brings it along."""
        with_reports = MonthClose.objects.filter(_reports_shown("month__plan", "month__month"))
        return with_reports.filter(pk=self.pk).exists()

    @property
    def sealed(self) -> int:
        """How many entries and files it seals."""
        return len(self.manifest.splitlines())

    @property
    def short_seal(self) -> str:
        """The beginning of the seal, for people to compare at a glance."""
        return self.seal[:SHORT_SEAL]


class MonthReopening(GuardedModel):
    """A close that is in force no more, with the reason; the close itself stays."""

    close = models.OneToOneField(
        MonthClose, models.PROTECT, related_name="reopening", verbose_name=_("close of a month")
    )
    reason = models.TextField(_("reason"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reopened by")
    )
    reopened_on = models.DateField(_("reopened on"))
    reopened_at = models.DateTimeField(_("reopened at"), auto_now_add=True)

    guards = [
        Kept("month_reopening_kept", "close", _("A reopening is not changed.")),
        Refused(
            "month_reopening_once",
            "close",
            _("The month was reopened already."),
            insert=CLOSE_REOPENED,
        ),
        Refused(
            "month_reopening_in_order",
            "close",
            _("A later month is closed: reopen that one first."),
            insert=MONTH_AFTER_CLOSED,
            lock=LOCKED_MONTHS.format(month=MONTH_OF_CLOSE),
        ),
    ]

    class Meta:
        verbose_name = _("reopening of a month")
        verbose_name_plural = _("reopenings of months")
        ordering = ["close"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="month_reopening_has_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.close)


class MonthPublication(GuardedModel):
    """An administrator lets visitors see totals up to a closed month; reopening ends it."""

    close = models.OneToOneField(
        MonthClose, models.PROTECT, related_name="publication", verbose_name=_("close of a month")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_on = models.DateField(_("published on"))
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    guards = [
        Kept("month_publication_kept", "close", _("A publication is not changed.")),
        Refused(
            "month_publication_once",
            "close",
            _("The month is published already."),
            insert=CLOSE_PUBLISHED,
        ),
        Refused(
            "month_publication_of_close",
            "close",
            _("Only a closed month is published."),
            insert=CLOSE_REOPENED,
        ),
        Refused(
            "month_publication_with_reports",
            "close",
            _("Close the month's reports first: money and work are published together."),
            insert=REPORTS_HIDDEN,
        ),
    ]

    class Meta:
        verbose_name = _("publication of a month")
        verbose_name_plural = _("publications of months")
        ordering = ["close"]

    def __str__(self) -> str:
        return str(self.close)
