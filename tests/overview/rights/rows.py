"""Rows of an own office and of another one, at the addresses that take arguments."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Activity, Schedule
from budgets.models import Allocation, Entry
from budgets.services.attachments import attach
from etda_plan.common.uploads import CheckedUpload, checked_upload
from etda_plan.overview.doors import Door
from kpis.models import BUDGET_FRAMEWORK, Evidence, Kpi, KpiTarget
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
from tests.reporting_factories import make_activity_report, make_head, make_officer, make_report

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Rows:
    """What stands in the addresses, for an office: by name, or for all of them.

    ``said_in_money`` stands in what is recorded of the office's money, ``said_in_draft`` in what
    it has not submitted: whoever may not read these finds the word nowhere.
    """

    office: Office
    activity: Activity
    target: KpiTarget
    usual: dict[str, object]
    named: dict[str, dict[str, object]]

    def address(self, door: Door) -> str:
        """Return a door's address with this office's rows in it."""
        return "/" + ARGUMENT.sub(lambda found: str(self.of(door.name)[found[1]]), door.address)

    def of(self, name: str) -> dict[str, object]:
        """Return what stands in the address of this name."""
        return {**self.usual, **self.named.get(name, {})}

    @property
    def said_in_money(self) -> str:
        """The word in its money."""
        return money_word(self.office)

    @property
    def said_in_draft(self) -> str:
        """The word in its draft."""
        return draft_word(self.office)


def money_word(office: Office) -> str:
    """Return a word that nothing else says."""
    return f"zz-money-{office.pk}-zz"


def draft_word(office: Office) -> str:
    """Return a word that nothing else says."""
    return f"zz-draft-{office.pk}-zz"


def works() -> list[tuple[Office, Allocation]]:
    """Return allocations of works that one office alone does, of different offices."""
    found: dict[Office, Allocation] = {}
    for allocation in Allocation.objects.filter(activity=None).order_by("pk"):
        offices = Office.objects.filter(activities__project=allocation.project).distinct()
        if len(offices) == 1:
            found.setdefault(offices[0], allocation)
    return list(found.items())


def rows_of(office: Office, allocation: Allocation) -> Rows:
    """Make an entry with a file, proposals, a draft report with evidence and one that waits."""
    activity = Activity.objects.filter(project=allocation.project).earliest("number")
    target = KpiTarget.objects.filter(project=allocation.project).earliest("pk")
    target.owner = office
    target.save()
    waiting = Schedule.objects.pending().first()
    schedule = waiting or make_schedule(planned_item(activity, weight=Decimal(9)))
    kpi = Kpi.objects.filter(framework__code=BUDGET_FRAMEWORK).earliest("number")
    usual = {
        "month": 1, "office": office.pk, "format": "xlsx", "code": allocation.project.code,
        "number": activity.number, "kind": "entries", "key": uuid.UUID(int=1), "pk": 0,
        "uidb64": "MQ", "token": "set-password",
    }  # fmt: skip
    named: dict[str, dict[str, object]] = {
        "kpis:evidence": {"pk": draft_of(office, activity, target).pk},
        "kpis:list": {"framework": kpi.framework.code},
        "kpis:detail": {"framework": kpi.framework.code, "number": kpi.number},
        "kpis:of_section_7": {"number": kpi.number},
        "activities:schedule_version": {"pk": schedule.pk},
        "notices:open": {"key": 0},
        "notices:read": {"key": 0},
    }
    return Rows(office, activity, target, usual, {**named, **money_of(office, allocation)})


def money_of(office: Office, allocation: Allocation) -> dict[str, dict[str, object]]:
    """Post an entry with a file and propose a transfer and a monthly plan."""
    said = money_word(office)
    entry: Entry = post_entry(allocation, "1", "commitment", payee=said)
    (attachment,) = attach(entry, [pdf(f"{said}.pdf", b"2")], user=make_finance())
    activity = Activity.objects.filter(project=allocation.project).earliest("number")
    transfer = make_transfer(allocation, activity, "1", reason=said).pk
    plan = make_spending_plan(allocation, note=said).allocation_id
    return {
        "budgets:entry": {"number": entry.pk},
        "budgets:attach": {"number": entry.pk},
        "budgets:attachment": {"number": entry.pk, "attachment": attachment.pk},
        "budgets:transfer": {"pk": transfer},
        "budgets:transfer_memo": {"pk": transfer},
        "budgets:spending_plan": {"pk": plan},
    }


def draft_of(office: Office, activity: Activity, target: KpiTarget) -> Evidence:
    """Write a draft with a file beside a result, and hand in the month after; return the file."""
    said = draft_word(office)
    make_head(office)
    report = make_report(office, 1, results={target: "1"})
    make_activity_report(report, activity, done=said)
    make_report(office, 2, "submitted")
    file = pdf(f"{said}.pdf", b"3")
    return add_file(report.kpi_results.get(), file, user=make_officer(office))


def pdf(name: str, content: bytes) -> CheckedUpload:
    """Return a file that was looked at."""
    return checked_upload(SimpleUploadedFile(name, b"%PDF-1.7 " + content + b" %%EOF"))
