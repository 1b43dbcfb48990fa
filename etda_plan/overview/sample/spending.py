"""The entries of a line's year: contracts from reservation to last instalment, bills, the rest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from etda_plan.common.fiscal import fiscal_month
from etda_plan.overview.sample.operations import (
    COMMITMENT,
    PAYMENT,
    RESERVATION,
    REVERSAL,
    Post,
)
from etda_plan.overview.sample.workdays import later, on, working_day, working_days
from etda_plan.overview.sample.works.kinds import Advance, Bill, Contract, Late, Line, Slip

SATANG = Decimal("0.01")
SMALLEST = Decimal("480.00")
MONTHS = range(1, 13)


def satang(amount: Decimal) -> Decimal:
    """Return an amount rounded to the satang."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def share(amount: Decimal, percent: str | int) -> Decimal:
    """Return so many percent of an amount."""
    return satang(amount * Decimal(percent) / 100)


def posts_of(line: Line, chance: Random) -> list[Post]:
    """Return every entry of a line's year."""
    fixed = list(_fixed(line, chance))
    return [*fixed, *_everyday(line, paid_by_month(fixed), chance)]


def paid_by_month(posts: Iterable[Post]) -> dict[int, Decimal]:
    """Return what entries pay, less what reversals of payments take back, by fiscal month."""
    posts = list(posts)
    payments = {post.name for post in posts if post.kind == PAYMENT}
    paid: dict[int, Decimal] = dict.fromkeys(MONTHS, Decimal(0))
    for post in posts:
        sign = 1 if post.name in payments else -1 if post.reverses in payments else 0
        paid[fiscal_month(post.date)] += sign * post.amount
    return paid


def _fixed(line: Line, chance: Random) -> Iterator[Post]:
    write = _writer(line)
    for number, contract in enumerate(line.contracts, 1):
        yield from _contract(write, f"contract-{number}", contract)
    for number, bill in enumerate(line.bills, 1):
        yield from _bill(write, f"bill-{number}", bill, chance)
    for number, advance in enumerate(line.advances, 1):
        yield from _advance(write, f"advance-{number}", advance)
    for number, slip in enumerate(line.slips, 1):
        yield from _slip(write, f"slip-{number}", slip)
    for number, late in enumerate(line.late, 1):
        yield _late(write, f"late-{number}", late)


Writer = Callable[..., Post]


def _writer(line: Line) -> Writer:
    """Return what writes entries of a line: names begin with its code."""

    def write(name: str, kind: str, day: datetime.date, amount: Decimal, **fields: Any) -> Post:
        for reference in {"draws_on", "reverses"} & set(fields):
            fields[reference] = f"{line.code}/{fields[reference]}"
        fields = {"date": day, **fields}
        return Post(
            name=f"{line.code}/{name}", kind=kind, line=line.code, day=day, amount=amount, **fields
        )

    return write


def _contract(write: Writer, name: str, contract: Contract) -> Iterator[Post]:
    """Yield the reservation, the contract, what goes back, and the instalments."""
    reserved, signed = working_day(on(contract.asked)), working_day(on(contract.signed))
    asked, amount = Decimal(contract.reserved), Decimal(contract.amount)
    reservation, commitment = f"{name}/reserved", f"{name}/signed"
    title, payee = contract.title, contract.payee
    yield write(reservation, RESERVATION, reserved, asked, note=title)
    yield write(
        commitment, COMMITMENT, signed, amount, draws_on=reservation, payee=payee, note=title
    )
    if asked > amount:
        note = f"คืนเงินจองส่วนที่ไม่ได้ใช้: {title}"
        day = later(signed, 3)
        yield write(
            f"{name}/unused", REVERSAL, day, asked - amount, reverses=reservation, note=note
        )
    if contract.cancelled:
        yield from _cancelled(write, name, contract)
    yield from _instalments(write, name, contract)


def _cancelled(write: Writer, name: str, contract: Contract) -> Iterator[Post]:
    """Yield the reversals that give a called-off contract's money back, stage by stage."""
    day, amount = working_day(on(contract.cancelled)), Decimal(contract.amount)
    for stage, done, note in (
        ("signed", "cancelled", "ยกเลิกสัญญาเนื่องจากสถานการณ์โควิด-19"),
        ("reserved", "released", "คืนเงินจองของสัญญาที่ยกเลิก"),
    ):
        yield write(
            f"{name}/{done}", REVERSAL, day, amount, reverses=f"{name}/{stage}",
            payee=contract.payee, note=f"{note}: {contract.title}",
        )  # fmt: skip


def _instalments(write: Writer, name: str, contract: Contract) -> Iterator[Post]:
    amount, left = Decimal(contract.amount), Decimal(contract.amount)
    instalments = [each.split("@") for each in contract.instalments.split()]
    complete = sum(int(percent) for percent, _day in instalments) == 100
    for number, (percent, day) in enumerate(instalments, 1):
        last = complete and number == len(instalments)
        due = left if last else share(amount, percent)
        left -= due
        note = f"{contract.title} งวดที่ {number}/{len(instalments) + (not complete)}"
        yield write(
            f"{name}/instalment-{number}", PAYMENT, working_day(on(day)), due,
            draws_on=f"{name}/signed", payee=contract.payee, note=note,
        )  # fmt: skip


def _bill(write: Writer, name: str, bill: Bill, chance: Random) -> Iterator[Post]:
    """Yield a year's order, where it has one, and a payment each month."""
    days = {month: _day_of(month, bill.day) for month in bill.months}
    amounts = {month: _uneven(Decimal(bill.amount), bill.spread, chance) for month in bill.months}
    fields: dict[str, Any] = {"payee": bill.payee}
    if bill.order:
        note = f"{bill.title} ปีงบประมาณ 2563"
        whole = sum(amounts.values(), Decimal(0))
        yield write(f"{name}/order", COMMITMENT, _day_of(1, 1), whole, note=note, **fields)
        fields["draws_on"] = f"{name}/order"
    for month, day in days.items():
        note = f"{bill.title} เดือนที่ {month} ของปีงบประมาณ"
        yield write(f"{name}/month-{month}", PAYMENT, day, amounts[month], note=note, **fields)


def _day_of(month: int, number: int) -> datetime.date:
    """Return the first working day of a month from day ``number`` on, or its last one."""
    days = working_days(month)
    return next((day for day in days if day.day >= number), days[-1])


def _uneven(amount: Decimal, spread: int, chance: Random) -> Decimal:
    if not spread:
        return amount
    moved = amount * chance.randrange(-spread * 100, spread * 100 + 1) / 10_000
    quarter = Decimal("0.25")
    return ((amount + moved) / quarter).quantize(Decimal(1)) * quarter


def _advance(write: Writer, name: str, advance: Advance) -> Iterator[Post]:
    fields = {"payee": advance.payee}
    paid, back = working_day(on(advance.paid)), working_day(on(advance.returned_on))
    yield write(name, PAYMENT, paid, Decimal(advance.amount), note=advance.title, **fields)
    note = f"ส่งคืนเงินเหลือจ่าย: {advance.title}"
    amount = Decimal(advance.returned)
    yield write(f"{name}/returned", REVERSAL, back, amount, reverses=name, note=note, **fields)


def _slip(write: Writer, name: str, slip: Slip) -> Iterator[Post]:
    fields = {"payee": slip.payee}
    paid, corrected = working_day(on(slip.paid)), working_day(on(slip.corrected))
    wrong, right = Decimal(slip.wrong), Decimal(slip.right)
    yield write(name, PAYMENT, paid, wrong, note=slip.title, **fields)
    note = f"กลับรายการ: {slip.why}"
    yield write(f"{name}/reversed", REVERSAL, corrected, wrong, reverses=name, note=note, **fields)
    note = f"{slip.title} (บันทึกใหม่ให้ถูกต้อง)"
    yield write(f"{name}/again", PAYMENT, corrected, right, note=note, **fields)


def _late(write: Writer, name: str, late: Late) -> Post:
    posted, fields = working_day(on(late.posted)), {"payee": late.payee, "note": late.title}
    return write(name, PAYMENT, posted, Decimal(late.amount), date=on(late.paid), **fields)


def _everyday(line: Line, fixed: dict[int, Decimal], chance: Random) -> Iterator[Post]:
    """Yield small payments that bring each month to what the line is to have paid by its end."""
    write, paid = _writer(line), Decimal(0)
    used: Counter[str] = Counter()
    for month, percent in zip(MONTHS, line.paid.split(), strict=True):
        gap = share(Decimal(line.amount), percent) - paid - fixed[month]
        if gap < SMALLEST:
            raise ValueError(f"{line.code}: contracts pay {SMALLEST - gap} too much in {month}")
        paid += gap + fixed[month]
        for day, amount in _pieces(gap, line.piece, working_days(month), chance):
            title, payee = chance.choice(line.everyday)
            used[title] += 1
            note = f"{title} ครั้งที่ {used[title]}"
            name = f"everyday-{sum(used.values())}"
            yield write(name, PAYMENT, day, amount, payee=payee, note=note)


def _pieces(
    whole: Decimal, size: int, days: list[datetime.date], chance: Random
) -> Iterator[tuple[datetime.date, Decimal]]:
    """Yield a whole in uneven parts of about ``size`` baht, on days in order."""
    count = max(1, round(whole / size))
    weights = [20 + chance.randrange(100) * chance.randrange(100) // 50 for _part in range(count)]
    chosen = sorted(chance.choice(days) for _part in range(count))
    left = whole
    for day, weight in zip(chosen[:-1], weights, strict=False):
        amount = satang(whole * weight / sum(weights))
        left -= amount
        yield day, amount
    yield chosen[-1], left
