"""The kinds of spending that a line has: contracts, monthly bills, advances, slips, late papers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contract:
    """Money reserved, then bound by a contract, then paid by instalments (``percent@day/month``).

    Instalments of less than 100 % leave the rest open at the year's end. On the day ``asked``,
    ``reserved`` baht were put aside; what the contract does not need goes back. On the day
    ``cancelled`` it was called off.
    """

    title: str
    payee: str
    amount: str
    asked: str
    reserved: str
    signed: str
    instalments: str
    cancelled: str = ""


@dataclass(frozen=True)
class Bill:
    """A payment on about the same day of every month.

    ``spread`` (percent) is how far one month's amount lies from the next one's. With ``order``
    a purchase order for the year stands behind it.
    """

    title: str
    payee: str
    amount: str
    day: int
    spread: int = 0
    order: bool = False
    months: range = range(1, 13)


@dataclass(frozen=True)
class Advance:
    """Money advanced for an event, of which a part comes back."""

    title: str
    payee: str
    amount: str
    paid: str
    returned: str
    returned_on: str


@dataclass(frozen=True)
class Slip:
    """A payment posted with a wrong amount, reversed, and posted as it should be."""

    title: str
    payee: str
    wrong: str
    right: str
    paid: str
    corrected: str
    why: str


@dataclass(frozen=True)
class Late:
    """A payment of an earlier day whose paper came late: posted on the day ``posted``."""

    title: str
    payee: str
    amount: str
    paid: str
    posted: str


@dataclass(frozen=True)
class Line:
    """A line of the plan: what it has (baht), how much of it is paid by the end of each month.

    ``paid`` are cumulative percent of the initial amount. What contracts and bills do not use of
    a month is spent on everyday things, in pieces of about ``piece`` baht.
    """

    code: str
    amount: str
    paid: str
    piece: int
    everyday: tuple[tuple[str, str], ...]
    contracts: tuple[Contract, ...] = ()
    bills: tuple[Bill, ...] = ()
    advances: tuple[Advance, ...] = ()
    slips: tuple[Slip, ...] = ()
    late: tuple[Late, ...] = ()
