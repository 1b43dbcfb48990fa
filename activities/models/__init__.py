"""Activities, their parts and months, and what is reported of them."""

from activities.models.activities import (
    Activity,
    ActivityQuerySet,
    MonthRow,
    MonthState,
    ScheduledMonth,
    SubActivity,
    month_row,
)
from activities.models.reports import ActivityReport, SubActivityProgress
from activities.models.schedules import (
    MONTH_FIELDS,
    ItemKey,
    Milestone,
    Schedule,
    ScheduleLine,
    ScheduleLineQuerySet,
    ScheduleQuerySet,
)
from activities.models.statuses import StatusOverride, StatusOverrideQuerySet

__all__ = [
    "MONTH_FIELDS",
    "Activity",
    "ActivityQuerySet",
    "ActivityReport",
    "ItemKey",
    "Milestone",
    "MonthRow",
    "MonthState",
    "Schedule",
    "ScheduleLine",
    "ScheduleLineQuerySet",
    "ScheduleQuerySet",
    "ScheduledMonth",
    "StatusOverride",
    "StatusOverrideQuerySet",
    "SubActivity",
    "SubActivityProgress",
    "month_row",
]
