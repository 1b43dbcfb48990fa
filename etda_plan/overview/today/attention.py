"""What needs a look: activities that are late or have a problem, offices that have not reported."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.progress.attention import needing_a_look
from activities.progress.items import ActivityState
from activities.progress.reading import Progress
from activities.progress.words import behind, months_missing
from projects.work_calendar import WorkCalendar

SHOWN = 6


@dataclass(frozen=True)
class Matter:
    """One matter: its state, for how long, the work or activity, and what it is about.

    ``number`` is None for what is about several activities of a work at once.
    """

    state: str
    how_long: str
    project: str
    number: int | None
    text: str
    weight: int

    @property
    def code(self) -> str:
        """The code that leads to the page."""
        return self.project if self.number is None else f"{self.project}/{self.number}"


def matters_of(progress: Progress, calendar: WorkCalendar, *, reads_words: bool) -> list[Matter]:
    """Return what needs a look, late work first, then what was not reported, then problems.

    ``reads_words`` says whether the reader may read what was written of a problem.
    """
    rows = [row.item for row in needing_a_look(progress.activities)]
    late = [each for each in rows if each.state == "late"]
    missing = [each for each in rows if each.state == "not_reported"]
    problems = [each for each in rows if each.has_problem and each.state != "late"]
    return [
        *sorted(map(_late, late), key=lambda matter: -matter.weight),
        *sorted(_not_reported(missing, progress, calendar), key=lambda matter: -matter.weight),
        *(_problem(each, reads_words=reads_words) for each in problems),
    ]


def _late(item: ActivityState) -> Matter:
    activity, months = item.activity, item.months_behind
    code = activity.project.code
    return Matter("late", behind(months), code, activity.number, activity.title, months)


def _problem(item: ActivityState, *, reads_words: bool) -> Matter:
    activity = item.activity
    text = item.problem if reads_words else activity.title
    return Matter("problem", "", activity.project.code, activity.number, text, 0)


def _not_reported(
    items: Sequence[ActivityState], progress: Progress, calendar: WorkCalendar
) -> Iterator[Matter]:
    """Yield a matter for each office of a work whose report of a due month is not approved."""
    groups: defaultdict[tuple[str, str, int], list[ActivityState]] = defaultdict(list)
    for item in items:
        activity = item.activity
        groups[activity.project.code, activity.office.code, item.months_missing].append(item)
    for (work, office, months), found in groups.items():
        count = len(found)
        words = ngettext("%(count)s activity", "%(count)s activities", count) % {"count": count}
        month = progress.frame.month(progress.frame.due_month)
        said = _("%(office)s, %(month)s (%(activities)s)")
        text = said % {"office": office, "month": month, "activities": words}
        how_long = _overdue(months, progress, calendar)
        number = found[0].activity.number if count == 1 else None
        yield Matter("not_reported", how_long, work, number, text, months)


def _overdue(months: int, progress: Progress, calendar: WorkCalendar) -> str:
    """Return how many days a report is overdue, or for how many months there is none."""
    if months > 1:
        return months_missing(months)
    days = (progress.sight.day - calendar.due_day(progress.frame.due_month)) // ONE_DAY
    words = ngettext("%(count)s day overdue", "%(count)s days overdue", days)
    return words % {"count": days}


ONE_DAY = datetime.timedelta(days=1)
