"""Every address of the site, and who opens it: what ``open_to`` says at its view, or a line here.

An address that neither speaks of raises ``LookupError``: the table of rights is whole or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from etda_plan.common.access import acts_that_open
from etda_plan.common.permissions import Act, find_act

ADMIN = "admin"
"""The namespace of the administration pages: each model's admin states its own acts."""

EVERYONE = frozenset(
    {
        "home", "anomalies", "plan", "reconciliation", "reports", "report", "project_report",
        "search", "source", "privacy", "accessibility", "healthz", "theme", "set_language",
        "robots.txt", "favicon.ico",
        "login", "logout", "password_reset", "password_reset_done", "password_reset_confirm",
        "password_reset_complete",
        "projects:list", "projects:detail", "activities:list", "activities:detail",
        "activities:progress", "activities:attention", "activities:schedule", "board",
        "kpis:list", "kpis:detail", "kpis:of_section_7", "budgets:list", "budgets:spending",
    }
)  # fmt: skip
"""Addresses that a visitor opens, by name; what is on the page still depends on who reads."""

SIGNED_IN = frozenset(
    {
        "password_change", "password_change_done", "my_work", "notices:list", "notices:read_all",
        "notices:mail", "notices:open", "notices:read",
    }
)  # fmt: skip
"""Addresses that are about the own account."""

ASKED_INSIDE = {
    "budgets:upload": ("budgets.post_entries", "budgets.propose_spending_plans"),
    "budgets:download": ("budgets.read_all_entries", "budgets.propose_spending_plans"),
    "budgets:preview": ("budgets.post_entries", "budgets.propose_spending_plans"),
}
"""Addresses whose view finds out what act they take, each with all that it may find."""


@dataclass(frozen=True)
class Door:
    """An address and who opens it: those who may do one of ``acts``.

    Without acts it is open to everyone, or, where it is ``own``, to whoever is signed in.
    """

    address: str
    name: str
    acts: tuple[Act, ...] = ()
    own: bool = False

    @property
    def opened_by(self) -> str:
        """Who opens it, in words."""
        if self.acts:
            return ", ".join(f"`{act.code}`" for act in self.acts)
        return "whoever is signed in" if self.own else "everyone"


def doors() -> Iterator[Door]:
    """Yield every address outside the administration pages, in the order of the site's own."""
    for address, name, view in addresses(get_resolver()):
        yield door(address, name, view)


def door(address: str, name: str, view: Callable[..., object]) -> Door:
    """Return who opens an address; raise ``LookupError`` where nothing says it."""
    if acts := acts_that_open(view):
        return Door(address, name, acts)
    if name in ASKED_INSIDE:
        return Door(address, name, tuple(map(find_act, ASKED_INSIDE[name])))
    if name in SIGNED_IN or name in EVERYONE:
        return Door(address, name, own=name in SIGNED_IN)
    raise LookupError(f"Nothing says who opens /{address} ({name}).")


def addresses(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, Callable[..., object]]]:
    """Yield the pattern, the name and the view of each address below, the admin's left out."""
    for pattern in resolver.url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address, f"{space}{pattern.name or address}", pattern.callback
        elif pattern.namespace != ADMIN:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, address, inner)
