"""The cumulative chart: plan, used and paid, month by month, as the template draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from budgets.spending.amounts import ZERO, Amounts
from budgets.spending.monthly import Month, Monthly
from budgets.spending.targets import Target
from etda_plan.common.figures import in_millions, measure

WIDTH, HEIGHT = 1200, 300
MONTH_WIDTH = 100
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
MOST_STEPS = 6


@dataclass(frozen=True)
class Tick:
    """A line across the chart, and what it stands for in ล้านบาท."""

    y: str
    words: str


@dataclass(frozen=True)
class Mark:
    """A target on the chart: where it stands, and which."""

    x: int
    y: str
    target: Target


@dataclass(frozen=True)
class Curve:
    """A line from month to month, and its last point."""

    points: str
    x: int
    y: str
    last: Decimal


@dataclass(frozen=True)
class Chart:
    """What is drawn, in a field of 1200 by 300, a hundred for each month."""

    ticks: list[Tick]
    planned: Curve | None
    used: Curve | None
    paid: Curve | None
    marks: list[Mark]
    today_x: int | None
    monthly: Monthly

    @property
    def planned_now(self) -> Decimal | None:
        """The plan to date (baht); None without a plan, or before the year."""
        now = self.monthly.now
        return now.planned_so_far if now else None


@dataclass(frozen=True)
class Bar:
    """A work's money along its current budget: each part in percent of it, not clipped."""

    paid: str
    committed: str
    planned: str | None


def draw_bar(amounts: Amounts, monthly: Monthly) -> Bar | None:
    """Return a work's bar, with its plan to date; None where there is no budget to draw it on."""
    if amounts.current <= ZERO:
        return None
    now = monthly.now
    planned = now.planned_so_far if now else None
    return Bar(
        _share(amounts.paid, amounts.current),
        _share(amounts.committed, amounts.current),
        None if planned is None else _share(planned, amounts.current),
    )


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part * 100 / whole:.2f}"


def draw_chart(monthly: Monthly, targets: Sequence[Target] = ()) -> Chart:
    """Return the cumulative chart, with targets that are a share of the same money."""
    highest = max(_heights(monthly, targets), default=ZERO)
    step = _step(highest)
    count = max(int((highest / step).to_integral_value(ROUND_CEILING)), 1)
    scale = _Scale(step * count)
    reached = monthly.months[: monthly.reached]
    return Chart(
        ticks=[Tick(scale.y(step * each), _words(step * each)) for each in range(count, -1, -1)],
        planned=scale.curve(monthly.months, lambda month: month.planned_so_far),
        used=scale.curve(reached, lambda month: month.used_so_far),
        paid=scale.curve(reached, lambda month: month.paid_so_far),
        marks=[
            Mark(_x(target.month), scale.y(target.amount), target)
            for target in targets
            if target.amount is not None
        ],
        today_x=_x(monthly.reached) if monthly.reached else None,
        monthly=monthly,
    )


def _heights(monthly: Monthly, targets: Sequence[Target]) -> Iterator[Decimal]:
    for month in monthly.months:
        so_far = (month.planned_so_far, month.paid_so_far, month.used_so_far)
        yield from (amount for amount in so_far if amount is not None)
    yield from (target.amount for target in targets if target.amount is not None)


def _step(highest: Decimal) -> Decimal:
    """Return a round distance between lines, so that there are no more than six."""
    least = highest / MOST_STEPS
    if least <= ZERO:
        return Decimal(1)
    magnitude = Decimal(1).scaleb(least.adjusted())
    return next(step * magnitude for step in STEPS if step * magnitude >= least)


def _x(month: int) -> int:
    return month * MONTH_WIDTH - MONTH_WIDTH // 2


def _words(amount: Decimal) -> str:
    return measure(in_millions(amount))


@dataclass(frozen=True)
class _Scale:
    top: Decimal

    def y(self, amount: Decimal) -> str:
        """Return how far down an amount (baht) lies."""
        return f"{HEIGHT - amount * HEIGHT / self.top:.2f}"

    def curve(
        self, months: Sequence[Month], read: Callable[[Month], Decimal | None]
    ) -> Curve | None:
        """Return a line through what is known of these months; None for none."""
        known = [(_x(each.number), amount) for each in months if (amount := read(each)) is not None]
        if not known:
            return None
        x, last = known[-1]
        points = " ".join(f"{x},{self.y(amount)}" for x, amount in known)
        return Curve(points, x, self.y(last), last)
