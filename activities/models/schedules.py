"""The monthly plan of work in numbered versions: what the document's lost bars cannot say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.proposals import Proposal, kept_when_decided
from etda_plan.common.fields import MeasureField
from etda_plan.common.fiscal import month_names, short_date
from etda_plan.common.triggers import Agreement, GuardedModel, Kept, Refused
from projects.models import FiscalPlan, Office

if TYPE_CHECKING:
    from activities.models.activities import Activity, SubActivity

MONTH_FIELDS = tuple(f"month_{month}" for month in range(1, 13))

ItemKey = tuple[str, int]
"""``("activity", key)`` or ``("sub_activity", key)``: what the months are of."""

LINES = "SELECT {what} FROM activities_scheduleline AS mine {join} WHERE mine.schedule_id = NEW.id"
INCOMPLETE = f"NEW.item_count <> ({LINES.format(what='COUNT(*)', join='')})"
OVERTAKEN = (
    "EXISTS ("
    + LINES.format(
        what="1",
        join=(
            "JOIN activities_scheduleline AS theirs ON theirs.activity_id = mine.activity_id "
            "OR theirs.sub_activity_id = mine.sub_activity_id "
            "JOIN activities_schedule AS other ON other.id = theirs.schedule_id "
            "AND other.number > NEW.based_on"
        ),
    )
    + ")"
)
OF_ANOTHER_OFFICE = (
    "NEW.office_id IS NOT NULL AND EXISTS ("
    + LINES.format(
        what="1",
        join=(
            "LEFT JOIN activities_subactivity AS part ON part.id = mine.sub_activity_id "
            "JOIN activities_activity AS item "
            "ON item.id = COALESCE(mine.activity_id, part.activity_id)"
        ),
    )
    + " AND item.office_id <> NEW.office_id)"
)
LOCKED_PLAN = "1 FROM projects_fiscalplan WHERE id = NEW.plan_id FOR NO KEY UPDATE"


def _approved(breach: str) -> str:
    return f"OLD.state = 'proposed' AND NEW.state = 'approved' AND {breach}"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Versions of monthly plans of work, and proposals of them."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's, newest first, with their offices and people."""
        rows = self.filter(plan=plan).select_related("office", "proposed_by", "decided_by")
        return rows.order_by("-pk")

    def pending(self) -> Self:
        """Keep those that nobody has decided yet."""
        return self.filter(state=Schedule.State.PROPOSED)

    def newest_number(self, plan: FiscalPlan) -> int:
        """Return the number of a plan's last version, 0 where there is none."""
        found = self.filter(plan=plan).aggregate(newest=models.Max("number"))["newest"]
        return found or 0


class Schedule(Proposal):
    """A proposal of months for activities and parts, of one office or of all (``office`` null).

    It holds the items that it changes, ``item_count`` of them; the others keep the version they
    have. ``number`` is given on approval, in the plan's order. ``based_on`` is the last version
    that the proposer had before them: where one of its items got a later version since, it is
    not approved.
    """

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="schedules", verbose_name=_("fiscal plan")
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="schedules",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    based_on = models.PositiveIntegerField(_("written upon version"), default=0)
    item_count = models.PositiveIntegerField(_("number of items"))
    note = models.TextField(_("note"), blank=True)

    objects = ScheduleQuerySet.as_manager()
    guards = [
        kept_when_decided("schedule"),
        Agreement(
            "schedule_office_same_plan",
            "office",
            _("The office belongs to another plan."),
            path="office.plan",
            other="plan",
        ),
        Refused(
            "schedule_as_proposed",
            "note",
            _("A proposal is not rewritten; withdraw it and propose anew."),
            update=(
                "NEW.plan_id <> OLD.plan_id OR NEW.item_count <> OLD.item_count "
                "OR COALESCE(NEW.office_id, 0) <> COALESCE(OLD.office_id, 0) "
                "OR NEW.based_on <> OLD.based_on OR NEW.note <> OLD.note "
                "OR NEW.proposed_by_id <> OLD.proposed_by_id"
            ),
        ),
        Refused(
            "schedule_whole",
            "item_count",
            _("Items of the proposal are missing."),
            update=_approved(INCOMPLETE),
        ),
        Refused(
            "schedule_not_overtaken",
            "based_on",
            _("A later version has changed some of its items since: propose anew."),
            update=_approved(OVERTAKEN),
            lock=LOCKED_PLAN,
        ),
        Refused(
            "schedule_own_office",
            "office",
            _("An item belongs to another office: propose anew."),
            update=_approved(OF_ANOTHER_OFFICE),
        ),
    ]

    class Meta(Proposal.Meta):
        verbose_name = _("monthly plan of work")
        verbose_name_plural = _("monthly plans of work")
        ordering = ["pk"]
        constraints = [
            *Proposal.rules("schedule"),
            models.CheckConstraint(
                condition=Q(state="approved", number__gte=1)
                | ~Q(state="approved") & Q(number=None),
                name="schedule_number_when_approved",
                violation_error_message=_("An approved version has a number."),
            ),
            models.CheckConstraint(
                condition=Q(item_count__gte=1),
                name="schedule_has_items",
                violation_error_message=_("A proposal changes at least one item."),
            ),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="schedule_number_once",
                violation_error_message=_("The plan has this version already."),
            ),
            models.UniqueConstraint(
                fields=["plan", "office"],
                condition=Q(state="proposed"),
                name="schedule_one_proposal",
                violation_error_message=_("A proposal for this office waits for a decision."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="proposed", office=None),
                name="schedule_one_proposal_for_all",
                violation_error_message=_("A proposal for all offices waits for a decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"S{self.pk:04}" if self.number is None else f"v{self.number}"

    @property
    def told(self) -> str:
        """Which approved version it is, and of what day: what the public reads names no person."""
        words = gettext("version %(number)s, %(day)s")
        day = short_date(self.decided_on) if self.decided_on else ""
        return words % {"number": self.number, "day": day}

    @property
    def told_by_name(self) -> str:
        """The same with who proposed and who approved it, for people with a role."""
        names = {"proposer": self.proposed_by.known_as}
        names["approver"] = self.decided_by.known_as if self.decided_by else ""
        people = gettext("by %(proposer)s, approved by %(approver)s") % names
        return f"{self.told} · {people}"


class ScheduleLineQuerySet(models.QuerySet["ScheduleLine"]):
    """Items of monthly plans of work."""

    def approved(self) -> Self:
        """Keep those of approved versions, in their order, with who proposed and approved."""
        return (
            self.filter(schedule__number__isnull=False)
            .select_related("schedule__proposed_by", "schedule__decided_by")
            .order_by("schedule__number")
        )

    def in_force(
        self, plan: FiscalPlan, day: datetime.date | None = None
    ) -> dict[ItemKey, ScheduleLine]:
        """Return, of each item, the line of the last version approved by ``day``.

        What was filled in after the year is over counts for its last day: it is what was planned,
        written down later. Without a day, it is what is in force now. Two queries.
        """
        rows = self.approved().filter(schedule__plan=plan).prefetch_related("milestones")
        if day is not None and day < plan.reference_day:
            rows = rows.filter(schedule__decided_on__lte=day)
        return {line.key: line for line in rows}


class ScheduleLine(GuardedModel):
    """The months of one activity, or of one part, in a version; never changed.

    A month is null where unknown. ``weight`` is a share among its siblings, in any unit; null
    where none is given.
    """

    schedule = models.ForeignKey(
        Schedule, models.PROTECT, related_name="lines", verbose_name=_("monthly plan of work")
    )
    activity = models.ForeignKey(
        "activities.Activity",
        models.PROTECT,
        related_name="schedule_lines",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    sub_activity = models.ForeignKey(
        "activities.SubActivity",
        models.PROTECT,
        related_name="schedule_lines",
        null=True,
        blank=True,
        verbose_name=_("sub-activity"),
    )
    month_1 = models.BooleanField(_("October"), null=True, blank=True)
    month_2 = models.BooleanField(_("November"), null=True, blank=True)
    month_3 = models.BooleanField(_("December"), null=True, blank=True)
    month_4 = models.BooleanField(_("January"), null=True, blank=True)
    month_5 = models.BooleanField(_("February"), null=True, blank=True)
    month_6 = models.BooleanField(_("March"), null=True, blank=True)
    month_7 = models.BooleanField(_("April"), null=True, blank=True)
    month_8 = models.BooleanField(_("May"), null=True, blank=True)
    month_9 = models.BooleanField(_("June"), null=True, blank=True)
    month_10 = models.BooleanField(_("July"), null=True, blank=True)
    month_11 = models.BooleanField(_("August"), null=True, blank=True)
    month_12 = models.BooleanField(_("September"), null=True, blank=True)
    weight = MeasureField(_("weight"), null=True, blank=True)
    deliverable = models.TextField(_("expected deliverable"), blank=True)
    milestone_count = models.PositiveSmallIntegerField(_("number of milestones"), default=0)

    objects = ScheduleLineQuerySet.as_manager()
    guards = [
        Kept("schedule_line_kept", "schedule", _("A proposal is not rewritten.")),
        Refused(
            "schedule_line_within_count",
            "schedule",
            _("The proposal is complete: nothing is added to it."),
            insert=(
                "(SELECT COUNT(*) FROM activities_scheduleline WHERE schedule_id = "
                "NEW.schedule_id) >= (SELECT item_count FROM activities_schedule "
                "WHERE id = NEW.schedule_id)"
            ),
        ),
        Agreement(
            "schedule_line_activity_same_plan",
            "activity",
            _("The activity belongs to another plan."),
            path="activity.project.plan",
            other="schedule.plan",
        ),
        Agreement(
            "schedule_line_part_same_plan",
            "sub_activity",
            _("The sub-activity belongs to another plan."),
            path="sub_activity.activity.project.plan",
            other="schedule.plan",
        ),
    ]

    class Meta:
        verbose_name = _("item of a monthly plan of work")
        verbose_name_plural = _("items of monthly plans of work")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(sub_activity__isnull=True),
                name="schedule_line_of_one_thing",
                violation_error_message=_("An item is an activity or a part of one."),
            ),
            models.UniqueConstraint(
                fields=["schedule", "activity"],
                name="schedule_line_once_an_activity",
                violation_error_message=_("The item is in this proposal already."),
            ),
            models.UniqueConstraint(
                fields=["schedule", "sub_activity"],
                name="schedule_line_once_a_sub_activity",
                violation_error_message=_("The item is in this proposal already."),
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gt=0),
                name="schedule_line_weight_positive",
                violation_error_message=_("A weight is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}: {self.item}"

    @property
    def key(self) -> ItemKey:
        """What it is of, as ``in_force`` names it."""
        if self.activity_id is not None:
            return ("activity", self.activity_id)
        return ("sub_activity", self.sub_activity_id or 0)

    @property
    def item(self) -> Activity | SubActivity:
        """The activity or the part."""
        item = self.activity or self.sub_activity
        if item is None:
            raise ValueError("a line is of an activity or of a part")
        return item

    @property
    def months(self) -> list[bool | None]:
        """Twelve months, October first: planned, not planned, or None where unknown."""
        return [getattr(self, field) for field in MONTH_FIELDS]


class Milestone(GuardedModel):
    """What an item is to reach in a month."""

    line = models.ForeignKey(
        ScheduleLine, models.PROTECT, related_name="milestones", verbose_name=_("item")
    )
    month = models.PositiveSmallIntegerField(_("fiscal month (1 = October)"))
    title = models.TextField(_("milestone"))

    guards = [
        Kept("milestone_kept", "line", _("A proposal is not rewritten.")),
        Refused(
            "milestone_within_count",
            "line",
            _("The proposal is complete: nothing is added to it."),
            insert=(
                "(SELECT COUNT(*) FROM activities_milestone WHERE line_id = NEW.line_id) >= "
                "(SELECT milestone_count FROM activities_scheduleline WHERE id = NEW.line_id)"
            ),
        ),
    ]

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["line", "month", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="milestone_month_1_to_12",
                violation_error_message=_("Months run from 1 (October) to 12 (September)."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="milestone_has_title",
                violation_error_message=_("Say what is reached."),
            ),
        ]

    def __str__(self) -> str:
        return f"{month_names()[self.month - 1]} {self.title}"


def last_approved(lines: Iterable[ScheduleLine]) -> ScheduleLine | None:
    """Return the line of the last approved version among an item's lines, if there is any."""
    approved = [line for line in lines if line.schedule.number]
    return max(approved, key=lambda line: line.schedule.number or 0, default=None)
