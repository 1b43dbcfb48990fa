"""The page of rights: who may do what, and who opens which address."""

from io import StringIO

from django.core.management import call_command

from etda_plan.common.permissions import Act, Role, acts
from etda_plan.overview.doors import Door, doors
from etda_plan.overview.management.commands.rights import opened, rights

LEND = Act("money.lend", "Lend money", frozenset({Role.PLANNER.value}))
PAY = Act("money.pay", "Pay money", frozenset({Role.FINANCE.value}))


def test_the_rights_are_printed_as_a_table_of_acts_and_roles() -> None:
    *_head, titles, rule, lending, paid = "\n".join(rights([LEND, PAY])).splitlines()
    assert titles.count("|") == rule.count("|") == len(Role) + 3
    assert [cell.strip() for cell in lending.split("|")[1:-1]] == [
        "`money.lend`", "Lend money", "", "", "●", "", "", "", "",
    ]  # fmt: skip
    assert paid.startswith("| `money.pay` |")


def test_each_address_stands_beside_the_acts_that_open_it() -> None:
    found = [
        Door("", "home"),
        Door("my/", "my", own=True),
        Door("pay/", "pay", (PAY, LEND)),
    ]
    assert "\n".join(opened(found)).splitlines()[-3:] == [
        "| `/` | everyone |",
        "| `/my/` | whoever is signed in |",
        "| `/pay/` | `money.pay`, `money.lend` |",
    ]


def test_the_page_has_a_row_of_every_act_and_every_address() -> None:
    printed = StringIO()
    call_command("rights", stdout=printed)
    page = printed.getvalue()
    assert all(f"| `{act.code}` |" in page for act in acts())
    assert all(f"| `/{door.address}` |" in page for door in doors())
