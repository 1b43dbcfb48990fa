"""A small plan whose year is over, an office that reports in it, and browsers of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from activities.models import Activity
from etda_plan.accounts.models import User
from kpis.models import Kpi, KpiTarget
from projects.models import FiscalPlan, Office
from tests.factories import (
    make_activity,
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_sub_activity,
    make_target,
)
from tests.reporting_factories import make_head, make_officer

YEAR = 2560
"""A year that is over and ships no document: every month of it can be reported and closed."""


@dataclass(frozen=True)
class Desk:
    """An office with a plain activity, one of two parts, and an indicator due each quarter."""

    plan: FiscalPlan
    office: Office
    plain: Activity
    parted: Activity
    target: KpiTarget
    officer: User
    head: User

    @property
    def query(self) -> str:
        """What addresses say to show this plan."""
        return self.plan.query

    def address(self, month: int = 6, page: str = "", **query: str) -> str:
        """Return the address of the office's report, or of one of its pages."""
        path = f"/monthly-reports/{month}/{self.office.pk}/{page + '/' if page else ''}"
        more = "".join(f"&{name}={value}" for name, value in query.items())
        return f"{path}{self.query}{more}"

    @property
    def first(self) -> str:
        """How the form names the plain activity."""
        return f"a{self.plain.pk}"

    @property
    def second(self) -> str:
        """How the form names the activity with parts."""
        return f"a{self.parted.pk}"


def make_desk(code: str = "ส.ทดสอบ", year: int = YEAR) -> Desk:
    """Return an office of a plan with its work and its people."""
    plan = FiscalPlan.objects.filter(fiscal_year=year).first() or make_plan(year)
    office = make_office(plan, code)
    project = make_project(plan, f"P{plan.projects.count()}")
    plain, parted = (make_activity(project, number, office=office) for number in (1, 2))
    for number in ("2.1", "2.2"):
        make_sub_activity(parted, number)
    count = 1 + Kpi.objects.filter(framework__plan=plan).count()
    kpi = make_kpi(plan, count, reported_every=3)
    target = make_target(kpi, project, "10", owner=office)
    people = make_officer(office), make_head(office)
    return Desk(plan, office, plain, parted, target, *people)


def browser(user: User | None = None, language: str = "en") -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    if user:
        client.force_login(user)
    client.cookies["django_language"] = language
    return client


def said(response: Any) -> str:
    """Return what a page says, spaces joined."""
    return " ".join(response.content.decode().split())


def fill(page: Any, **values: str) -> dict[str, str]:
    """Return what a form's page would send, with ``values`` typed into it."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else str(value) for name, value in shown.items()}
    if shown.get("has_no_problem") in (False, None, ""):
        sent.pop("has_no_problem", None)
    return {**sent, **values}
