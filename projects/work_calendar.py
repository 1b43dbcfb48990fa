"""The days on which offices work, and when a month's reports are due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from etda_plan.common.fiscal import first_day
from projects.models import FiscalPlan
from projects.models.settings import Holiday, ReportingSettings

ONE_DAY = datetime.timedelta(days=1)
MONTHS = range(1, 13)
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The working days around a fiscal year (B.E.): no weekend, no holiday.

    The reports of a month are due on the ``due_working_day``-th working day after it.
    """

    fiscal_year: int
    holidays: frozenset[datetime.date] = frozenset()
    due_working_day: int = 5

    @classmethod
    def load(cls, plan: FiscalPlan, settings: ReportingSettings | None = None) -> Self:
        """Return the calendar of a plan's year with the holidays and the day that are set.

        ``settings`` are the plan's, where they are at hand.
        """
        holidays = frozenset(Holiday.objects.values_list("day", flat=True))
        settings = settings or ReportingSettings.of(plan)
        return cls(plan.fiscal_year, holidays, settings.due_working_day)

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether offices are open."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def from_day(self, day: datetime.date) -> datetime.date:
        """Return ``day``, or the next working day where it is none."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def after(self, day: datetime.date, count: int) -> datetime.date:
        """Return the ``count``-th working day after ``day``; with 0, ``day`` itself."""
        for _ in range(count):
            day = self.from_day(day + ONE_DAY)
        return day

    def before(self, day: datetime.date, count: int) -> datetime.date:
        """Return the ``count``-th working day before ``day``; with 0, ``day`` itself."""
        for _ in range(count):
            day -= ONE_DAY
            while not self.is_working_day(day):
                day -= ONE_DAY
        return day

    def working_days(self, month: int) -> Iterator[datetime.date]:
        """Yield the working days of a fiscal month (1 = October)."""
        day, end = self._begins(month), self._begins(month + 1)
        while day < end:
            if self.is_working_day(day):
                yield day
            day += ONE_DAY

    def due_day(self, month: int) -> datetime.date:
        """Return the day on which the reports of a fiscal month are due, after its end."""
        return self.after(self._begins(month + 1) - ONE_DAY, self.due_working_day)

    def last_due_month(self, day: datetime.date) -> int:
        """Return the last fiscal month whose reports were due before ``day``; 0 for none."""
        return sum(self.due_day(month) < day for month in MONTHS)

    def _begins(self, month: int) -> datetime.date:
        year, month = (
            (self.fiscal_year + 1, 1) if month > len(MONTHS) else (self.fiscal_year, month)
        )
        return first_day(year, month)
