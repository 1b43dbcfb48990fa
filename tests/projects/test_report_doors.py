"""An approved report and a closed month stay as they are, by whatever door somebody comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from activities.models import Activity, ActivityReport, SubActivityProgress
from activities.services.reports import ActivityValues, save_activity_report
from etda_plan.accounts.models import User
from projects.models import MonthlyReport, Office, ReportClose, ReportEvent, ReportingMonth
from projects.services.reports import approve_report, return_report, submit_report
from tests.factories import (
    make_activity,
    make_office,
    make_plan,
    make_project,
    make_report_close,
    make_sub_activity,
)
from tests.reporting_factories import State, make_head, make_officer, make_report

pytestmark = pytest.mark.django_db

KEPT: list[type[models.Model]] = [
    MonthlyReport, ReportEvent, ActivityReport, SubActivityProgress, ReportClose, ReportingMonth,
]  # fmt: skip

REFUSALS = (IntegrityError, ValidationError, ProtectedError)


@dataclass
class Filed:
    """October: an approved report; November: a draft in a closed month."""

    office: Office
    activity: Activity
    approved: MonthlyReport
    frozen: MonthlyReport
    folder: Path

    @property
    def said(self) -> ActivityReport:
        return ActivityReport.objects.get(report=self.approved)


@pytest.fixture
def filed(tmp_path: Path) -> Filed:
    office = make_office(make_plan(2565))
    activity = make_activity(make_project(office.plan), office=office)
    make_sub_activity(activity)
    approved = make_report(office, 1, State.APPROVED, progress={activity: "30"})
    frozen = make_report(office, 2, progress={activity: "40"})
    make_report_close(office.plan, 2)
    return Filed(office, activity, approved, frozen, tmp_path)


def everything() -> list[list[dict[str, Any]]]:
    """Return all that must stay as it is."""
    return [list(model._default_manager.order_by("pk").values()) for model in KEPT]


def run(sql: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def save_it(filed: Filed) -> None:
    filed.approved.comment = "อื่น"
    filed.approved.save()


def take_it_back_to_draft(filed: Filed) -> None:
    MonthlyReport.objects.filter(pk=filed.approved.pk).update(state=State.DRAFT)


def decide_it_again(filed: Filed) -> None:
    approve_report(filed.approved, user=make_head(filed.office))


def return_it(filed: Filed) -> None:
    return_report(filed.approved, "แก้", user=make_head(filed.office))


def bulk_update_what_it_says(filed: Filed) -> None:
    said = filed.said
    said.done = "อื่น"
    ActivityReport.objects.bulk_update([said], ["done"])


def upsert_what_it_says(filed: Filed) -> None:
    said = filed.said
    said.done = "อื่น"
    ActivityReport.objects.bulk_create(
        [said], update_conflicts=True, unique_fields=["id"], update_fields=["done"]
    )


def write_by_the_service(filed: Filed) -> None:
    values, officer = ActivityValues(done="อื่น"), make_officer(filed.office)
    save_activity_report(filed.approved, filed.activity, values, user=officer)


def raise_the_part_by_sql(filed: Filed) -> None:
    run("UPDATE activities_subactivityprogress SET progress = progress + 10000")


def delete_what_it_says_by_sql(filed: Filed) -> None:
    run("DELETE FROM activities_subactivityprogress")


def replace_it_by_sql(filed: Filed) -> None:
    table = "projects_reportevent"
    if connection.vendor == "sqlite":
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        run(f"UPDATE {table} SET comment = 'x'")


def load_it_changed(filed: Filed) -> None:
    rows = json.loads(serializers.serialize("json", [filed.said]))
    rows[0]["fields"]["done"] = "อื่น"
    place = filed.folder / "changed.json"
    place.write_text(json.dumps(rows), encoding="utf-8")
    call_command("loaddata", place, verbosity=0)


def delete_it(filed: Filed) -> None:
    filed.approved.delete()


def delete_the_activity(filed: Filed) -> None:
    filed.activity.delete()


def delete_the_office(filed: Filed) -> None:
    filed.office.delete()


def delete_who_approved_it(filed: Filed) -> None:
    assert filed.approved.decided_by is not None
    User.objects.get(pk=filed.approved.decided_by.pk).delete()


def submit_into_the_closed_month(filed: Filed) -> None:
    submit_report(filed.frozen, user=make_officer(filed.office))


def write_into_the_closed_month(filed: Filed) -> None:
    SubActivityProgress.objects.filter(activity_report__report=filed.frozen).update(
        progress=Decimal(99)
    )


def begin_another_in_the_closed_month(filed: Filed) -> None:
    other = make_office(filed.office.plan, "ส.อื่น")
    make_report(other, filed.frozen.month)


def open_the_month_by_deleting_its_close(filed: Filed) -> None:
    ReportClose.objects.all()._raw_delete("default")


def move_the_close(filed: Filed) -> None:
    ReportClose.objects.update(month=filed.approved.month)


def move_the_report_into_an_open_month(filed: Filed) -> None:
    december = ReportingMonth.objects.get(plan=filed.office.plan, month=3)
    MonthlyReport.objects.filter(pk=filed.frozen.pk).update(month=december)


DOORS: list[Callable[[Filed], None]] = [
    save_it,
    take_it_back_to_draft,
    decide_it_again,
    return_it,
    bulk_update_what_it_says,
    upsert_what_it_says,
    write_by_the_service,
    raise_the_part_by_sql,
    delete_what_it_says_by_sql,
    replace_it_by_sql,
    load_it_changed,
    delete_it,
    delete_the_activity,
    delete_the_office,
    delete_who_approved_it,
    submit_into_the_closed_month,
    write_into_the_closed_month,
    begin_another_in_the_closed_month,
    open_the_month_by_deleting_its_close,
    move_the_close,
    move_the_report_into_an_open_month,
]


@pytest.mark.parametrize("come_in", DOORS, ids=lambda door: door.__name__)
def test_no_door_leads_to_what_was_approved_or_closed(
    filed: Filed, come_in: Callable[[Filed], None]
) -> None:
    before = everything()
    with pytest.raises(REFUSALS), transaction.atomic():
        come_in(filed)
    assert everything() == before


def test_an_open_report_can_be_written_by_the_same_doors(filed: Filed) -> None:
    december = make_report(filed.office, 3, progress={filed.activity: "50"})
    ActivityReport.objects.filter(report=december).update(done="อื่น")
    SubActivityProgress.objects.filter(activity_report__report=december).update(
        progress=Decimal(60)
    )
    submit_report(december, user=make_officer(filed.office))
