"""Allocations to choose from: under their fund source and group, each with what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from budgets.models import Allocation
from budgets.transfers.table import named
from etda_plan.common.figures import baht

Choices = list[tuple[str, Any]]


def with_left(allocation: Allocation) -> str:
    """Return the work's code, what is left, and its name, which a phone cuts off."""
    code, name = named(allocation)
    left = gettext("left %(left)s") % {"left": baht(allocation.left_amount)}
    return f"{code} · {left} · {name}"


def by_fund(allocations: Iterable[Allocation]) -> Iterator[tuple[str, Choices]]:
    """Yield allocations, which stand in their order, under their fund source and group."""
    for (fund, group), rows in groupby(
        allocations, key=lambda each: (each.fund_source, each.spending_group)
    ):
        words = {"fund": fund.name_short, "number": group.number, "name": group.name}
        heading = gettext("%(fund)s · group %(number)s %(name)s") % words
        yield heading, [(str(each.pk), with_left(each)) for each in rows]
