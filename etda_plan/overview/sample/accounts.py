"""The accounts of the sample database, one for each role at least, and their passwords."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import translation
from django.utils.crypto import salted_hmac

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, OfficeMembership


@dataclass(frozen=True)
class Account:
    """Someone who tries the site out; ``office`` is the abbreviation of the person's office."""

    username: str
    roles: tuple[Role, ...] = ()
    office: str = ""
    is_superuser: bool = False

    @property
    def does(self) -> str:
        """What the account is for, in the language in use."""
        named = [str(role.label) for role in self.roles] or ["superuser"]
        return " · ".join([*named, *filter(None, [self.office])])

    @property
    def password(self) -> str:
        """The password, which nobody can know who lacks the site's signing key."""
        secret = salted_hmac("sample account", self.username, algorithm="sha256").hexdigest()
        return f"{self.username}-{secret[:4]}-{secret[4:8]}-{secret[8:12]}"

    def make(self, plan: FiscalPlan, since: datetime.date) -> None:
        """Make the account with its roles and its office, both from the year's first day on."""
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
        if self.office:
            office = plan.offices.get(code=self.office)
            OfficeMembership.objects.create(user=user, office=office, since=since)


ACCOUNTS = (
    Account("officer", (Role.OFFICER,), "ส.พาณิชย์อิเล็กทรอนิกส์"),
    Account("head", (Role.HEAD,), "ส.พาณิชย์อิเล็กทรอนิกส์"),
    Account("planner", (Role.PLANNER,)),
    Account("finance", (Role.FINANCE,)),
    Account("approver", (Role.APPROVER,)),
    Account("auditor", (Role.AUDITOR,)),
    Account("administrator", (Role.ADMINISTRATOR,)),
    Account("superuser", is_superuser=True),
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
