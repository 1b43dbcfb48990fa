"""Every address has its row in the table of rights, and keeps to it, whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve

from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from etda_plan.accounts.models import User
from etda_plan.accounts.permissions import READ_RECORDS
from etda_plan.common.pdf import pdf_available
from etda_plan.common.permissions import Role
from etda_plan.overview.doors import EVERYONE, Door, door, doors
from projects.permissions import READ_UNAPPROVED_REPORTS, WRITE_REPORTS
from tests.overview.rights.conftest import NOBODY, OF_AN_OFFICE, VISITOR
from tests.overview.rights.rows import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LEFT_OUT = {"logout", "budgets:preview"}
"""Addresses that end what a person has begun, and one that only its own key finds."""

OF_ITS_OFFICE = {
    "kpis:evidence", "budgets:entry", "budgets:attachment", "budgets:transfer",
    "budgets:transfer_memo", "budgets:spending_plan",
}  # fmt: skip
"""Addresses at which people of an office find nothing of another office."""

WRITTEN_BY_THE_OFFICE = {"monthly_report_edit", "monthly_report_review", "monthly_report_correct"}
"""Addresses that a planner opens only where an office has nobody to write."""

ALIKE = {
    "board", "report", "project_report", "month_of_reports_pdf", "month_of_reports_forms",
    "budgets:transfer_memo", "reconciliation", "anomalies", "source", "plan",
}  # fmt: skip
"""Files and pages that show the same to all who open them: two of these people do."""

OTHERWISE = {
    **dict.fromkeys(["login", "set_language", "favicon.ico"], 302),
    **dict.fromkeys(["kpis:of_section_7"], 301),
    **dict.fromkeys(["notices:open", "budgets:batch", "budgets:carry_forward"], 404),
    **dict.fromkeys(["theme", "notices:read_all", "notices:mail", "notices:read"], 405),
    **dict.fromkeys(
        ["monthly_report_correct", "change_today", "budgets:upload", "budgets:attach"], 405
    ),
}
"""What is answered where an address leads on, has no row here, or is only posted to."""

LINK = re.compile(r'(?:href|action)="(/[^"#?]*)')


@pytest.fixture
def _blank_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may have a PDF gets an empty one: to draw them for everybody takes long."""
    if pdf_available():
        monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda page, **options: b"%PDF-")


@dataclass(frozen=True)
class Person:
    """Who asks, and what of the two offices' is not theirs."""

    who: str
    user: User | None
    offices: list[Rows]

    def opens(self, door: Door, rows: Rows) -> bool:
        """Whether an address opens to the person with an office's rows in it."""
        is_own = self.who in OF_AN_OFFICE and rows is self.offices[0]
        if door.name in WRITTEN_BY_THE_OFFICE:
            return is_own
        if door.name in OF_ITS_OFFICE and self.who in OF_AN_OFFICE:
            return is_own
        if door.name == "kpis:evidence":
            return READ_UNAPPROVED_REPORTS.allows(self.user)
        return self.may_come(door)

    def may_come(self, door: Door) -> bool:
        """Whether the person may do one of the acts that open an address."""
        if door.acts:
            return any(act.allows(self.user) for act in door.acts)
        return self.user is not None or not door.own

    @property
    def unread(self) -> list[str]:
        """The words that the person may read nowhere."""
        return [word for rows in self.offices for word in self._unread(rows)]

    def _unread(self, rows: Rows) -> Iterator[str]:
        own = self.who in OF_AN_OFFICE and rows is self.offices[0]
        reads_money = READ_ALL_ENTRIES.allows(self.user)
        reads_drafts = READ_UNAPPROVED_REPORTS.allows(self.user)
        if not (reads_money or (own and READ_OWN_ENTRIES.allows(self.user))):
            yield rows.said_in_money
        if not (reads_drafts or (own and WRITE_REPORTS.allows(self.user))):
            yield rows.said_in_draft

    @property
    def shut(self) -> set[str]:
        """The addresses of rows of offices that do not open to the person."""
        return {
            rows.address(each)
            for rows in self.offices
            for each in doors()
            if each.name in OF_ITS_OFFICE | WRITTEN_BY_THE_OFFICE and not self.opens(each, rows)
        }


def cases(person: Person) -> Iterator[tuple[Door, str, bool]]:
    """Yield each door with each office's rows in its address, and whether it opens."""
    tried = set()
    for each in doors():
        by_office = person.who in OF_AN_OFFICE and each.name not in EVERYONE
        for rows in person.offices if by_office else person.offices[1:]:
            address, opens = rows.address(each), person.opens(each, rows)
            is_seen = opens and (
                (each.name in ALIKE and person.who not in (VISITOR, Role.OFFICER))
                or (each.name in EVERYONE and person.who == NOBODY)
            )
            if address not in tried and each.name not in LEFT_OUT and not is_seen:
                tried.add(address)
                yield each, address, opens


def faults(person: Person) -> Iterator[str]:
    """Yield what is wrong with what the person is answered, nothing where the table holds."""
    client = Client()
    if person.user:
        client.force_login(person.user)
    unread, shut = person.unread, person.shut
    for each, address, opens in cases(person):
        for method in ("get",) if opens else ("get", "post"):
            answer = getattr(client, method)(address)
            status = wrong_status(person, each, answer, opens=opens)
            astray = led_astray(person, answer, shut) if opens else ()
            for fault in [status, *leaks(answer, unread), *astray]:
                if fault:
                    yield f"{person.who} {method} {address}: {fault}"


def wrong_status(person: Person, each: Door, answer: HttpResponse, *, opens: bool) -> str:
    to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
    if opens:
        is_open = answer.status_code in (200, OTHERWISE.get(each.name))
        return "" if is_open else f"does not open ({answer.status_code})"
    refused = to_sign_in if person.who == VISITOR else answer.status_code in (403, 404)
    return "" if refused or answer.status_code == 405 else f"is let in ({answer.status_code})"


def words_of(answer: HttpResponse) -> str:
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/"):
        return ""
    return answer.content.decode()


def leaks(answer: HttpResponse, unread: list[str]) -> Iterator[str]:
    """Yield the words on a page that are not for the person."""
    text = words_of(answer)
    return (f"says {word}" for word in unread if word in text)


def led_astray(person: Person, answer: HttpResponse, shut: set[str]) -> Iterator[str]:
    """Yield the links and forms on a page whose addresses do not open to the person."""
    for address in {unescape(each) for each in LINK.findall(words_of(answer))}:
        if not address.startswith("/static/") and (
            address in shut or not may_follow(person, address)
        ):
            yield f"leads to {address}"


def may_follow(person: Person, address: str) -> bool:
    """Whether an act opens an address; a visitor signs in by that of the administration pages."""
    if address.startswith("/admin/"):
        return person.user is None or READ_RECORDS.allows(person.user)
    return person.may_come(door_at(address))


@cache
def door_at(address: str) -> Door:
    found = resolve(address)
    return door(found.route, found.view_name, found.func)


def test_every_address_says_who_opens_it() -> None:
    found = list(doors())
    assert len(found) > 60
    assert len({each.address for each in found}) == len(found)


def test_an_address_that_nothing_speaks_of_is_an_error() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(LookupError, match="secret"):
        door("secret/", "secret", view)


@pytest.mark.usefixtures("_blank_paper")
def test_each_person_opens_what_the_table_says_and_nothing_else(
    people: dict[str, User | None], offices: list[Rows]
) -> None:
    asking = [Person(who, user, offices) for who, user in people.items()]
    found = [fault for person in asking for fault in faults(person)]
    assert found == [], "\n".join(found)
    assert sum(1 for person in asking for _case in cases(person)) > 500
