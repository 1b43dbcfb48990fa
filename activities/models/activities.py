"""Activities, their parts, and the months they are scheduled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.schedules import Schedule, ScheduleLine, last_approved
from etda_plan.common.citations import Citation
from etda_plan.common.models import SourceLineField, contains_any, search_column
from etda_plan.common.triggers import Agreement, Fixed, GuardedModel
from projects.models import Correction, Office, Project
from projects.models.strategies import LAST_CELL

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

END_OF_TITLE = r"(?=</p>|\t| \d\.\d )"

MonthRow = list[bool | None]


def month_row(months: Iterable[ScheduledMonth]) -> MonthRow:
    """Return twelve months, October first; a month without a record is None, unknown."""
    known = {month.month: month.is_planned for month in months}
    return [known.get(number) for number in range(1, 13)]


class MonthState(models.TextChoices):
    """How much of the twelve months is known."""

    UNKNOWN = "unknown", _("Not in the document")
    PARTLY = "partly", _("Filled in for some months")
    KNOWN = "known", _("Filled in for all months")


@dataclass(frozen=True)
class MonthCounts:
    """How many activities and parts there are, and of how many all, or any, months are known."""

    items: int
    known: int
    begun: int


def _before(position: int, number: int) -> Q:
    """Return the condition of standing before a place in the document's order."""
    earlier = Q(project__position__lt=position)
    return earlier | Q(project__position=position, number__lt=number)


def _versions(path: str) -> Prefetch[str]:
    """Return what brings the versions of the months, for who filled them in and when."""
    return Prefetch(path, ScheduleLine.objects.approved())


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities of projects and works."""

    def get_by_natural_key(self, fiscal_year: int, code: str, number: int) -> Activity:
        """Return an activity by its project's key and its number."""
        return self.get(project__plan__fiscal_year=fiscal_year, project__code=code, number=number)

    def search(self, query: str) -> Self:
        """Keep those whose code or title, or whose parts' or project's names, hold ``query``."""
        forms = Correction.objects.search_forms(query)
        if not forms:
            return self.none()
        parts = SubActivity.objects.filter(contains_any("search_text", forms))
        projects = Project.objects.named(query)
        code = Concat(Lower("project__code"), "number", output_field=models.TextField())
        return self.alias(code_form=code).filter(
            contains_any("search_text", forms)
            | Q(code_form__in=forms)
            | Q(pk__in=parts.values("activity"))
            | Q(project__in=projects.values("pk"))
        )

    def neighbours(self, activity: Activity) -> tuple[Activity | None, Activity | None]:
        """Return the activities before and after one in its plan, in the order of the document."""
        rows = self.filter(project__plan=activity.project.plan_id).select_related("project")
        here = {"position": activity.project.position, "number": activity.number}
        before = _before(**here)
        after = ~before & ~Q(pk=activity.pk)
        order = ("project__position", "number")
        return (
            rows.filter(before).order_by(*order).last(),
            rows.filter(after).order_by(*order).first(),
        )

    def with_month_state(self, state: str) -> Self:
        """Keep those whose twelve months are known so far."""
        none, all_twelve = Q(known=0), Q(known=12)
        conditions = {
            MonthState.UNKNOWN: none,
            MonthState.PARTLY: ~none & ~all_twelve,
            MonthState.KNOWN: all_twelve,
        }
        counted = Activity.objects.annotate(known=Count("months"))
        kept = counted.filter(conditions[MonthState(state)])
        return self.filter(pk__in=kept.order_by().values("pk"))

    def month_counts(self) -> MonthCounts:
        """Return how many items there are, parts included, and of how many all months are known."""
        parts = SubActivity.objects.filter(activity__in=self.order_by().values("pk"))
        known = Count("months")
        return MonthCounts(
            items=self.count() + parts.count(),
            known=self.annotate(known=known).filter(known=12).count()
            + parts.annotate(known=known).filter(known=12).count(),
            begun=self.filter(months__isnull=False).distinct().count()
            + parts.filter(months__isnull=False).distinct().count(),
        )

    def with_row(self) -> Self:
        """Bring what a row of a list shows; ``budget`` (baht) is null where none is printed."""
        return (
            self.annotate(budget=F("page_amount__amount"))
            .select_related("project", "office")
            .prefetch_related(
                "months",
                "sub_activities__months",
                _versions("schedule_lines"),
                _versions("sub_activities__schedule_lines"),
            )
            .order_by("project__position", "number", "pk")
        )


class Scheduled(models.Model):
    """What is done in some of the twelve months: an activity, or a part of one."""

    if TYPE_CHECKING:
        months: RelatedManager[ScheduledMonth]
        schedule_lines: RelatedManager[ScheduleLine]

    class Meta:
        abstract = True

    @property
    def month_row(self) -> MonthRow:
        """Twelve months, October first: planned, not planned, or None where unknown."""
        return month_row(self.months.all())

    @property
    def line_in_force(self) -> ScheduleLine | None:
        """What the last approved version says of it, if any does."""
        return last_approved(self.schedule_lines.all())

    @property
    def filled_in(self) -> Schedule | None:
        """The version that its months are from: the document's own were lost."""
        line = self.line_in_force
        return line.schedule if line else None


class Activity(Scheduled, GuardedModel):
    """One numbered activity of a project or work (section 8)."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="activities", verbose_name=_("project or work")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.TextField(_("title"))
    title_printed = models.TextField(_("title as printed"), blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="activities", verbose_name=_("responsible office")
    )
    source_line = SourceLineField(_("line of the document"))
    search_text = search_column("title", "title_printed")
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = ActivityQuerySet.as_manager()
    guards = [
        Fixed("activity_project_fixed", "project", _("An activity stays with its project.")),
        Agreement(
            "activity_office_same_plan",
            "office",
            _("The office belongs to another plan."),
            path="office.plan",
            other="project.plan",
        ),
    ]

    read_from: ClassVar = {"title": "source_line"}

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="activity_number",
                violation_error_message=_("The project has an activity of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="activity_number_from_1",
                violation_error_message=_("Numbers begin at 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def natural_key(self) -> tuple[int, str, int]:
        """Return the project's key and the number."""
        return (*self.project.natural_key(), self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the title, behind its number, and the office in the row's last cell."""
        source, line, page = self.project.plan.source, self.source_line, self.project.page
        before = rf"^(?:<p>)?{self.number}\. ?"
        yield from source.quote(self, "title", line, before=before, after=END_OF_TITLE, within=page)
        office = self.office.code
        yield from source.read(self, "office", line, LAST_CELL, value=office, within=page)

    @property
    def code(self) -> str:
        """Project's code and number, such as ``EC/1``: numbers restart in each project."""
        return f"{self.project.code}/{self.number}"

    @property
    def lines(self) -> list[int | None]:
        """The lines of the document that it and its parts stand on."""
        return [self.source_line, *(part.source_line for part in self.sub_activities.all())]

    @property
    def months_are_unknown(self) -> bool:
        """Whether nothing is known of its months, nor of its parts'."""
        rows = [self.month_row, *(part.month_row for part in self.sub_activities.all())]
        return all(month is None for row in rows for month in row)


class SubActivityQuerySet(models.QuerySet["SubActivity"]):
    """Parts of activities."""

    def get_by_natural_key(
        self, fiscal_year: int, code: str, activity: int, number: str
    ) -> SubActivity:
        """Return a part by its activity's key and its number, such as ``1.1``."""
        return self.get(
            activity__project__plan__fiscal_year=fiscal_year,
            activity__project__code=code,
            activity__number=activity,
            number=number,
        )


class SubActivity(Scheduled):
    """A numbered part of an activity, printed inside its activity's cell."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="sub_activities", verbose_name=_("activity")
    )
    number = models.CharField(_("number"), max_length=10)
    title = models.TextField(_("title"))
    title_printed = models.TextField(_("title as printed"), blank=True)
    source_line = SourceLineField(_("line of the document"))
    search_text = search_column("title", "title_printed")
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = SubActivityQuerySet.as_manager()

    read_from: ClassVar = {"title": "source_line"}

    class Meta:
        verbose_name = _("sub-activity")
        verbose_name_plural = _("sub-activities")
        ordering = ["activity", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"],
                name="sub_activity_number",
                violation_error_message=_("The activity has a part of this number already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def natural_key(self) -> tuple[int, str, int, str]:
        """Return the activity's key and the number."""
        return (*self.activity.natural_key(), self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the title, behind its number, in its activity's cell."""
        line = self.activity.source_line
        within = range(line, line + 1) if line else None
        before = rf"(?:<p>| ){re.escape(self.number)} "
        yield from self.activity.project.plan.source.quote(
            self, "title", self.source_line, before=before, after=END_OF_TITLE, within=within
        )


class ScheduledMonth(models.Model):
    """Whether an activity, or a part of one, is planned for a month.

    A month without a record is unknown: the document's bars were lost in scanning.
    """

    activity = models.ForeignKey(
        Activity,
        models.CASCADE,
        related_name="months",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    sub_activity = models.ForeignKey(
        SubActivity,
        models.CASCADE,
        related_name="months",
        null=True,
        blank=True,
        verbose_name=_("sub-activity"),
    )
    month = models.PositiveSmallIntegerField(_("fiscal month (1 = October)"))
    is_planned = models.BooleanField(_("planned"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scheduled month")
        verbose_name_plural = _("scheduled months")
        ordering = ["activity", "sub_activity", "month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="scheduled_month_1_to_12",
                violation_error_message=_("Months run from 1 (October) to 12 (September)."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(sub_activity__isnull=True),
                name="scheduled_month_of_one_thing",
                violation_error_message=_("A month belongs to an activity or to a part of one."),
            ),
            models.UniqueConstraint(
                fields=["activity", "month"],
                name="scheduled_month_once_an_activity",
                violation_error_message=_("This month is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["sub_activity", "month"],
                name="scheduled_month_once_a_sub_activity",
                violation_error_message=_("This month is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity or self.sub_activity}: {self.month}"
