"""Rows of an own office and of another one, at the addresses that take arguments."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Activity
from budgets.models import Allocation
from budgets.services.attachments import attach
from etda_plan.common.uploads import checked_upload
from etda_plan.overview.doors import Door
from kpis.models import BUDGET_FRAMEWORK, Kpi, KpiTarget
from kpis.services.evidence import add_file
from projects.models import Office
from tests.factories import (
    make_finance,
    make_schedule,
    make_spending_plan,
    make_transfer,
    planned_item,
    post_entry,
)
from tests.reporting_factories import make_officer, make_report

HIDDEN = {
    "monthly_report_edit", "monthly_report_review", "monthly_report_correct", "kpis:evidence",
    "budgets:entry", "budgets:attachment", "budgets:transfer", "budgets:transfer_memo",
    "budgets:spending_plan",
}  # fmt: skip
"""Addresses at which people of an office find nothing of another office."""

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Rows:
    """What stands in the addresses, for an office: by name, or for all of them."""

    office: Office
    usual: dict[str, object]
    named: dict[str, dict[str, object]]

    def address(self, door: Door) -> str:
        """Return a door's address with this office's rows in it."""
        given = {**self.usual, **self.named.get(door.name, {})}
        return "/" + ARGUMENT.sub(lambda found: str(given[found[1]]), door.address)


def works() -> list[tuple[Office, Allocation]]:
    """Return allocations of works that one office alone does, of different offices."""
    found: dict[Office, Allocation] = {}
    for allocation in Allocation.objects.filter(activity=None).order_by("pk"):
        offices = Office.objects.filter(activities__project=allocation.project).distinct()
        if len(offices) == 1:
            found.setdefault(offices[0], allocation)
    return list(found.items())


def rows_of(office: Office, allocation: Allocation) -> Rows:
    """Make an entry with a file, proposals, and a draft report with evidence, of an office."""
    activity = Activity.objects.filter(project=allocation.project).earliest("number")
    entry = post_entry(allocation, "1", "commitment")
    upload = checked_upload(SimpleUploadedFile("ใบเสร็จ.pdf", b"%PDF-1.7 2 %%EOF"))
    (attachment,) = attach(entry, [upload], user=make_finance())
    transfer = make_transfer(allocation, activity, "1").pk
    evidence = evidence_of(office, allocation)
    schedule = make_schedule(planned_item(activity, weight=Decimal(9)), office=office)
    kpi = Kpi.objects.filter(framework__code=BUDGET_FRAMEWORK).earliest("number")
    usual = {
        "month": 1, "office": office.pk, "format": "xlsx", "code": allocation.project.code,
        "number": activity.number, "kind": "entries", "key": uuid.UUID(int=1), "pk": 0,
        "uidb64": "MQ", "token": "set-password",
    }  # fmt: skip
    return Rows(
        office,
        usual,
        {
            "kpis:evidence": {"pk": evidence},
            "kpis:list": {"framework": kpi.framework.code},
            "kpis:detail": {"framework": kpi.framework.code, "number": kpi.number},
            "kpis:of_section_7": {"number": kpi.number},
            "activities:schedule_version": {"pk": schedule.pk},
            "budgets:entry": {"number": entry.pk},
            "budgets:attach": {"number": entry.pk},
            "budgets:attachment": {"number": entry.pk, "attachment": attachment.pk},
            "budgets:transfer": {"pk": transfer},
            "budgets:transfer_memo": {"pk": transfer},
            "budgets:spending_plan": {"pk": make_spending_plan(allocation).allocation_id},
            "notices:open": {"key": 0},
            "notices:read": {"key": 0},
        },
    )


def evidence_of(office: Office, allocation: Allocation) -> int:
    """Put a file beside a result in a draft report of an office; return its key."""
    target = KpiTarget.objects.filter(project=allocation.project).earliest("pk")
    target.owner = office
    target.save()
    report = make_report(office, 1, results={target: "1"})
    upload = checked_upload(SimpleUploadedFile("หลักฐาน.pdf", b"%PDF-1.7 3 %%EOF"))
    return add_file(report.kpi_results.get(), upload, user=make_officer(office)).pk
