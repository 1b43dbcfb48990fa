"""The months of activities: proposed, and approved as numbered versions that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from activities.models import (
    MONTH_FIELDS,
    Activity,
    ItemKey,
    Milestone,
    Schedule,
    ScheduledMonth,
    ScheduleLine,
    SubActivity,
)
from activities.notices import SCHEDULES
from activities.permissions import DECIDE_SCHEDULES, PROPOSE_ANY_SCHEDULES, PROPOSE_SCHEDULES
from etda_plan.accounts.decisions import (
    lock_pending,
    require_other_person,
    require_proposer,
    require_reason,
    settle,
)
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.refusals import refusing
from projects.models import FiscalPlan, Office
from projects.services.amendments import signed

ROWS_AT_ONCE = 500

MonthKey = tuple[ItemKey, int]


@dataclass(frozen=True)
class PlannedItem:
    """What a person proposes for an activity or a part: twelve months, October first.

    ``weight`` is its share among its siblings, in any unit. ``milestones`` are months with what is
    reached in them.
    """

    item: Activity | SubActivity
    months: tuple[bool | None, ...]
    weight: Decimal | None = None
    deliverable: str = ""
    milestones: tuple[tuple[int, str], ...] = ()

    @property
    def key(self) -> ItemKey:
        """What it is of, as ``ScheduleLine.objects.in_force`` names it."""
        return key_of(self.item)

    @property
    def office_id(self) -> int:
        """The office that is responsible for it."""
        return activity_of(self.item).office_id

    def says(self, line: ScheduleLine | None) -> bool:
        """Whether a line says the same already; without a line nothing is said."""
        return self._content == (_content_of(line) if line else _NOTHING)

    @property
    def _content(self) -> Content:
        milestones = tuple(sorted(self.milestones, key=lambda milestone: milestone[0]))
        return (self.months, self.weight, self.deliverable, milestones)


Content = tuple[tuple[bool | None, ...], Decimal | None, str, tuple[tuple[int, str], ...]]
_NOTHING: Content = ((None,) * 12, None, "", ())


def _content_of(line: ScheduleLine) -> Content:
    milestones = tuple((row.month, row.title) for row in line.milestones.all())
    return (tuple(line.months), line.weight, line.deliverable, milestones)


def key_of(item: Activity | SubActivity) -> ItemKey:
    """Return what an item is called in a version."""
    return ("activity" if isinstance(item, Activity) else "sub_activity", item.pk)


def activity_of(item: Activity | SubActivity) -> Activity:
    """Return the activity itself, or the one that a part belongs to."""
    return item if isinstance(item, Activity) else item.activity


def offices_to_propose(plan: FiscalPlan, user: User) -> list[Office]:
    """Return the offices of a plan whose months the user may propose."""
    offices = Office.objects.filter(plan=plan)
    if PROPOSE_ANY_SCHEDULES.allows(user):
        return list(offices)
    if not PROPOSE_SCHEDULES.allows(user):
        return []
    return list(offices.of_user(user, today()).distinct())


def propose_schedule(
    plan: FiscalPlan,
    office: Office | None,
    items: Sequence[PlannedItem],
    note: str = "",
    *,
    based_on: int | None = None,
    user: User,
) -> Schedule:
    """Store a proposal for the items of an office, or of all offices (``office`` None).

    Only the items that differ from what is in force are kept. ``based_on`` is the last version
    that the user had before them; left out, the last there is. Raise ``PermissionDenied`` for an
    office that is not theirs; ``ValidationError`` where nothing differs, an item is of another
    office or was changed by a later version, or a proposal of the office waits already.
    """
    _require_own(plan, office, user)
    with refusing():
        _lock_plan(plan)
        newest = Schedule.objects.newest_number(plan)
        changed = _changed(plan, office, items, newest if based_on is None else based_on)
        schedule = Schedule.objects.create(
            plan=plan,
            office=office,
            based_on=newest,
            item_count=len(changed),
            note=note.strip(),
            proposed_by=user,
            proposed_on=today(),
        )
        _store_lines(schedule, changed)
        return _tell(schedule)


def _tell(schedule: Schedule) -> Schedule:
    """Tell what a proposal has come to."""
    plan, office = schedule.plan, schedule.office
    path = reverse("activities:schedule_version", args=[schedule.pk]) + plan.query
    name = f"{office.code} {plan.fiscal_year}" if office else str(plan.fiscal_year)
    SCHEDULES.tell(schedule, path=path, name=name)
    return schedule


def _require_own(plan: FiscalPlan, office: Office | None, user: User) -> None:
    PROPOSE_SCHEDULES.require(user)
    if not PROPOSE_ANY_SCHEDULES.allows(user) and office not in offices_to_propose(plan, user):
        raise PermissionDenied(gettext("These activities belong to another office."))


def _lock_plan(plan: FiscalPlan) -> None:
    """Hold the plan: versions are proposed, numbered and approved one after the other."""
    FiscalPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)


def _changed(
    plan: FiscalPlan, office: Office | None, items: Iterable[PlannedItem], seen: int
) -> list[PlannedItem]:
    """Return the items that differ from what is in force; none may be later than ``seen``."""
    in_force = ScheduleLine.objects.in_force(plan)
    changed = [item for item in items if not item.says(in_force.get(item.key))]
    if not changed:
        raise ValidationError(_("Nothing differs from what is in force."), "nothing_changed")
    _require_of(office, changed)
    _require_not_overtaken(in_force, [item.key for item in changed], seen)
    return changed


def _require_of(office: Office | None, items: Iterable[PlannedItem]) -> None:
    if office and any(item.office_id != office.pk for item in items):
        raise ValidationError(_("An item belongs to another office: propose anew."), "office")


def _require_not_overtaken(
    in_force: Mapping[ItemKey, ScheduleLine], keys: Iterable[ItemKey], seen: int
) -> None:
    """Raise ``ValidationError``, naming the items that have a later version than ``seen``."""
    lines = [in_force[key] for key in keys if key in in_force]
    later = [line for line in lines if (line.schedule.number or 0) > seen]
    if later:
        named = ", ".join(short_name(line.item) for line in later)
        message = _("A later version has changed these items since: %(items)s.")
        raise ValidationError(message, "overtaken", {"items": named})


def short_name(item: Activity | SubActivity) -> str:
    """Return an item's code: ``EC/1``, or ``EC/1 · 1.1`` for a part."""
    if isinstance(item, Activity):
        return item.code
    return f"{item.activity.code} · {item.number}"


def _store_lines(schedule: Schedule, items: Sequence[PlannedItem]) -> None:
    lines = [_line(schedule, item) for item in items]
    for line in lines:
        line.clean_fields(exclude=["schedule", "activity", "sub_activity"])
    made = ScheduleLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)
    milestones = [
        Milestone(line=line, month=month, title=title)
        for line, item in zip(made, items, strict=True)
        for month, title in item.milestones
    ]
    Milestone.objects.bulk_create(milestones, batch_size=ROWS_AT_ONCE)


def _line(schedule: Schedule, item: PlannedItem) -> ScheduleLine:
    kind, key = item.key
    return ScheduleLine(
        schedule=schedule,
        weight=item.weight,
        deliverable=item.deliverable,
        milestone_count=len(item.milestones),
        **{f"{kind}_id": key},
        **dict(zip(MONTH_FIELDS, item.months, strict=True)),
    )


def approve_schedule(schedule: Schedule, *, user: User, reason: str = "") -> Schedule:
    """Approve a proposal as the plan's next version, and put its months in force with it.

    Raise ``PermissionDenied`` without the right; ``ValidationError`` for an own proposal, one
    decided already, or one whose items a later version changed: then it stays open.
    """
    DECIDE_SCHEDULES.require(user)
    with refusing():
        pending = _locked(schedule)
        require_other_person(pending, user)
        keys = [line.key for line in pending.lines.all()]
        in_force = ScheduleLine.objects.in_force(pending.plan)
        _require_not_overtaken(in_force, keys, pending.based_on)
        pending.number = Schedule.objects.newest_number(pending.plan) + 1
        approved = settle(pending, Schedule.State.APPROVED, user, reason)
        put_in_force(approved, user)
        _tell(approved)
    return approved


def refuse_schedule(schedule: Schedule, *, user: User, reason: str) -> Schedule:
    """Refuse a proposal with a reason."""
    DECIDE_SCHEDULES.require(user)
    require_reason(reason)
    with refusing():
        pending = _locked(schedule)
        require_other_person(pending, user)
        return _tell(settle(pending, Schedule.State.REFUSED, user, reason))


def withdraw_schedule(schedule: Schedule, *, user: User) -> Schedule:
    """Withdraw the own proposal."""
    PROPOSE_SCHEDULES.require(user)
    with refusing():
        pending = _locked(schedule)
        require_proposer(pending, user)
        return _tell(settle(pending, Schedule.State.WITHDRAWN, user))


def _locked(schedule: Schedule) -> Schedule:
    """Return a proposal that waits, locked after its plan: everyone locks in this order."""
    _lock_plan(schedule.plan)
    return lock_pending(schedule)


def put_in_force(schedule: Schedule, user: User) -> None:
    """Let the current months be those of a version, each change with its history."""
    lines = list(schedule.lines.all())
    wanted = {(line.key, month): planned for line in lines for month, planned in _stated(line)}
    stored = _stored_months(lines)
    reason = gettext("Monthly plan of work, version %(number)s") % {"number": schedule.number}
    added = [_month(key, wanted[key]) for key in wanted.keys() - stored.keys()]
    moved = [row for key, row in stored.items() if row.is_planned is not wanted.get(key)]
    changed = [row for row in moved if _key_of_month(row) in wanted]
    for row in changed:
        row.is_planned = wanted[_key_of_month(row)]
    for row in moved:
        if _key_of_month(row) not in wanted:
            signed(row, reason, user).delete()
    said = {"default_user": user, "default_change_reason": reason, "batch_size": ROWS_AT_ONCE}
    bulk_create_with_history(added, ScheduledMonth, **said)
    bulk_update_with_history(changed, ScheduledMonth, ["is_planned"], **said)


def _stated(line: ScheduleLine) -> list[tuple[int, bool]]:
    return [(n, planned) for n, planned in enumerate(line.months, 1) if planned is not None]


def _stored_months(lines: Iterable[ScheduleLine]) -> dict[MonthKey, ScheduledMonth]:
    keys = [line.key for line in lines]
    activities = [key for kind, key in keys if kind == "activity"]
    parts = [key for kind, key in keys if kind == "sub_activity"]
    rows = ScheduledMonth.objects.filter(activity__in=activities)
    rows |= ScheduledMonth.objects.filter(sub_activity__in=parts)
    return {_key_of_month(row): row for row in rows}


def _key_of_month(row: ScheduledMonth) -> MonthKey:
    if row.activity_id is not None:
        return (("activity", row.activity_id), row.month)
    return (("sub_activity", row.sub_activity_id or 0), row.month)


def _month(key: MonthKey, is_planned: bool) -> ScheduledMonth:
    (kind, item), month = key
    return ScheduledMonth(month=month, is_planned=is_planned, **{f"{kind}_id": item})
