"""Each act rules its services: whoever may not do it is refused before anything is read."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

import activities.services
import budgets.services
import kpis.services
import projects.services
from activities.permissions import DECIDE_SCHEDULES, OVERRIDE_STATUS, PROPOSE_SCHEDULES
from activities.services import schedules, statuses
from activities.services.reports import ActivityValues, save_activity_report
from budgets import permissions as money
from budgets.models import Batch, UploadedWorkbook
from budgets.services import (
    attachments,
    batches,
    carry_forwards,
    months,
    postings,
    spending_plans,
    transfers,
)
from budgets.workbooks.entries import EntriesWorkbook
from etda_plan.accounts.permissions import ADMINISTER
from etda_plan.common.permissions import Act, Role
from etda_plan.overview import services as overview
from etda_plan.overview.permissions import MOVE_TODAY
from etda_plan.overview.reporting import services as overview_reporting
from etda_plan.overview.services import move_today
from kpis.models import Kpi
from kpis.services import evidence, indicators, results
from projects import permissions as reporting
from projects.models import FiscalPlan
from projects.services import months as report_months
from projects.services import reports
from projects.services.memberships import end_memberships
from tests.factories import make_activity, make_office, make_project, make_target, make_user
from tests.overview.rights.rows import pdf
from tests.reporting_factories import make_head, make_officer, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PACKAGES = (activities.services, budgets.services, kpis.services, projects.services)
NOT_READ: Any = None
"""In place of what a service would change: a refusal comes before it is looked at."""


def call(service: Callable[..., object], count: int = 1, key: bool = True) -> Callable[..., object]:
    return partial(service, *[NOT_READ] * count, **({"key": NOT_READ} if key else {}))


RULED: list[tuple[Act, Callable[..., object]]] = [
    (money.CLOSE_MONTHS, call(months.close_month)),
    (money.REOPEN_MONTHS, call(months.reopen_month, 2)),
    (money.PUBLISH_MONTHS, call(months.publish_month)),
    (money.POST_ENTRIES, call(postings.post)),
    (money.POST_ENTRIES, call(postings.post_all, key=False)),
    (money.POST_ENTRIES, call(attachments.attach, 2, key=False)),
    (money.POST_ENTRIES, call(attachments.post_with_files, 2)),
    (money.POST_ENTRIES, partial(batches.rehearse, EntriesWorkbook(FiscalPlan()), NOT_READ)),
    (money.POST_ENTRIES, partial(batches.reverse_batch, Batch(kind="entries"), key=NOT_READ)),
    (
        money.POST_ENTRIES,
        partial(batches.apply_workbook, UploadedWorkbook(kind="entries", plan=FiscalPlan())),
    ),
    (money.POST_ENTRIES, partial(batches.keep_workbook, NOT_READ, "entries", NOT_READ)),
    (
        money.PROPOSE_SPENDING_PLANS,
        partial(batches.keep_workbook, NOT_READ, "spending_plans", NOT_READ),
    ),
    (money.PROPOSE_SPENDING_PLANS, call(spending_plans.propose_spending_plan, 2)),
    (money.PROPOSE_SPENDING_PLANS, call(spending_plans.propose_all, key=False)),
    (money.PROPOSE_SPENDING_PLANS, call(spending_plans.withdraw_spending_plan)),
    (money.DECIDE_SPENDING_PLANS, call(spending_plans.approve_spending_plan)),
    (money.DECIDE_SPENDING_PLANS, call(spending_plans.refuse_spending_plan)),
    (money.PROPOSE_TRANSFERS, call(transfers.propose_transfer)),
    (money.PROPOSE_TRANSFERS, call(transfers.withdraw_transfer)),
    (money.DECIDE_TRANSFERS, call(transfers.approve_transfer)),
    (money.DECIDE_TRANSFERS, call(transfers.refuse_transfer)),
    (money.PROPOSE_CARRY_FORWARDS, call(carry_forwards.propose_carry_forward, 4)),
    (money.PROPOSE_CARRY_FORWARDS, call(carry_forwards.withdraw_carry_forward)),
    (money.DECIDE_CARRY_FORWARDS, call(carry_forwards.approve_carry_forward)),
    (money.DECIDE_CARRY_FORWARDS, call(carry_forwards.refuse_carry_forward)),
    (PROPOSE_SCHEDULES, call(schedules.propose_schedule, 3, key=False)),
    (PROPOSE_SCHEDULES, call(schedules.withdraw_schedule, key=False)),
    (DECIDE_SCHEDULES, call(schedules.approve_schedule, key=False)),
    (DECIDE_SCHEDULES, partial(schedules.refuse_schedule, NOT_READ, reason="")),
    (OVERRIDE_STATUS, call(statuses.override_status, 3, key=False)),
    (reporting.CLOSE_REPORTS, call(overview_reporting.close_month, key=False)),
    (reporting.REOPEN_REPORTS, call(overview_reporting.reopen_month, 2, key=False)),
    (reporting.CLOSE_REPORTS, call(report_months.close_reports, key=False)),
    (reporting.REOPEN_REPORTS, call(report_months.reopen_reports, 2, key=False)),
    (reporting.MANAGE_MEMBERSHIPS, call(end_memberships, key=False)),
    (MOVE_TODAY, call(move_today, key=False)),
    (ADMINISTER, call(indicators.confirm_directions, key=False)),
    (ADMINISTER, call(indicators.confirm_aggregations, key=False)),
    (ADMINISTER, call(indicators.set_interval, 2, key=False)),
    (ADMINISTER, call(indicators.name_owners, key=False)),
    (ADMINISTER, call(indicators.set_owner, 3, key=False)),
]


HELD = {
    "amend", "revise", "signed", "digest", "once", "record", "limit_of", "require_limit",
    "offices_to_propose", "put_in_force", "publish_reports",
}  # fmt: skip
"""Parts of services: who calls them has asked for the act, or they only read."""


def services() -> dict[str, Callable[..., object]]:
    """Return all functions that people's acts call, by module and name."""
    found = {}
    for package in PACKAGES:
        names = [each.name for each in pkgutil.iter_modules(package.__path__)]
        for module in [import_module(f"{package.__name__}.{name}") for name in names]:
            found.update(_of(module))
    return {**found, **_of(overview), **_of(overview_reporting)}


def _of(module: ModuleType) -> dict[str, Callable[..., object]]:
    return {
        f"{module.__name__}.{name}": each
        for name, each in vars(module).items()
        if inspect.isfunction(each)
        and each.__module__ == module.__name__
        and "user" in inspect.signature(each).parameters
        and not name.startswith("_")
        and name not in HELD
    }


def words(value: object) -> str:
    return value.code if isinstance(value, Act) else ""


@pytest.mark.parametrize(("act", "service"), RULED, ids=words)
def test_who_may_not_do_an_act_is_refused_by_its_service(
    act: Act, service: Callable[..., object]
) -> None:
    others = [make_user(role.value, role) for role in Role if role.value not in act.roles]
    assert others
    for user in (*others, make_user("nobody"), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            service(user=user)


def of_reports(plan: FiscalPlan) -> list[Callable[..., object]]:
    """Return the services of an office's reports; the office has staff and a head."""
    office = make_office(plan)
    activity = make_activity(make_project(plan, "ZZ"), office=office)
    target = make_target(Kpi.objects.earliest("pk"), activity.project, "1", owner=office)
    draft, head = make_report(office, 1, results={target: "1"}), make_head(office)
    waiting = make_report(office, 2, "submitted")
    result = draft.kpi_results.get()
    link = evidence.add_link(result, "https://example.org/", user=make_officer(office))
    values = ActivityValues(done="ดำเนินการแล้ว")
    assert head
    return [
        partial(reports.start_report, draft.month, office),
        partial(reports.hold_open, draft),
        partial(reports.submit_report, draft),
        partial(save_activity_report, draft, activity, values),
        partial(results.save_result, draft, target, results.ResultValues(note="–")),
        partial(evidence.add_file, result, pdf("x.pdf", b"1")),
        partial(evidence.add_link, result, "https://example.org/2"),
        partial(evidence.remove_evidence, link),
        partial(reports.approve_report, waiting),
        partial(reports.return_report, waiting, "ขอรายละเอียด"),
        partial(overview_reporting.open_report, draft.month, office),
        partial(overview_reporting.save_item, draft.month, office, NOT_READ, NOT_READ),
        partial(overview_reporting.submit, draft),
        partial(overview_reporting.approve, waiting),
        partial(overview_reporting.send_back, waiting, "ขอรายละเอียด"),
    ]


def test_a_report_is_written_and_decided_by_no_stranger_of_any_role(plan: FiscalPlan) -> None:
    """Neither another office's people nor a planner stands in where the office has its own."""
    tried = of_reports(plan)
    for user in (make_user("nobody"), *(make_user(role.value, role) for role in Role)):
        for service in tried:
            with pytest.raises(PermissionDenied):
                service(user=user)


def test_every_service_is_tried(plan: FiscalPlan) -> None:
    partials: list[Any] = [*(service for _act, service in RULED), *of_reports(plan)]
    tried = {f"{each.func.__module__}.{each.func.__name__}" for each in partials}
    assert services().keys() == tried
