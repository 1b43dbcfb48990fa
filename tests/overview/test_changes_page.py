"""The page of changes: who may read it, its filters and files; and that nobody rewrites it."""

from __future__ import annotations

import csv
import datetime
import re
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from etda_plan.overview.changes.sources import histories, is_of_a_history
from projects.models import FiscalPlan, Project
from projects.services.amendments import revise
from tests.factories import make_administrator, make_ledger, make_user, post_entry

PAGE = "/changes/"


@pytest.fixture
def auditor(client: Client, plan: FiscalPlan) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def words(client: Client, address: str = PAGE) -> str:
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def change_goal(plan: FiscalPlan, goal: str = "เป้าหมายใหม่", code: str = "EC") -> Project:
    project = plan.projects.get(code=code)
    revise(project, {"goal": goal}, reason="มติคณะกรรมการ", user=make_administrator())
    return project


@pytest.mark.parametrize("role", Role)
def test_those_who_check_read_it_and_others_do_not(
    client: Client, plan: FiscalPlan, role: Role
) -> None:
    reads = role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.PLANNER)
    client.force_login(make_user("somchai", role))
    for address in (PAGE, f"{PAGE}?_export=csv", f"{PAGE}?_export=xlsx"):
        assert client.get(address).status_code == (200 if reads else 403)
    html = client.get("/").content.decode()
    assert ('href="/changes/"' in html) is reads
    assert ("/changes/?record=" in client.get("/projects/EC/").content.decode()) is reads


def test_a_visitor_is_asked_to_sign_in_and_sees_no_link(client: Client, plan: FiscalPlan) -> None:
    assert client.get(PAGE).headers["Location"].startswith(reverse("login"))
    assert PAGE not in client.get("/projects/EC/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_answers_to_reading_alone(auditor: Client, method: str) -> None:
    assert getattr(auditor, method)(PAGE).status_code == 405


def test_old_and_new_value_stand_with_person_and_reason(auditor: Client, plan: FiscalPlan) -> None:
    old = plan.projects.get(code="EC").goal
    change_goal(plan)
    html = auditor.get(f"{PAGE}?kind=projects.project").content.decode()
    assert f"<del>{old}</del> → <ins>เป้าหมายใหม่</ins>" in html
    text = words(auditor, f"{PAGE}?kind=projects.project&person=administrator")
    assert "administrator" in text
    assert "มติคณะกรรมการ" in text


def test_values_are_escaped(auditor: Client, plan: FiscalPlan) -> None:
    change_goal(plan, "<script>alert(1)</script>")
    html = auditor.get(f"{PAGE}?kind=projects.project").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_the_page_of_a_record_leads_to_its_changes(auditor: Client, plan: FiscalPlan) -> None:
    project = change_goal(plan)
    change_goal(plan, "เป้าของงานอื่น", "DT")
    link = f"{PAGE}?record=projects.project:{project.pk}"
    assert link in auditor.get("/projects/EC/").content.decode()
    text = words(auditor, link)
    assert "เป้าหมายใหม่" in text
    assert "เป้าของงานอื่น" not in text
    assert f"ข้อมูล: โครงการ/งาน {project}" in text


@pytest.mark.parametrize(
    "page",
    ["/plan/", "/projects/EC/", "/activities/EC/1/", "/kpis/section-7/1/", "/budgets/months/1/"],
)
def test_every_page_of_a_record_has_the_link(auditor: Client, page: str) -> None:
    html = auditor.get(page).content.decode()
    address = re.search(r'href="(/changes/\?record=[^"]+)"', html)
    assert address, page
    assert auditor.get(address[1]).status_code == 200


def test_a_filter_that_makes_no_sense_is_left_out_and_said(auditor: Client) -> None:
    text = words(auditor, f"{PAGE}?since=yesterday&record=no.model:x&kind=nothing")
    for label in ("ตั้งแต่วันที่", "ข้อมูล", "ประเภทข้อมูล"):
        assert f"ตัวกรอง “{label}”" in text


def test_days_are_typed_with_their_buddhist_years(auditor: Client, plan: FiscalPlan) -> None:
    change_goal(plan)
    assert "การแก้ไข 0 รายการ" in words(auditor, f"{PAGE}?until=1/10/2562")
    assert "เป้าหมายใหม่" in words(auditor, f"{PAGE}?since=1/10/2562&kind=projects.project")


def test_the_files_hold_what_the_screen_shows_a_row_a_field(
    auditor: Client, plan: FiscalPlan
) -> None:
    project = plan.projects.get(code="EC")
    user = make_administrator()
    revise(project, {"goal": "ใหม่", "name_en": "New"}, reason="มติ", user=user)
    address = f"{PAGE}?kind=projects.project&person=administrator&_export="
    text = auditor.get(f"{address}csv").content.decode("utf-8-sig")
    heading, *rows = csv.reader(StringIO(text))
    assert heading[-2:] == ["ใหม่", "เหตุผล"]
    assert {(row[7], row[9], row[10]) for row in rows} == {
        ("เป้าประสงค์", "ใหม่", "มติ"),
        ("ชื่อภาษาอังกฤษ", "New", "มติ"),
    }
    book = load_workbook(BytesIO(auditor.get(f"{address}xlsx").content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[7] for row in cells if row[3] == "administrator"] == [row[7] for row in rows]


def test_a_record_that_came_is_one_row_of_a_file_with_all_its_values(
    auditor: Client, plan: FiscalPlan
) -> None:
    post_entry(make_ledger(code="ZZ"), "12.50")
    text = auditor.get(f"{PAGE}?kind=budgets.entry&_export=csv").content.decode("utf-8-sig")
    _heading, row = csv.reader(StringIO(text))
    assert row[7:9] == ["ทุกค่า", "–"]
    assert "จำนวนเงิน (บาท): 12.50" in row[9].split("\n")


def test_a_file_that_cannot_hold_all_says_so(
    auditor: Client, plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("changes.reading", "views.changes"):
        monkeypatch.setattr(f"etda_plan.overview.{module}.LONGEST_FILE", 5)
    book = load_workbook(BytesIO(auditor.get(f"{PAGE}?_export=xlsx").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert any("ใหม่สุด 5 จาก" in str(row[0]) for row in rows)
    assert sum(isinstance(row[0], datetime.datetime) for row in rows) == 5


def test_the_number_of_queries_does_not_grow_with_the_changes(
    auditor: Client, plan: FiscalPlan
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert auditor.get(f"{PAGE}?kind=budgets.entry&per_page=50").status_code == 200
        return len(asked)

    line = make_ledger("1000", code="ZZ")
    post_entry(line, "1")
    few = queries()
    for _each in range(60):
        post_entry(line, "1")
    assert queries() == few


# What follows holds that nobody rewrites a history through the application.


def test_no_history_or_log_has_a_page_in_admin(db: None) -> None:
    registered = set(admin.site._registry)
    assert not any(is_of_a_history(model) for model in registered)
    assert LogEntry not in registered
    assert len(histories()) >= 30


@pytest.mark.parametrize("model", [each.model._meta.label for each in histories()])
def test_a_version_can_be_neither_opened_nor_changed_nor_deleted(
    client: Client, plan: FiscalPlan, model: str
) -> None:
    """Not by a superuser either, nor by an address that is typed."""
    client.force_login(make_user("root", is_superuser=True, is_staff=True))
    kept = apps.get_model(model)
    history = kept.history.model
    name = f"{kept._meta.app_label}_{kept._meta.model_name}"
    if kept not in admin.site._registry:
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_simple_history", args=[1, 1])
        return
    record = kept._base_manager.first()
    version = history.objects.first()
    before = list(history.objects.order_by("pk").values())
    pk = record.pk if record else 1
    number = version.pk if version else 1
    address = reverse(f"admin:{name}_simple_history", args=[pk, number])
    form = {"history_change_reason": "other", "_change_history": "1", "_save": "1"}
    assert client.get(address).status_code == 404
    assert client.post(address, form).status_code == 404
    client.post(reverse(f"admin:{name}_history", args=[pk]), {"post": "yes", "action": "delete"})
    assert list(history.objects.order_by("pk").values()) == before


def test_whoever_changed_a_record_is_named_there_for_good(client: Client, plan: FiscalPlan) -> None:
    """An account that is deleted would leave its changes without a name."""
    change_goal(plan)
    author, root = make_administrator(), make_user("root", is_superuser=True, is_staff=True)
    nobody = make_user("nobody")
    client.force_login(root)
    page = reverse("admin:accounts_user_delete", args=[author.pk])
    client.post(page, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [author.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), chosen)
    assert User.objects.filter(pk=author.pk).exists()
    client.post(reverse("admin:accounts_user_delete", args=[nobody.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=nobody.pk).exists()


def test_a_role_that_is_taken_leaves_its_history(client: Client, db: None) -> None:
    grant = RoleGrant.objects.create(user=make_user(), role=Role.FINANCE)
    client.force_login(make_administrator())
    client.post(reverse("admin:accounts_rolegrant_delete", args=[grant.pk]), {"post": "yes"})
    kinds = RoleGrant.history.filter(id=grant.pk).values_list("history_type", flat=True)
    assert sorted(kinds) == ["+", "-"]
