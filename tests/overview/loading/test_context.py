"""The cabinet's quarter targets come with the plan, once, each with its source."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from budgets.models import DisbursementTarget
from projects.models import FiscalPlan
from tests.factories import make_plan
from tests.overview.loading.folders import SHIPPED, change, copy_of_fixtures, load

pytestmark = pytest.mark.django_db

CONTEXT = "context/disbursement_targets.json"


def test_only_the_second_quarter_is_known_and_verified(plan: FiscalPlan) -> None:
    targets = plan.disbursement_targets.all()
    assert [each.cumulative_percent for each in targets] == [None, Decimal(54), None, None]
    assert [each.verified for each in targets] == [False, True, False, False]


def test_the_source_says_whose_target_it_is(plan: FiscalPlan) -> None:
    target = plan.disbursement_targets.get(quarter=2)
    for words in ("14 ม.ค. 2563", "751859", "ทั้งประเทศ", "เป็นการตั้งค่า"):
        assert words in target.source_text


def test_the_history_does_not_claim_the_document(plan: FiscalPlan) -> None:
    target = plan.disbursement_targets.get(quarter=2)
    (first,) = target.history.all()
    assert first.history_change_reason == "load_context"


def test_what_an_administrator_changed_stays(plan: FiscalPlan) -> None:
    target = plan.disbursement_targets.get(quarter=2)
    target.base, target.cumulative_percent = DisbursementTarget.Base.ENVELOPE, Decimal(60)
    target.save()
    plan.disbursement_targets.get(quarter=4).delete()
    for options in ((), ("--overwrite",)):
        assert load(SHIPPED, *options)[0] == 0
    kept = plan.disbursement_targets.get(quarter=2)
    assert (kept.base, kept.cumulative_percent) == ("envelope", Decimal(60))
    assert plan.disbursement_targets.count() == 3


def test_a_plan_that_lost_all_of_them_gets_them_again(plan: FiscalPlan) -> None:
    plan.disbursement_targets.all().delete()
    load()
    assert plan.disbursement_targets.count() == 4


def test_another_year_gets_none(plan: FiscalPlan) -> None:
    other = make_plan(2570)
    load()
    assert not other.disbursement_targets.exists()


@pytest.mark.usefixtures("no_plan")
class TestIntoAnEmptyDatabase:
    def test_they_come_with_the_plan(self) -> None:
        assert load()[0] == 0
        assert DisbursementTarget.objects.count() == 4

    def test_a_folder_without_them_loads(self, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        (folder / CONTEXT).unlink()
        assert load(folder)[0] == 0
        assert not DisbursementTarget.objects.exists()

    def test_a_refused_plan_brings_none(self, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        change(folder, "17_allocations.json", lambda records: records.pop())
        assert load(folder)[0] == 1
        assert not DisbursementTarget.objects.exists()

    def test_one_that_claims_to_be_verified_names_its_source(self, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        records = json.loads((folder / CONTEXT).read_text(encoding="utf-8"))
        records[1]["source_text"] = ""
        (folder / CONTEXT).write_text(json.dumps(records), encoding="utf-8")
        with pytest.raises(ValidationError):
            load(folder)
        assert not FiscalPlan.objects.exists()
