"""What an office reports on a month: in numbered versions, each approved by another person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from etda_plan.common.fiscal import today
from etda_plan.common.triggers import Agreement, GuardedModel, Kept, Refused
from projects.models.breaches import (
    ANOTHER_REPORT,
    CORRECTS_WRONGLY,
    MONTH_CLOSED,
    MONTH_SHARED,
    OUT_OF_TURN,
    REPORT_SHARED,
    REPORT_SHUT,
    STARTED_TOO_EARLY,
    SUBMITTED_TOO_EARLY,
)
from projects.models.months import ReportingMonth
from projects.models.strategies import Office
from projects.permissions import READ_REPORTS, READ_UNAPPROVED_REPORTS, WRITE_REPORTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User
    from projects.sight import Sight


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Reports of offices on months."""

    def in_force(self, sight: Sight) -> Self:
        """Keep, of each office and month in sight, the last version approved by its day."""
        approved = Q(state=MonthlyReport.State.APPROVED, decided_on__lte=sight.day)
        correction = MonthlyReport.objects.filter(approved, corrects=OuterRef("pk"))
        return self.filter(approved, ~Exists(correction), month__month__lte=sight.last_month)

    def open_ones(self) -> Self:
        """Keep those that are still written: drafts, and what was returned."""
        return self.filter(state__in=MonthlyReport.OPEN)

    def undecided(self) -> Self:
        """Keep the versions that are not approved; an office has one of a month at most."""
        return self.exclude(state=MonthlyReport.State.APPROVED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those that a person may read: what is not approved only of the own offices."""
        if READ_UNAPPROVED_REPORTS.allows(user):
            return self.all()
        if not READ_REPORTS.allows(user):
            return self.none()
        readable = Q(state=MonthlyReport.State.APPROVED)
        if WRITE_REPORTS.allows(user):
            readable |= Q(office__in=Office.objects.of_user(user, today()).values("pk"))
        return self.filter(readable)

    def with_people(self) -> Self:
        """Bring office, month, and who started, saved, submitted and decided."""
        return self.select_related(
            "office", "month__plan", "started_by", "saved_by", "submitted_by", "decided_by"
        )


class MonthlyReport(GuardedModel):
    """One version of what an office reports on a month.

    ``number`` counts the versions; a correction names the approved version that it corrects, which
    stays in force until the correction is approved. Nobody approves what they submitted.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    OPEN = (State.DRAFT, State.RETURNED)

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="reports", verbose_name=_("office")
    )
    month = models.ForeignKey(
        ReportingMonth, models.PROTECT, related_name="reports", verbose_name=_("month of reports")
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("corrects"),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_on = models.DateField(_("started on"))
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("saved by"),
    )
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("submitted by"),
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    objects = MonthlyReportQuerySet.as_manager()
    guards = [
        Kept(
            "monthly_report_kept",
            "state",
            _("An approved report is not changed; a correction is another version."),
            "OLD.state = 'approved'",
        ),
        Refused(
            "monthly_report_same",
            "office",
            _("A report stays with its office, its month and its number."),
            update=ANOTHER_REPORT,
        ),
        Refused(
            "monthly_report_in_turn",
            "state",
            _("A draft is submitted, and what was submitted is approved or returned."),
            update=OUT_OF_TURN,
        ),
        Refused(
            "monthly_report_month_open",
            "month",
            _("The reports of the month are closed."),
            insert=MONTH_CLOSED,
            update=MONTH_CLOSED,
            lock=MONTH_SHARED,
        ),
        Refused(
            "monthly_report_month_begun",
            "month",
            _("The month has not begun yet."),
            insert=STARTED_TOO_EARLY,
        ),
        Refused(
            "monthly_report_month_ended",
            "month",
            _("A month is reported on when it has ended."),
            insert=SUBMITTED_TOO_EARLY,
            update=SUBMITTED_TOO_EARLY,
        ),
        Refused(
            "monthly_report_corrects",
            "corrects",
            _("A correction follows the last approved version of the same office and month."),
            insert=CORRECTS_WRONGLY,
            update=CORRECTS_WRONGLY,
        ),
        Agreement(
            "monthly_report_same_plan",
            "office",
            _("The office belongs to another plan."),
            path="office.plan",
            other="month.plan",
        ),
    ]

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ["month", "office", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "month", "number"],
                name="monthly_report_number_once",
                violation_error_message=_("The office has this version of the report already."),
            ),
            models.UniqueConstraint(
                fields=["office", "month"],
                condition=~Q(state="approved"),
                name="monthly_report_one_undecided",
                violation_error_message=_("The office has begun its report of this month already."),
            ),
            models.CheckConstraint(
                condition=Q(number=1, corrects=None) | Q(number__gte=2, corrects__isnull=False),
                name="monthly_report_numbered",
                violation_error_message=_("The first version has the number 1."),
            ),
            models.CheckConstraint(
                condition=Q(saved_by=None, saved_at=None)
                | Q(saved_by__isnull=False, saved_at__isnull=False),
                name="monthly_report_saved_by_someone",
                violation_error_message=_("Who saved a report, and when, go together."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_by=None, submitted_on=None, submitted_at=None)
                | ~Q(state="draft")
                & Q(
                    submitted_by__isnull=False,
                    submitted_on__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="monthly_report_submitted_by_someone",
                violation_error_message=_("A submission names who made it and when."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "submitted"],
                    decided_by=None,
                    decided_on=None,
                    decided_at=None,
                    comment="",
                )
                | Q(
                    state__in=["returned", "approved"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=F("submitted_on"),
                    decided_at__isnull=False,
                ),
                name="monthly_report_decided_by_someone",
                violation_error_message=_("A decision names who made it and when."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="monthly_report_not_decided_by_submitter",
                violation_error_message=_("Nobody decides their own report."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""),
                name="monthly_report_returned_with_comment",
                violation_error_message=_("Say what is to be changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.month} ({self.number})"

    @property
    def is_open(self) -> bool:
        """Whether it is still written."""
        return self.state in self.OPEN

    @property
    def is_correction(self) -> bool:
        """Whether it corrects an approved version."""
        return self.corrects_id is not None


class ReportEvent(GuardedModel):
    """A step of a report: who did it, when, and what they said."""

    class Act(models.TextChoices):
        """What was done."""

        STARTED = "started", _("started")
        CORRECTION_STARTED = "correction_started", _("correction started")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    BEGINNINGS = (Act.STARTED, Act.CORRECTION_STARTED)

    report = models.ForeignKey(
        MonthlyReport, models.PROTECT, related_name="events", verbose_name=_("monthly report")
    )
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    comment = models.TextField(_("comment"), blank=True)

    guards = [
        Kept("report_event_kept", "report", _("What was done stays on record.")),
    ]

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    act__in=["started", "correction_started", "submitted", "returned", "approved"]
                ),
                name="report_event_known_act",
                violation_error_message=_("There is no such step."),
            ),
            models.CheckConstraint(
                condition=~Q(act="returned") | ~Q(comment=""),
                name="report_event_returned_with_comment",
                violation_error_message=_("Say what is to be changed."),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(act__in=["started", "correction_started"]),
                name="report_event_started_once",
                violation_error_message=_("The report was started already."),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(act="approved"),
                name="report_event_approved_once",
                violation_error_message=_("The report was approved already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.get_act_display()}"


def written_while_open(
    name: str, report: str = "NEW.report_id", *, field: str = "report"
) -> Refused:
    """Return the guard of a row that a report says: it is written only while the report is.

    ``name`` begins the guard's; ``report`` is SQL for the report's key; ``field`` is what a
    refusal is shown beside.
    """
    shut = REPORT_SHUT.format(report=report)
    message = _("The report is submitted or approved, or its month is closed.")
    lock = REPORT_SHARED.format(report=report)
    return Refused(f"{name}_while_open", field, message, insert=shut, update=shut, lock=lock)


def kept_in_its_report(name: str, *columns: str, field: str = "report") -> Kept:
    """Return the guard of a row that a report says: never deleted, ``columns`` never changed."""
    moved = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)
    message = _("What a report says is emptied, not deleted, and stays where it stands.")
    return Kept(f"{name}_kept", field, message, moved)
