"""``manage.py rights``: who may do what, as the page ``docs/rights.md``."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from etda_plan.common.permissions import Act, Role, acts
from etda_plan.overview.doors import Door, doors

HEAD = """# Who may do what

Written by `manage.py rights > docs/rights.md` from the acts that each app states in its
`permissions.py` and the addresses of the site; a test holds that it is current. One person may
have several roles: what they may do is what any of them may. A superuser has the role of
administrator and no other by that alone. Visitors have no role: they read the approved plan, and
what has been published.
"""

ADDRESSES = """
## Who opens which address

One of the acts beside an address opens it. What is then on the page, and whether a row of another
office is found, depends on who reads. The administration pages ask the acts of each record.
"""


def page() -> Iterator[str]:
    """Yield the lines of the whole page."""
    yield from rights(acts())
    yield from opened(doors())


def row(*cells: object) -> str:
    """Return a row of the table."""
    return f"| {' | '.join(map(str, cells))} |"


def rights(stated: list[Act]) -> Iterator[str]:
    """Yield the lines of the page: its head, and a table of acts and roles."""
    yield HEAD
    yield row("act", "what it is", *(role.label for role in Role))
    yield row("---", "---", *(":-:" for _role in Role))
    for each in stated:
        marks = ("●" if role in each.roles else "" for role in Role)
        yield row(f"`{each.code}`", each.title, *marks)


def opened(found: Iterable[Door]) -> Iterator[str]:
    """Yield the lines that say of each address who opens it."""
    yield ADDRESSES
    yield row("address", "opened by")
    yield row("---", "---")
    for each in found:
        yield row(f"`/{each.address}`", each.opened_by)


class Command(BaseCommand):
    """Print the page in English."""

    help = "Print who may do what, as Markdown."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        with translation.override("en"):
            self.stdout.write("\n".join(page()))
