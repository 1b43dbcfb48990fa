"""What the pages of the state of the work show: one reading, narrowed as the address asks."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.progress.filters import ProgressFilterSet
from activities.progress.gantt import Bars, draw, place_of
from activities.progress.items import ActivityState, Judged
from activities.progress.reading import Progress
from activities.progress.rollups import RollUp, roll_up
from activities.progress.seen import seen_progress
from activities.progress.states import SHOWN_STATES
from etda_plan.common.figures import short_percent
from etda_plan.common.filters import Filtered, read_filters
from etda_plan.common.fiscal import long_date, short_date
from etda_plan.common.listing import Paging, page_of
from projects.as_of import AsOf, read_as_of
from projects.models import FiscalPlan, Office, Project
from projects.permissions import READ_REPORTS
from projects.sight import Sight

ACTIVITIES_A_PAGE = 50
"""More than a year's plan has; a page of a larger one stays as short."""


@dataclass(frozen=True)
class Row:
    """An activity or a part, with its bars."""

    item: Judged
    bars: Bars


@dataclass(frozen=True)
class ActivityRow(Row):
    """An activity with its parts."""

    item: ActivityState
    parts: Sequence[Row]


@dataclass(frozen=True)
class WorkRows:
    """A project or work as one, and its activities; ``scope`` says of which of them."""

    project: Project
    rolled: RollUp
    rows: Sequence[ActivityRow]
    scope: str = ""

    @property
    def basis(self) -> str:
        """What it is rolled up from, and what decides how much each of it counts."""
        basis = self.rolled.basis.words if self.rolled.counted else ""
        return " · ".join(filter(None, [self.scope, basis]))


@dataclass(frozen=True)
class ProgressPage:
    """One reading and what the address leaves of it.

    ``reads_words`` says whether the reader may see what was written, and by whom; visitors see
    states and figures of published months.
    """

    plan: FiscalPlan
    as_of: AsOf
    listing: Filtered
    whole: Progress
    shown: Progress
    paging: Paging
    notes: Sequence[str]
    reads_words: bool

    @property
    def work(self) -> Project | None:
        """The work that alone is shown."""
        work: Project | None = self.listing.value("work")
        return work

    @property
    def office(self) -> Office | None:
        """The office whose activities alone are shown."""
        office: Office | None = self.listing.value("office")
        return office

    @cached_property
    def rolled(self) -> RollUp:
        """What is shown as one: the agency, a work, an office, or an office's part of a work."""
        if self.work and self.office:
            return roll_up(self._of_both.activities, self.whole.frame.thresholds)
        if self.work:
            return self.whole.of_project(self.work.pk)
        if self.office:
            return self.whole.of_office(self.office.pk)
        return self.whole.whole

    @cached_property
    def _of_both(self) -> Progress:
        return _narrowed(self.whole, self.work, self.office)

    @property
    def works(self) -> list[WorkRows]:
        """The works shown, each with its activities."""
        return self._works(self.shown.activities)

    @property
    def works_on_page(self) -> list[WorkRows]:
        """The same of the activities that stand on this page."""
        return self._works(self.paging.page.object_list)

    def _works(self, activities: Iterable[ActivityState]) -> list[WorkRows]:
        rows: dict[Project, list[ActivityRow]] = {}
        for each in activities:
            parts = [Row(part, draw(part)) for part in each.parts]
            rows.setdefault(each.activity.project, []).append(ActivityRow(each, draw(each), parts))
        return [
            WorkRows(work, self._of_both.of_project(work.pk), rows[work], self.scope)
            for work in rows
        ]

    @property
    def scope(self) -> str:
        """Of what a work's own row is, where the filters leave a part of its activities."""
        if self.office:
            return _("only the activities of %(office)s") % {"office": self.office.code}
        return _("of the whole project or work") if self.listing.value("state") else ""

    @property
    def rolled_works(self) -> list[tuple[Project, RollUp]]:
        """Every work as one, as far as it is the office's that alone is shown."""
        scope = _narrowed(self.whole, None, self.office)
        return [(work, scope.of_project(work.pk)) for work in scope.projects]

    @property
    def counted_states(self) -> Iterator[tuple[str, int]]:
        """Yield each state with how many of the activities of this work and office have it."""
        counts = Counter(each.state for each in self._of_both.activities)
        return ((state, counts[state]) for state in SHOWN_STATES if counts[state])

    @property
    def sight(self) -> Sight:
        """What of the reports the reader sees."""
        return self.as_of.sight

    @property
    def today(self) -> Decimal | None:
        """Where the day stands in the drawing; None when the year is over or has not begun."""
        return place_of(self.plan, self.sight.day)

    @property
    def day(self) -> datetime.date:
        """The day that the page is of."""
        return self.as_of.day or self.plan.reference_day

    @property
    def is_published(self) -> bool:
        """Whether there is a month whose figures the reader may see."""
        return self.sight.sees_figures

    @property
    def last_month(self) -> str:
        """The last month in sight, with its year."""
        return self.whole.frame.month(self.sight.last_month)

    @property
    def answer(self) -> str:
        """What the page answers, in one sentence."""
        if not self.is_published and not self.reads_words:
            return _("No month of the work is published yet")
        if self.rolled.progress is None:
            return _("No progress is reported yet")
        figures = {"done": short_percent(self.rolled.progress), "day": short_date(self.day)}
        if self.rolled.plan_to_date is None:
            return _("%(done)s %% of the work is done as of %(day)s") % figures
        figures["planned"] = short_percent(self.rolled.plan_to_date)
        words = _("%(done)s %% of the work is done where %(planned)s %% was planned by %(day)s")
        return words % figures

    @property
    def statements(self) -> list[str]:
        """What a file says at its top: its day, what it leaves out, and how it is rolled up."""
        lines = [_("As of") + " " + long_date(self.day)]
        filters = [link.words for link in self.listing.active_filters]
        if not self.is_published:
            return [*lines, *filters]
        if not self.reads_words:
            lines.append(_("Published up to %(month)s") % {"month": self.last_month})
        return [*lines, *filters, f"{self.rolled.basis.words} · {self.rolled.why}"]

    @property
    def file_name(self) -> str:
        """The name of files, without their ending."""
        return f"progress-{self.plan.fiscal_year}-{self.day.isoformat()}"


def read_page(
    request: HttpRequest, plan: FiscalPlan, filterset: type[ProgressFilterSet] = ProgressFilterSet
) -> ProgressPage:
    """Return what a reader sees of a plan's work as the address asks for it."""
    listing = read_filters(request, filterset, Activity.objects.none())
    as_of = read_as_of(request, plan)
    whole = seen_progress(request, plan)
    shown = _narrowed(whole, listing.value("work"), listing.value("office"))
    state = listing.value("state")
    if state:
        shown = shown.only(lambda each: state in each.marks)
    paginator = Paginator(shown.activities, ACTIVITIES_A_PAGE)
    page, page_notes = page_of(paginator, request.GET.get("page", ""))
    paging = Paging(page, listing.address)
    notes = list(dict.fromkeys([*listing.notes, *as_of.notes, *page_notes]))
    reads_words = READ_REPORTS.allows(request.user)
    return ProgressPage(plan, as_of, listing, whole, shown, paging, notes, reads_words)


def _narrowed(progress: Progress, work: Project | None, office: Office | None) -> Progress:
    if not work and not office:
        return progress
    return progress.only(
        lambda each: (
            (work is None or each.activity.project_id == work.pk)
            and (office is None or each.activity.office_id == office.pk)
        )
    )
