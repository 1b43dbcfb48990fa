"""Forms filled in by hand: with another office's rows in the address or in the body."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from activities.models import Activity, ActivityReport, Schedule, ScheduleLine, StatusOverride
from activities.permissions import DECIDE_SCHEDULES, OVERRIDE_STATUS, PROPOSE_ANY_SCHEDULES
from budgets.models import Attachment, Entry, SpendingPlan, Transfer
from budgets.permissions import DECIDE_SPENDING_PLANS, DECIDE_TRANSFERS, POST_ENTRIES
from etda_plan.accounts.models import Notification, User
from etda_plan.common.permissions import Act, Role
from etda_plan.overview.reporting.forms import token_of
from etda_plan.overview.reporting.items import items_of, read_written
from kpis.models import Evidence, KpiResult
from projects.models import MonthlyReport, OfficeMembership, ReportEvent
from tests.factories import make_notification
from tests.overview.rights.conftest import OF_AN_OFFICE
from tests.overview.rights.rows import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@dataclass(frozen=True)
class Forged:
    """A form, where it is sent, and the act by which some may send it; by none nobody may."""

    address: str
    sent: dict[str, Any] = field(default_factory=dict)
    act: Act | None = None


def decided(address: str, act: Act | None, decision: str = "approve") -> Forged:
    return Forged(address, {"decision": decision, "reason": "x", "key": str(uuid.uuid4())}, act)


def of_money(other: Rows) -> list[Forged]:
    """Return decisions on another office's money, and files beside its entry."""
    transfer = other.of("budgets:transfer")["pk"]
    plan = other.of("budgets:spending_plan")["pk"]
    entry = other.of("budgets:entry")["number"]
    proposal = str(SpendingPlan.objects.get(allocation_id=str(plan)).pk)
    asked = decided(f"/budgets/spending-plans/{plan}/", DECIDE_SPENDING_PLANS)
    return [
        Forged(asked.address, {**asked.sent, "proposal": proposal}, asked.act),
        decided(f"/budgets/transfers/{transfer}/", DECIDE_TRANSFERS),
        decided(f"/budgets/transfers/{transfer}/", DECIDE_TRANSFERS, "refuse"),
        decided(f"/budgets/transfers/{transfer}/", None, "withdraw"),
        Forged(f"/budgets/entries/{entry}/attachments/", {"uploads": file()}, POST_ENTRIES),
    ]


def of_work(other: Rows) -> list[Forged]:
    """Return what is written into, or decided on, another office's reports, months and states."""
    report = f"/monthly-reports/1/{other.office.pk}"
    waiting = f"/monthly-reports/2/{other.office.pk}/"
    schedule = f"/activities/schedule/versions/{other.of('activities:schedule_version')['pk']}/"
    evidence = other.of("kpis:evidence")["pk"]
    item = f"a{other.activity.pk}"
    return [
        Forged(waiting, {"decision": "approve"}),
        Forged(waiting, {"decision": "return", "comment": "x"}),
        Forged(f"{report}/edit/?item={item}", {**written(other), "item": item, "step": "keep"}),
        Forged(f"{report}/edit/?item={item}", {**written(other), "step": f"remove-{evidence}"}),
        Forged(f"{report}/review/"),
        Forged(f"{waiting}correct/"),
        decided(schedule, DECIDE_SCHEDULES),
        decided(schedule, DECIDE_SCHEDULES, "refuse"),
        decided(schedule, None, "withdraw"),
        Forged(
            f"/activities/schedule/new/?office={other.office.code}",
            months(other),
            PROPOSE_ANY_SCHEDULES,
        ),
        Forged(
            f"/activities/{other.activity.project.code}/{other.activity.number}/state/",
            {"status": "cancelled", "reason": "x"},
            OVERRIDE_STATUS,
        ),
    ]


def in_own_forms(own: Rows, other: Rows) -> list[Forged]:
    """Return forms of the own office that name rows of the other one."""
    edit = f"/monthly-reports/1/{own.office.pk}/edit/"
    evidence, target = other.of("kpis:evidence")["pk"], other.target.pk
    words = written(own)
    return [
        Forged(f"{edit}?item=a{other.activity.pk}", {**words, "step": "keep"}),
        Forged(edit, {**words, "item": f"a{other.activity.pk}", "step": "keep"}),
        Forged(edit, {**words, "step": f"remove-{evidence}"}),
        Forged(
            edit,
            {**words, "step": f"attach-{target}", f"kpi_{target}_link": "https://example.org/"},
        ),
        Forged(edit, {**words, f"kpi_{target}_value": "5", "step": "keep"}),
        Forged("/activities/schedule/new/", months(other)),
    ]


def in_admin(other: Rows) -> list[Forged]:
    """Return forms of the administration pages on rows that services write."""
    evidence = other.of("kpis:evidence")["pk"]
    transfer = other.of("budgets:transfer")["pk"]
    entry = other.of("budgets:entry")["number"]
    report = MonthlyReport.objects.get(office=other.office, month__month=2).pk
    return [
        Forged(f"/admin/kpis/evidence/{evidence}/delete/", {"post": "yes"}),
        Forged(f"/admin/kpis/evidence/{evidence}/change/", {"name": "x"}),
        Forged(f"/admin/budgets/entry/{entry}/delete/", {"post": "yes"}),
        Forged(f"/admin/budgets/transfer/{transfer}/change/", {"state": "approved"}),
        Forged(f"/admin/projects/monthlyreport/{report}/change/", {"state": "approved"}),
        Forged(f"/admin/projects/monthlyreport/{report}/delete/", {"post": "yes"}),
    ]


def membership(other: Rows, user: User | None) -> Forged:
    """Return the form by which a person would join the other office."""
    sent = {"user": user.pk if user else "", "office": other.office.pk, "since": "2019-10-01"}
    return Forged("/admin/projects/officemembership/add/", sent)


def written(rows: Rows) -> dict[str, Any]:
    """Return what the form of an office's activity sends, with the token that it is taken by."""
    draft = MonthlyReport.objects.get(office=rows.office, month__month=1)
    items = {each.activity: each for each in items_of(rows.office, draft)}
    return {"token": token_of(items[rows.activity], read_written(draft)), "done": "x"}


def months(other: Rows) -> dict[str, Any]:
    """Return what the form of the months of an office's activities sends."""
    activities = Activity.objects.filter(office=other.office).prefetch_related("sub_activities")
    names = [f"activity-{each.pk}" for each in activities]
    names += [
        f"sub_activity-{part.pk}" for each in activities for part in each.sub_activities.all()
    ]
    sent = {f"{name}-months": ["planned"] * 12 for name in names}
    return {**sent, "based_on": "0", "note": ""}


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pdf", b"%PDF-1.7 9 %%EOF", "application/pdf")


def stored(other: Rows) -> list[Any]:
    """Return all that the forms would change of the other office."""
    office = other.office
    reports = MonthlyReport.objects.filter(office=office)
    said = ActivityReport.objects.filter(report__in=reports)
    results = KpiResult.objects.filter(target=other.target)
    rows = [
        reports.values_list("pk", "state", "saved_at", "decided_by"),
        ReportEvent.objects.filter(report__in=reports).values_list("pk"),
        said.values_list("pk", "done"),
        ActivityReport.objects.filter(activity=other.activity).values_list("pk"),
        results.values_list("pk", "report", "value"),
        Evidence.objects.filter(result__in=results).values_list("pk", "name"),
        Schedule.objects.values_list("pk", "state"),
        ScheduleLine.objects.filter(activity=other.activity).values_list("pk"),
        StatusOverride.objects.values_list("pk"),
        Transfer.objects.values_list("pk", "state"),
        SpendingPlan.objects.values_list("pk", "state"),
        Entry.objects.values_list("pk"),
        Attachment.objects.values_list("pk"),
        Notification.objects.values_list("pk", "read_at"),
        OfficeMembership.objects.filter(office=office).values_list("pk", "user"),
    ]
    return [sorted(found, key=str) for found in rows]


def test_no_form_reaches_another_offices_rows(
    people: dict[str, User | None], offices: list[Rows]
) -> None:
    own, other = offices
    told = make_notification(User.objects.get(username=f"officer-{other.office.pk}"))
    elsewhere = [*of_work(other), *of_money(other), *in_admin(other)]
    elsewhere += [Forged(f"/notifications/{told.pk}/"), Forged(f"/notifications/{told.pk}/read/")]
    before, tried, reached = stored(other), 0, []
    for who, user in people.items():
        client = Client()
        if user:
            client.force_login(user)
        forms = [*elsewhere, *(in_own_forms(own, other) if who in OF_AN_OFFICE else ())]
        if who != Role.ADMINISTRATOR:
            forms.append(membership(other, user))
        for form in forms:
            if form.act is None or not form.act.allows(user):
                tried += 1
                status = client.post(form.address, form.sent).status_code
                if stored(other) != before or status >= 500:
                    reached.append(f"{who} {form.address} {form.sent} ({status})")
                    before = stored(other)
    assert reached == [], "\n".join(reached)
    assert tried > 200


def who_may(form: Forged, people: dict[str, User | None], other: Rows) -> User | None:
    """Return somebody whose form it could be."""
    if form.address.startswith("/monthly-reports/"):
        kind = "head" if "decision" in form.sent else "officer"
        return User.objects.get(username=f"{kind}-{other.office.pk}")
    return next((user for user in people.values() if form.act and form.act.allows(user)), None)


def test_the_same_forms_reach_their_rows_from_those_who_may(
    people: dict[str, User | None], offices: list[Rows]
) -> None:
    """Otherwise a form that is never understood would be refused to everybody."""
    other = offices[1]
    reached = set()
    for form in [*of_work(other), *of_money(other)]:
        if user := who_may(form, people, other):
            before, client = stored(other), Client()
            client.force_login(user)
            client.post(form.address, {**form.sent, **again(form)})
            if stored(other) != before:
                reached.add(form.address)
    asked = {form.address for form in [*of_work(other), *of_money(other)]}
    assert {address for address in asked - reached if not address.endswith("/review/")} == set()


def again(form: Forged) -> dict[str, Any]:
    """Return files anew: they are read to their end once."""
    return {"uploads": file()} if "uploads" in form.sent else {}
