"""Every address has its row in the table of rights, and keeps to it, whoever asks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.overview.doors import Door, door, doors
from projects.models import FiscalPlan
from tests.factories import make_membership, make_sample, make_user
from tests.overview.rights.rows import HIDDEN, Rows, rows_of, works

pytestmark = [pytest.mark.django_db, pytest.mark.once]

VISITOR, NOBODY = "visitor", "nobody"
OF_AN_OFFICE = (Role.OFFICER.value, Role.HEAD.value)
LEFT_OUT = {"logout", "budgets:preview"}
"""Addresses that end what a person has begun, and one that only its own key finds."""

WRITTEN_BY_THE_OFFICE = {"monthly_report_edit", "monthly_report_review", "monthly_report_correct"}
"""Addresses that a planner opens only where an office has nobody to write."""


@dataclass(frozen=True)
class Case:
    """An office's address, who asks for it, and whether it opens."""

    who: str
    method: str
    address: str
    opens: bool


@pytest.fixture
def offices(plan: FiscalPlan) -> list[Rows]:
    """Rows of two offices; people of an office are of the first."""
    make_sample(datetime.date(2020, 4, 13))
    return [rows_of(*work) for work in works()[:2]]


@pytest.fixture
def people(offices: list[Rows]) -> dict[str, User | None]:
    """Who asks: nobody has an account without a role."""
    users = {role.value: make_user(f"asking-{role.value}", role) for role in Role}
    for role in OF_AN_OFFICE:
        make_membership(users[role], offices[0].office, offices[0].office.plan.starts_on)
    return {VISITOR: None, NOBODY: make_user(NOBODY), **users}


def opens(door: Door, user: User | None) -> bool:
    if door.acts:
        return any(act.allows(user) for act in door.acts)
    return user is not None or not door.own


def cases(who: str, user: User | None, offices: list[Rows]) -> Iterator[Case]:
    """Yield what is tried: what everyone opens once, what others may open without effect."""
    for each in doors():
        public = not each.acts and not each.own
        if each.name in LEFT_OUT or (public and user):
            continue
        for rows in offices if "<" in each.address else offices[:1]:
            hidden = each.name in HIDDEN and who in OF_AN_OFFICE and rows is not offices[0]
            stands_in = each.name in WRITTEN_BY_THE_OFFICE and who == Role.PLANNER
            let_in = opens(each, user) and not (hidden or stands_in)
            if let_in and rows is not offices[0]:
                continue
            yield Case(who, "get", rows.address(each), let_in)
            if not let_in:
                yield Case(who, "post", rows.address(each), let_in)


def fault(client: Client, case: Case) -> str:
    """Return what is wrong with the answer, nothing where it is as the table says."""
    answer = getattr(client, case.method)(case.address)
    to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
    refused = to_sign_in if case.who == VISITOR else answer.status_code in (403, 404)
    if case.opens:
        return "is refused" if to_sign_in or answer.status_code == 403 else ""
    return "" if refused or answer.status_code == 405 else f"is let in ({answer.status_code})"


def test_every_address_says_who_opens_it() -> None:
    found = list(doors())
    assert len(found) > 60
    assert len({each.address for each in found}) == len(found)


def test_an_address_that_nothing_speaks_of_is_an_error() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(LookupError, match="secret"):
        door("secret/", "secret", view)


def test_each_person_opens_what_the_table_says_and_nothing_else(
    people: dict[str, User | None], offices: list[Rows]
) -> None:
    found, tried = [], 0
    for who, user in people.items():
        client = Client()
        if user:
            client.force_login(user)
        for case in cases(who, user, offices):
            tried += 1
            if wrong := fault(client, case):
                found.append(f"{who} {case.method} {case.address} {wrong}")
    assert found == [], "\n".join(found)
    assert tried > 600, tried
