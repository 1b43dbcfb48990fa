"""The accounts of the sample database, one for each role at least, and their passwords."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.crypto import salted_hmac

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from etda_plan.overview.sample.reporting.offices import (
    BUSINESS,
    CENTRAL,
    COMMERCE_OFFICE,
    CORPORATE,
    DIRECTOR,
    IT,
    LAW,
    SECURITY,
    STRATEGY,
    TOP,
)
from projects.models import FiscalPlan, OfficeMembership


@dataclass(frozen=True)
class Account:
    """Someone who tries the site out; ``offices`` are the abbreviations of the person's offices.

    Who came or left in the year is in them ``since`` or ``until`` a day. ``is_offered`` says that
    the account is printed without being asked for.
    """

    username: str
    roles: tuple[Role, ...] = ()
    offices: tuple[str, ...] = ()
    is_superuser: bool = False
    since: datetime.date | None = None
    until: datetime.date | None = None
    is_offered: bool = True

    @property
    def does(self) -> str:
        """What the account is for, in the language in use."""
        named = [str(role.label) for role in self.roles] or ["superuser"]
        return " · ".join([*named, *self.offices])

    @property
    def password(self) -> str:
        """The password, which nobody can know who lacks the site's signing key."""
        secret = salted_hmac("sample account", self.username, algorithm="sha256").hexdigest()
        return f"{self.username}-{secret[:4]}-{secret[4:8]}-{secret[8:12]}"

    def make(self, plan: FiscalPlan, since: datetime.date) -> None:
        """Make the account with its roles and its offices, from the year's first day on."""
        with translation.override("th"):
            name = self.does
        user = User.objects.create_user(
            self.username,
            first_name=name,
            is_staff=self.is_superuser,
            is_superuser=self.is_superuser,
        )
        for role in self.roles:
            RoleGrant.objects.create(user=user, role=role)
        for office in plan.offices.filter(code__in=self.offices):
            OfficeMembership.objects.create(
                user=user, office=office, since=self.since or since, until=self.until
            )


HANDED_OVER = datetime.date(2020, 2, 29)
"""The last day on which the first officer of ``IT`` reports; the next one begins the day after."""


def _officer(office: str, name: str) -> Account:
    return Account(f"officer-{name}", (Role.OFFICER,), (office,), is_offered=False)


def _head(office: str, name: str) -> Account:
    return Account(f"head-{name}", (Role.HEAD,), (office,), is_offered=False)


ACCOUNTS = (
    Account("officer", (Role.OFFICER,), (COMMERCE_OFFICE,)),
    Account("head", (Role.HEAD,), (COMMERCE_OFFICE,)),
    Account("officer-security", (Role.OFFICER,), (SECURITY,)),
    Account("officer-director", (Role.OFFICER,), (DIRECTOR, TOP)),
    Account("planner", (Role.PLANNER,)),
    Account("finance", (Role.FINANCE,)),
    Account("approver", (Role.APPROVER,)),
    Account("auditor", (Role.AUDITOR,)),
    Account("administrator", (Role.ADMINISTRATOR,)),
    Account("superuser", is_superuser=True),
    Account("planner-second", (Role.PLANNER,), is_offered=False),
    _head(SECURITY, "security"),
    _head(BUSINESS, "business"),
    _head(LAW, "law"),
    _officer(CORPORATE, "corporate"),
    _officer(STRATEGY, "strategy"),
    _officer(BUSINESS, "business"),
    _officer(LAW, "law"),
    _officer(CENTRAL, "central"),
    replace(_officer(IT, "it"), until=HANDED_OVER),
    replace(_officer(IT, "it-next"), since=HANDED_OVER + datetime.timedelta(days=1)),
)


def standing_accounts() -> list[Account]:
    """Return the accounts that are there, each with the password that it is printed with.

    A password that somebody has changed, or that another signing key made, is set again.
    """
    users = {user.username: user for user in User.objects.all()}
    standing = [account for account in ACCOUNTS if account.username in users]
    for account in standing:
        user = users[account.username]
        if not user.check_password(account.password):
            user.set_password(account.password)
            user.save(update_fields=["password"])
    return standing
