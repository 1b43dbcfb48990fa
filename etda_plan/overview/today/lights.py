"""The three lights of a work: time, money, indicators. They are never made into one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Light:
    """What it is of, a key of ``STATES``, and why in a few words."""

    name: Promise | str
    state: str
    why: str


@dataclass(frozen=True)
class Lights:
    """The three lights of a work."""

    time: Light
    money: Light
    kpi: Light

    def __iter__(self) -> Iterator[Light]:
        return iter((self.time, self.money, self.kpi))


TIME = pgettext_lazy("light", "Time")
MONEY = pgettext_lazy("light", "Money")
KPI = pgettext_lazy("light", "KPIs")
