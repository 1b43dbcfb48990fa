"""Limits for transfers and quarter targets are set in admin, by administrators alone."""

from decimal import Decimal

import pytest
from django.test import Client

from budgets.models import DisbursementTarget, TransferLimit
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import make_approver, make_user

pytestmark = pytest.mark.django_db

LIMITS = "/admin/budgets/transferlimit/"
TARGETS = "/admin/budgets/disbursementtarget/"


def signed_in(client: Client, role: Role) -> Client:
    client.force_login(make_user(f"only-{role}", role))
    return client


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_administrator_sets_a_limit_and_its_history_says_who(client: Client) -> None:
    approver = make_approver(limit=None)
    signed_in(client, Role.ADMINISTRATOR)
    sent = {"approver": approver.pk, "up_to_amount": "5,000,000.00", "basis": "คำสั่ง 1/2563"}
    assert client.post(f"{LIMITS}add/", sent).status_code == 302
    limit = TransferLimit.objects.get(approver=approver)
    assert limit.up_to_amount == Decimal(5_000_000)
    assert limit.history.get().history_user.username == "only-administrator"


def test_a_limit_is_found_by_its_approver(client: Client) -> None:
    make_approver("malee"), make_approver("somsri")
    html = words(signed_in(client, Role.ADMINISTRATOR), f"{LIMITS}?q=malee")
    assert "malee" in html
    assert "somsri" not in html


@pytest.mark.parametrize("address", [LIMITS, TARGETS])
def test_the_forms_help_in_thai(client: Client, address: str) -> None:
    html = words(signed_in(client, Role.ADMINISTRATOR), f"{address}add/")
    expected = {LIMITS: "ผู้อนุมัติที่ไม่มีแถวนี้อนุมัติการโอนไม่ได้เลย", TARGETS: "เว้นว่างไว้ถ้ายังไม่พบแหล่งที่มา"}
    assert expected[address] in html


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_sets_anything(client: Client, plan: FiscalPlan, role: Role) -> None:
    approver = make_approver("malee", limit=None)
    signed_in(client, role)
    client.post(f"{LIMITS}add/", {"approver": approver.pk, "up_to_amount": "1"})
    target = plan.disbursement_targets.get(quarter=1)
    client.post(f"{TARGETS}{target.pk}/delete/", {"post": "yes"})
    assert not TransferLimit.objects.exists()
    assert DisbursementTarget.objects.filter(pk=target.pk).exists()


def test_an_auditor_reads_the_targets(client: Client, plan: FiscalPlan) -> None:
    html = words(signed_in(client, Role.AUDITOR), TARGETS)
    assert html.count("field-quarter") == 4


def test_a_target_is_edited_with_its_source(client: Client, plan: FiscalPlan) -> None:
    signed_in(client, Role.ADMINISTRATOR)
    target = plan.disbursement_targets.get(quarter=1)
    sent = {
        "plan": plan.pk,
        "quarter": "1",
        "measure": "paid",
        "base": "envelope",
        "cumulative_percent": "23",
        "source_text": "",
        "verified": "on",
    }
    html = client.post(f"{TARGETS}{target.pk}/change/", sent).content.decode()
    assert "เป้าหมายที่ตรวจสอบแล้วต้องมีร้อยละและแหล่งที่มา" in html
    sent["source_text"] = "หนังสือเวียน"
    assert client.post(f"{TARGETS}{target.pk}/change/", sent).status_code == 302
    target.refresh_from_db()
    assert (target.cumulative_percent, target.base) == (Decimal(23), "envelope")
    assert target.history.count() == 2
