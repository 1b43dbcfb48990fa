"""The money as a page beside others shows it: as far as its reader may see it, on the last day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.models import Activity
from budgets.models import Allocation, Entry
from budgets.spending.reading import Spending
from budgets.spending.scope import Scope, Sight, scope_of
from budgets.spending.shown import entries_address, read_seen
from projects.models import FiscalPlan, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class MoneyGlance:
    """What somebody sees of a plan's money, or of one work's.

    ``spending`` is None where entries are there, but none that this reader may see yet.
    """

    scope: Scope
    spending: Spending | None
    entries: str = ""


def glance_at_plan(
    user: User | AnonymousUser, plan: FiscalPlan, day: datetime.date | None = None
) -> MoneyGlance | None:
    """Return what ``user`` sees of a plan's money on a day; None while its ledger is empty.

    Without a day it is the last one that they may see. Office staff see the published totals
    where there are any, else their own offices' lines: it stands beside the whole plan's work.
    """
    if not Entry.objects.filter(month__plan=plan).exists():
        return None
    scope = scope_of(user, plan)
    published = _published(user, plan, scope)
    return _glance(plan, published if published and published.last_day else scope, day)


def glance_at_work(
    user: User | AnonymousUser, project: Project, day: datetime.date | None = None
) -> MoneyGlance | None:
    """Return what ``user`` sees of a work's money; None while the plan's ledger is empty.

    Office staff see the published totals of other offices' works.
    """
    plan = project.plan
    if not Entry.objects.filter(month__plan=plan).exists():
        return None
    scope = scope_of(user, plan)
    glance = _of_work(_glance(plan, scope, day), project)
    published = _published(user, plan, scope)
    if published and glance.spending and not glance.spending.accounts:
        glance = _of_work(_glance(plan, published, day), project)
    return glance


def _published(user: User | AnonymousUser, plan: FiscalPlan, scope: Scope) -> Scope | None:
    """Return the published totals for whoever sees the own offices' lines, else None."""
    if scope.sight is not Sight.OWN:
        return None
    return scope_of(user, plan, published_only=True)


def _glance(plan: FiscalPlan, scope: Scope, day: datetime.date | None = None) -> MoneyGlance:
    if scope.last_day is None:
        return MoneyGlance(scope, None)
    spending = read_seen(plan, scope, min(day or scope.last_day, scope.last_day))
    return MoneyGlance(scope, spending if spending.has_entries else None)


def _of_work(glance: MoneyGlance, project: Project) -> MoneyGlance:
    if glance.spending is None:
        return glance
    part = glance.spending.only(lambda row: row.project_id == project.pk)
    opens = glance.scope.opens_entries
    entries = entries_address(part, work=project.code) if opens else ""
    return MoneyGlance(glance.scope, part, entries)


def glance_at_activity(user: User | AnonymousUser, activity: Activity) -> MoneyGlance | None:
    """Return what ``user`` sees of an activity's own money; None where it has none of its own.

    Where only its work has money, nothing says which of it is the activity's.
    """
    if not Allocation.objects.filter(activity=activity).exists():
        return None
    glance = glance_at_work(user, activity.project)
    if glance is None or glance.spending is None:
        return glance
    own = glance.spending.only(lambda row: row.activity_id == activity.pk)
    return MoneyGlance(glance.scope, own)
