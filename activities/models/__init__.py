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

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "MonthRow",
    "MonthState",
    "ScheduledMonth",
    "SubActivity",
    "SubActivityQuerySet",
    "month_row",
]
