"""Whose rows a person plans: one office's or, for planners, all; narrowed by work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityQuerySet, Schedule
from activities.permissions import PROPOSE_ANY_SCHEDULES
from activities.services.schedules import offices_to_propose
from etda_plan.accounts.models import User
from projects.models import FiscalPlan, Office, Project

Row = TypeVar("Row", Office, Project)

MOST_ROWS = 300
"""How many rows a form holds: more are chosen among first."""


@dataclass(frozen=True)
class Scope:
    """What the form is about. ``office`` is None for all offices, where ``may_plan_all``."""

    plan: FiscalPlan
    offices: Sequence[Office]
    works: Sequence[Project]
    may_plan_all: bool
    office: Office | None
    work: Project | None

    @property
    def is_chosen(self) -> bool:
        """Whether it is known whose rows are meant."""
        return self.office is not None or self.may_plan_all

    @property
    def activities(self) -> ActivityQuerySet:
        """The activities that it holds."""
        rows = Activity.objects.filter(project__plan=self.plan)
        if self.office:
            rows = rows.filter(office=self.office)
        return rows.filter(project=self.work) if self.work else rows

    @property
    def key(self) -> str:
        """What its draft is called in the browser, behind the person and the plan."""
        return f"{self.office.pk if self.office else 'all'}:{self.work.pk if self.work else 'all'}"

    @property
    def query(self) -> str:
        """What an address says to mean it."""
        asked = {
            "fiscal_year": "" if self.plan.is_current else str(self.plan.fiscal_year),
            "office": self.office.code if self.office else "",
            "work": self.work.code if self.work else "",
        }
        stated = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(stated)}" if stated else ""

    def waiting(self) -> Schedule | None:
        """Return the proposal of the same office, or of all, that waits for a decision."""
        rows = Schedule.objects.of_plan(self.plan).pending()
        return rows.filter(office=self.office).first()


def read_scope(plan: FiscalPlan, user: User, office: str, work: str) -> Scope:
    """Return what the address asks for; ``Http404`` for an office or work that is not there.

    Who has one office alone means it without saying so.
    """
    offices = offices_to_propose(plan, user)
    works = list(plan.projects.order_by("position"))
    may_plan_all = PROPOSE_ANY_SCHEDULES.allows(user)
    only = offices[0] if len(offices) == 1 and not may_plan_all else None
    return Scope(
        plan=plan,
        offices=offices,
        works=works,
        may_plan_all=may_plan_all,
        office=_coded(offices, office) or only,
        work=_coded(works, work),
    )


def _coded(rows: Sequence[Row], code: str) -> Row | None:
    if not code:
        return None
    for row in rows:
        if row.code == code:
            return row
    raise Http404(_("There is nothing of this code among what you may plan."))
