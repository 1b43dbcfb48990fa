"""An allocation that a transfer opened is no part of the document, and no difference from it."""

import datetime
import json

import pytest
from django.test import Client

from activities.models import Activity
from budgets.models import Allocation
from budgets.services import postings, transfers
from etda_plan.accounts import decisions
from etda_plan.common.checks import Status
from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.plan import read_plan
from etda_plan.overview.plan_rows import read_rows
from etda_plan.overview.reconciliation import reconcile, reconcile_reading
from projects.models import FiscalPlan
from tests.factories import make_transfer
from tests.overview.loading.folders import SHIPPED, load

pytestmark = pytest.mark.django_db

IN_THE_YEAR = datetime.date(2020, 6, 1)


@pytest.fixture
def opened(plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch) -> Allocation:
    """EC's first activity, given 1.5 million baht of the work's money on 1 June 2563."""
    for module in (decisions, postings, transfers):
        monkeypatch.setattr(module, "today", lambda: IN_THE_YEAR)
    work = Allocation.objects.get(project__plan=plan, project__code="EC", activity=None)
    activity = Activity.objects.get(project=work.project, number=1)
    make_transfer(work, activity, "1500000", approved=True)
    return Allocation.objects.get(activity=activity)


def test_the_plan_is_still_what_the_files_say(plan: FiscalPlan, opened: Allocation) -> None:
    for options in ((), ("--overwrite",)):
        status, said, error = load(SHIPPED, *options)
        assert (status, error) == (0, "")
        assert "ไม่มีอะไรต้องเปลี่ยน" in said
    assert Allocation.objects.filter(pk=opened.pk).exists()


def test_an_edit_elsewhere_is_overwritten_around_it(plan: FiscalPlan, opened: Allocation) -> None:
    plan.strategies.filter(number=1).update(text="อื่น")
    assert load(SHIPPED, "--overwrite")[0] == 0
    assert Allocation.objects.filter(pk=opened.pk).exists()


def test_it_claims_no_line_of_the_document(plan: FiscalPlan, opened: Allocation) -> None:
    assert list(opened.citations()) == []
    assert opened.pk not in [row.pk for row in read_rows(plan).of(Allocation)]


def test_nothing_disagrees(plan: FiscalPlan, opened: Allocation) -> None:
    assert reconcile(plan).ended(Status.DISAGREES) == []


def test_an_initial_amount_that_no_line_prints_disagrees(
    plan: FiscalPlan, opened: Allocation
) -> None:
    Allocation.objects.filter(pk=opened.pk).update(initial_amount="0.01")
    assert reconcile(FiscalPlan.objects.get(pk=plan.pk)).disagrees


def test_the_plans_files_are_written_as_before(plan: FiscalPlan, opened: Allocation) -> None:
    reading = read_plan(plan)
    assert json.loads(plan_json(reading))["envelope"] == "588794600.00"
    assert plan_workbook(reading, reconcile_reading(reading))


def test_the_printed_page_still_shows_the_printed_money(
    client: Client, plan: FiscalPlan, opened: Allocation
) -> None:
    html = client.get("/budgets/").content.decode()
    assert "75.9696" in html
    assert "74.4696" not in html
