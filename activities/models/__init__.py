"""Activities, their parts, and their months."""

from activities.models.activities import (
    Activity,
    ActivityQuerySet,
    MonthRow,
    MonthState,
    ScheduledMonth,
    SubActivity,
    SubActivityQuerySet,
    month_row,
)
from activities.models.schedules import (
    MONTH_FIELDS,
    ItemKey,
    Milestone,
    Schedule,
    ScheduleLine,
    ScheduleLineQuerySet,
    ScheduleQuerySet,
)

__all__ = [
    "MONTH_FIELDS",
    "Activity",
    "ActivityQuerySet",
    "ItemKey",
    "Milestone",
    "MonthRow",
    "MonthState",
    "Schedule",
    "ScheduleLine",
    "ScheduleLineQuerySet",
    "ScheduleQuerySet",
    "ScheduledMonth",
    "SubActivity",
    "SubActivityQuerySet",
    "month_row",
]
