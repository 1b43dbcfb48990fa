"""Two offices with rows of each kind, and nine kinds of people who ask for them."""

from __future__ import annotations

import datetime

import pytest

from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import make_approver, make_membership, make_sample, make_user
from tests.overview.rights.rows import Rows, rows_of, works

VISITOR, NOBODY = "visitor", "nobody"
OF_AN_OFFICE = (Role.OFFICER.value, Role.HEAD.value)


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
    make_approver("asking-approver")
    return {VISITOR: None, NOBODY: make_user(NOBODY), **users}
